// Is a commit here, and which are its parents? Answered from the object itself, so that a shallow clone's cut history does not matter.
import { type GitOptions, git } from './git-command.ts';

const COMMIT_ID = /^[0-9a-f]{40,64}$/;

/** True where the commit object is in the repository. `sha` is a full id. */
export const hasCommit = async (root: string, sha: string, options: GitOptions = {}): Promise<boolean> => {
  if (!COMMIT_ID.test(sha)) return false;
  const { exitCode } = await git({ ...options, directory: root }, ['cat-file', '-e', `${sha}^{commit}`], { exitCodes: [0, 1, 128] });
  return exitCode === 0;
};

/** Ids of the parents, first parent first. In a shallow clone they may be named here and yet not be present. Errors: git-failed. */
export const parentsOf = async (root: string, sha: string, options: GitOptions = {}): Promise<readonly string[]> => {
  const { stdout } = await git({ ...options, directory: root }, ['cat-file', 'commit', sha]);
  const header = new TextDecoder().decode(stdout).split('\n\n')[0] ?? '';
  return [...header.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].flatMap(([, id]) => (id === undefined ? [] : [id]));
};
