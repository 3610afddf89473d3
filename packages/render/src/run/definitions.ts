// Which CustomResourceDefinitions of an environment do the checks of an app depend on?
import type { ManifestObject } from '@fairway/manifests';
import { definedKindOf, definitionsAmong } from '../cache/facts-of.ts';
import type { ReadyJob } from '../plan/app-job.ts';
import type { RenderingStore } from './rendering-store.ts';

interface Definition {
  readonly job: ReadyJob;
  readonly digest: string;
}

/** environment → `group/Kind` → the app that defines it; of several, the first by id. */
export type DefinitionIndex = ReadonlyMap<string, ReadonlyMap<string, Definition>>;

const NONE: ReadonlyMap<string, Definition> = new Map();

/** Over all apps of a side that are known so far. */
export const indexDefinitions = (jobs: readonly ReadyJob[], store: RenderingStore): DefinitionIndex => {
  const index = new Map<string, Map<string, Definition>>();
  for (const job of jobs.toSorted((a, b) => (a.app.id < b.app.id ? -1 : 1))) {
    for (const { kind, digest } of store.measured(job)?.crds ?? []) {
      const kinds = index.get(job.app.env) ?? new Map<string, Definition>();
      if (!kinds.has(kind)) kinds.set(kind, { job, digest });
      index.set(job.app.env, kinds);
    }
  }
  return index;
};

/** What the checks of a job depend on beyond its own inputs, as text; '' where that is nothing. */
export const definitionsFor = (job: ReadyJob, index: DefinitionIndex, store: RenderingStore): string => {
  const kinds = index.get(job.app.env) ?? NONE;
  return (store.measured(job)?.custom ?? []).flatMap((kind) => (kinds.has(kind) ? [`${kind}=${kinds.get(kind)?.digest}`] : [])).join(' ');
};

/** Jobs that define the kinds that this job uses. */
export const definingJobs = (job: ReadyJob, index: DefinitionIndex, store: RenderingStore): readonly ReadyJob[] => {
  const kinds = index.get(job.app.env) ?? NONE;
  return (store.measured(job)?.custom ?? []).flatMap((kind) => kinds.get(kind)?.job ?? []);
};

/** The definitions themselves, each kind once. Objects of `definingJobs` must have been obtained. */
export const definitionObjects = (job: ReadyJob, index: DefinitionIndex, store: RenderingStore): readonly ManifestObject[] => {
  const custom = new Set(store.measured(job)?.custom ?? []);
  const found = new Map<string, ManifestObject>();
  for (const source of new Set([job, ...definingJobs(job, index, store)])) {
    for (const crd of definitionsAmong(store.objects(source) ?? [])) {
      const kind = definedKindOf(crd);
      if (kind !== undefined && custom.has(kind) && !found.has(kind)) found.set(kind, crd);
    }
  }
  return [...found.values()];
};
