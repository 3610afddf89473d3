// What does a ConfigMap or a Secret of the cluster hold, and may it be known?
import type { ManifestObject } from '@fairway/manifests';
import { isRecord } from '@fairway/manifests';
import type { DataLookup } from '@fairway/reconcilers';
import type { KnownObject, KnownObjects } from './known-objects.ts';

const texts = (value: unknown): Readonly<Record<string, string>> =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
    : {};

const decoded = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts(value)).map(([key, text]) => [key, Buffer.from(text, 'base64').toString('utf8')]));

const isEncrypted = (object: ManifestObject): boolean =>
  isRecord(object.sops) ||
  [...Object.values(texts(object.data)), ...Object.values(texts(object.stringData))].some((text) => /^(ENC\[|<encrypted )/.test(text));

/** Objects that the cluster turns into a Secret: kind, group, and where the name of the Secret may stand. */
const MADE_IN_CLUSTER = [
  { group: 'external-secrets.io', kind: 'ExternalSecret', of: 'ExternalSecret' },
  { group: 'bitnami.com', kind: 'SealedSecret', of: 'SealedSecret' },
] as const;

const targetName = ({ spec, metadata }: ManifestObject): string => {
  const target = isRecord(spec) ? spec.target : undefined;
  return isRecord(target) && typeof target.name === 'string' ? target.name : String(metadata.name);
};

const madeInCluster = (known: KnownObjects, namespace: string, name: string): KnownObject | undefined =>
  MADE_IN_CLUSTER.flatMap(({ group, kind }) => known.all(group, kind)).find(
    ({ object }) => object.metadata.namespace === namespace && targetName(object) === name,
  );

/** `raw` gives the object with its Secret values, which are in no cache. */
export const lookUpData = async (
  known: KnownObjects,
  wanted: { readonly kind: 'ConfigMap' | 'Secret'; readonly namespace: string; readonly name: string },
  raw: (found: KnownObject) => Promise<ManifestObject | undefined>,
): Promise<DataLookup> => {
  const { kind, namespace, name } = wanted;
  const found = known.find({ group: '', kind, namespace, name });
  if (found === undefined) {
    const maker = kind === 'Secret' ? madeInCluster(known, namespace, name) : undefined;
    return maker === undefined
      ? { kind: 'absent' }
      : { kind: 'hidden', reason: `${maker.object.kind} makes it in the cluster`, at: maker.at };
  }
  if (kind === 'ConfigMap') return { kind: 'found', data: texts(found.object.data), at: found.at, secret: false };
  if (isEncrypted(found.object)) return { kind: 'hidden', reason: 'it is encrypted', at: found.at };
  const plain = await raw(found);
  if (plain === undefined) return { kind: 'hidden', reason: 'its values are not to be had', at: found.at };
  return { kind: 'found', data: { ...decoded(plain.data), ...texts(plain.stringData) }, at: found.at, secret: true };
};
