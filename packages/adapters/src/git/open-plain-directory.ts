// What does a directory contain that is no git repository?
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, type ReadResult, type TreeEntry } from '@fairway/contracts';
import { createDiskReader } from '../disk/read-path.ts';
import { walkDirectory } from '../disk/walk-directory.ts';
import { DEFAULT_MAX_BYTES, materialise, type OpenTree } from './open-tree.ts';

/** Most files that a tree outside git, or the untracked part of one, may have. */
export const MAX_LOOSE_FILES = 200_000;

/** Opens a directory: every file below it counts, nothing is ignored.
 * @throws InputError for too many files; FairwayError file-unreadable
 */
export const openPlainDirectory = (root: string): OpenTree => {
  const entries = new Map<string, TreeEntry>();
  for (const path of walkDirectory(root, MAX_LOOSE_FILES, () => tooMany(root))) {
    const stat = lstatSync(join(root, path));
    const kind = stat.isSymbolicLink() ? 'symlink' : 'file';
    entries.set(path, { path, kind, executable: kind === 'file' && (stat.mode & 0o100) !== 0 });
  }
  const read = createDiskReader(root);
  const tree: Pick<OpenTree, 'root' | 'commit' | 'dirty' | 'entries' | 'read'> = {
    root,
    commit: undefined,
    dirty: false,
    entries,
    read: async (paths, { maxBytes = DEFAULT_MAX_BYTES } = {}) => {
      const result = new Map<string, ReadResult>();
      for (const path of paths) {
        const content = read(path, maxBytes);
        result.set(path, content.kind === 'file' || content.kind === 'symlink' ? { ...content, ignored: false } : content);
      }
      return result;
    },
  };
  return { ...tree, materialise: (paths, directory) => materialise(tree, paths, directory), close: async () => {} };
};

/** The error for a directory with more loose files than any repository of manifests has. */
export const tooMany = (root: string): InputError =>
  new InputError('input-invalid', `There are more than ${MAX_LOOSE_FILES} files that git does not track below ${root}`, {
    hint: 'Name the directory of one repository with -C, or exclude what does not belong to it by .gitignore.',
  });
