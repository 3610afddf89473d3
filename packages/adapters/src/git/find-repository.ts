// Which repository does a directory belong to?
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { FairwayError, InputError } from '@fairway/contracts';
import { type GitOptions, gitText } from './git-command.ts';

/** A directory, as part of its repository. */
export interface RepositoryPlace {
  /** Absolute, without symlinks. Outside git: the directory itself. */
  readonly root: string;
  /** The directory relative to `root`, forward slashes, '' for the root. */
  readonly below: string;
  readonly git: boolean;
}

/**
 * Finds the work tree around a directory. A directory outside every repository is its own root.
 * @throws InputError where it is no directory, or lies inside `.git` or a repository without work tree; FairwayError where git refuses
 */
export const findRepository = async (directory: string, options: GitOptions = {}): Promise<RepositoryPlace> => {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
    throw new InputError('input-invalid', `${directory} is no directory`, { hint: 'Name the directory of a repository with -C.' });
  const real = realpathSync(directory);
  if (!hasGitAround(real)) return { root: real, below: '', git: false };
  let root: string;
  try {
    root = realpathSync(await gitText({ ...options, directory: real }, ['rev-parse', '--show-toplevel']));
  } catch (error) {
    if (!(error instanceof FairwayError) || error.code !== 'git-failed') throw error;
    if (error.message.includes('must be run in a work tree'))
      throw new InputError('input-invalid', `${directory} has no work tree`, {
        hint: 'Name a checked-out directory with -C.',
        cause: error,
      });
    // A file or directory called .git that is none of git's: the rest of the world sees a plain directory too.
    if (error.message.includes('not a git repository')) return { root: real, below: '', git: false };
    throw error;
  }
  return { root, below: relative(root, real), git: true };
};

const hasGitAround = (directory: string): boolean => {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, '.git')) || (existsSync(join(at, 'HEAD')) && existsSync(join(at, 'objects')))) return true;
    if (at === dirname(at)) return false;
  }
};
