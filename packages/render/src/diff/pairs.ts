// Which app of the head belongs to which app of the base, and which renderings must be known to compare them?
import { type AppJob, isReady, type ReadyJob } from '../plan/app-job.ts';
import type { RenderingStore } from '../run/rendering-store.ts';

/** One app by id, wherever its directory is on each side. */
export interface AppPair {
  readonly id: string;
  readonly head: AppJob | undefined;
  readonly base: AppJob | undefined;
}

type Jobs = ReadonlyMap<string, AppJob>;

/** Apps of both sides, sorted by id. */
export const pairJobs = (head: Jobs, base: Jobs | undefined): readonly AppPair[] =>
  [...new Set([...head.keys(), ...(base?.keys() ?? [])])].toSorted().map((id) => ({ id, head: head.get(id), base: base?.get(id) }));

/** Can the two sides of this app differ at all? Equal keys stand for equal renderings. */
export const mayDiffer = ({ head, base }: AppPair): boolean => !isReady(head) || !isReady(base) || head.bodyKey !== base.bodyKey;

const readyJobs = (jobs: readonly (AppJob | undefined)[]): readonly ReadyJob[] => jobs.filter(isReady);

/** The base tells nothing where the head is blocked, or is the very same job. */
const baseCounts = ({ head, base }: AppPair): boolean =>
  head?.state !== 'blocked' && !(isReady(head) && isReady(base) && head.factsKey === base.factsKey);

/** Jobs whose facts are asked of the cache: all of the head, and those of the base that can say something else. */
export const jobsToRecall = (pairs: readonly AppPair[]): readonly ReadyJob[] =>
  readyJobs(pairs.flatMap((pair) => (baseCounts(pair) ? [pair.head, pair.base] : [pair.head])));

const knownEqual = ({ head, base }: AppPair, store: RenderingStore): boolean => {
  if (!isReady(head) || !isReady(base)) return false;
  const [is, was] = [store.facts(head)?.body, store.facts(base)?.body];
  return is !== undefined && is === was;
};

/** Jobs of pairs whose objects must be compared, where there is a base. A side whose other side cannot be rendered is not compared. */
export const jobsToCompare = (pairs: readonly AppPair[], store: RenderingStore, hasBase: boolean): readonly ReadyJob[] =>
  pairs.flatMap((pair) => {
    if (!hasBase) return [];
    const blocked = [pair.head, pair.base].some((job) => job?.state === 'blocked');
    return blocked || !mayDiffer(pair) || knownEqual(pair, store) ? [] : readyJobs([pair.head, pair.base]);
  });

/** Jobs that nobody has checked yet: without their findings nothing can be judged. */
export const jobsToCheck = (pairs: readonly AppPair[], store: RenderingStore): readonly ReadyJob[] =>
  jobsToRecall(pairs).filter((job) => store.facts(job) === undefined);
