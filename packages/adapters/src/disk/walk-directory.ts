// Which files are below a directory?
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FairwayError } from '@fairway/contracts';

/**
 * Paths of all files and symlinks below `root`, forward slashes, in the order of their bytes per directory. `.git` is left out, symlinks are not followed,
 * devices, pipes and sockets are no files. More than `limit` files raise `tooMany()`.
 */
export const walkDirectory = (root: string, limit: number, tooMany: () => Error): readonly string[] => {
  const found: string[] = [];
  const open = [''];
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    for (const item of list(root, directory)) {
      if (item.name === '.git') continue;
      const path = directory === '' ? item.name : `${directory}/${item.name}`;
      if (item.isDirectory()) open.push(path);
      else if (item.isFile() || item.isSymbolicLink()) found.push(path);
      if (found.length > limit) throw tooMany();
    }
  }
  return found.sort();
};

const list = (root: string, directory: string) => {
  try {
    return readdirSync(join(root, directory), { withFileTypes: true });
  } catch (error) {
    throw new FairwayError('file-unreadable', `The directory ${directory || '.'} cannot be listed`, {
      at: { file: directory || '.' },
      cause: error,
    });
  }
};
