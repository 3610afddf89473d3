// Why can an app not be rendered, before any program runs?
import type { FairwayError, ReportError } from '@fairway/contracts';
import type { App } from '@fairway/environments';
import type { InputClosure, RemoteReference } from '../model.ts';
import type { Obstacle } from './app-job.ts';

const REMOTE_HINT = 'rendering never fetches: copy what is needed into the repository at a fixed revision and refer to it by path';

const WHAT: Readonly<Record<RemoteReference['what'], string>> = { base: 'base', chart: 'chart', file: 'file' };

const remote = (app: App, remotes: readonly RemoteReference[]): Obstacle | undefined => {
  const [first] = remotes;
  if (first === undefined) return undefined;
  const more = remotes.length === 1 ? '' : ` and ${remotes.length - 1} more`;
  return {
    status: 'failed',
    reason: `needs the ${WHAT[first.what]} ${first.url}${more} from outside of the repository, which rendering never fetches`,
    errors: remotes.map(({ url, what, at }) => ({
      code: 'file-unreadable',
      message: `${at.file} takes the ${WHAT[what]} ${url} from outside of the repository`,
      hint: REMOTE_HINT,
      at: { ...at },
      app: app.id,
    })),
  };
};

const broken = (app: App, closure: InputClosure): Obstacle | undefined => {
  const [first] = closure.problems;
  if (first === undefined) return undefined;
  const errors = closure.problems.map(({ code, message, hint, at }): ReportError => ({ code, message, hint, at: { ...at }, app: app.id }));
  return { status: 'failed', reason: first.message, errors };
};

const registryChart = (app: App): Obstacle | undefined =>
  app.renderer.kind === 'helm' && app.renderer.chart.startsWith('oci://')
    ? {
        status: 'skipped',
        reason: `not looked at: the chart ${app.renderer.chart} is in a registry, and charts from registries are not read yet`,
        errors: [],
      }
    : undefined;

/** What the inputs alone forbid; undefined: the programs may try. A chart in a registry is not looked at rather than failed. */
export const obstacleOf = (app: App, closure: InputClosure): Obstacle | undefined =>
  registryChart(app) ?? broken(app, closure) ?? remote(app, closure.remotes);

/** A program that an app needs is not to be had. The error names no app: it is the same for all that need the program. */
export const toolObstacle = (error: FairwayError): Obstacle => ({
  status: 'failed',
  reason: error.message,
  errors: [{ code: error.code, message: error.message, hint: error.hint, ...(error.at === undefined ? {} : { at: { ...error.at } }) }],
});
