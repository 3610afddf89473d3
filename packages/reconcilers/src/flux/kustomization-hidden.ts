// Which variables does a Secret give whose values only the cluster knows, and what stands for them?
import { createHash } from 'node:crypto';
import { isRecord } from '@fairway/manifests';
import type { SightedObject, World } from '../model.ts';
import { placeholderFor } from './flux-object-placeholders.ts';

/** Marks cannot be mistaken for YAML, whatever they stand in. */
function mark(value: string): string {
  return value.startsWith('<encrypted ') ? value : placeholderFor(value);
}

function texts(value: unknown): readonly (readonly [string, string])[] {
  return isRecord(value) ? Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text] as const] : [])) : [];
}

const isIn = ({ object }: SightedObject, namespace: string): boolean => (object.metadata.namespace ?? namespace) === namespace;

function fromSecret(world: World, namespace: string, name: string): readonly (readonly [string, string])[] | undefined {
  const secret = world.find({ group: '', kind: 'Secret', namespace, name })?.object;
  if (secret === undefined) return undefined;
  return [...texts(secret.data), ...texts(secret.stringData)].map(([key, value]) => [key, mark(value)] as const);
}

function fromSealed(world: World, namespace: string, name: string): readonly (readonly [string, string])[] | undefined {
  const sealed = world.all('bitnami.com', 'SealedSecret').find((one) => isIn(one, namespace) && one.object.metadata.name === name);
  const spec = sealed?.object.spec;
  if (!isRecord(spec)) return undefined;
  const found = texts(spec.encryptedData).map(([key, value]) => [key, placeholderFor(value)] as const);
  return found.length === 0 ? undefined : found;
}

function targetOf({ object }: SightedObject): { readonly name: unknown; readonly template: unknown } {
  const target = isRecord(object.spec) && isRecord(object.spec.target) ? object.spec.target : {};
  const template = isRecord(target.template) ? target.template.data : undefined;
  return { name: target.name ?? object.metadata.name, template };
}

/** Keys that are written one by one; a whole record of the store (`dataFrom`) is not known. */
function fromExternal(world: World, namespace: string, name: string): readonly (readonly [string, string])[] | undefined {
  const external = world.all('external-secrets.io', 'ExternalSecret').find((one) => isIn(one, namespace) && targetOf(one).name === name);
  const spec = external?.object.spec;
  if (external === undefined || !isRecord(spec)) return undefined;
  const { template } = targetOf(external);
  const listed: readonly unknown[] = Array.isArray(spec.data) ? spec.data : [];
  if (!isRecord(template) && Array.isArray(spec.dataFrom) && spec.dataFrom.length > 0) return undefined;
  const keys = isRecord(template)
    ? Object.keys(template)
    : listed.flatMap((one) => (isRecord(one) && typeof one.secretKey === 'string' ? [one.secretKey] : []));
  const id = createHash('sha256').update(`${namespace}/${name}`).digest('hex').slice(0, 8);
  return keys.length === 0 ? undefined : keys.map((key) => [key, `<made in the cluster ${id}/${key}>`] as const);
}

/** Name → mark; undefined where not even the names can be known. */
export function hiddenVariables(world: World, namespace: string, name: string): Readonly<Record<string, string>> | undefined {
  const found = fromSecret(world, namespace, name) ?? fromSealed(world, namespace, name) ?? fromExternal(world, namespace, name);
  return found === undefined ? undefined : Object.fromEntries(found);
}
