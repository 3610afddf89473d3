// How do the files of a tree hang together: what builds on what, which chart holds which file, and what is left over?
import type { TreeEntry } from '@fairway/contracts';
import type { ChartFacts } from './chart-facts.ts';
import type { KustomizationFacts } from './kustomization-facts.ts';
import { type RealPath, realPathIn } from './symlinks.ts';
import type { TreeFacts } from './tree-facts.ts';
import { baseName, directoryOf, resolvePath } from './tree-path.ts';

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
  /** Files that some kustomization names. */
  readonly taken: ReadonlySet<string>;
  /** Files that are a patch and nothing else. */
  readonly patchesOnly: ReadonlySet<string>;
  /** Directory of the chart that holds the path, if one does; not the path itself. */
  readonly chartOf: (path: string) => string | undefined;
}

/** Builds the layout of a tree. Pure; the order of the result does not depend on the order of the tree. */
export function layoutOf(entries: ReadonlyMap<string, TreeEntry>, facts: TreeFacts): Layout {
  const realPath = realPathIn(facts.links);
  const kustomizations = kustomizationsIn(facts);
  const charts = chartsIn(facts);
  const follow = (directory: string, word: string): string | undefined => {
    const path = isRemote(word) ? undefined : resolvePath(directory, word);
    return path === undefined ? undefined : realPath(path);
  };
  return {
    entries,
    facts,
    realPath,
    kustomizations,
    charts,
    builtOnBy: builtOnBy(kustomizations, follow),
    chartUsers: chartUsers(kustomizations, charts, follow),
    ...takenFiles(kustomizations, { entries, follow }),
    chartOf: (path) => nearestChart(directoryOf(path), charts),
  };
}

type Follow = (directory: string, word: string) => string | undefined;

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

function isRemote(word: string): boolean {
  return word.includes('://') || word.startsWith('git@') || word.startsWith('github.com/');
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

interface TakenContext {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly follow: Follow;
}

function takenFiles(
  kustomizations: ReadonlyMap<string, KustomizationAt>,
  { entries, follow }: TakenContext,
): Pick<Layout, 'taken' | 'patchesOnly'> {
  const taken = new Set<string>();
  const patches = new Set<string>();
  const built = new Set<string>();
  const collect = (directory: string, words: readonly string[], into: Set<string>): void => {
    for (const word of words) {
      const path = follow(directory, word);
      if (path !== undefined && entries.has(path)) into.add(path);
    }
  };
  for (const { directory, facts } of kustomizations.values()) {
    collect(directory, facts.words, taken);
    collect(directory, facts.patches, patches);
    collect(directory, facts.builds, built);
  }
  return { taken, patchesOnly: new Set([...patches].filter((path) => !built.has(path))) };
}

function nearestChart(directory: string, charts: ReadonlyMap<string, ChartAt>): string | undefined {
  if (charts.size === 0) return undefined;
  for (let at = directory; ; at = directoryOf(at)) {
    if (charts.has(at)) return at;
    if (at === '') return undefined;
  }
}
