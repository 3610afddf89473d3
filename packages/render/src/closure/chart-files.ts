// Which files does helm read in a chart directory? helm walks it whole and follows links (helm's pkg/chart/v2/loader/directory.go, internal/sympath).
import type { ChartFile } from '../model.ts';
import { type Collector, collectFile } from './collector.ts';
import { type IgnoreRules, ignoreRules } from './helm-ignore.ts';
import { resolvedProblem } from './path-problem.ts';
import { childPath } from './path-text.ts';
import { collectDirectory, resolvePath } from './resolve-path.ts';
import type { TreeView } from './tree-view.ts';

/** Files and directories. A chart has some hundred; links that multiply a directory must not multiply our work. */
const MAX_STEPS = 20_000;
const PARSED = /(^|\/)(Chart\.yaml|requirements\.yaml|Chart\.lock|requirements\.lock|values\.yaml|values\.schema\.json|\.helmignore)$/;

export interface WalkedFile extends ChartFile {
  /** Left out by .helmignore. */
  readonly ignored: boolean;
}

interface Walk {
  readonly view: TreeView;
  readonly into: Collector;
  readonly rules: IgnoreRules;
  readonly files: WalkedFile[];
  /** Entries that were looked at. */
  steps: number;
}

interface Directory {
  /** After links. */
  readonly real: string;
  /** As helm sees it, relative to the chart; '' or with a slash at its end. */
  readonly prefix: string;
  readonly ignored: boolean;
  /** Real directories above, itself included. */
  readonly above: readonly string[];
}

function enter(walk: Walk, from: Directory, path: string, real: string): Promise<void> | undefined {
  const ignored = from.ignored || walk.rules(path, true);
  if (from.above.includes(real)) {
    const message = `the link ${childPath(from.real, path.slice(from.prefix.length))} leads back to ${real}, which contains it`;
    const hint = 'helm would follow it without end; remove the link.';
    if (!ignored) walk.into.problems.push({ code: 'file-unreadable', message, hint, at: { file: real } });
    return undefined;
  }
  return walkDirectory(walk, { real, prefix: `${path}/`, ignored, above: [...from.above, real] });
}

async function followLink(walk: Walk, from: Directory, path: string, link: string): Promise<void> {
  const resolved = await resolvePath(walk.view, link, walk.into);
  if (resolved.kind === 'directory') {
    await collectDirectory(walk.view, resolved.path, walk.into);
    return enter(walk, from, path, resolved.path);
  }
  if (resolved.kind === 'file') {
    await walk.view.load([resolved.path], PARSED.test(path) ? 'with-text' : undefined);
    walk.files.push({ path, source: resolved.path, ignored: from.ignored || walk.rules(path, false) });
    return;
  }
  const naming = { what: 'chart file', path: link, base: from.real, at: { file: link } };
  const problem = from.ignored ? undefined : resolvedProblem(naming, resolved);
  if (problem !== undefined) walk.into.problems.push(problem);
}

async function walkDirectory(walk: Walk, directory: Directory): Promise<void> {
  const names = walk.view.children(directory.real);
  walk.into.listings.set(directory.real, names);
  for (const name of names) {
    walk.steps += 1;
    if (walk.steps > MAX_STEPS) return;
    const real = childPath(directory.real, name);
    const path = directory.prefix + name;
    const fact = walk.view.known(real);
    if (fact?.kind === 'directory') await enter(walk, directory, path, real);
    else if (fact?.kind === 'file') {
      collectFile(walk.into, real, fact);
      walk.files.push({ path, source: real, ignored: directory.ignored || walk.rules(path, false) });
    } else if (fact?.kind !== 'absent') await followLink(walk, directory, path, real);
  }
}

function subtree(view: TreeView, directory: string, found: string[] = []): string[] {
  for (const name of view.children(directory)) {
    const path = childPath(directory, name);
    if (view.known(path)?.kind === 'directory') subtree(view, path, found);
    else found.push(path);
  }
  return found;
}

/** Walks a chart directory (after links), and takes everything in it into the closure. */
export async function walkChart(view: TreeView, chart: string, into: Collector): Promise<readonly WalkedFile[]> {
  const paths = subtree(view, chart);
  await Promise.all([
    view.load(
      paths.filter((path) => PARSED.test(path)),
      'with-text',
    ),
    view.load(paths),
  ]);
  const ignoreFile = await resolvePath(view, childPath(chart, '.helmignore'), into);
  const text = ignoreFile.kind === 'file' ? view.text(ignoreFile.path) : undefined;
  const walk: Walk = { view, into, rules: ignoreRules(text), files: [], steps: 0 };
  await walkDirectory(walk, { real: chart, prefix: '', ignored: false, above: [chart] });
  if (walk.steps > MAX_STEPS) {
    const message = `the chart has more than ${MAX_STEPS} files`;
    into.problems.push({ code: 'file-unreadable', message, hint: 'Remove links that repeat directories.', at: { file: chart } });
  }
  return walk.files;
}
