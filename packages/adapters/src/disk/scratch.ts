// Where do temporary files go, and who removes them?
import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { ScratchPort } from '@fairway/contracts';
import { onExit } from 'signal-exit';
import { errorCode } from './read-path.ts';
import { diskError } from './write-files.ts';

/** Machine in the name: process ids of two containers that share a directory say nothing about one another. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const NAME = new RegExp(`^fairway-${machine}-([0-9]+)-[0-9a-f]{12}$`);

/**
 * Scratch directories below `base`, an absolute directory such as the system's temporary one. All of them go when this process ends, by
 * exit, uncaught error, SIGINT, SIGTERM or SIGHUP; what a killed process left behind goes with the next first use.
 * @throws FairwayError disk-failed
 */
export const createScratch = (base: string): ScratchPort => {
  let root: string | undefined;
  let count = 0;
  const open = (): string => {
    if (root !== undefined) return root;
    mkdirSync(base, { recursive: true });
    removeStale(base);
    const made = join(base, `fairway-${machine}-${process.pid}-${randomBytes(6).toString('hex')}`);
    mkdirSync(made, { mode: 0o700 });
    root = made;
    onExit(() => remove(made));
    return made;
  };
  return {
    directory: async (purpose) => {
      const name = `${purpose.replace(/[^a-zA-Z0-9-]+/g, '-').slice(0, 40)}-${++count}`;
      return attempt(base, () => {
        const made = join(open(), name);
        mkdirSync(made, { mode: 0o700 });
        return made;
      });
    },
    write: async (path, bytes) => {
      attempt(path, () => {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, bytes);
      });
    },
    remove: async (directory) => remove(directory),
  };
};

const attempt = <T>(path: string, action: () => T): T => {
  try {
    return action();
  } catch (error) {
    throw diskError(path, error);
  }
};

const remove = (directory: string): void => {
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 2 });
  } catch {
    // Tried again as a stale directory by the next run.
  }
};

const removeStale = (base: string): void => {
  for (const name of readdirSync(base)) {
    const pid = NAME.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const stat = lstatSync(join(base, name), { throwIfNoEntry: false });
    if (stat?.isDirectory() && stat.uid === process.getuid?.()) remove(join(base, name));
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
};
