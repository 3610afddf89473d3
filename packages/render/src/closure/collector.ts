// What has one part of a closure gathered so far?
import type { ChartStaging, ClosureProblem, InputFile, KustomizationNode, RemoteReference } from '../model.ts';
import type { Fact } from './tree-view.ts';

/** Grows while a kustomization, a chart or an app is looked at. */
export interface Collector {
  readonly files: Map<string, InputFile>;
  readonly listings: Map<string, readonly string[]>;
  readonly absent: Set<string>;
  readonly problems: ClosureProblem[];
  readonly remotes: RemoteReference[];
  readonly kustomizations: KustomizationNode[];
  readonly charts: ChartStaging[];
  readonly lfsPointers: Set<string>;
  offDisk: boolean;
}

export function createCollector(): Collector {
  return {
    files: new Map(),
    listings: new Map(),
    absent: new Set(),
    problems: [],
    remotes: [],
    kustomizations: [],
    charts: [],
    lfsPointers: new Set(),
    offDisk: false,
  };
}

const growsProblem = (path: string): ClosureProblem => ({
  code: 'file-unreadable',
  message: `${path} grows beyond all bounds by its YAML aliases`,
  hint: 'Write the repeated part out, or generate it: readers of Kubernetes refuse such a document too.',
  at: { file: path },
});

/** Takes a file or a link into the closure. */
export function collectFile(into: Collector, path: string, fact: Fact): void {
  if (fact.kind !== 'file' && fact.kind !== 'symlink') return;
  into.files.set(path, fact.input);
  if (fact.offDisk) into.offDisk = true;
  if (fact.kind !== 'file') return;
  if (fact.lfs) into.lfsPointers.add(path);
  if (fact.grows) into.problems.push(growsProblem(path));
}

export function collectAll(into: Collector, from: Collector): void {
  for (const [path, file] of from.files) into.files.set(path, file);
  for (const [path, names] of from.listings) into.listings.set(path, names);
  for (const path of from.absent) into.absent.add(path);
  for (const path of from.lfsPointers) into.lfsPointers.add(path);
  into.problems.push(...from.problems);
  into.remotes.push(...from.remotes);
  into.kustomizations.push(...from.kustomizations);
  into.charts.push(...from.charts);
  if (from.offDisk) into.offDisk = true;
}
