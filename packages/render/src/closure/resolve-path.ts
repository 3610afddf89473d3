// What does a path of the repository lead to, once every link is followed? Nothing outside the repository is ever looked at.
import { type Collector, collectFile } from './collector.ts';
import { childPath, parentPath } from './path-text.ts';
import type { Fact, TreeView } from './tree-view.ts';

export type Resolved =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'directory'; readonly path: string }
  /** `first` is the first part of the path that is not there. */
  | { readonly kind: 'absent'; readonly path: string; readonly first: string }
  /** `path` names a file, and the path goes on below it. */
  | { readonly kind: 'not-directory'; readonly path: string }
  | { readonly kind: 'submodule'; readonly path: string }
  | { readonly kind: 'too-large'; readonly path: string }
  /** A link leads out of the repository. */
  | { readonly kind: 'outside'; readonly link: string; readonly target: string }
  /** More links than any system follows. */
  | { readonly kind: 'loop'; readonly link: string };

/** Linux gives up at 40. */
const MAX_LINKS = 40;

interface Walk {
  readonly view: TreeView;
  readonly into: Collector;
  /** Parts that are real directories. */
  done: string;
  rest: readonly string[];
  links: number;
  /** The link that was followed last. */
  link: { readonly link: string; readonly target: string };
}

function enterLink(walk: Walk, link: string, target: string): Resolved | undefined {
  walk.links += 1;
  if (walk.links > MAX_LINKS) return { kind: 'loop', link };
  if (target.startsWith('/')) return { kind: 'outside', link, target };
  walk.rest = [...target.split('/'), ...walk.rest];
  walk.link = { link, target };
  return undefined;
}

function arrive(walk: Walk, path: string, fact: Fact): Resolved | undefined {
  const left = walk.rest.filter((part) => part !== '' && part !== '.');
  if (fact.kind === 'symlink') {
    collectFile(walk.into, path, fact);
    return enterLink(walk, path, fact.target);
  }
  if (fact.kind === 'directory') {
    walk.done = path;
    return undefined;
  }
  if (fact.kind === 'absent') {
    const whole = [path, ...left].join('/');
    walk.into.absent.add(path);
    if (!left.includes('..')) walk.into.absent.add(whole);
    return { kind: 'absent', path: whole, first: path };
  }
  if (fact.kind === 'submodule') return { kind: 'submodule', path };
  if (fact.kind === 'too-large') return { kind: 'too-large', path };
  collectFile(walk.into, path, fact);
  return left.length > 0 ? { kind: 'not-directory', path } : { kind: 'file', path };
}

/** Follows a clean path, relative to the root. Links and absent parts on the way are collected, and the file at its end. */
export async function resolvePath(view: TreeView, path: string, into: Collector): Promise<Resolved> {
  const straight = view.known(path) ?? (await view.look(path));
  if (straight?.kind === 'file' || straight?.kind === 'directory') {
    collectFile(into, path, straight);
    return { kind: straight.kind, path };
  }
  const walk: Walk = { view, into, done: '', rest: path.split('/'), links: 0, link: { link: path, target: path } };
  while (walk.rest.length > 0) {
    const [part = '', ...rest] = walk.rest;
    walk.rest = rest;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (walk.done === '') return { kind: 'outside', ...walk.link };
      walk.done = parentPath(walk.done);
      continue;
    }
    const next = childPath(walk.done, part);
    const fact = view.known(next) ?? (await view.look(next));
    const end = arrive(walk, next, fact);
    if (end !== undefined) return end;
  }
  return { kind: 'directory', path: walk.done };
}

function visitDirectory(view: TreeView, directory: string, into: Collector, files: string[]): void {
  const names = view.children(directory);
  into.listings.set(directory, names);
  for (const name of names) {
    const path = childPath(directory, name);
    if (view.known(path)?.kind === 'directory') visitDirectory(view, path, into, files);
    else files.push(path);
  }
}

/** Takes directories whole: listings, everything below, and what links in them lead to. */
export async function collectDirectory(view: TreeView, directory: string, into: Collector): Promise<void> {
  const seen = new Set<string>();
  const waiting = [directory];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const files: string[] = [];
    visitDirectory(view, next, into, files);
    await view.load(files);
    for (const path of files) {
      const fact = view.known(path);
      if (fact?.kind === 'file') collectFile(into, path, fact);
      const end = fact?.kind === 'symlink' ? await resolvePath(view, path, into) : undefined;
      if (end?.kind === 'directory') waiting.push(end.path);
    }
  }
}
