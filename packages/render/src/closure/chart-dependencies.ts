// Which charts does a chart need, and where do they come from: charts/, a file:// path, or nowhere?

import type { WalkedFile } from './chart-files.ts';
import { type ChartDependency, lockedVersions, readChartMetadata } from './chart-metadata.ts';
import type { Collector } from './collector.ts';
import { escapesProblem, kindProblem, resolvedProblem } from './path-problem.ts';
import { childPath, joinPath } from './path-text.ts';
import { resolvePath } from './resolve-path.ts';
import type { TreeView } from './tree-view.ts';

/** A dependency by file://, not in charts/ already. */
export interface LocalDependency {
  readonly name: string;
  /** After links. */
  readonly directory: string;
  readonly dependency: ChartDependency;
}

/** The chart whose dependencies are looked up. */
export interface OpenChart {
  readonly view: TreeView;
  /** After links. */
  readonly chart: string;
  readonly own: Collector;
  /** Grows by archives that git ignores. */
  readonly files: WalkedFile[];
}

function isArchiveOf(archive: string, name: string): boolean {
  return archive === name || (archive.startsWith(`${name}-`) && /^v?\d/.test(archive.slice(name.length + 1)));
}

/** Is the chart in `charts/`: as a directory whose Chart.yaml has that name, or as an archive called after it? */
function vendored({ view, files }: OpenChart): (name: string) => boolean {
  const names = new Set<string>();
  const archives: string[] = [];
  for (const { path, source, ignored } of files) {
    if (ignored) continue;
    const [, directory, archive] = /^charts\/(?:([^/._][^/]*)\/Chart\.yaml|([^/._][^/]*)\.tgz)$/.exec(path) ?? [];
    if (directory !== undefined) names.add(readChartMetadata(source, view.text(source) ?? '').name);
    if (archive !== undefined) archives.push(archive);
  }
  return (name) => names.has(name) || archives.some((archive) => isArchiveOf(archive, name));
}

/** A name that can be a directory below charts/, and one that helm does not skip. */
const STAGEABLE = /^[A-Za-z0-9][\w.-]*$/;

/** An archive in `charts/` that git ignores is on disk, and in no listing: it is asked for by the name that helm gives it. */
async function findIgnoredArchive(
  open: OpenChart,
  dependency: ChartDependency,
  locked: ReadonlyMap<string, string>,
): Promise<WalkedFile | undefined> {
  const versions = new Set([locked.get(dependency.name) ?? dependency.version, dependency.version]);
  for (const version of versions) {
    if (!/^v?\d[\w.+-]*$/.test(version)) continue;
    const path = `charts/${dependency.name}-${version}.tgz`;
    const joined = joinPath(open.chart, path);
    if (joined.kind !== 'inside') continue;
    const resolved = await resolvePath(open.view, joined.path, open.own);
    if (resolved.kind === 'file') return { path, source: resolved.path, ignored: false };
  }
  return undefined;
}

async function resolveLocal({ view, chart, own }: OpenChart, dependency: ChartDependency): Promise<LocalDependency | undefined> {
  const path = dependency.repository.slice('file://'.length);
  const at = dependency.place.at(dependency.pointer);
  const naming = { what: `dependency ${dependency.name}`, path: dependency.repository, base: chart, at };
  if (!STAGEABLE.test(dependency.name)) {
    own.problems.push({
      code: 'file-unreadable',
      message: `${JSON.stringify(dependency.name)} is no name of a chart`,
      hint: 'Use letters, digits, dots and dashes.',
      at,
    });
    return undefined;
  }
  const joined = joinPath(chart, path);
  if (joined.kind !== 'inside') {
    own.problems.push(escapesProblem(naming, joined.kind));
    return undefined;
  }
  const resolved = await resolvePath(view, joined.path, own);
  if (resolved.kind === 'directory') return { name: dependency.name, directory: resolved.path, dependency };
  const problem = resolved.kind === 'file' ? kindProblem(naming, 'file') : resolvedProblem(naming, resolved);
  if (problem !== undefined) own.problems.push(problem);
  return undefined;
}

function tellMissing({ own, chart }: OpenChart, dependency: ChartDependency): void {
  const from = dependency.repository === '' ? '' : ` (${dependency.repository})`;
  own.problems.push({
    code: 'file-unreadable',
    message: `dependency ${dependency.name}${from} is missing from ${childPath(chart, 'charts')}`,
    hint: 'Rendering never uses the network: run `helm dependency update` and commit the archives in charts/, or name a chart of this repository with file://.',
    at: dependency.place.at(dependency.pointer),
  });
}

function lockOf({ view, files }: OpenChart): ReadonlyMap<string, string> {
  const lock = files.find(({ path }) => path === 'Chart.lock') ?? files.find(({ path }) => path === 'requirements.lock');
  return lockedVersions(lock === undefined ? '' : (view.text(lock.source) ?? ''));
}

/** Looks for each dependency; helm fails for one that is not there, even when its condition is off. */
export async function findDependencies(open: OpenChart, dependencies: readonly ChartDependency[]): Promise<readonly LocalDependency[]> {
  const isVendored = vendored(open);
  const locked = lockOf(open);
  const local: LocalDependency[] = [];
  for (const dependency of dependencies) {
    if (isVendored(dependency.name)) continue;
    if (dependency.repository.startsWith('file://')) {
      const found = await resolveLocal(open, dependency);
      if (found !== undefined) local.push(found);
      continue;
    }
    const archive = await findIgnoredArchive(open, dependency, locked);
    if (archive === undefined) tellMissing(open, dependency);
    else open.files.push(archive);
  }
  return local;
}
