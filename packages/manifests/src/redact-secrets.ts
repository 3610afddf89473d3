// What may be kept and shown of a Secret?
import { createHmac } from 'node:crypto';
import { isRecord } from './json-pointer.ts';
import type { ManifestObject } from './model.ts';
import { isBuiltinKind } from './scope-of.ts';

const MARKER = /<redacted hmac-sha256:[0-9a-f]{16}>/g;
const LAST_APPLIED = /last-applied/;
const CIPHERTEXT = /^ENC\[[A-Z0-9_]+,data:[^\]]*\]$/;
/** What stands for ciphertext in a rendering that the reconciler would decrypt. */
const PLACEHOLDER = /^<encrypted sha256:[0-9a-f]{16}>$/;

type Fields = Readonly<Record<string, unknown>>;

function isSecret(value: Fields): boolean {
  return value.kind === 'Secret' && value.apiVersion === 'v1';
}

/** SOPS leaves its own key on what it encrypted; its values are ciphertext. */
function isCiphertext(secret: Fields, value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return PLACEHOLDER.test(value) || (isRecord(secret.sops) && CIPHERTEXT.test(value));
}

function marker(key: Uint8Array, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `<redacted hmac-sha256:${createHmac('sha256', key).update(text).digest('hex').slice(0, 16)}>`;
}

function mapValues(value: unknown, change: (entry: unknown, key: string) => unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, change(entry, key)]));
}

function redactSecret(secret: Fields, key: Uint8Array): Fields {
  const hide = (value: unknown) => {
    const marked = typeof value === 'string' && value.replace(MARKER, '') === '';
    return marked || isCiphertext(secret, value) ? value : marker(key, value);
  };
  // A list or a text where a mapping belongs is hidden as a whole: it is wrong, and may hold the secret all the same.
  const hideAll = (value: unknown) => (isRecord(value) ? mapValues(value, hide) : value === null ? value : hide(value));
  const metadata = isRecord(secret.metadata) ? secret.metadata : {};
  const annotations = mapValues(metadata.annotations, (value, name) => (LAST_APPLIED.test(name) ? hide(value) : value));
  return {
    ...secret,
    ...(isRecord(metadata.annotations) ? { metadata: { ...metadata, annotations } } : {}),
    ...('data' in secret ? { data: hideAll(secret.data) } : {}),
    ...('stringData' in secret ? { stringData: hideAll(secret.stringData) } : {}),
  };
}

/** Custom resources may carry whole Secrets (templates, cluster resource sets): those are hidden too. Unchanged parts stay the same object. */
function redactNested(value: unknown, key: Uint8Array): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => redactNested(item, key));
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  if (!isRecord(value)) return value;
  const redacted = isSecret(value) ? redactSecret(value, key) : value;
  const entries = Object.entries(redacted).map(([name, entry]) => [name, redactNested(entry, key)] as const);
  return redacted !== value || entries.some(([name, entry]) => entry !== value[name]) ? Object.fromEntries(entries) : value;
}

function redactObject(object: ManifestObject, key: Uint8Array): ManifestObject {
  if (isSecret(object)) return { ...object, ...redactSecret(object, key) };
  if (isBuiltinKind(object.apiVersion, object.kind)) return object;
  const redacted = redactNested(object, key);
  return isRecord(redacted) && redacted !== object ? { ...object, ...redacted } : object;
}

/**
 * Replaces each value of a Secret (`data`, `stringData`, last-applied annotations, Secrets inside custom resources) by
 * `<redacted hmac-sha256:…>`, keyed so that equal values can be told from different ones but not guessed. SOPS ciphertext stays.
 */
export function redactSecrets(objects: readonly ManifestObject[], key: Uint8Array): ManifestObject[] {
  return objects.map((object) => redactObject(object, key));
}

/** For everything that leaves the process: each marker of `redactSecrets` becomes `<redacted>`, at any depth, in keys' values and texts. */
export function hideRedactions<T>(value: T): T;
export function hideRedactions(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('<redacted hmac-') ? value.replace(MARKER, '<redacted>') : value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => hideRedactions(item));
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, entry]) => [name, hideRedactions(entry)] as const);
  return entries.some(([name, entry]) => entry !== value[name]) ? Object.fromEntries(entries) : value;
}

function holdsPlaintext(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsPlaintext);
  if (!isRecord(value)) return false;
  if (isSecret(value)) {
    const values = [value.data, value.stringData].flatMap((map) => (isRecord(map) ? Object.values(map) : []));
    if (values.some((entry) => entry !== null && entry !== '' && !isCiphertext(value, entry))) return true;
  }
  return Object.values(value).some(holdsPlaintext);
}

/**
 * Does the object (redacted or not) carry the value of a Secret in plain text? Not: SOPS ciphertext, SealedSecret, ExternalSecret
 * (they carry no v1 Secret with values), and Secrets without values or with empty ones only.
 */
export function hasPlaintextSecret(object: ManifestObject): boolean {
  if (isSecret(object) || !isBuiltinKind(object.apiVersion, object.kind)) return holdsPlaintext(object);
  return false;
}
