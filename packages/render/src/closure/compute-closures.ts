// Which files does each app's rendering depend on? Computed for all apps of a side at once, without running a renderer.
import type { SourceTree } from '@fairway/contracts';
import type { App, AppRenderer, RenderSettings } from '@fairway/environments';
import type { InputClosure } from '../model.ts';
import { appNaming } from './app-naming.ts';
import { type ClosureMemo, createClosureMemo } from './closure-memo.ts';
import { type ChartShelf, createChartShelf } from './collect-chart.ts';
import { type Collector, collectAll, createCollector } from './collector.ts';
import { cycleFinder } from './cycles.ts';
import { collectDirectoryApp } from './directory-app.ts';
import { collectHelmApp } from './helm-app.ts';
import { buildGraph, type KustomizationGraph, reachable } from './kustomization-graph.ts';
import { escapesProblem, kindProblem, resolvedProblem } from './path-problem.ts';
import { joinPath } from './path-text.ts';
import { resolvePath } from './resolve-path.ts';
import { createTreeView } from './tree-view.ts';

/** Nobody reads more at a time. */
const MAX_PROBLEMS = 100;

type KustomizeRenderer = Extract<AppRenderer, { readonly kind: 'kustomize' }>;

export interface ClosureOptions {
  readonly settings: (app: App) => RenderSettings;
  /** Hand the same memo to the head and then to the base. */
  readonly memo?: ClosureMemo;
  readonly signal?: AbortSignal;
  /** Fields of a kustomization to leave out. Only for the test that proves each of them is needed. */
  readonly without?: readonly string[];
}

interface AppPart {
  readonly app: App;
  readonly own: Collector;
  /** Directory of the app's kustomization, after links. */
  readonly root: string | undefined;
}

async function openKustomizeApp({ view }: ChartShelf, app: App, renderer: KustomizeRenderer): Promise<AppPart> {
  const own = createCollector();
  const naming = await appNaming(view, app, 'kustomization', { path: renderer.path, field: '/renderer/path' });
  const joined = joinPath('', renderer.path);
  if (joined.kind !== 'inside') {
    own.problems.push(escapesProblem(naming, joined.kind));
    return { app, own, root: undefined };
  }
  const resolved = await resolvePath(view, joined.path, own);
  if (resolved.kind === 'directory') return { app, own, root: resolved.path };
  const problem = resolved.kind === 'file' ? kindProblem(naming, 'file') : resolvedProblem(naming, resolved);
  if (problem !== undefined) own.problems.push(problem);
  return { app, own, root: undefined };
}

async function openApp(shelf: ChartShelf, app: App): Promise<AppPart> {
  const { renderer } = app;
  if (renderer.kind === 'kustomize') return openKustomizeApp(shelf, app, renderer);
  const own = renderer.kind === 'helm' ? await collectHelmApp(shelf, app, renderer) : await collectDirectoryApp(shelf.view, app, renderer);
  return { app, own, root: undefined };
}

function seal(from: Collector): InputClosure {
  const { files, listings, problems, remotes, kustomizations, charts, offDisk } = from;
  const staged = new Map(charts.map((chart) => [chart.chart, chart]));
  const told = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return {
    files,
    listings,
    absent: [...from.absent].sort(),
    problems: [...told.values()].slice(0, MAX_PROBLEMS),
    remotes,
    kustomizations,
    charts: [...staged.values()],
    offDisk,
    lfsPointers: [...from.lfsPointers].sort(),
  };
}

function tellNoKustomization(into: Collector, app: App, root: string): void {
  into.problems.push({
    code: 'file-unreadable',
    message: `${root === '' ? 'the root of the repository' : root} has no kustomization file`,
    hint: 'Add kustomization.yaml there, or correct the path.',
    at: { file: app.declaredAt.file },
  });
}

function closeApp({ app, own, root }: AppPart, graph: KustomizationGraph, findCycle: ReturnType<typeof cycleFinder>): InputClosure {
  if (root === undefined) return seal(own);
  const nodes = reachable(graph, root);
  if (nodes[0]?.file === undefined) tellNoKustomization(own, app, root);
  const cycle = findCycle(nodes);
  if (cycle !== undefined) own.problems.push(cycle);
  for (const node of nodes) collectAll(own, node.own);
  return seal(own);
}

/**
 * Closures by app id. Each kustomization, chart and file is read once, however many apps use it. What is wrong with the files of an app
 * is told in its closure; throws only where the tree cannot be read (whatever `tree.read` throws) or the signal stops the run.
 */
export async function computeClosures(
  tree: SourceTree,
  apps: readonly App[],
  options: ClosureOptions,
): Promise<ReadonlyMap<string, InputClosure>> {
  if (apps.length === 0) return new Map();
  const memo = options.memo ?? createClosureMemo();
  const view = createTreeView(tree, memo, options.signal);
  const shelf = createChartShelf(view);
  const restricted = apps.every((app) => options.settings(app).loadRestrictor === 'root-only');
  const widest = (directory: string): string => (restricted ? directory : '');
  const parts = await Promise.all(apps.map((app) => openApp(shelf, app)));
  const roots = new Set(parts.flatMap(({ root }) => (root === undefined ? [] : [root])));
  const graph = await buildGraph({ view, memo, shelf, widest, without: options.without ?? [] }, roots);
  const findCycle = cycleFinder(graph);
  return new Map(parts.map((part) => [part.app.id, closeApp(part, graph, findCycle)]));
}
