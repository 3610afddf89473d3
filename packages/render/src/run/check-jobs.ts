// Which renderings must be checked, again or for the first time, and what do the checks say?
import type { SourceTree } from '@fairway/contracts';
import type { FindingDraft } from '@fairway/manifests';
import { checkInputs, checkRendering } from '../checks/index.ts';
import type { AppJob, ReadyJob } from '../plan/app-job.ts';
import { type DefinitionIndex, definingJobs, definitionObjects, definitionsFor, indexDefinitions } from './definitions.ts';
import type { RenderingStore } from './rendering-store.ts';
import { loadTexts, type SourceTexts } from './source-texts.ts';

export interface CheckedJobs {
  readonly index: DefinitionIndex;
  /** Jobs whose inputs changed while they were rendered. */
  readonly unsteady: ReadonlySet<ReadyJob>;
}

const isStale = (job: ReadyJob, index: DefinitionIndex, store: RenderingStore): boolean => {
  const facts = store.facts(job);
  return facts === undefined || facts.checkedWith !== definitionsFor(job, index, store);
};

export interface CheckScope {
  readonly store: RenderingStore;
  /** The jobs to check; the others only say which CustomResourceDefinitions there are. */
  readonly only: ReadonlySet<ReadyJob>;
}

/**
 * Makes the facts of jobs of one side carry findings. Cached findings stand as long as the definitions that they were made with are the
 * same; the objects of the others are obtained.
 */
export const checkJobs = async (jobs: readonly ReadyJob[], { store, only }: CheckScope): Promise<CheckedJobs> => {
  const alive = jobs.filter((job) => store.failure(job) === undefined && store.measured(job) !== undefined);
  const index = indexDefinitions(alive, store);
  const stale = alive.filter((job) => only.has(job) && isStale(job, index, store));
  const [first] = stale;
  if (first === undefined) return { index, unsteady: new Set() };
  await store.obtain([...stale, ...stale.flatMap((job) => definingJobs(job, index, store))]);
  const texts = new Map<SourceTree, SourceTexts>();
  for (const [tree, own] of Map.groupBy(stale, (job) => job.tree)) texts.set(tree, await loadTexts(tree, own));
  const unsteady = new Set<ReadyJob>();
  for (const job of stale) {
    const objects = store.objects(job);
    const facts = store.measured(job);
    const own = texts.get(job.tree);
    if (objects === undefined || facts === undefined || own === undefined) continue;
    const crds = definitionObjects(job, index, store);
    const drafts = checkRendering({ app: job.app, objects, closure: job.closure, read: own.read, crds });
    store.learn(job, { ...facts, drafts, checkedWith: definitionsFor(job, index, store) });
    if ([...job.closure.files.keys()].some((path) => own.moved.has(path))) unsteady.add(job);
  }
  return { index, unsteady };
};

/** Findings that hold without a rendering, for apps that have none; by app id. The jobs are of one tree. */
export const checkUnrendered = async (jobs: readonly AppJob[]): Promise<ReadonlyMap<string, readonly FindingDraft[]>> => {
  const [first] = jobs;
  if (first === undefined) return new Map();
  const texts = await loadTexts(first.tree, jobs);
  return new Map(jobs.map(({ app, closure }) => [app.id, checkInputs({ app, objects: [], closure, read: texts.read, crds: [] })]));
};
