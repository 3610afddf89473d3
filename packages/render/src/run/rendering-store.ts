// What is known of each rendering in this run, where did it come from, and what of it goes into the cache?
import { FairwayError } from '@fairway/contracts';
import { type ManifestObject, redactSecrets } from '@fairway/manifests';
import { bodyChecksum, bodyText, factsAsCached, type RenderFacts } from '../cache/entry.ts';
import { factsOf } from '../cache/facts-of.ts';
import type { BodyText, RenderCache } from '../cache/render-cache.ts';
import type { ReadyJob } from '../plan/app-job.ts';
import { maskFailure, maskTexts } from './after-steps.ts';
import type { JobResult } from './run-jobs.ts';

type Objects = readonly ManifestObject[];

export interface RenderingStore {
  /** Reads the facts of these jobs from the cache. */
  recall(jobs: readonly ReadyJob[]): Promise<void>;
  /** Makes objects or a failure known for each of these jobs: from memory, else the cache, else by running the program. */
  obtain(jobs: readonly ReadyJob[], options?: { readonly raw?: boolean }): Promise<void>;
  /** Facts with findings; undefined as long as nobody checked. */
  facts(job: ReadyJob): RenderFacts | undefined;
  /** Facts, of which the findings may be missing. */
  measured(job: ReadyJob): RenderFacts | undefined;
  /** Replaces the facts; they are saved at the end. */
  learn(job: ReadyJob, facts: RenderFacts): void;
  /** Redacted objects, while they are kept. */
  objects(job: ReadyJob): Objects | undefined;
  /** Template of each of these objects, as helm names it; empty where none is known. */
  sources(job: ReadyJob): readonly (string | null)[];
  /** Objects with their Secrets, where `raw` was asked for. */
  raw(job: ReadyJob): Objects | undefined;
  failure(job: ReadyJob): FairwayError | undefined;
  redact(objects: Objects, job: ReadyJob): Objects;
  /** Writes what is new, but not what belongs to these jobs. */
  save(except: ReadonlySet<ReadyJob>): Promise<void>;
  /** Facts of all jobs that were recalled or learned, but not what belongs to these jobs. */
  known(except: ReadonlySet<ReadyJob>): ReadonlyMap<string, RenderFacts>;
  readonly counts: { rendered: number; cachedBodies: number; cachedFacts: number };
}

export interface StoreContext {
  readonly cache: RenderCache;
  /** Facts that are at hand without the cache, by key. */
  readonly atHand?: ReadonlyMap<string, RenderFacts>;
  readonly run: (jobs: readonly ReadyJob[]) => AsyncIterable<JobResult>;
}

interface Memory {
  readonly facts: Map<string, RenderFacts>;
  readonly objects: Map<string, Objects>;
  readonly raw: Map<string, Objects>;
  readonly failures: Map<string, FairwayError>;
  readonly checksums: Map<string, string>;
  readonly measured: Map<string, RenderFacts>;
  readonly newFacts: Map<string, { readonly job: ReadyJob; readonly facts: RenderFacts }>;
  readonly sources: Map<string, readonly (string | null)[]>;
  readonly newBodies: Map<string, { readonly job: ReadyJob; readonly body: BodyText }>;
}

const createMemory = (): Memory => ({
  facts: new Map(),
  objects: new Map(),
  raw: new Map(),
  failures: new Map(),
  checksums: new Map(),
  measured: new Map(),
  newFacts: new Map(),
  sources: new Map(),
  newBodies: new Map(),
});

const uniqueBy = (jobs: readonly ReadyJob[], key: 'bodyKey' | 'factsKey'): readonly ReadyJob[] =>
  [...new Map(jobs.toReversed().map((job) => [job[key], job])).values()].toReversed();

const receive = (
  memory: Memory,
  { job, outcome, sources = [] }: JobResult,
  how: { readonly hashKey: Uint8Array; readonly raw: boolean },
): void => {
  if (outcome instanceof FairwayError) {
    memory.failures.set(job.bodyKey, maskFailure(outcome, job.app.after ?? []));
    return;
  }
  const redacted = maskTexts(redactSecrets(outcome, how.hashKey), job.app.after ?? [], how.hashKey);
  const text = bodyText(redacted);
  memory.objects.set(job.bodyKey, redacted);
  memory.checksums.set(job.bodyKey, bodyChecksum(text));
  memory.sources.set(job.bodyKey, sources);
  memory.newBodies.set(job.bodyKey, { job, body: { text, sources } });
  if (how.raw) memory.raw.set(job.bodyKey, outcome);
};

