// What changed in each app between the base and the head, and what cannot be said?
import type { AppStatus, Change, ReportError } from '@fairway/contracts';
import { diffManifests } from '@fairway/manifests';
import { type AppJob, isReady, type ReadyJob } from '../plan/app-job.ts';
import { reportError } from '../run/plain-error.ts';
import type { RenderingStore } from '../run/rendering-store.ts';
import { changeOf } from './change-of.ts';
import type { AppPair } from './pairs.ts';

export interface AppComparison {
  readonly pair: AppPair;
  readonly status: AppStatus;
  readonly reason?: string;
  readonly changes: readonly Change[];
  readonly errors: readonly ReportError[];
  /** The base failed, so that what changed is not known. */
  readonly withheld: boolean;
}

interface Trouble {
  readonly status: 'failed' | 'skipped';
  readonly reason: string;
  readonly errors: readonly ReportError[];
}

/** Why a side of an app has no rendering; undefined: it has one. */
export const troubleOf = (job: AppJob, store: RenderingStore): Trouble | undefined => {
  if (!isReady(job)) return job.obstacle;
  const error = store.failure(job);
  return error === undefined ? undefined : { status: 'failed', reason: error.message, errors: [reportError(error, job.app.id)] };
};

export interface CompareContext {
  readonly store: RenderingStore;
  /** CustomResourceDefinitions that both sides know for the kinds of this app. */
  readonly definitions: (job: ReadyJob) => Parameters<typeof diffManifests>[0];
}

const objectsOf = (job: AppJob | undefined, store: RenderingStore) => {
  if (!isReady(job)) return [];
  const objects = store.objects(job);
  if (objects === undefined) throw new Error(`the objects of ${job.key} were not obtained`);
  return objects;
};

/** Objects of two renderings, compared. A side that is absent has none. */
export const diffJobs = (base: AppJob | undefined, head: AppJob | undefined, { store, definitions }: CompareContext): readonly Change[] => {
  const one = head ?? base;
  if (one === undefined) return [];
  const crds = [base, head].filter(isReady).flatMap(definitions);
  return diffManifests(objectsOf(base, store), objectsOf(head, store), { crds }).map((change) => changeOf(one.app.id, change));
};

/** Equal keys, or equal bodies under different keys: the objects need not be looked at. */
export const sameRendering = (base: ReadyJob, head: ReadyJob, store: RenderingStore): boolean => {
  if (base.bodyKey === head.bodyKey) return true;
  const [was, is] = [store.measured(base)?.body, store.measured(head)?.body];
  return was !== undefined && was === is;
};

const baseSide = (errors: readonly ReportError[]): readonly ReportError[] =>
  errors.map((error) => ({ ...error, message: `on the base: ${error.message}` }));

const withheldReason = (trouble: Trouble): string => `what changed is withheld: the base could not be rendered (${trouble.reason})`;

const compareTwo = (pair: AppPair & { readonly head: AppJob; readonly base: AppJob }, context: CompareContext): AppComparison => {
  const { head, base } = pair;
  const trouble = troubleOf(base, context.store);
  if (trouble !== undefined) {
    const errors = baseSide(trouble.errors);
    return { pair, status: 'changed', reason: withheldReason(trouble), changes: [], errors, withheld: true };
  }
  const same = isReady(base) && isReady(head) && sameRendering(base, head, context.store);
  const changes = same ? [] : diffJobs(base, head, context);
  return { pair, status: changes.length === 0 ? 'unchanged' : 'changed', changes, errors: [], withheld: false };
};

const compareRemoved = (pair: AppPair & { readonly base: AppJob }, context: CompareContext): AppComparison => {
  const trouble = troubleOf(pair.base, context.store);
  if (trouble === undefined)
    return { pair, status: 'removed', changes: diffJobs(pair.base, undefined, context), errors: [], withheld: false };
  const reason = `what it consisted of is withheld: the base could not be rendered (${trouble.reason})`;
  return { pair, status: 'removed', reason, changes: [], errors: baseSide(trouble.errors), withheld: true };
};

/** A side that failed is withheld and named; it is never shown as a deletion or an addition. Without a base nothing is compared. */
export const compareApp = (pair: AppPair, context: CompareContext & { readonly hasBase: boolean }): AppComparison => {
  const { head, base } = pair;
  if (head === undefined) {
    if (base === undefined) throw new Error(`${pair.id} is on no side`);
    return compareRemoved({ ...pair, base }, context);
  }
  const trouble = troubleOf(head, context.store);
  if (trouble !== undefined) return { pair, ...trouble, changes: [], withheld: false };
  if (base !== undefined) return compareTwo({ ...pair, head, base }, context);
  if (!context.hasBase) return { pair, status: 'unchanged', changes: [], errors: [], withheld: false };
  return { pair, status: 'added', changes: diffJobs(undefined, head, context), errors: [], withheld: false };
};
