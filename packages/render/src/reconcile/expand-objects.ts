// What does each object make, now that this much is known?
import type { ManifestObject } from '@fairway/manifests';
import {
  type Expand,
  type Expansion,
  expandApplication,
  expandApplicationSet,
  expandHelmRelease,
  expandKustomization,
  type ObjectKey,
} from '@fairway/reconcilers';
import { type AppRecord, failedRecord, isExpandable, recordsOf } from './app-record.ts';
import type { KnownObject } from './known-objects.ts';
import type { SideWorlds } from './side-worlds.ts';

const EXPANDERS: Readonly<Record<string, Expand>> = {
  Kustomization: expandKustomization,
  HelmRelease: expandHelmRelease,
  Application: expandApplication,
  ApplicationSet: expandApplicationSet,
};

/** Objects of a set stand above all others: what it makes is what the cluster has. */
const SET_RANK = 3;

/** An object and what it made. */
export interface Outcome {
  readonly env: string;
  readonly known: KnownObject;
  readonly result: Expansion;
}

export interface Expander {
  /** Expands all that is new, says something else than before, or waited for others. */
  readonly expandAll: () => Promise<{ readonly fresh: readonly AppRecord[]; readonly progress: boolean }>;
  readonly outcomes: () => readonly Outcome[];
}

export interface ExpanderContext {
  readonly worlds: SideWorlds;
  readonly records: Map<string, AppRecord>;
  readonly isMounted: (path: string) => boolean;
  /** Does the reconciler of this environment act on the object? */
  readonly applies: (env: string, object: ManifestObject) => boolean;
}

interface Done extends Outcome {
  readonly text: string;
  readonly keys: readonly string[];
  /** Objects that it would have used, had they been known. */
  readonly missed: readonly ObjectKey[];
}

const usesOf = (result: Expansion): readonly ObjectKey[] => (result.kind === 'app' || result.kind === 'objects' ? result.uses : []);

const byKey = (a: KnownObject, b: KnownObject): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

const made = ({ known, result }: Outcome, context: Parameters<typeof failedRecord>[2]): readonly AppRecord[] => {
  if (result.kind === 'app') return recordsOf(known, result, context);
  return result.kind === 'failed' ? [failedRecord(known, result.problems, context)] : [];
};

/** Remembers what was expanded, so that nothing is expanded twice without need. */
export const createExpander = ({ worlds, records, isMounted, applies }: ExpanderContext): Expander => {
  const done = new Map<string, Done>();
  const replace = (before: Done | undefined, now: readonly AppRecord[]): void => {
    for (const key of before?.keys ?? []) records.delete(key);
    for (const record of now) records.set(record.key, record);
  };
  const expandOne = async (env: string, known: KnownObject): Promise<readonly AppRecord[] | undefined> => {
    const id = `${env} ${known.key}`;
    const text = JSON.stringify(known.object);
    const before = done.get(id);
    const expand = EXPANDERS[known.object.kind];
    const objects = worlds.knownIn(env);
    const more = before?.missed.some((key) => objects.find(key) !== undefined) === true;
    if (expand === undefined || (before?.text === text && before.result.kind !== 'waiting' && !more)) return undefined;
    const result = await expand({ object: known.object, at: known.at }, worlds.worldFor(env, known));
    const outcome = { env, known, result };
    const now = made(outcome, { env, isMounted });
    replace(before, now);
    if (result.kind === 'objects') {
      for (const object of result.objects)
        worlds.knownIn(env).learn(object, { app: known.app, at: known.at, rank: SET_RANK, madeBy: known.key });
    }
    const missed = usesOf(result).filter((key) => objects.find(key) === undefined);
    done.set(id, { ...outcome, text, keys: now.map(({ key }) => key), missed });
    return result.kind === 'waiting' ? undefined : now;
  };
  return {
    outcomes: () => [...done.values()],
    expandAll: async () => {
      const fresh: AppRecord[] = [];
      let progress = false;
      for (const [env, objects] of [...worlds.known].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        for (const known of [...objects.values()].filter(isExpandable).toSorted(byKey)) {
          const now = applies(env, known.object) ? await expandOne(env, known) : undefined;
          if (now === undefined) continue;
          progress = true;
          fresh.push(...now);
        }
      }
      return { fresh, progress };
    },
  };
};
