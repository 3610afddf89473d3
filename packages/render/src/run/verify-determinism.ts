// Does the same input give the same output twice?
import { FairwayError } from '@fairway/contracts';
import { type FindingDraft, type ManifestObject, objectRef, refKey, refText } from '@fairway/manifests';
import type { ReadyJob } from '../plan/app-job.ts';
import { ruleDraft } from '../verdict/rules.ts';
import { differingPointers } from './differing-pointers.ts';
import type { RenderingStore } from './rendering-store.ts';
import type { JobResult } from './run-jobs.ts';

type Objects = readonly ManifestObject[];

const byKey = (objects: Objects): ReadonlyMap<string, ManifestObject> =>
  new Map(objects.map((object) => [refKey(objectRef(object)), object]));

const onlyOnce = (object: ManifestObject): FindingDraft =>
  ruleDraft('non-deterministic', {
    message: `${refText(objectRef(object))} is there in one of two renderings of the same inputs only`,
    object: objectRef(object),
    detail: 'once',
  });

const differs = (object: ManifestObject, pointers: readonly string[]): FindingDraft => {
  const shown = pointers.slice(0, 5).join(', ');
  const more = pointers.length > 5 ? ` and ${pointers.length - 5} more` : '';
  return ruleDraft('non-deterministic', {
    message: `${refText(objectRef(object))} differs between two renderings of the same inputs, at ${shown}${more}`,
    object: objectRef(object),
    ...(pointers[0] === undefined ? {} : { field: pointers[0] }),
  });
};

/** One finding per object, with the differing paths. Secrets are compared by the hashes that stand for their values. */
export const compareRuns = (first: Objects, second: Objects): readonly FindingDraft[] => {
  const [one, two] = [byKey(first), byKey(second)];
  const missing = [
    ...first.filter((object) => !two.has(refKey(objectRef(object)))),
    ...second.filter((object) => !one.has(refKey(objectRef(object)))),
  ].map(onlyOnce);
  const changed = first.flatMap((object) => {
    const other = two.get(refKey(objectRef(object)));
    const pointers = other === undefined ? [] : differingPointers(object, other);
    return pointers.length === 0 ? [] : [differs(object, pointers)];
  });
  const reordered =
    missing.length + changed.length === 0 && differingPointers(first, second).length > 0
      ? [
          ruleDraft('non-deterministic', {
            message: 'the order of the objects differs between two renderings of the same inputs',
            detail: 'order',
          }),
        ]
      : [];
  return [...missing, ...changed, ...reordered];
};

const failedAgain = (error: FairwayError): readonly FindingDraft[] => [
  ruleDraft('non-deterministic', { message: `the second of two renderings of the same inputs failed: ${error.message}`, detail: 'failed' }),
];

/**
 * Runs every job a second time, in reverse order and from other directories, and notes in its facts what differs. A plain directory is
 * only read, and what was proven before is not run again. Two runs within a second miss a date: the checks look for such functions.
 */
export const verifyDeterminism = async (
  jobs: readonly ReadyJob[],
  store: RenderingStore,
  run: (jobs: readonly ReadyJob[]) => AsyncIterable<JobResult>,
): Promise<number> => {
  const open = jobs.filter(
    (job) => job.app.renderer.kind !== 'directory' && store.failure(job) === undefined && store.facts(job)?.determinism === undefined,
  );
  await store.obtain(open);
  const twice = open.filter((job) => store.objects(job) !== undefined);
  for await (const { job, outcome } of run(twice.toReversed())) {
    const [first, facts] = [store.objects(job), store.facts(job)];
    if (first === undefined || facts === undefined) continue;
    const determinism = outcome instanceof FairwayError ? failedAgain(outcome) : compareRuns(first, store.redact(outcome, job));
    store.learn(job, { ...facts, determinism });
  }
  return twice.length;
};
