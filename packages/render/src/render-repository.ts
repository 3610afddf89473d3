// What will run where, and what changes? The use case behind `fairway render` and the render action.
import type { SourceTree } from '@fairway/contracts';
import { createDiscoveryMemo, matchEnvironment } from '@fairway/environments';
import { hideRedactions } from '@fairway/manifests';
import { type KnownRenderings, openLearned } from './cache/learned.ts';
import { openRenderCache } from './cache/render-cache.ts';
import { createClosureMemo } from './closure/index.ts';
import { compareApp } from './diff/compare-apps.ts';
import { withOrigins } from './diff/origins.ts';
import { type AppPair, mayDiffer, pairJobs } from './diff/pairs.ts';
import { toolOnlyChanges } from './diff/tool-only.ts';
import { compareInputs, type Touching } from './diff/touched-by.ts';
import type { RenderedApp, RenderOutcome, RenderPorts, RenderRequest } from './model.ts';
import { type AppJob, isReady, type ReadyJob } from './plan/app-job.ts';
import { discoverSides, openSides, type Sides } from './plan/open-sides.ts';
import { planSide } from './plan/plan-jobs.ts';
import { openPrograms, type Programs } from './plan/programs.ts';
import { definitionObjects } from './run/definitions.ts';
import { type RenderedPairs, renderPairs } from './run/render-pairs.ts';
import { openSession } from './run/session.ts';
import { type Stopwatch, startStopwatch } from './stopwatch.ts';
import { collectFindings } from './verdict/collect-findings.ts';
import { composeReport, type JudgedApp } from './verdict/compose-report.ts';

/** Environments that the change may touch, by name or stage of either side. */
const expectedOf = ({ expectEnvironments }: RenderRequest, { head, base }: Sides): ReadonlySet<string> | undefined => {
  if (expectEnvironments === undefined) return undefined;
  const all = [...head.discovery.environments, ...(base?.discovery.environments ?? [])];
  return new Set(expectEnvironments.flatMap((name) => matchEnvironment(all, name).map((found) => found.name)));
};

const planPairs = async ({ head, base }: Sides, programs: Programs): Promise<readonly AppPair[]> =>
  pairJobs(await planSide(head, programs), base === undefined ? undefined : await planSide(base, programs));

const definitionsIn =
  ({ store, definitions }: RenderedPairs) =>
  (job: ReadyJob) =>
    definitionObjects(job, definitions[job.side.name], store);

/** An app without differences in its inputs is touched by nothing. */
const touchedBy = (pair: AppPair, touching: Touching | undefined): readonly string[] =>
  touching === undefined || !mayDiffer(pair) ? [] : touching.touchedBy(pair);

const judge = async (pairs: readonly AppPair[], rendered: RenderedPairs, { head, base }: Sides): Promise<readonly JudgedApp[]> => {
  const { store } = rendered;
  const touching = base === undefined ? undefined : compareInputs(head, base, pairs);
  const context = { store, definitions: definitionsIn(rendered), hasBase: base !== undefined };
  const judged: JudgedApp[] = [];
  for (const pair of pairs) {
    const facts = isReady(pair.head) && store.failure(pair.head) === undefined ? store.measured(pair.head) : undefined;
    const comparison = compareApp(pair, context);
    judged.push({
      comparison: { ...comparison, changes: await withOrigins(comparison.changes, pair, store) },
      touchedBy: touchedBy(pair, touching),
      objects: facts?.objects ?? 0,
      hooks: facts?.hooks ?? 0,
    });
  }
  return judged;
};

/** Objects of the head as they may leave: with their Secrets only where that was asked for. */
const renderedApps = (
  pairs: readonly AppPair[],
  { store }: RenderedPairs,
  { needObjects, includeSecrets }: RenderRequest,
): readonly RenderedApp[] => {
  if (!needObjects) return [];
  return pairs.flatMap(({ head }) => {
    const redacted = isReady(head) ? store.objects(head) : undefined;
    if (head === undefined || !isReady(head) || redacted === undefined) return [];
    const objects = includeSecrets ? (store.raw(head) ?? redacted) : redacted.map((object) => hideRedactions(object));
    return [{ id: head.app.id, env: head.app.env, app: head.app.name, objects }];
  });
};

