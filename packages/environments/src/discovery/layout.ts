// How do the files of a tree hang together: what builds on what, which chart holds which file, and what is left over?
import type { TreeEntry } from '@fairway/contracts';
import type { ChartFacts } from './chart-facts.ts';
import type { KustomizationFacts } from './kustomization-facts.ts';
import { type RealPath, realPathIn } from './symlinks.ts';
import { type Follow, followIn, patchFiles, takenFiles } from './taken-files.ts';
import type { TreeFacts } from './tree-facts.ts';
import { baseName, directoryOf } from './tree-path.ts';

export interface KustomizationAt {
  readonly directory: string;
  /** Paths of its files; more than one makes kustomize fail. */
  readonly files: readonly string[];
  readonly facts: KustomizationFacts;
}

export interface ChartAt {
  readonly directory: string;
  readonly file: string;
  readonly facts: ChartFacts;
}

export interface Layout {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly facts: TreeFacts;
  readonly realPath: RealPath;
  /** By directory, in path order. */
  readonly kustomizations: ReadonlyMap<string, KustomizationAt>;
  readonly charts: ReadonlyMap<string, ChartAt>;
  /** Directory of a kustomization → directories of those that build on it. */
  readonly builtOnBy: ReadonlyMap<string, readonly string[]>;
  /** Directory of a chart → who uses it: kustomizations that inflate it, charts that depend on it. */
  readonly chartUsers: ReadonlyMap<string, readonly string[]>;
  /** Does some kustomization name this file? */
  readonly isTaken: (path: string) => boolean;
  /** Is this file a patch and nothing else? */
  readonly isPatchOnly: (path: string) => boolean;
  /** Directory of the chart that holds the path, if one does; not the path itself. */
  readonly chartOf: (path: string) => string | undefined;
  /** Is the file a part of a chart: beside its Chart.yaml, or in one of the directories that helm knows? */
  readonly isChartPart: (path: string) => boolean;
}

/** Builds the layout of a tree. Pure; the order of the result does not depend on the order of the tree. */
export function layoutOf(entries: ReadonlyMap<string, TreeEntry>, facts: TreeFacts): Layout {
  const realPath = realPathIn(facts.links);
  const kustomizations = kustomizationsIn(facts);
  const charts = chartsIn(facts);
  const follow = followIn(realPath);
  return {
    entries,
    facts,
    realPath,
    kustomizations,
    charts,
    builtOnBy: builtOnBy(kustomizations, follow),
    chartUsers: chartUsers(kustomizations, charts, follow),
    isTaken: takenFiles(kustomizations, { follow, links: facts.links.size > 0 }),
    isPatchOnly: patchFiles(kustomizations, follow),
    chartOf: (path) => nearestChart(directoryOf(path), charts),
    isChartPart: (path) => isChartPart(path, nearestChart(directoryOf(path), charts)),
  };
}

/** Order in which kustomize looks for its file: api/konfig.RecognizedKustomizationFileNames. */
const FILE_ORDER = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

function kustomizationsIn(facts: TreeFacts): ReadonlyMap<string, KustomizationAt> {
  const found = [...facts.files].flatMap(([path, file]) => (file.kustomization === undefined ? [] : [{ path, facts: file.kustomization }]));
  const inOrder = found.toSorted((a, b) => compare(directoryOf(a.path), directoryOf(b.path)) || rank(a.path) - rank(b.path));
  const result = new Map<string, KustomizationAt>();
  for (const one of inOrder) {
    const directory = directoryOf(one.path);
    const before = result.get(directory);
    result.set(
      directory,
      before === undefined ? { directory, files: [one.path], facts: one.facts } : { ...before, files: [...before.files, one.path] },
    );
  }
  return result;
}

function rank(path: string): number {
  return FILE_ORDER.indexOf(baseName(path));
}

function chartsIn(facts: TreeFacts): ReadonlyMap<string, ChartAt> {
  const found = [...facts.files].flatMap(([file, { chart }]) =>
    chart === undefined ? [] : [{ directory: directoryOf(file), file, facts: chart }],
  );
  return new Map(found.toSorted((a, b) => compare(a.directory, b.directory)).map((chart) => [chart.directory, chart]));
}

/** By code units: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function builtOnBy(kustomizations: ReadonlyMap<string, KustomizationAt>, follow: Follow): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const { directory, facts } of kustomizations.values()) {
    const targets = new Set(facts.builds.flatMap((word) => follow(directory, word) ?? []));
    for (const target of targets) if (kustomizations.has(target)) append(result, target, directory);
  }
  return result;
}

function chartUsers(
  kustomizations: ReadonlyMap<string, KustomizationAt>,
  charts: ReadonlyMap<string, ChartAt>,
  follow: Follow,
): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  const uses = [
    ...[...kustomizations.values()].map(({ directory, facts }) => ({ directory, words: facts.charts })),
    ...[...charts.values()].map(({ directory, facts }) => ({ directory, words: facts.dependencies })),
  ];
  for (const { directory, words } of uses) {
    for (const target of words.flatMap((word) => follow(directory, word) ?? [])) if (charts.has(target)) append(result, target, directory);
  }
  return result;
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function nearestChart(directory: string, charts: ReadonlyMap<string, ChartAt>): string | undefined {
  if (charts.size === 0) return undefined;
  for (let at = directory; ; at = directoryOf(at)) {
    if (charts.has(at)) return at;
    if (at === '') return undefined;
  }
}

const CHART_PARTS = new Set(['templates', 'crds', 'charts', 'ci', 'tests', 'files']);

function isChartPart(path: string, chart: string | undefined): boolean {
  if (chart === undefined) return false;
  const [first = '', ...rest] = path.slice(chart === '' ? 0 : chart.length + 1).split('/');
  return rest.length === 0 || CHART_PARTS.has(first);
}
