// Which jobs does a side have: what would be run for each app, with which programs, and under which cache key?
import { FairwayError } from '@fairway/contracts';
import type { App, RenderSettings } from '@fairway/environments';
import { argumentsOf, bodyKeyOf, factsKeyOf } from '../cache/cache-key.ts';
import { closureIdentity } from '../closure/closure-identity.ts';
import type { InputClosure } from '../model.ts';
import type { AppJob, Side } from './app-job.ts';
import { obstacleOf, toolObstacle } from './obstacles.ts';
import { neededTools, type Programs } from './programs.ts';

/** Settings of the environment of each app. Discovery names every environment that an app has. */
export const settingsOf = (side: Side): ReadonlyMap<string, RenderSettings> =>
  new Map(side.discovery.environments.map(({ name, render }) => [name, render]));

interface JobInputs {
  readonly key: string;
  readonly side: Side;
  readonly app: App;
  readonly closure: InputClosure;
  readonly settings: RenderSettings;
}

/** One job. The same inputs under other settings make another job with another key. */
export const planJob = async (inputs: JobInputs, programs: Programs): Promise<AppJob> => {
  const { app, closure, settings } = inputs;
  const obstacle = obstacleOf(app, closure);
  if (obstacle !== undefined) return { ...inputs, state: 'blocked', obstacle };
  const tools = [];
  for (const name of neededTools(app, closure, settings)) {
    const found = await programs(name);
    if (found instanceof FairwayError) return { ...inputs, state: 'blocked', obstacle: toolObstacle(found) };
    tools.push(found);
  }
  const bodyKey = bodyKeyOf({ arguments: argumentsOf(app, settings, closure.charts.length > 0), tools, closure: closureIdentity(closure) });
  return { ...inputs, state: 'ready', tools, bodyKey, factsKey: factsKeyOf(bodyKey, app, closure) };
};

/** Jobs of all selected apps of a side, by app id. */
export const planSide = async (side: Side, programs: Programs): Promise<ReadonlyMap<string, AppJob>> => {
  const settings = settingsOf(side);
  const jobs = new Map<string, AppJob>();
  for (const app of side.apps) {
    const closure = side.closures.get(app.id);
    const render = settings.get(app.env);
    if (closure === undefined || render === undefined) throw new Error(`no closure or settings for ${app.id}`);
    jobs.set(app.id, await planJob({ key: `${side.name} ${app.id}`, side, app, closure, settings: render }, programs));
  }
  return jobs;
};
