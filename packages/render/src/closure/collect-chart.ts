// What does a chart with its dependencies add to a closure, and what must be unpacked where?
import type { ChartStaging } from '../model.ts';
import type { LocalDependency } from './chart-dependencies.ts';
import { type ChartPart, readChartPart } from './chart-part.ts';
import { type Collector, collectAll, createCollector } from './collector.ts';
import { childPath } from './path-text.ts';
import type { TreeView } from './tree-view.ts';

/** Charts of one side, each read once. */
export interface ChartShelf {
  readonly view: TreeView;
  readonly parts: Map<string, Promise<ChartPart>>;
  readonly collected: Map<string, Promise<CollectedChart>>;
}

export interface CollectedChart {
  readonly own: Collector;
  readonly staging: ChartStaging;
}

/** Charts that several paths lead to multiply in the copy. */
const MAX_STAGED = 500;

export function createChartShelf(view: TreeView): ChartShelf {
  return { view, parts: new Map(), collected: new Map() };
}

function partOf(shelf: ChartShelf, chart: string): Promise<ChartPart> {
  const part = shelf.parts.get(chart) ?? readChartPart(shelf.view, chart);
  shelf.parts.set(chart, part);
  return part;
}

interface Assembly {
  readonly shelf: ChartShelf;
  readonly own: Collector;
  /** Charts whose own part is collected. */
  readonly seen: Set<string>;
  staged: number;
}

function tellCycle(own: Collector, stack: readonly string[], dependency: LocalDependency): void {
  const message = `charts depend on each other: ${[...stack, dependency.directory].join(' → ')}`;
  const { place, pointer } = dependency.dependency;
  own.problems.push({ code: 'file-unreadable', message, hint: 'Remove one of these dependencies.', at: place.at(pointer) });
}

/** `charts/<name>` for each; a second chart of the same name and another place gets a number, which helm does not look at. */
function stagedName(taken: ReadonlySet<string>, name: string): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  return free;
}

async function assemble(assembly: Assembly, chart: string, stack: readonly string[]): Promise<ChartStaging> {
  const part = await partOf(assembly.shelf, chart);
  assembly.staged += 1;
  if (!assembly.seen.has(chart)) collectAll(assembly.own, part.own);
  assembly.seen.add(chart);
  const above = [...stack, chart];
  const dependencies: { readonly name: string; readonly staging: ChartStaging }[] = [];
  const taken = new Set<string>();
  const done = new Set<string>();
  for (const local of part.local) {
    if (done.has(`${local.name} ${local.directory}`)) continue;
    done.add(`${local.name} ${local.directory}`);
    if (above.includes(local.directory)) {
      tellCycle(assembly.own, above, local);
      continue;
    }
    if (assembly.staged >= MAX_STAGED) break;
    const name = stagedName(taken, local.name);
    taken.add(name);
    dependencies.push({ name, staging: await assemble(assembly, local.directory, above) });
  }
  const files = part.files.filter(({ ignored }) => stack.length === 0 || !ignored).map(({ path, source }) => ({ path, source }));
  return { chart, files, dependencies };
}

async function collect(shelf: ChartShelf, chart: string): Promise<CollectedChart> {
  const assembly: Assembly = { shelf, own: createCollector(), seen: new Set(), staged: 0 };
  const staging = await assemble(assembly, chart, []);
  if (assembly.staged >= MAX_STAGED) {
    const message = `${chart} has more than ${MAX_STAGED} charts below it`;
    assembly.own.problems.push({
      code: 'file-unreadable',
      message,
      hint: 'Depend on each chart once.',
      at: { file: childPath(chart, 'Chart.yaml') },
    });
  }
  return { own: assembly.own, staging };
}

/** A chart directory (after links) with all that it depends on. */
export function collectChart(shelf: ChartShelf, chart: string): Promise<CollectedChart> {
  const collected = shelf.collected.get(chart) ?? collect(shelf, chart);
  shelf.collected.set(chart, collected);
  return collected;
}
