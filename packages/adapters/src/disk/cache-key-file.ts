// How do several processes come to share one secret of a cache?
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './read-path.ts';
import { makeDirectory } from './write-files.ts';

const LENGTH = 32;

/**
 * The secret of the first scope that has one, else a new one for the last scope. Undefined where it cannot be stored; `refused` gets the
 * reason. The file appears whole or not at all, and of two processes at once both use the one that came first.
 */
export const openHashKey = (scopes: readonly string[], refused: (error: unknown) => void): Buffer | undefined => {
  for (const scope of scopes) {
    const key = readKey(fileOf(scope));
    if (key !== undefined) return key;
  }
  const own = scopes.at(-1) ?? '';
  const temporary = join(own, `.key-${randomBytes(8).toString('hex')}`);
  try {
    makeDirectory(own);
    writeFileSync(temporary, randomBytes(LENGTH), { mode: 0o600, flag: 'wx' });
    return publish(temporary, fileOf(own));
  } catch (error) {
    refused(error);
    return undefined;
  } finally {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // Pruning finds it.
    }
  }
};

const fileOf = (scope: string): string => join(scope, 'hash-key');

const readKey = (path: string): Buffer | undefined => {
  try {
    const key = readFileSync(path);
    return key.length === LENGTH ? key : undefined;
  } catch {
    return undefined;
  }
};

const publish = (temporary: string, path: string): Buffer | undefined => {
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    // The file is there: made by another process just now, or damaged and to be replaced.
    if (readKey(path) === undefined) renameSync(temporary, path);
  }
  return readKey(path);
};
