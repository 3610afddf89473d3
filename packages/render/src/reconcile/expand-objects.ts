// What does each object make, now that this much is known?
import type { ManifestObject } from '@fairway/manifests';
import {
  type Expand,
  type Expansion,
  expandApplication,
  expandApplicationSet,
  expandHelmRelease,
  expandKustomization,
} from '@fairway/reconcilers';
import { type AppRecord, failedRecord, isExpandable, recordsOf } from './app-record.ts';
import { type KnownObject, keyOf } from './known-objects.ts';
import { type ExpansionMemo, expandRecorded } from './recorded-world.ts';
import type { SideWorlds } from './side-worlds.ts';
import { watchWorld } from './watched-world.ts';

const EXPANDERS: Readonly<Record<string, Expand>> = {
  Kustomization: expandKustomization,
  HelmRelease: expandHelmRelease,
  Application: expandApplication,
  ApplicationSet: expandApplicationSet,
};

/** Objects of a set stand above all others: what it makes is what the cluster has. */
const SET_RANK = 3;

const NONE: ReadonlySet<string> = new Set();

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
  /** Shared by both sides of a comparison. */
  readonly memo: ExpansionMemo;
  /** Does the reconciler of this environment act on the object? */
  readonly applies: (env: string, object: ManifestObject) => boolean;
}

interface Done extends Outcome {
  readonly keys: readonly string[];
  /** Do the objects that it asked for say something else by now? */
  readonly changed: () => boolean;
}

const byKey = (a: KnownObject, b: KnownObject): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

const made = ({ known, result }: Outcome, context: Parameters<typeof failedRecord>[2]): readonly AppRecord[] => {
  if (result.kind === 'app') return recordsOf(known, result, context);
  return result.kind === 'failed' ? [failedRecord(known, result.problems, context)] : [];
};

/** Remembers what was expanded, so that nothing is expanded twice without need. */
export const createExpander = ({ worlds, records, isMounted, memo, applies }: ExpanderContext): Expander => {
  const done = new Map<string, Done>();
  const replace = (before: Done | undefined, now: readonly AppRecord[]): void => {
    for (const record of now) records.set(record.key, record);
    const kept = new Set(now.map(({ key }) => key));
    for (const key of before?.keys ?? []) {
      if (kept.has(key)) continue;
      records.delete(key);
      if (before !== undefined) worlds.knownIn(before.env).keepOnly(key, NONE);
    }
  };
  const forget = (id: string, before: Done): void => {
    done.delete(id);
    replace(before, []);
    worlds.knownIn(before.env).keepMade(before.known.key, NONE);
  };
  const expandOne = async (env: string, known: KnownObject): Promise<readonly AppRecord[] | undefined> => {
    const id = `${env} ${known.key}`;
    const before = done.get(id);
    const expand = EXPANDERS[known.object.kind];
    const objects = worlds.knownIn(env);
    if (expand === undefined || (before?.known.object === known.object && !before.changed())) return undefined;
    const sighted = { object: known.object, at: known.at };
    const { world, changed } = watchWorld(worlds.worldFor(env, known), objects);
    const result = await expandRecorded(id, { sighted, world, memo, expand });
    const outcome = { env, known, result };
    const now = made(outcome, { env, isMounted });
    replace(before, now);
    const parts = result.kind === 'objects' ? result.objects : [];
    objects.keepMade(known.key, new Set(parts.map(keyOf)));
    for (const object of parts) objects.learn(object, { app: known.app, at: known.at, rank: SET_RANK, madeBy: known.key });
    done.set(id, { ...outcome, keys: now.map(({ key }) => key), changed });
    return result.kind === 'waiting' ? undefined : now;
  };
  const isGone = () => [...done].filter(([, { env, known }]) => worlds.knownIn(env).get(known.key) === undefined);
  return {
    outcomes: () => [...done.values()],
    expandAll: async () => {
      const fresh: AppRecord[] = [];
      let progress = false;
      // Until nothing goes: what an object made that is gone is gone, too.
      for (let gone = isGone(); gone.length > 0; gone = isGone()) for (const [id, before] of gone) forget(id, before);
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
