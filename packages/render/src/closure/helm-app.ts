// Which files does an app read that is a helm release?
import type { App, AppRenderer, HelmParameter } from '@fairway/environments';
import { appNaming } from './app-naming.ts';
import { type ChartShelf, collectChart } from './collect-chart.ts';
import { type Collector, collectAll, createCollector } from './collector.ts';
import { escapesProblem, kindProblem, type Naming, resolvedProblem } from './path-problem.ts';
import { joinPath } from './path-text.ts';
import { type Resolved, resolvePath } from './resolve-path.ts';
import { valuesProblem } from './values-file.ts';

type HelmRenderer = Extract<AppRenderer, { readonly kind: 'helm' }>;

interface Place {
  readonly shelf: ChartShelf;
  readonly into: Collector;
  readonly naming: Naming;
}

/** Undefined where the path is refused; the problem is told. */
async function resolveFor({ shelf, into, naming }: Place, wanted: 'file' | 'directory or archive'): Promise<Resolved | undefined> {
  const joined = joinPath('', naming.path);
  if (joined.kind !== 'inside') {
    into.problems.push(escapesProblem(naming, joined.kind));
    return undefined;
  }
  const resolved = await resolvePath(shelf.view, joined.path, into);
  const problem = wanted === 'file' && resolved.kind === 'directory' ? kindProblem(naming, 'directory') : resolvedProblem(naming, resolved);
  if (problem === undefined) return resolved;
  into.problems.push(problem);
  return undefined;
}

async function followChart(place: Place): Promise<void> {
  const resolved = await resolveFor(place, 'directory or archive');
  if (resolved?.kind !== 'directory') return;
  const { own, staging } = await collectChart(place.shelf, resolved.path);
  collectAll(place.into, own);
  place.into.charts.push(staging);
}

async function followValues(place: Place): Promise<void> {
  const { view } = place.shelf;
  const resolved = await resolveFor(place, 'file');
  if (resolved?.kind !== 'file') return;
  await view.load([resolved.path], 'with-text');
  const text = view.text(resolved.path);
  const problem = text === undefined ? undefined : valuesProblem(resolved.path, text);
  if (problem !== undefined) place.into.problems.push(problem);
}

/** The file of `--set-file path=file`. */
function fileOfParameter({ flag, value }: HelmParameter): readonly string[] {
  const at = /(?<!\\)=/.exec(value)?.index;
  return flag === 'set-file' && at !== undefined ? [value.slice(at + 1)] : [];
}

/** The chart with its dependencies, and the values files. */
export async function collectHelmApp(shelf: ChartShelf, app: App, renderer: HelmRenderer): Promise<Collector> {
  const into = createCollector();
  const { chart, valueFiles } = renderer;
  const naming = (what: string, path: string, field: string): Promise<Naming> => appNaming(shelf.view, app, what, { path, field });
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(chart)) {
    const { at } = await naming('chart', chart, '/renderer/chart');
    into.remotes.push({ url: chart, what: 'chart', at });
  } else await followChart({ shelf, into, naming: await naming('chart', chart, '/renderer/chart') });
  await shelf.view.load(valueFiles, 'with-text');
  for (const [index, path] of valueFiles.entries()) {
    await followValues({ shelf, into, naming: await naming('values file', path, `/renderer/valueFiles/${index}`) });
  }
  for (const path of (renderer.parameters ?? []).flatMap(fileOfParameter))
    await resolveFor({ shelf, into, naming: await naming('parameter file', path, '/renderer') }, 'file');
  return into;
}