const measure = (memory: Memory, job: ReadyJob): RenderFacts | undefined => {
  const known = memory.facts.get(job.factsKey);
  const objects = memory.objects.get(job.bodyKey);
  if (known !== undefined || objects === undefined) return known;
  const before = memory.measured.get(job.bodyKey);
  if (before !== undefined) return before;
  const facts = factsOf(objects, memory.checksums.get(job.bodyKey) ?? bodyChecksum(bodyText(objects)));
  memory.measured.set(job.bodyKey, facts);
  return facts;
};

/** By the key of the rendering: one rendering may stand for several jobs, of both sides and from before apps had names. */
const goodWithout = (except: ReadonlySet<ReadyJob>): ((job: ReadyJob | undefined) => boolean) => {
  const doubtful = new Set([...except].map(({ bodyKey }) => bodyKey));
  return (job) => job === undefined || !doubtful.has(job.bodyKey);
};

/** Keeps renderings by their cache keys: two jobs with one key are one rendering. */
export const createRenderingStore = ({ cache, run, atHand = new Map() }: StoreContext): RenderingStore => {
  const memory = createMemory();
  const counts = { rendered: 0, cachedBodies: 0, cachedFacts: 0 };
  const unknown = (job: ReadyJob, raw: boolean): boolean =>
    !memory.failures.has(job.bodyKey) && !(raw ? memory.raw : memory.objects).has(job.bodyKey);
  const fromCache = async (jobs: readonly ReadyJob[]): Promise<void> => {
    for (const [key, { objects, sources }] of await cache.bodies(jobs.map(({ bodyKey }) => bodyKey))) {
      memory.objects.set(key, objects);
      memory.sources.set(key, sources);
      counts.cachedBodies += 1;
    }
  };
  return {
    counts,
    recall: async (jobs) => {
      const wanted = uniqueBy(jobs, 'factsKey').filter(({ factsKey }) => !memory.facts.has(factsKey));
      const [near, far] = [wanted.filter(({ factsKey }) => atHand.has(factsKey)), wanted.filter(({ factsKey }) => !atHand.has(factsKey))];
      const facts = [
        ...near.map(({ factsKey }) => [factsKey, atHand.get(factsKey)] as const),
        ...(await cache.facts(far.map(({ factsKey }) => factsKey))),
      ];
      for (const [key, one] of facts) if (one !== undefined) memory.facts.set(key, one);
      counts.cachedFacts = memory.facts.size;
    },
    obtain: async (jobs, { raw = false } = {}) => {
      const wanted = uniqueBy(jobs, 'bodyKey').filter((job) => unknown(job, raw));
      if (!raw) await fromCache(wanted);
      const left = wanted.filter((job) => unknown(job, raw));
      for await (const result of run(left)) receive(memory, result, { hashKey: cache.hashKey, raw });
      counts.rendered += left.length;
    },
    facts: (job) => memory.facts.get(job.factsKey),
    measured: (job) => measure(memory, job),
    learn: (job, learned) => {
      const facts = factsAsCached(learned);
      memory.facts.set(job.factsKey, facts);
      memory.newFacts.set(job.factsKey, { job, facts });
    },
    objects: (job) => memory.objects.get(job.bodyKey),
    sources: (job) => memory.sources.get(job.bodyKey) ?? [],
    raw: (job) => memory.raw.get(job.bodyKey),
    failure: (job) => memory.failures.get(job.bodyKey),
    redact: (objects, job) => maskTexts(redactSecrets(objects, cache.hashKey), job.app.after ?? [], cache.hashKey),
    save: async (except) => {
      const isGood = goodWithout(except);
      await cache.putBodies(new Map([...memory.newBodies].filter(([, { job }]) => isGood(job)).map(([key, { body }]) => [key, body])));
      await cache.putFacts(new Map([...memory.newFacts].filter(([, { job }]) => isGood(job)).map(([key, { facts }]) => [key, facts])));
    },
    known: (except) => {
      const isGood = goodWithout(except);
      return new Map([...memory.facts].filter(([key]) => isGood(memory.newFacts.get(key)?.job)));
    },
  };
};
