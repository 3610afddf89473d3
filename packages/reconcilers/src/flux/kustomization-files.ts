// What does Flux see of a source: which files, once the ignored ones are gone and the included ones are there?
import type { RepositoryFiles } from '../model.ts';
import { type IgnoreFile, type Ignores, ignores } from './sources-ignore.ts';

/** A source as kustomize-controller unpacks it. Paths are relative to the root of the repository, as in `RepositoryFiles`. */
export interface SourceFiles {
  /** Directory of the repository that is the root of the source. */
  readonly root: string;
  /** Files below a directory, in the order of a walk: names of one directory after the other. */
  readonly list: (directory: string) => readonly string[];
  readonly isDirectory: (path: string) => boolean;
  readonly isFile: (path: string) => boolean;
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  /** Files that no repository has, and that the rendering needs. */
  readonly extra: ReadonlyMap<string, Uint8Array>;
}

/** Where sources that live elsewhere are mounted; they are no part of the repository. */
const MOUNTS = /^\.fairway\/sources_*\//;

export function joinPath(directory: string, path: string): string {
  if (directory === '' || path === '') return directory + path;
  return `${directory}/${path}`;
}

/** Normal form of a path below a directory; undefined: it leaves the root, or is no path. */
export function resolvePath(directory: string, path: string): string | undefined {
  if (path.includes('\0')) return undefined;
  const parts = directory === '' ? [] : directory.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function walkOrder(one: string, other: string): number {
  const [left, right] = [one.split('/'), other.split('/')];
  const at = left.findIndex((part, index) => part !== right[index]);
  if (at === -1) return left.length - right.length;
  return (left[at] ?? '') < (right[at] ?? '') ? -1 : 1;
}

/** Ignore files of a listing: one list, asked for by all Kustomizations of a source, is looked through once. */
const ignoreFiles = new WeakMap<readonly string[], readonly string[]>();

function ignoreFilesIn(list: readonly string[], root: string): readonly string[] {
  const known = ignoreFiles.get(list);
  if (known !== undefined) return known;
  const own = list.filter(
    (path) => (path === joinPath(root, '.sourceignore') || path.endsWith('/.sourceignore')) && !(root === '' && MOUNTS.test(path)),
  );
  ignoreFiles.set(list, own.toSorted(walkOrder));
  return own.toSorted(walkOrder);
}

/** Rules by what they are made of: most sources have the default ones. */
const rules = new Map<string, Ignores>();
const MAX_RULES = 100;

/** Every object of a source asks for the same paths. */
function remembered(ignored: Ignores): Ignores {
  const answers = new Map<string, boolean>();
  return (path) => {
    const answer = answers.get(path) ?? ignored(path);
    answers.set(path, answer);
    return answer;
  };
}

function rulesFor(files: readonly IgnoreFile[], specIgnore: string | undefined): Ignores {
  const key = JSON.stringify([files, specIgnore ?? null]);
  const known = rules.get(key) ?? remembered(ignores(files, specIgnore));
  if (rules.size >= MAX_RULES) rules.clear();
  rules.set(key, known);
  return known;
}

async function ignoresOf(files: RepositoryFiles, root: string, specIgnore: string | undefined): Promise<Ignores> {
  const found: IgnoreFile[] = [];
  for (const path of ignoreFilesIn(files.list(root), root)) {
    const bytes = await files.read(path);
    const directory = path.slice(root === '' ? 0 : root.length + 1, Math.max(0, path.lastIndexOf('/')));
    if (bytes !== undefined) found.push({ directory, text: new TextDecoder().decode(bytes) });
  }
  const outermostFirst = found.toSorted((a, b) => a.directory.length - b.directory.length);
  return rulesFor(outermostFirst, specIgnore);
}

export interface SourceFilesOptions {
  readonly root: string;
  readonly ignore?: string | undefined;
  /** Repository path → content, of included repositories. */
  readonly extra?: ReadonlyMap<string, Uint8Array>;
  /** Of the repository, only these files are there. */
  readonly only?: ReadonlySet<string>;
}

export async function sourceFiles(
  files: RepositoryFiles,
  { root, ignore, extra = new Map(), only }: SourceFilesOptions,
): Promise<SourceFiles> {
  const ignored = await ignoresOf(files, root, ignore);
  const below = (path: string): string => (root === '' ? path : path.slice(root.length + 1));
  const isSeen = (path: string): boolean =>
    only === undefined ? !(root === '' && MOUNTS.test(path)) && !ignored(below(path)) : only.has(path);
  const extraPaths = [...extra.keys()];
  const inExtra = (directory: string): readonly string[] =>
    directory === '' ? extraPaths : extraPaths.filter((path) => path.startsWith(`${directory}/`));
  return {
    root,
    extra,
    list: (directory) => {
      const all = [...files.list(directory).filter((path) => !extra.has(path) && isSeen(path)), ...inExtra(directory)];
      return all.sort(walkOrder);
    },
    isDirectory: (path) => (only === undefined ? files.isDirectory(path) : files.list(path).some(isSeen)) || inExtra(path).length > 0,
    isFile: (path) => extra.has(path) || (files.isFile(path) && isSeen(path)),
    read: async (path) => extra.get(path) ?? (isSeen(path) ? files.read(path) : undefined),
  };
}
