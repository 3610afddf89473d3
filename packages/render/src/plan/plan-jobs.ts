// Which jobs does a side have: what would be run for each app, with which programs, and under which cache key?
import { FairwayError, type SourceTree } from '@fairway/contracts';
import type { App, RenderSettings } from '@fairway/environments';
import { argumentsOf, bodyKeyOf, factsKeyOf } from '../cache/cache-key.ts';
import { closureIdentity } from '../closure/closure-identity.ts';
import type { InputClosure } from '../model.ts';
import type { AppJob, Side } from './app-job.ts';
import { appSettings } from './app-settings.ts';
import { obstacleOf, toolObstacle } from './obstacles.ts';
import { neededTools, type Programs } from './programs.ts';

interface JobInputs {
  readonly key: string;
  readonly side: Side;
  readonly tree: SourceTree;
  readonly app: App;
  readonly closure: InputClosure;
  readonly settings: RenderSettings;
}

/** One job. The same inputs under other settings make another job with another key. */
export const planJob = async (inputs: JobInputs, programs: Programs): Promise<AppJob> => {
  const { app, closure, settings } = inputs;
  const obstacle = inputs.side.expansion?.obstacles.get(app.id) ?? obstacleOf(app, closure);
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

/** A job that was planned before its app had a name: what it renders is the same, what is said of it is not. */
const renamed = (planned: AppJob | undefined, inputs: JobInputs): AppJob | undefined => {
  const { app, closure, settings } = inputs;
  if (planned?.state !== 'ready' || planned.closure !== closure || planned.settings !== settings) return undefined;
  return { ...planned, ...inputs, factsKey: factsKeyOf(planned.bodyKey, app, closure) };
};

/** Jobs of all selected apps of a side, by app id. */
export const planSide = async (side: Side, programs: Programs): Promise<ReadonlyMap<string, AppJob>> => {
  const settings = appSettings(side.discovery);
  const jobs = new Map<string, AppJob>();
  for (const app of side.apps) {
    const closure = side.closures.get(app.id);
    if (closure === undefined) throw new Error(`no closure for ${app.id}`);
    const tree = side.expansion?.trees.get(app.id) ?? side.tree;
    const inputs = { key: `${side.name} ${app.id}`, side, tree, app, closure, settings: settings(app) };
    jobs.set(app.id, renamed(side.expansion?.jobs.get(app.id), inputs) ?? (await planJob(inputs, programs)));
  }
  return jobs;
};
