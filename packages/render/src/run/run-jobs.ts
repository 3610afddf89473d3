// How are jobs run: which results come, in which order, and what stands for one that does not?
import {
  FairwayError,
  type ProgressPort,
  type RendererLimits,
  type RendererPort,
  type RendererRequest,
  type ScratchPort,
} from '@fairway/contracts';
import type { ManifestObject } from '@fairway/manifests';
import type { ReadyJob } from '../plan/app-job.ts';
import type { Place, Workspace } from '../staging/workspace.ts';
import { directoryObjects } from './directory-objects.ts';
import { finishJobs } from './finish-jobs.ts';
import { locateFailure } from './locate-failure.ts';
import { plainError } from './plain-error.ts';
import { readOutput } from './read-output.ts';
import { requestOf } from './request-of.ts';
import { loadTexts } from './source-texts.ts';

/** Objects as rendered, Secrets in plain text: the receiver redacts them before it does anything else. */
export interface JobResult {
  readonly job: ReadyJob;
  readonly outcome: readonly ManifestObject[] | FairwayError;
  /** Template of each object, where helm names it. */
  readonly sources?: readonly (string | null)[];
}

export interface RunContext {
  readonly renderer: RendererPort;
  readonly scratch: ScratchPort;
  readonly workspace: Workspace;
  readonly progress: ProgressPort;
  readonly limits: RendererLimits;
  readonly label: string;
}

const stopIfCancelled = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted) throw new FairwayError('cancelled', 'the run was stopped', { hint: 'run again' });
};

interface Asked {
  readonly job: ReadyJob;
  readonly place: Place;
  readonly request: RendererRequest;
}

interface Split {
  readonly asked: ReadonlyMap<string, Asked>;
  readonly answered: readonly JobResult[];
}

const split = async (jobs: readonly ReadyJob[], workspace: Workspace): Promise<Split> => {
  const places = await workspace.place(jobs.filter(({ app }) => app.renderer.kind !== 'directory'));
  const asked = new Map<string, Asked>();
  const answered: JobResult[] = [];
  for (const job of jobs) {
    const place = places.get(job.key);
    const request = place === undefined || place instanceof FairwayError ? undefined : requestOf(job, place);
    if (place instanceof FairwayError) answered.push({ job, outcome: place });
    else if (place !== undefined && request !== undefined) asked.set(job.key, { job, place, request });
    else answered.push({ job, outcome: await directoryObjects(job) });
  }
  return { asked, answered };
};

/** A failure with the place in the job's files that it is about. */
const located = async (job: ReadyJob, error: FairwayError): Promise<FairwayError> => {
  if (job.app.renderer.kind !== 'kustomize') return error;
  const { read } = await loadTexts(job.tree, [job]);
  return locateFailure(error, { app: job.app, closure: job.closure, read });
};

const readerOf = ({ app: { renderer } }: ReadyJob): { readonly reader?: 'kustomize' } =>
  renderer.kind === 'helm' && renderer.outputReader !== undefined ? { reader: renderer.outputReader } : {};

async function* ask(asked: ReadonlyMap<string, Asked>, { renderer, limits }: RunContext): AsyncIterable<JobResult> {
  const waiting = new Map(asked);
  const batch = [...asked.values()].map(({ request }) => request);
  for await (const result of batch.length === 0 ? [] : renderer.render(batch, limits)) {
    const found = waiting.get(result.id);
    if (found === undefined) continue;
    waiting.delete(result.id);
    const { job, place, request } = found;
    if (result.ok) yield { job, ...readOutput(result.stdout, `what ${request.renderer} printed for ${job.app.id}`, readerOf(job)) };
    else if (result.error.code === 'cancelled') throw result.error;
    else yield { job, outcome: await located(job, plainError(result.error, place)) };
  }
  for (const { job, request } of waiting.values()) {
    yield { job, outcome: new FairwayError('tool-failed', `${request.renderer} gave no answer for ${job.app.id}`, { hint: 'run again' }) };
  }
}

async function* inTurn(first: Iterable<JobResult>, then: AsyncIterable<JobResult>): AsyncIterable<JobResult> {
  yield* first;
  yield* then;
}

/**
 * Runs every job once and hands each result over as it comes. One that fails never stops the others.
 * @throws FairwayError cancelled when the signal fires; whatever a port throws for the batch as a whole
 */
export async function* runJobs(jobs: readonly ReadyJob[], context: RunContext): AsyncIterable<JobResult> {
  if (jobs.length === 0) return;
  const { workspace, progress, limits, label } = context;
  stopIfCancelled(limits.signal);
  progress.start(label, jobs.length);
  try {
    const { asked, answered } = await split(jobs, workspace);
    for await (const result of finishJobs(inTurn(answered, ask(asked, context)), context)) {
      stopIfCancelled(limits.signal);
      progress.advance(result.job.app.id);
      yield result;
    }
    stopIfCancelled(limits.signal);
  } finally {
    progress.finish();
  }
}
