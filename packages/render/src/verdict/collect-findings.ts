// Which findings does each app have on each side, and which come from the change as a whole?
import type { Finding } from '@fairway/contracts';
import { type FindingDraft, finishFinding } from '@fairway/manifests';
import { type AppComparison, troubleOf } from '../diff/compare-apps.ts';
import type { AppPair } from '../diff/pairs.ts';
import { type AppJob, isReady } from '../plan/app-job.ts';
import { checkUnrendered } from '../run/check-jobs.ts';
import type { RenderingStore } from '../run/rendering-store.ts';
import { multiEnvironmentChanges, type TouchedApp, unexpectedEnvironments } from './blast-radius.ts';
import { type Bar, blocks, judgeApp, sortFindings } from './judge-findings.ts';

export interface FindingContext {
  readonly store: RenderingStore;
  readonly bar: Bar;
  /** Jobs whose determinism was asked for. */
  readonly verified: ReadonlySet<AppJob>;
  readonly expected: ReadonlySet<string> | undefined;
}

type ByJob = ReadonlyMap<AppJob, readonly FindingDraft[]>;

/** Where one side has no rendering, both are judged by their inputs, so that like is compared with like. */
const jobsWithoutRendering = (pairs: readonly AppPair[], store: RenderingStore): readonly AppJob[] =>
  pairs.flatMap(({ head, base }) => {
    const headFails = head !== undefined && troubleOf(head, store) !== undefined;
    const baseFails = base !== undefined && troubleOf(base, store) !== undefined;
    return [...(headFails && head !== undefined ? [head] : []), ...((headFails || baseFails) && base !== undefined ? [base] : [])];
  });

const checkInputsOf = async (jobs: readonly AppJob[]): Promise<ByJob> => {
  const found = new Map<AppJob, readonly FindingDraft[]>();
  for (const own of Map.groupBy(jobs, (job) => job.tree).values()) {
    const drafts = await checkUnrendered(own);
    for (const job of own) found.set(job, drafts.get(job.app.id) ?? []);
  }
  return found;
};

const renderingDrafts = (job: AppJob, unrendered: ByJob, { store, verified }: FindingContext): readonly FindingDraft[] => {
  const inputs = unrendered.get(job);
  if (inputs !== undefined) return inputs;
  const facts = isReady(job) ? store.facts(job) : undefined;
  return facts === undefined ? [] : [...facts.drafts, ...(verified.has(job) ? (facts.determinism ?? []) : [])];
};

/** A file that exists for a rendering alone is nothing that a person can edit: the object that it comes from is. */
const editable = (draft: FindingDraft, { app, side }: AppJob): FindingDraft => {
  const virtual = draft.location !== undefined && side.expansion?.virtual.get(app.id)?.has(draft.location.file) === true;
  return virtual && app.reconciledBy !== undefined ? { ...draft, location: { ...app.reconciledBy.at } } : draft;
};

const draftsOf = (job: AppJob | undefined, unrendered: ByJob, context: FindingContext): readonly FindingDraft[] => {
  if (job === undefined) return [];
  const own = job.side.expansion?.findings.get(job.app.id) ?? [];
  return [...own, ...renderingDrafts(job, unrendered, context)].map((draft) => editable(draft, job));
};

/** A base that was never run twice says nothing about determinism: what is found on the head only counts as new. */
const findingsOfPair = ({ id, head, base }: AppPair, unrendered: ByJob, context: FindingContext): readonly Finding[] => {
  const app = (head ?? base)?.app;
  if (app === undefined) throw new Error(`${id} is on no side`);
  return judgeApp(
    {
      env: app.env,
      app: app.name,
      head: draftsOf(head, unrendered, context),
      base: context.bar.hasBase ? draftsOf(base, unrendered, context) : undefined,
    },
    context.bar,
  );
};

const ofTheChange = (touched: readonly TouchedApp[], { expected, bar }: FindingContext): readonly Finding[] => {
  if (!bar.hasBase) return [];
  const surprises = unexpectedEnvironments(touched, expected);
  const shared = multiEnvironmentChanges(touched, expected);
  return [...surprises, ...shared].map(({ draft, env, app, blocking }) => {
    const finding = finishFinding(draft, {
      ...(env === undefined ? {} : { env }),
      ...(app === undefined ? {} : { app }),
      status: 'new',
      blocking,
    });
    return { ...finding, blocking: blocking || blocks(finding, bar) };
  });
};

/** Findings of all apps and of the change, sorted. */
export const collectFindings = async (
  judged: readonly { readonly comparison: AppComparison; readonly touchedBy: readonly string[] }[],
  context: FindingContext,
): Promise<readonly Finding[]> => {
  const pairs = judged.map(({ comparison }) => comparison.pair);
  const unrendered = await checkInputsOf(jobsWithoutRendering(pairs, context.store));
  const touched = judged.flatMap(({ comparison, touchedBy }): readonly TouchedApp[] => {
    const app = (comparison.pair.head ?? comparison.pair.base)?.app;
    return app === undefined ? [] : [{ id: app.id, env: app.env, name: app.name, status: comparison.status, touchedBy }];
  });
  return sortFindings([...pairs.flatMap((pair) => findingsOfPair(pair, unrendered, context)), ...ofTheChange(touched, context)]);
};
