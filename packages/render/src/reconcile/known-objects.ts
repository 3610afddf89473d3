// Which objects of a cluster are known so far, and where does each come from?
import type { SourceLocation } from '@fairway/contracts';
import { apiGroup, type ManifestObject } from '@fairway/manifests';
import type { ObjectKey } from '@fairway/reconcilers';

/** Where an object was seen. */
export interface Origin {
  /** Provisional key of the app whose rendering holds it; undefined: a file that nobody renders. */
  readonly app: string | undefined;
  readonly at: SourceLocation;
  /** What an app renders wins over what is written in a file, and what a reconciler object makes over what was inferred. */
  readonly rank: number;
  /** Key of the object that made it, for the Applications of an ApplicationSet. */
  readonly madeBy?: string;
}

/** One object that two apps render differently. */
export interface Conflict {
  readonly key: string;
  readonly first: Origin;
  readonly second: Origin;
}

export interface KnownObject extends Origin {
  readonly key: string;
  readonly object: ManifestObject;
}

/** Text of an object key, unique in one environment. */
export const keyText = ({ group, kind, namespace, name }: ObjectKey): string => `${group}/${kind}/${namespace ?? ''}/${name}`;

/** Key of an object as it is written. */
export const keyOf = ({ apiVersion, kind, metadata }: ManifestObject): string =>
  keyText({
    group: apiGroup(apiVersion),
    kind,
    ...(typeof metadata.namespace === 'string' && metadata.namespace !== '' ? { namespace: metadata.namespace } : {}),
    name: String(metadata.name ?? ''),
  });

export interface KnownObjects {
  readonly find: (key: ObjectKey) => KnownObject | undefined;
  /** The same by `keyText`. */
  readonly get: (key: string) => KnownObject | undefined;
  readonly all: (group: string, kind: string) => readonly KnownObject[];
  /** True where this is new, or says something else than before. */
  readonly learn: (object: ManifestObject, origin: Origin) => boolean;
  readonly values: () => Iterable<KnownObject>;
  /** Objects that several apps render, each in another way. */
  readonly conflicts: () => readonly Conflict[];
}

/** One per environment. */
export const createKnownObjects = (): KnownObjects => {
  const objects = new Map<string, KnownObject>();
  const conflicts: Conflict[] = [];
  return {
    find: (key) => objects.get(keyText(key)),
    get: (key) => objects.get(key),
    all: (group, kind) => [...objects.values()].filter(({ object }) => object.kind === kind && apiGroup(object.apiVersion) === group),
    learn: (object, origin) => {
      const key = keyOf(object);
      const known = objects.get(key);
      const same = known !== undefined && JSON.stringify(known.object) === JSON.stringify(object);
      if (known !== undefined && known.app !== origin.app && known.rank === origin.rank && !same)
        conflicts.push({ key, first: known, second: origin });
      if (known !== undefined && (known.rank > origin.rank || (known.rank === origin.rank && known.app !== origin.app))) return false;
      objects.set(key, { key, object, ...origin });
      return !same;
    },
    values: () => objects.values(),
    conflicts: () => conflicts,
  };
};
