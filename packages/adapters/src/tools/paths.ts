// Where are installed programs kept, outside every work tree?
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { InputError } from '@fairway/contracts';

/** Environment variables by name, as given by the caller: this package reads none itself. */
export type Environment = Readonly<Record<string, string | undefined>>;

const absolute = (value: string, variable: string): string => {
  if (isAbsolute(value)) return value;
  throw new InputError('input-invalid', `${variable} must be an absolute path, found ${JSON.stringify(value)}`, {
    hint: `Set ${variable} to a directory outside the repository.`,
  });
};

/** Directory of the toolkit's caches: FAIRWAY_CACHE_DIR, else XDG_CACHE_HOME/fairway, else ~/.cache/fairway. Absolute. */
export const cacheDirectory = (environment: Environment): string => {
  const own = environment['FAIRWAY_CACHE_DIR'];
  if (own) return absolute(own, 'FAIRWAY_CACHE_DIR');
  const shared = environment['XDG_CACHE_HOME'];
  // The XDG base directory specification says that a relative path is invalid and to be ignored.
  if (shared && isAbsolute(shared)) return join(shared, 'fairway');
  return join(environment['HOME'] || homedir(), '.cache', 'fairway');
};

/** Resolves symlinks of the part of a path that exists. */
const realPath = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), path.slice(parent.length));
  }
};

/** True if `path` is `directory` or below it, after symlinks. */
export const isBelow = (path: string, directory: string): boolean => {
  const way = relative(realPath(directory), realPath(path));
  return way === '' || (way !== '..' && !way.startsWith('../') && !isAbsolute(way));
};

/** Directory of installed programs. Throws `InputError` where it lies in the work tree: a repository could plant programs there. */
export const toolsDirectory = (cache: string, workTree: string | undefined): string => {
  const directory = join(cache, 'tools');
  if (workTree !== undefined && isBelow(directory, workTree)) {
    throw new InputError('input-invalid', 'the cache of programs lies inside the repository', {
      hint: 'Set FAIRWAY_CACHE_DIR to a directory outside the repository: what is committed must not be able to stand for a program.',
    });
  }
  return directory;
};
