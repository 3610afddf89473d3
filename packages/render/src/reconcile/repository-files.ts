// What may an expansion ask about the files of a side?
import type { SourceTree } from '@fairway/contracts';
import type { RepositoryFiles } from '@fairway/reconcilers';

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_LINKS = 20;

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

/** Over a tree whose entries may grow: the list of paths is made again when it did. */
export const repositoryFiles = (tree: SourceTree): RepositoryFiles => {
  let listed: { readonly entries: SourceTree['entries']; readonly paths: readonly string[] } | undefined;
  const paths = (): readonly string[] => {
    if (listed?.entries !== tree.entries) listed = { entries: tree.entries, paths: [...tree.entries.keys()].sort() };
    return listed.paths;
  };
  const read = async (path: string, links: number): Promise<Uint8Array | undefined> => {
    const result = (await tree.read([path], { maxBytes: MAX_BYTES })).get(path);
    if (result?.kind === 'file') return result.bytes;
    if (result?.kind !== 'symlink' || links === 0 || result.target.startsWith('/')) return undefined;
    const target = joined(parentOf(path), result.target);
    return target === undefined ? undefined : read(target, links - 1);
  };
  return {
    list: (directory) => below(paths(), directory),
    isDirectory: (path) => (path === '' ? tree.entries.size > 0 : (paths()[lowerBound(paths(), `${path}/`)] ?? '').startsWith(`${path}/`)),
    isFile: (path) => tree.entries.has(path),
    read: (path) => read(path, MAX_LINKS),
  };
};
