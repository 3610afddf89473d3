// Which files does an app read that is a plain directory of manifests?
import type { App, AppRenderer } from '@fairway/environments';
import { appNaming } from './app-naming.ts';
import { type Collector, createCollector } from './collector.ts';
import { escapesProblem, kindProblem, resolvedProblem } from './path-problem.ts';
import { childPath, joinPath } from './path-text.ts';
import { resolvePath } from './resolve-path.ts';
import type { TreeView } from './tree-view.ts';

type DirectoryRenderer = Extract<AppRenderer, { readonly kind: 'directory' }>;

const MANIFEST = /\.(ya?ml|json)$/;

interface Walk {
  readonly view: TreeView;
  readonly into: Collector;
  readonly recurse: boolean;
  readonly seen: Set<string>;
}

/** A directory counts once, whatever links lead to it. */
async function walkDirectory(walk: Walk, directory: string): Promise<void> {
  const { view, into, seen } = walk;
  if (seen.has(directory)) return;
  seen.add(directory);
  const names = view.children(directory);
  into.listings.set(directory, names);
  const paths = names.map((name) => childPath(directory, name));
  await view.load(paths.filter((path) => MANIFEST.test(path) || view.tree.entries.get(path)?.kind === 'symlink'));
  for (const path of paths) {
    const fact = view.known(path);
    if (!MANIFEST.test(path) && fact?.kind !== 'directory' && fact?.kind !== 'symlink') continue;
    const resolved = await resolvePath(view, path, into);
    if (resolved.kind === 'directory' && walk.recurse) await walkDirectory(walk, resolved.path);
    const problem = MANIFEST.test(path)
      ? resolvedProblem({ what: 'manifest', path, base: directory, at: { file: path } }, resolved)
      : undefined;
    if (problem !== undefined) into.problems.push(problem);
  }
}

/** Exactly the files that are named: which they are was decided from the listing, so that it counts as read. */
async function collectFiles(view: TreeView, into: Collector, files: readonly string[]): Promise<void> {
  await view.load(files);
  for (const path of files) {
    const resolved = await resolvePath(view, path, into);
    const naming = { what: 'manifest', path, base: '', at: { file: path } };
    const problem = resolved.kind === 'directory' ? kindProblem(naming, 'directory') : resolvedProblem(naming, resolved);
    if (problem !== undefined) into.problems.push(problem);
  }
}

/** All .yaml, .yml and .json files of the directory, and of those below where the app says so. */
export async function collectDirectoryApp(view: TreeView, app: App, renderer: DirectoryRenderer): Promise<Collector> {
  const into = createCollector();
  if (renderer.files !== undefined) {
    await collectFiles(view, into, renderer.files);
    return into;
  }
  const naming = await appNaming(view, app, 'directory', { path: renderer.path, field: '/renderer' });
  const joined = joinPath('', renderer.path);
  if (joined.kind !== 'inside') {
    into.problems.push(escapesProblem(naming, joined.kind));
    return into;
  }
  const resolved = await resolvePath(view, joined.path, into);
  if (resolved.kind === 'directory') await walkDirectory({ view, into, recurse: renderer.recurse, seen: new Set() }, resolved.path);
  else
    into.problems.push(
      ...[resolved.kind === 'file' ? kindProblem(naming, 'file') : resolvedProblem(naming, resolved)].filter(
        (problem) => problem !== undefined,
      ),
    );
  return into;
}
