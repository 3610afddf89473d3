// Where do results of earlier runs lie, and why can a damaged or foreign entry never change a result?
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CachePort } from '@fairway/contracts';
import { openHashKey } from './cache-key-file.ts';
import { type PruneResult, pruneDirectory } from './cache-prune.ts';
import { errorCode } from './read-path.ts';
import { diskRefusal, makeDirectory } from './write-files.ts';

/** How a cache is opened. */
export interface CacheOptions {
  /** Entries made by untrusted refs (forks) are never read by trusted ones; the other way is allowed. */
  readonly scope: 'trusted' | 'untrusted';
  /** Size of this scope on disk that pruning comes back to. */
  readonly maxBytes: number;
  /** Called at most once, when the cache switches itself off for writing: disk full, read-only. */
  readonly onNote?: (message: string) => void;
}

/** A cache on disk. */
export interface DiskCache extends CachePort {
  /** Removes what was not used for the longest time until this scope is below its size, and what crashed runs left. */
  prune(): Promise<PruneResult>;
}

const MAGIC = Buffer.from('FAIRWAY1');
const HEADER = MAGIC.length + 32;
const TOUCH_AFTER_MS = 6 * 60 * 60 * 1000;

/**
 * Opens the cache in `directory`, an absolute path. Nothing is made before the first write. Every entry carries a SHA-256 over the secret of the
 * cache, its key and its bytes: an entry that was cut, altered, moved, or made under another secret reads as absent. A disk that refuses
 * writes never fails a run.
 */
export const createCache = (directory: string, options: CacheOptions): DiskCache => {
  const own = join(directory, options.scope);
  const scopes = options.scope === 'trusted' ? [own] : [join(directory, 'trusted'), own];
  let writable = true;
  let written = 0;
  let secret: Buffer | undefined;
  const giveUp = (error: unknown): void => {
    if (writable) options.onNote?.(`The cache is not written any more: ${diskRefusal(error)[0]}. Results are not affected.`);
    writable = false;
  };
  const key = (): Buffer => {
    secret ??= openHashKey(scopes, giveUp) ?? randomBytes(32);
    return secret;
  };
  const get = (name: string): Uint8Array | undefined => {
    for (const scope of scopes) {
      const found = readEntry(entryPath(scope, name), name, key());
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const prune = async (): Promise<PruneResult> => {
    written = 0;
    return pruneDirectory(join(own, 'entries'), options.maxBytes);
  };
  return {
    get: async (name) => get(name),
    getMany: async (names) => {
      const found = new Map<string, Uint8Array>();
      for (const name of names) {
        const bytes = get(name);
        if (bytes !== undefined) found.set(name, bytes);
      }
      return found;
    },
    put: async (name, bytes) => {
      const secretKey = key();
      if (!writable) return;
      try {
        writeAtomically(entryPath(own, name), [MAGIC, checksum(name, bytes, secretKey), bytes]);
      } catch (error) {
        giveUp(error);
      }
      written += bytes.length;
      if (written > options.maxBytes / 4) await prune();
    },
    hashKey: async () => Uint8Array.from(key()),
    prune,
  };
};

const checksum = (name: string, bytes: Uint8Array, secret: Buffer): Buffer => {
  const hash = createHash('sha256');
  hash
    .update(secret)
    .update(`${Buffer.byteLength(name)}:${name}`)
    .update(bytes);
  return hash.digest();
};

/** Two levels, so that no directory gets very long. Any key is allowed; its hash is the file name. */
const entryPath = (scope: string, name: string): string => {
  const hash = /^[0-9a-f]{64}$/.test(name) ? name : createHash('sha256').update(name).digest('hex');
  return join(scope, 'entries', hash.slice(0, 2), hash.slice(2));
};

const readEntry = (path: string, name: string, secret: Buffer): Uint8Array | undefined => {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch {
    return undefined;
  }
  const bytes = content.subarray(HEADER);
  const whole = content.length >= HEADER && content.subarray(0, MAGIC.length).equals(MAGIC);
  if (!whole || !content.subarray(MAGIC.length, HEADER).equals(checksum(name, bytes, secret))) {
    attempt(() => rmSync(path, { force: true }));
    return undefined;
  }
  attempt(() => touch(path));
  return bytes;
};

/** The time of last use is the time of modification, moved forward at most every six hours: times of access are often switched off. */
const touch = (path: string): void => {
  const now = Date.now();
  if (now - statSync(path).mtimeMs > TOUCH_AFTER_MS) utimesSync(path, now / 1000, now / 1000);
};

const writeAtomically = (path: string, parts: readonly Uint8Array[]): void => {
  const temporary = join(dirname(path), `.tmp-${randomBytes(8).toString('hex')}`);
  const bytes = Buffer.concat(parts);
  try {
    try {
      writeFileSync(temporary, bytes, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      makeDirectory(dirname(path));
      writeFileSync(temporary, bytes, { mode: 0o600, flag: 'wx' });
    }
    renameSync(temporary, path);
  } catch (error) {
    attempt(() => rmSync(temporary, { force: true }));
    throw error;
  }
};

const attempt = (action: () => void): void => {
  try {
    action();
  } catch {
    // A cache that cannot tidy up is still a cache.
  }
};
