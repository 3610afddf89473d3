// What stands for values that only the cluster can decrypt?
import { createHash } from 'node:crypto';
import { isRecord, type ManifestObject } from '@fairway/manifests';

const CIPHERTEXT = 'ENC[AES256_GCM,';

/** A mark that is the same for the same ciphertext: that a value changed is seen, what it is is not. */
export function placeholderFor(ciphertext: string): string {
  return `<encrypted sha256:${createHash('sha256').update(ciphertext).digest('hex').slice(0, 16)}>`;
}

/** Is it one value that SOPS encrypted? */
export function isCiphertext(value: string): boolean {
  return value.startsWith(`${CIPHERTEXT}data:`) && value.endsWith(']');
}

function replace(value: unknown): unknown {
  if (typeof value === 'string') return isCiphertext(value) ? placeholderFor(value) : value;
  if (Array.isArray(value)) return value.map(replace);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replace(entry)])) : value;
}

/** A whole file that SOPS encrypted, as a value of a Secret that kustomize generated from it. */
function isEncryptedFile(value: unknown): value is string {
  if (typeof value !== 'string' || value.length < CIPHERTEXT.length) return false;
  const text = Buffer.from(value, 'base64').toString('latin1');
  return text.includes(CIPHERTEXT) && /\bsops\b|\bsops_/.test(text);
}

function withoutFiles(object: ManifestObject): ManifestObject {
  const { data } = object;
  if (!isRecord(data) || !Object.values(data).some(isEncryptedFile)) return object;
  return {
    ...object,
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, isEncryptedFile(value) ? placeholderFor(value) : value])),
  };
}

function placeholder(object: ManifestObject): ManifestObject {
  if (!isRecord(object.sops)) return object.kind === 'Secret' ? withoutFiles(object) : object;
  const { sops: _, ...rest } = object;
  const replaced = replace(rest);
  return isRecord(replaced) ? { ...rest, ...replaced } : rest;
}

/** Objects with marks in the place of SOPS ciphertext, and without the `sops` block. Sealed secrets stay: they are applied as they are. */
export function placeholders(objects: readonly ManifestObject[]): readonly ManifestObject[] {
  return objects.map(placeholder);
}
