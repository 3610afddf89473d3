// How do the objects that a program printed become those that a reconciler applies?
import { FairwayError, type KustomizeRequest, type RendererLimits, type RendererPort, type ScratchPort } from '@fairway/contracts';
import type { AfterStep } from '@fairway/environments';
import { type ManifestObject, objectName } from '@fairway/manifests';
import { toLocation } from '../closure/place.ts';
import type { ReadyJob } from '../plan/app-job.ts';
import { advance, isUnseen } from './after-steps.ts';
import { plainError } from './plain-error.ts';
import { readOutput } from './read-output.ts';
import type { JobResult } from './run-jobs.ts';

export interface FinishContext {
  readonly renderer: RendererPort;
  readonly scratch: ScratchPort;
  readonly limits: RendererLimits;
}

interface Waiting {
  readonly job: ReadyJob;
  /** What the post-renderer gets. */
  readonly objects: readonly ManifestObject[];
  /** What it does not get to see, and stays as it is. */
  readonly aside: readonly ManifestObject[];
  readonly step: Extract<AfterStep, { readonly kind: 'kustomize' }>;
  readonly left: readonly AfterStep[];
  readonly templates: Templates;
}

/** Template of an object by kind and name: a post-renderer may change the order, and a step adds namespaces. */
type Templates = ReadonlyMap<string, string | null>;

const templatesOf = (objects: readonly ManifestObject[], sources: JobResult['sources'] = []): Templates =>
  new Map(objects.flatMap((object, index) => [[keyOf(object), sources[index] ?? null] as const]).filter(([, source]) => source !== null));

const keyOf = (object: ManifestObject): string => `${object.apiVersion}/${object.kind}/${objectName(object)}`;

const sourcesFrom = (objects: readonly ManifestObject[], templates: Templates): readonly (string | null)[] =>
  templates.size === 0 ? [] : objects.map((object) => templates.get(keyOf(object)) ?? null);

/** JSON is YAML that leaves no doubt about types. */
const streamOf = (objects: readonly ManifestObject[]): string => objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('');

const requestFor = async ({ job, objects, step }: Waiting, scratch: ScratchPort): Promise<KustomizeRequest> => {
  const program = job.tools.find(({ name }) => name === 'kustomize');
  if (program === undefined) throw new Error(`${job.app.id} was planned without kustomize`);
  const root = await scratch.directory('post-renderer');
  await scratch.write(`${root}/objects.yaml`, streamOf(objects));
  await scratch.write(`${root}/kustomization.yaml`, JSON.stringify({ ...step.kustomization, resources: ['objects.yaml'] }));
  return { renderer: 'kustomize', id: job.key, program, root, path: '', loadRestrictor: 'root-only' };
};

/** The steps are what the app's object says, so that is where to look. */
const placed = ({ code, message, hint, at }: FairwayError, { app }: ReadyJob): FairwayError =>
  new FairwayError(code, message, { hint, at: at ?? toLocation(app.declaredAt) });

type Stage = Pick<Waiting, 'job' | 'objects' | 'left' | 'templates'>;

const step = ({ job, objects, left: steps, templates }: Stage): JobResult | Waiting => {
  const templateOf = (object: ManifestObject): string | null | undefined => templates.get(keyOf(object));
  const reached = advance(objects, steps, templateOf);
  if (reached instanceof FairwayError) return { job, outcome: placed(reached, job) };
  const [next, ...left] = reached.left;
  if (next?.kind === 'kustomize') {
    const aside = reached.objects.filter((object) => isUnseen(object, next.except, templateOf));
    const seen = reached.objects.filter((object) => !aside.includes(object));
    // kustomize refuses a kustomization without objects, and there is nothing to be done.
    if (seen.length === 0) return step({ job, objects: aside, left, templates });
    return { job, objects: seen, aside, step: next, left, templates };
  }
  return { job, outcome: reached.objects, sources: sourcesFrom(reached.objects, templates) };
};

const isWaiting = (value: JobResult | Waiting): value is Waiting => 'left' in value;

const postRendered = async (
  waiting: readonly Waiting[],
  { renderer, scratch, limits }: FinishContext,
): Promise<readonly (JobResult | Waiting)[]> => {
  const requests: KustomizeRequest[] = [];
  const results: (JobResult | Waiting)[] = [];
  const byId = new Map(waiting.map((one) => [one.job.key, one]));
  try {
    for (const one of waiting) requests.push(await requestFor(one, scratch));
    const roots = new Map(requests.map(({ id, root }) => [id, root]));
    for await (const result of renderer.render(requests, limits)) {
      const one = byId.get(result.id);
      if (one === undefined) continue;
      byId.delete(result.id);
      if (!result.ok && result.error.code === 'cancelled') throw result.error;
      const outcome = result.ok
        ? readOutput(result.stdout, `what the post-renderer printed for ${one.job.app.id}`).outcome
        : plainError(result.error, { root: roots.get(result.id) ?? '', names: [] });
      results.push(
        outcome instanceof FairwayError
          ? { job: one.job, outcome: placed(outcome, one.job) }
          : step({ ...one, objects: [...outcome, ...one.aside] }),
      );
    }
    for (const { job } of byId.values()) {
      results.push({
        job,
        outcome: new FairwayError('tool-failed', `the post-renderer gave no answer for ${job.app.id}`, { hint: 'run again' }),
      });
    }
    return results;
  } finally {
    for (const { root } of requests) await scratch.remove(root);
  }
};

/** Hands on each result once nothing is left to be done to it; post-renderers run in batches, after all that need none. */
export async function* finishJobs(results: AsyncIterable<JobResult>, context: FinishContext): AsyncIterable<JobResult> {
  let waiting: Waiting[] = [];
  for await (const result of results) {
    const { job, outcome, sources } = result;
    const left = job.app.after ?? [];
    if (left.length === 0 || outcome instanceof FairwayError) {
      yield result;
      continue;
    }
    const next = step({ job, objects: outcome, left, templates: templatesOf(outcome, sources) });
    if (isWaiting(next)) waiting.push(next);
    else yield next;
  }
  while (waiting.length > 0) {
    const done = await postRendered(waiting, context);
    waiting = done.filter(isWaiting);
    for (const result of done) if (!isWaiting(result)) yield result;
  }
}