const unsteadyNotes = ({ unsteady }: RenderedPairs): readonly string[] =>
  [...unsteady].map(({ app }) => `files of ${app.id} changed while it was rendered: run again for a result that is sure`).toSorted();

const jobsOf = (pairs: readonly AppPair[]): readonly AppJob[] =>
  pairs.flatMap(({ head, base }) => [head, base]).filter((job) => job !== undefined);

/** A file that changed while an app was rendered makes all of its rendering doubtful, on whatever side. */
const knownRenderings = (pairs: readonly AppPair[], { store, unsteady }: RenderedPairs): KnownRenderings => {
  const doubtful = new Set([...unsteady].map(({ bodyKey }) => bodyKey));
  const keys = jobsOf(pairs).flatMap((job) => (isReady(job) && !doubtful.has(job.bodyKey) ? [job.bodyKey] : []));
  return { facts: store.known(unsteady), steady: new Set(keys) };
};

const treesOf = ({ head, base }: RenderRequest): readonly SourceTree[] => (base === undefined ? [head] : [head, base]);

interface Findings {
  readonly sides: Sides;
  readonly pairs: readonly AppPair[];
  readonly rendered: RenderedPairs;
  readonly notes: readonly string[];
}

const report = async (request: RenderRequest, { sides, pairs, rendered, notes }: Findings) => {
  const { store, bridges, verified } = rendered;
  const apps = await judge(pairs, rendered, sides);
  const bar = { hasBase: sides.base !== undefined, failOn: request.failOn ?? 'high' } as const;
  const findings = await collectFindings(apps, { store, bar, verified, expected: expectedOf(request, sides) });
  const context = { store, definitions: definitionsIn(rendered) };
  const alone = bridges.map((bridge) => toolOnlyChanges(bridge, context));
  return composeReport({
    request,
    sides,
    apps,
    jobs: [...jobsOf(pairs), ...bridges.map(({ bridge }) => bridge)],
    findings,
    notes: [...notes, ...unsteadyNotes(rendered), ...alone.map(({ note }) => note)],
    toolOnly: alone.reduce((sum, { count }) => sum + count, 0),
  });
};

const timingsOf = (watch: Stopwatch, { store }: RenderedPairs, { takenOver }: Sides): Readonly<Record<string, number>> => ({
  ...watch.timings,
  ...store.counts,
  takenOver: Number(takenOver),
});

/**
 * Renders the selected apps of the head and, with a base, what of the base is needed to say what changes. The same trees give the same
 * report, whatever the cache holds.
 * @throws ConfigError when the head's configuration is wrong; InputError for an unknown environment or app; FairwayError cancelled when
 *   the signal fires; what a port throws for the run as a whole. An app that cannot be rendered is a result, not an error.
 */
export const renderRepository = async (request: RenderRequest, ports: RenderPorts): Promise<RenderOutcome> => {
  const watch = startStopwatch();
  const notes: string[] = [];
  const programs = openPrograms(ports);
  const cache = await openRenderCache(ports.cache, (message) => ports.progress.note(message));
  const memos = { discovery: createDiscoveryMemo(), closure: createClosureMemo() };
  const learned = await watch.measure('inputs', () => openLearned(request.head, memos, cache));
  const found = await watch.measure('inputs', () => discoverSides(request, memos.discovery));
  const session = openSession(request, ports, { cache, atHand: learned.renderings });
  try {
    const sides = await watch.measure('inputs', () =>
      openSides(request, found, { ports, programs, store: session.store, memo: memos.closure }),
    );
    expectedOf(request, sides);
    const pairs = await watch.measure('plan', () => planPairs(sides, programs));
    const rendered = await renderPairs(pairs, { request, session, programs, hasBase: sides.base !== undefined, watch });
    await watch.measure('save', () => learned.keep(treesOf(request), knownRenderings(pairs, rendered)));
    if (sides.baseProblems.length > 0) notes.push('the configuration of the base is wrong, so that nothing is compared with it');
    const made = await watch.measure('compare', () => report(request, { sides, pairs, rendered, notes }));
    return {
      report: made,
      rendered: renderedApps(pairs, rendered, request),
      uses: sides.head.expansion?.uses ?? new Map(),
      timings: timingsOf(watch, rendered, sides),
    };
  } finally {
    await session.close();
  }
};
