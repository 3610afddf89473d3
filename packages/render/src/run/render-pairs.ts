// Which renderings are needed to judge this change, and how do they become known?
import { sameRendering } from '../diff/compare-apps.ts';
import { type AppPair, jobsToCheck, jobsToCompare, jobsToRecall, mayDiffer } from '../diff/pairs.ts';
import { type Bridge, planBridges } from '../diff/tool-only.ts';
import type { RenderRequest } from '../model.ts';
import { isReady, type ReadyJob } from '../plan/app-job.ts';
import type { Programs } from '../plan/programs.ts';
import type { Stopwatch } from '../stopwatch.ts';
import { type CheckedJobs, checkJobs } from './check-jobs.ts';
import { type DefinitionIndex, definingJobs } from './definitions.ts';
import type { RenderingStore } from './rendering-store.ts';
import type { Run, Session } from './session.ts';
import { verifyDeterminism } from './verify-determinism.ts';

export interface RenderedPairs {
  readonly store: RenderingStore;
  readonly bridges: readonly Bridge[];
  readonly definitions: { readonly head: DefinitionIndex; readonly base: DefinitionIndex };
  /** Jobs that were asked for the same output twice, now or in an earlier run: only theirs counts, whatever the cache knows. */
  readonly verified: ReadonlySet<ReadyJob>;
  /** Jobs whose input files changed while they were rendered: nothing of them is kept. */
  readonly unsteady: ReadonlySet<ReadyJob>;
}

export interface RenderPairsContext {
  readonly request: RenderRequest;
  readonly session: Session;
  readonly programs: Programs;
  /** There is a side to compare with, be it empty. */
  readonly hasBase: boolean;
  readonly watch: Stopwatch;
}

const readyHeads = (pairs: readonly AppPair[]): readonly ReadyJob[] => pairs.map(({ head }) => head).filter(isReady);
const readyBases = (pairs: readonly AppPair[]): readonly ReadyJob[] => pairs.map(({ base }) => base).filter(isReady);

/** Values of Secrets are in no cache, so that an app that may have some is rendered again where they are asked for. */
const obtainRaw = async (
  pairs: readonly AppPair[],
  store: RenderingStore,
  { needObjects, includeSecrets }: RenderRequest,
): Promise<void> => {
  if (!needObjects || !includeSecrets) return;
  await store.obtain(
    readyHeads(pairs).filter((job) => store.facts(job)?.secrets !== false),
    { raw: true },
  );
};

const obtainNeeded = async (pairs: readonly AppPair[], store: RenderingStore, context: RenderPairsContext): Promise<readonly Bridge[]> => {
  const { hasBase } = context;
  const compared = jobsToCompare(pairs, store, hasBase);
  const bridges = await planBridges(pairs.filter(mayDiffer), context.programs);
  const wanted = context.request.needObjects ? readyHeads(pairs) : [];
  const bridged = bridges.flatMap(({ base, bridge }) => [base, bridge]);
  await store.obtain([...jobsToCheck(pairs, store), ...compared, ...wanted, ...bridged]);
  return bridges;
};

const check = async (
  pairs: readonly AppPair[],
  store: RenderingStore,
): Promise<{ readonly head: CheckedJobs; readonly base: CheckedJobs }> => {
  const own = new Set(jobsToRecall(pairs));
  const head = await checkJobs(readyHeads(pairs), { store, only: own });
  return { head, base: await checkJobs(readyBases(pairs), { store, only: own }) };
};

/** With a base: what changed or is new. Without one: everything. What was proven before is in the facts. */
const verifiedPairs = (pairs: readonly AppPair[], store: RenderingStore, hasBase: boolean): readonly AppPair[] => {
  if (!hasBase) return pairs;
  return pairs.filter(({ head, base }) => {
    return !(isReady(head) && isReady(base) && sameRendering(base, head, store));
  });
};

/** A head that gives two outputs is compared with a base that is asked the same question: only what is new blocks. */
const verify = async (pairs: readonly AppPair[], store: RenderingStore, run: Run): Promise<ReadonlySet<ReadyJob>> => {
  await verifyDeterminism(readyHeads(pairs), store, run);
  const bad = pairs.filter(({ head }) => isReady(head) && (store.facts(head)?.determinism?.length ?? 0) > 0);
  await verifyDeterminism(readyBases(bad), store, run);
  return new Set([...readyHeads(pairs), ...readyBases(bad)]);
};

const comparedDefinitions = (
  pairs: readonly AppPair[],
  store: RenderingStore,
  { indexes, hasBase }: { readonly indexes: RenderedPairs['definitions']; readonly hasBase: boolean },
): readonly ReadyJob[] => {
  const compared = new Set(jobsToCompare(pairs, store, hasBase));
  return pairs.flatMap(({ head, base }) => [
    ...(isReady(head) && compared.has(head) ? definingJobs(head, indexes.head, store) : []),
    ...(isReady(base) && compared.has(base) ? definingJobs(base, indexes.base, store) : []),
  ]);
};

/** Facts come from the cache where they can; objects are read or rendered only for what is compared, checked, verified or handed back. */
export const renderPairs = async (pairs: readonly AppPair[], context: RenderPairsContext): Promise<RenderedPairs> => {
  const { request, session, hasBase, watch } = context;
  const { store } = session;
  await watch.measure('recall', () => store.recall(jobsToRecall(pairs)));
  await watch.measure('render', () => obtainRaw(pairs, store, request));
  const bridges = await watch.measure('render', () => obtainNeeded(pairs, store, context));
  const checked = await watch.measure('check', () => check(pairs, store));
  const definitions = { head: checked.head.index, base: checked.base.index };
  await watch.measure('render', () => store.obtain(comparedDefinitions(pairs, store, { indexes: definitions, hasBase })));
  const asked = request.verifyDeterminism ? verifiedPairs(pairs, store, hasBase) : [];
  const verified = await watch.measure('verify', () => verify(asked, store, session.again));
  const unsteady = new Set([...checked.head.unsteady, ...checked.base.unsteady]);
  await watch.measure('save', () => store.save(unsteady));
  return { store, bridges, definitions, verified, unsteady };
};
