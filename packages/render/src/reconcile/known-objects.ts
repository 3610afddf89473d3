// Which objects of a cluster are known so far, and where does each come from?
import type { SourceLocation } from '@fairway/contracts';
import { apiGroup, type ManifestObject } from '@fairway/manifests';
import type { ObjectKey } from '@fairway/reconcilers';
import { objectText } from './object-text.ts';

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
  /** What the object says, to see whether it is something else than before. */
  readonly text: string;
}

/** An object that had to stand back: another one of its name is believed, and says something else. */
export interface Overlooked extends Origin {
  readonly object: ManifestObject;
  readonly for: KnownObject;
}

/** Text of an object key, unique in one environment. */
export const keyText = ({ group, kind, namespace, name }: ObjectKey): string => `${group}/${kind}/${namespace ?? ''}/${name}`;

/** Without a namespace, `kubectl` and Flux mean this one. Argo CD objects stand where Argo CD runs. */
const DEFAULT_NAMESPACE = 'default';

/** Key of an object of the cluster; all kinds that are known here are namespaced. */
export const keyOf = ({ apiVersion, kind, metadata }: ManifestObject): string => {
  const group = apiGroup(apiVersion);
  const written = typeof metadata.namespace === 'string' ? metadata.namespace : '';
  const namespace = written === '' && group !== 'argoproj.io' ? DEFAULT_NAMESPACE : written;
  return keyText({ group, kind, namespace, name: String(metadata.name ?? '') });
};

export interface KnownObjects {
  readonly find: (key: ObjectKey) => KnownObject | undefined;
  /** The same by `keyText`. */
  readonly get: (key: string) => KnownObject | undefined;
  readonly all: (group: string, kind: string) => readonly KnownObject[];
  /** Counts up whenever an object of the kind comes, goes, or says something else. */
  readonly revision: (group: string, kind: string) => number;
  /** True where this is new, or says something else than before. */
  readonly learn: (object: ManifestObject, origin: Origin) => boolean;
  /** Forgets what an app held before and holds no more: all but these keys. */
  readonly keepOnly: (app: string, keys: ReadonlySet<string>) => void;
  /** Forgets what an object made before and makes no more. */
  readonly keepMade: (madeBy: string, keys: ReadonlySet<string>) => void;
  readonly values: () => Iterable<KnownObject>;
  /** Objects that several apps render, each in another way. */
  readonly conflicts: () => readonly Conflict[];
  readonly overlooked: () => readonly Overlooked[];
}

/** What holds an object: one rendering, one set, or one file. */
const holderOf = ({ app, at, madeBy }: Origin): string =>
  madeBy !== undefined ? `object ${madeBy}` : app !== undefined ? `app ${app}` : `file ${at.file}`;

/** The highest rank; of equal ones the first that came. */
const believed = (candidates: Iterable<KnownObject>): KnownObject | undefined => {
  let best: KnownObject | undefined;
  for (const one of candidates) if (best === undefined || one.rank > best.rank) best = one;
  return best;
};

interface OfKind {
  revision: number;
  readonly keys: Set<string>;
}

/** One per environment. */
export const createKnownObjects = (): KnownObjects => {
  const objects = new Map<string, KnownObject>();
  /** All that was said of an object, by holder: where the first falls silent, the next is believed. */
  const candidates = new Map<string, Map<string, KnownObject>>();
  const held = new Map<string, Set<string>>();
  const kinds = new Map<string, OfKind>();
  const ofKind = (name: string): OfKind => {
    const found = kinds.get(name) ?? { revision: 0, keys: new Set<string>() };
    kinds.set(name, found);
    return found;
  };
  /** True where the object says something else now. */
  const settle = (key: string): boolean => {
    const before = objects.get(key);
    const now = believed(candidates.get(key)?.values() ?? []);
    const name = key.split('/', 2).join('/');
    if (now === undefined) {
      objects.delete(key);
      ofKind(name).keys.delete(key);
    } else {
      // An object that stays the same stays the same value, so that nothing is expanded again for it.
      objects.set(key, before !== undefined && before.text === now.text ? { ...now, object: before.object } : now);
      ofKind(name).keys.add(key);
    }
    if (before?.text === now?.text) return false;
    ofKind(name).revision += 1;
    return true;
  };
  const keep = (holder: string, keys: ReadonlySet<string>): void => {
    for (const key of [...(held.get(holder) ?? [])]) {
      if (keys.has(key)) continue;
      held.get(holder)?.delete(key);
      candidates.get(key)?.delete(holder);
      settle(key);
    }
  };
  /** What stands back behind the object that is believed, and says something else. */
  const others = (): readonly (readonly [KnownObject, KnownObject])[] =>
    [...objects.values()].flatMap((known) => {
      const all = candidates.get(known.key);
      if (all === undefined || all.size < 2) return [];
      return [...all.values()].filter(({ text }) => text !== known.text).map((other) => [known, other] as const);
    });
  return {
    find: (key) => objects.get(keyText(key)),
    get: (key) => objects.get(key),
    all: (group, name) => [...(kinds.get(`${group}/${name}`)?.keys ?? [])].flatMap((key) => objects.get(key) ?? []),
    revision: (group, name) => kinds.get(`${group}/${name}`)?.revision ?? 0,
    learn: (object, origin) => {
      const key = keyOf(object);
      const holder = holderOf(origin);
      const all = candidates.get(key) ?? new Map<string, KnownObject>();
      candidates.set(key, all.set(holder, { key, object, text: objectText(object), ...origin }));
      held.set(holder, (held.get(holder) ?? new Set()).add(key));
      return settle(key);
    },
    keepOnly: (app, keys) => keep(`app ${app}`, keys),
    keepMade: (madeBy, keys) => keep(`object ${madeBy}`, keys),
    values: () => objects.values(),
    conflicts: () =>
      others().flatMap(([first, second]) =>
        first.app !== second.app && first.rank === second.rank ? [{ key: first.key, first, second }] : [],
      ),
    overlooked: () => others().map(([known, other]) => ({ ...other, for: known })),
  };
};
