// What are the two sides: which apps does each have, and what do they read?
import { ConfigError, type ConfigProblem, InputError, type SourceTree } from '@fairway/contracts';
import { type App, type Discovery, type DiscoveryMemo, discover, type Environment, matchEnvironment } from '@fairway/environments';
import { type ClosureMemo, computeClosures, createClosureMemo } from '../closure/index.ts';
import type { RenderRequest } from '../model.ts';
import type { Side } from './app-job.ts';
import { keepFadedApps } from './faded-apps.ts';

export interface Sides {
  readonly head: Side;
  /** Absent where there is nothing to compare with, or where the base's own configuration is wrong. */
  readonly base?: Side;
  /** What is wrong with the base's configuration: nothing of it can be compared. */
  readonly baseProblems: readonly ConfigProblem[];
}

/** Is a path in, or is it, the directory that `-C` named? */
export const isBelow = (path: string, below: string): boolean => below === '' || path === below || path.startsWith(`${below}/`);

const refuse = (problems: readonly ConfigProblem[]): void => {
  const [first, ...rest] = problems;
  if (first !== undefined) throw new ConfigError([first, ...rest]);
};

/** An environment that only one side has can be named, too: removing one is a change like any other. */
const everyEnvironment = (head: Discovery, base: Discovery | undefined): readonly Environment[] => [
  ...new Map([...(base?.environments ?? []), ...head.environments].map((environment) => [environment.name, environment])).values(),
];

const selectedEnvironments = (wanted: readonly string[], all: readonly Environment[]): ReadonlySet<string> =>
  new Set(
    wanted.length === 0 ? all.map(({ name }) => name) : wanted.flatMap((name) => matchEnvironment(all, name).map((found) => found.name)),
  );

interface Selection {
  readonly environments: ReadonlySet<string>;
  readonly apps: readonly string[];
  readonly below: string;
}

const isSelected = (app: App, { environments, apps, below }: Selection): boolean =>
  environments.has(app.env) && isBelow(app.root, below) && (apps.length === 0 || apps.includes(app.id) || apps.includes(app.name));

const shown = (names: readonly string[]): string => {
  const all = [...new Set(names)].toSorted();
  if (all.length === 0) return 'there are no apps here';
  return `there are: ${all.slice(0, 20).join(', ')}${all.length > 20 ? ' …' : ''}`;
};

/** Apps that are named must be there, and at least one of them where environments and directory say. */
const refuseNoApps = (apps: readonly App[], selection: Selection): void => {
  const known = new Set(apps.flatMap(({ id, name }) => [id, name]));
  const unknown = selection.apps.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    const hint = shown(apps.map(({ name }) => name));
    throw new InputError('input-invalid', `no app is called ${unknown.map((name) => `'${name}'`).join(', ')}`, { hint });
  }
  if (selection.apps.length === 0 || apps.some((app) => isSelected(app, selection))) return;
  const hint = shown(apps.filter((app) => isSelected(app, { ...selection, apps: [] })).map(({ id }) => id));
  const named = selection.apps.map((name) => `'${name}'`).join(', ');
  throw new InputError('input-invalid', `${named} is in none of the environments that are selected`, { hint });
};

const byId = (a: App, b: App): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

interface SideInputs {
  readonly name: 'head' | 'base';
  readonly tree: SourceTree;
  readonly discovery: Discovery;
}

const openSide = async (
  { name, tree, discovery }: SideInputs,
  selection: Selection,
  shared: { readonly memo: ClosureMemo; readonly signal: AbortSignal | undefined },
): Promise<Side> => {
  const apps = discovery.apps.filter((app) => isSelected(app, selection)).toSorted(byId);
  const settings = new Map(discovery.environments.map((environment) => [environment.name, environment.render]));
  const settingsOf = (app: App) => {
    const found = settings.get(app.env);
    if (found === undefined) throw new Error(`${app.id} has an environment that discovery does not name`);
    return found;
  };
  const { memo, signal } = shared;
  const closures = await computeClosures(tree, apps, { settings: settingsOf, memo, ...(signal === undefined ? {} : { signal }) });
  return { name, tree, discovery, apps, closures };
};

/**
 * Discovers each side by its own configuration, selects, and computes closures; what both sides have in common is read once.
 * @throws ConfigError when the head's configuration is wrong; InputError for an environment or app that neither side has
 */
export const openSides = async (request: RenderRequest): Promise<Sides> => {
  const { below, signal } = request;
  const memo: DiscoveryMemo = new Map();
  const alone = await discover(request.head, { below, memo });
  refuse(alone.problems);
  const found = request.base === undefined ? undefined : await discover(request.base, { below, memo });
  const baseProblems = found?.problems ?? [];
  const base = baseProblems.length > 0 ? undefined : found;
  const head = base === undefined ? alone : keepFadedApps(alone, base);
  const environments = selectedEnvironments(request.environments, everyEnvironment(head, base));
  const selection = { environments, apps: request.apps, below };
  refuseNoApps([...head.apps, ...(base?.apps ?? [])], selection);
  const shared = { memo: createClosureMemo(), signal };
  const sides = { head: await openSide({ name: 'head', tree: request.head, discovery: head }, selection, shared), baseProblems };
  if (base === undefined || request.base === undefined) return sides;
  return { ...sides, base: await openSide({ name: 'base', tree: request.base, discovery: base }, selection, shared) };
};
