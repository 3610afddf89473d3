// What are the two sides: which apps does each have, and what do they read?
import { ConfigError, type ConfigProblem, InputError, type SourceTree } from '@fairway/contracts';
import {
  type App,
  type Discovery,
  type DiscoveryMemo,
  discover,
  type Environment,
  makesApps,
  matchEnvironment,
  sourceLockOf,
} from '@fairway/environments';
import { type ClosureMemo, computeClosures } from '../closure/index.ts';
import type { InputClosure, RenderPorts, RenderRequest } from '../model.ts';
import { expandSide } from '../reconcile/expand-side.ts';
import type { ExpansionMemo } from '../reconcile/recorded-world.ts';
import { type SettledSide, settleApps } from '../reconcile/settle-apps.ts';
import { type ExpandedSide, takeOver } from '../reconcile/take-over.ts';
import type { RenderingStore } from '../run/rendering-store.ts';
import type { Side } from './app-job.ts';
import { appSettings } from './app-settings.ts';
import { keepFadedApps } from './faded-apps.ts';
import type { Programs } from './programs.ts';

export interface Sides {
  readonly head: Side;
  /** Absent where there is nothing to compare with, or where the base's own configuration is wrong. */
  readonly base?: Side;
  /** What is wrong with the base's configuration: nothing of it can be compared. */
  readonly baseProblems: readonly ConfigProblem[];
  /** The base's objects were not expanded: they make what those of the head make. */
  readonly takenOver: boolean;
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

/** What configuration and inference say about both sides, before any reconciler object is expanded. */
export interface FoundSides {
  readonly head: Discovery;
  readonly base: Discovery | undefined;
  readonly baseProblems: readonly ConfigProblem[];
}

/** Objects may be held by apps of other directories than the one that was asked for: all are found, and selected when all is known. */
const discoverSide = async (tree: SourceTree, options: { readonly below: string; readonly memo: DiscoveryMemo }): Promise<Discovery> => {
  const found = await discover(tree, options);
  if (options.below === '' || !found.reconcilers.some(makesApps)) return found;
  return { ...found, apps: (await discover(tree, { memo: options.memo })).apps };
};

/**
 * Discovers each side by its own configuration; what both sides have in common is read once.
 * @throws ConfigError when the head's configuration is wrong
 */
export const discoverSides = async ({ head, base, below }: RenderRequest, memo: DiscoveryMemo): Promise<FoundSides> => {
  const alone = await discoverSide(head, { below, memo });
  refuse(alone.problems);
  const found = base === undefined ? undefined : await discoverSide(base, { below, memo });
  const baseProblems = found?.problems ?? [];
  if (found === undefined || baseProblems.length > 0) return { head: alone, base: undefined, baseProblems };
  return { head: keepFadedApps(alone, found), base: found, baseProblems };
};

interface SideInputs {
  readonly name: 'head' | 'base';
  readonly tree: SourceTree;
  readonly discovery: Discovery;
}

export interface OpenSidesContext {
  readonly ports: RenderPorts;
  readonly programs: Programs;
  readonly store: RenderingStore;
  /** Shared by both sides. */
  readonly memo: ClosureMemo;
}

interface Shared extends OpenSidesContext {
  readonly expansions: ExpansionMemo;
  readonly signal: AbortSignal | undefined;
}

/** What the objects of a side make. Only a side with objects that make apps is expanded, and only where it cannot take over the other. */
const expanded = async (
  side: SideInputs,
  shared: Shared,
  other?: ExpandedSide,
): Promise<(ExpandedSide & { readonly takenOver: boolean }) | undefined> => {
  const { discovery, tree } = side;
  if (!discovery.reconcilers.some(makesApps)) return undefined;
  const locked = (await sourceLockOf(tree))?.sources ?? [];
  const taken = other === undefined ? undefined : await takeOver(other, { ...side, locked }, { ...shared, scratch: shared.ports.scratch });
  return { tree, discovery, locked, expanded: taken ?? (await expandSide(side, { ...shared, locked })), takenOver: taken !== undefined };
};

/** A side before apps are selected. */
const settled = ({ discovery }: SideInputs, side: ExpandedSide | undefined): SettledSide =>
  side === undefined ? { discovery, closures: new Map(), expansion: undefined } : settleApps(side.expanded, discovery);

const openSide = async (
  side: SideInputs,
  { discovery, closures, expansion }: SettledSide,
  how: { readonly selection: Selection; readonly shared: Shared },
): Promise<Side> => {
  const { name, tree } = side;
  const { memo, signal } = how.shared;
  const apps = discovery.apps.filter((app) => isSelected(app, how.selection)).toSorted(byId);
  const missing = apps.filter(({ id }) => !closures.has(id));
  const settings = appSettings(discovery);
  const own = await computeClosures(tree, missing, { settings, memo, ...(signal === undefined ? {} : { signal }) });
  const all = new Map(
    apps
      .flatMap(({ id }) => [[id, closures.get(id) ?? own.get(id)] as const])
      .filter((entry): entry is [string, InputClosure] => entry[1] !== undefined),
  );
  return { name, tree, discovery, apps, closures: all, ...(expansion === undefined ? {} : { expansion }) };
};

/**
 * Expands reconciler objects, selects, and computes closures.
 * @throws InputError for an environment or app that neither side has; ConfigError when fairway.lock is wrong
 */
export const openSides = async (request: RenderRequest, found: FoundSides, context: OpenSidesContext): Promise<Sides> => {
  const { below, signal } = request;
  const { baseProblems } = found;
  const environments = selectedEnvironments(request.environments, everyEnvironment(found.head, found.base));
  const shared = { ...context, expansions: new Map(), signal };
  const head = { name: 'head', tree: request.head, discovery: found.head } as const;
  const base =
    found.base === undefined || request.base === undefined
      ? undefined
      : ({ name: 'base', tree: request.base, discovery: found.base } as const);
  const headExpanded = await expanded(head, shared);
  const headSettled = settled(head, headExpanded);
  const baseExpanded = base === undefined ? undefined : await expanded(base, shared, headExpanded);
  const baseSettled = base === undefined ? undefined : settled(base, baseExpanded);
  const selection = { environments, apps: request.apps, below };
  refuseNoApps([...headSettled.discovery.apps, ...(baseSettled?.discovery.apps ?? [])], selection);
  const how = { selection, shared };
  const sides = { head: await openSide(head, headSettled, how), baseProblems, takenOver: baseExpanded?.takenOver === true };
  return base === undefined || baseSettled === undefined ? sides : { ...sides, base: await openSide(base, baseSettled, how) };
};
