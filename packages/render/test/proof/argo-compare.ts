// Are the objects that Argo CD generated those that we render, field by field?
import { apiGroup, isRecord, type ManifestObject } from '@fairway/manifests';
import type { ArgoManifest } from '@fairway/testkit';
import { type ArgoNormalisationId, asCompared, TRACKING } from './argo-normalisations.ts';

export interface Difference {
  /** `kind namespace/name`. */
  readonly object: string;
  /** Pointer of the field; empty: the whole object. */
  readonly field: string;
  readonly ours: unknown;
  readonly theirs: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (isRecord(value) ? value : {});
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** As application-controller applies it: it knows which kinds have a namespace, repo-server does not. A hook's namespace is in its tracking id. */
const placed = ({ object, managed, managedNamespace }: ArgoManifest): ManifestObject => {
  const { namespace: written, ...metadata } = fieldsOf(object['metadata']);
  const id = textOf(fieldsOf(metadata['annotations'])[TRACKING]);
  const namespace = managed ? managedNamespace : textOf(written) || id.split(':').at(2)?.split('/')[0];
  return {
    ...object,
    apiVersion: textOf(object['apiVersion']),
    kind: textOf(object['kind']),
    metadata: { ...metadata, name: textOf(metadata['name']), ...(namespace === undefined ? {} : { namespace }) },
  };
};

const idOf = (object: Fields): string => {
  const { name, namespace } = fieldsOf(object['metadata']);
  return `${apiGroup(textOf(object['apiVersion']))}/${textOf(object['kind'])} ${namespace === undefined ? '' : `${textOf(namespace)}/`}${textOf(name)}`;
};

const ABSENT = '(absent)';

const fieldDifferences = (object: string, field: string, [ours, theirs]: readonly [unknown, unknown]): readonly Difference[] => {
  if (isRecord(ours) && isRecord(theirs)) {
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].toSorted();
    return keys.flatMap((key) =>
      fieldDifferences(object, `${field}/${key}`, [key in ours ? ours[key] : ABSENT, key in theirs ? theirs[key] : ABSENT]),
    );
  }
  if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length)
    return ours.flatMap((one, index) => fieldDifferences(object, `${field}/${index}`, [one, theirs[index]]));
  return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{ object, field, ours, theirs }];
};

/** Every field of every object of both. */
export const compareObjects = (ours: readonly Fields[], theirs: readonly Fields[]): readonly Difference[] => {
  const [mine, other] = [ours, theirs].map((all) => new Map(all.map((object) => [idOf(object), object])));
  const ids = [...new Set([...(mine?.keys() ?? []), ...(other?.keys() ?? [])])].toSorted();
  return ids.flatMap((id) => {
    const [own, their] = [mine?.get(id), other?.get(id)];
    if (own === undefined) return [{ object: id, field: '', ours: ABSENT, theirs: their }];
    return their === undefined ? [{ object: id, field: '', ours: own, theirs: ABSENT }] : fieldDifferences(id, '', [own, their]);
  });
};

const asFields = (objects: readonly ManifestObject[]): readonly Fields[] => objects.map((object) => ({ ...object }));

/** What repo-server generated for an Application beside our rendering of it. */
export const compareApplication = (
  ours: readonly ManifestObject[],
  theirs: readonly ArgoManifest[],
  without?: ArgoNormalisationId,
): readonly Difference[] =>
  compareObjects(
    asFields(asCompared(ours, { by: 'Application', side: 'ours', without })),
    asFields(asCompared(theirs.map(placed), { by: 'Application', side: 'theirs', without })),
  );

/** Applications of the cluster beside those that we say a set makes. */
export const compareApplications = (
  ours: readonly ManifestObject[],
  theirs: readonly ManifestObject[],
  without?: ArgoNormalisationId,
): readonly Difference[] =>
  compareObjects(
    asFields(asCompared(ours, { by: 'ApplicationSet', side: 'ours', without })),
    asFields(asCompared(theirs, { by: 'ApplicationSet', side: 'theirs', without })),
  );
