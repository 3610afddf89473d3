// What may an expansion ask about the files of a side?
import { hash } from 'node:crypto';
import type { SourceTree } from '@fairway/contracts';
import { isBlobOf } from '@fairway/environments';
import type { RepositoryFiles } from '@fairway/reconcilers';
import type { ClosureMemo } from '../closure/closure-memo.ts';

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_LINKS = 20;
/** Larger files are few, and memory is not. */
const MAX_KEPT = 256 * 1024;

/** First index whose path is not before `path`. */
const lowerBound = (paths: readonly string[], path: string): number => {
  let [from, to] = [0, paths.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((paths[middle] ?? '') < path) from = middle + 1;
    else to = middle;
  }
  return from;
};

const below = (paths: readonly string[], directory: string): readonly string[] => {
  if (directory === '') return paths;
  const prefix = `${directory}/`;
  const from = lowerBound(paths, prefix);
  let to = from;
  while (paths[to]?.startsWith(prefix) === true) to += 1;
  return paths.slice(from, to);
};

const joined = (directory: string, target: string): string | undefined => {
  const parts = directory === '' ? [] : directory.split('/');
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
};

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const sortedPaths = (tree: SourceTree): (() => readonly string[]) => {
  let listed: { readonly entries: SourceTree['entries']; readonly paths: readonly string[] } | undefined;
  return () => {
    if (listed?.entries !== tree.entries) listed = { entries: tree.entries, paths: [...tree.entries.keys()].sort() };
    return listed.paths;
  };
};

/** Bytes of a file whose text is known, where the text is all that they are: no byte was replaced when it was read. */
const fromText = (blob: string, { blobs, texts, contents }: RepositoryFilesOptions['memo']): Uint8Array | undefined => {
  const digest = blobs.get(blob)?.hash;
  const text = digest === undefined ? undefined : texts.get(digest);
  const bytes = text === undefined ? undefined : Buffer.from(text);
  if (bytes === undefined || hash('sha256', bytes) !== digest) return undefined;
  contents.set(blob, bytes);
  return bytes;
};

export interface RepositoryFilesOptions {
  /** The tree with the sources that live elsewhere. */
  readonly main: SourceTree;
  readonly isMounted: (path: string) => boolean;
  /** Shared by both sides of a comparison: what git has under one id is read once. */
  readonly memo: Pick<ClosureMemo, 'contents' | 'blobs' | 'texts'>;
  /** Gets every path whose content was asked for and is there, links passed on the way included. */
  readonly asked: Set<string>;
}

/**
 * Files of a repository, and of the sources that are mounted in `main`. A listing of the repository never shows what is mounted. The
 * entries of `main` may grow: its list of paths is made again when they did.
 */
export const repositoryFiles = (tree: SourceTree, { main, isMounted, memo, asked }: RepositoryFilesOptions): RepositoryFiles => {
  const [own, all] = [sortedPaths(tree), sortedPaths(main)];
  const pathsFor = (directory: string): readonly string[] => (isMounted(`${directory}/`) ? all() : own());
  const absent = new Set<string>();
  const read = async (path: string, links: number): Promise<Uint8Array | undefined> => {
    const entry = tree.entries.get(path);
    const blob = entry?.kind === 'file' ? entry.blob : undefined;
    const known = blob === undefined ? undefined : (memo.contents.get(blob) ?? fromText(blob, memo));
    if (known !== undefined) {
      asked.add(path);
      return known;
    }
    if (absent.has(path)) return undefined;
    const result = (await main.read([path], { maxBytes: MAX_BYTES })).get(path);
    if (result !== undefined && result.kind !== 'absent') asked.add(path);
    else if (!isMounted(path)) absent.add(path);
    if (result?.kind === 'file') {
      if (blob !== undefined && result.bytes.length <= MAX_KEPT && isBlobOf(blob, result.bytes)) memo.contents.set(blob, result.bytes);
      return result.bytes;
    }
    if (result?.kind !== 'symlink' || links === 0 || result.target.startsWith('/')) return undefined;
    const target = joined(parentOf(path), result.target);
    return target === undefined ? undefined : read(target, links - 1);
  };
  const holds = (paths: readonly string[], directory: string): boolean =>
    (paths[lowerBound(paths, `${directory}/`)] ?? '').startsWith(`${directory}/`);
  return {
    list: (directory) => below(pathsFor(directory), directory),
    isDirectory: (path) => (path === '' ? tree.entries.size > 0 : holds(pathsFor(path), path)),
    isFile: (path) => main.entries.has(path),
    read: (path) => read(path, MAX_LINKS),
  };
};
