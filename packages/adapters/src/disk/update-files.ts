// How are files of a work tree replaced and removed, each whole or not at all, without leaving the tree?
import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FairwayError } from '@fairway/contracts';
import { createOutput } from './output.ts';
import { isInside } from './read-path.ts';
import { diskError } from './write-files.ts';

export interface FileUpdates {
  /** Path relative to the root → new text. */
  readonly write: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

/**
 * Writes and removes files below `root`. All paths are looked at before the first change; directories that end up empty go.
 * @throws FairwayError path-escapes for a path outside of the tree or behind a symlink; disk-failed
 */
export const updateFiles = async (root: string, { write, remove }: FileUpdates): Promise<void> => {
  for (const path of [...write.keys(), ...remove]) requireInside(root, path);
  const output = createOutput();
  for (const [path, text] of write) await output.writeFile(join(root, path), text);
  for (const path of remove) {
    try {
      rmSync(join(root, path), { force: true });
      removeEmpty(root, dirname(path));
    } catch (error) {
      throw diskError(path, error);
    }
  }
};

const requireInside = (root: string, path: string): void => {
  const refuse = (reason: string): FairwayError =>
    new FairwayError('path-escapes', `${path} is not changed: ${reason}`, {
      at: { file: path },
      hint: 'Replace it by a plain directory or file.',
    });
  if (!isInside(path)) throw refuse('it is no path inside the repository');
  const parts = path.split('/');
  for (let length = 1; length <= parts.length; length += 1) {
    const part = parts.slice(0, length).join('/');
    if (lstatSync(join(root, part), { throwIfNoEntry: false })?.isSymbolicLink()) throw refuse(`${part} is a symlink`);
  }
};

const removeEmpty = (root: string, directory: string): void => {
  if (directory === '.' || readdirSync(join(root, directory)).length > 0) return;
  rmdirSync(join(root, directory));
  removeEmpty(root, dirname(directory));
};
