// Which cache entries go when the cache has grown too large?
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What pruning did. Sizes in bytes. */
export interface PruneResult {
  readonly removed: number;
  readonly removedBytes: number;
  readonly kept: number;
  readonly keptBytes: number;
}

interface Entry {
  readonly path: string;
  readonly size: number;
  readonly usedAt: number;
}

const TEMPORARY_AGE_MS = 60 * 60 * 1000;
/** Pruning goes a little below the limit, so that the next write does not prune again. */
const TARGET = 0.9;

/** Removes the entries that were not used for the longest time, when all together are above `maxBytes`. Other processes may do the same at once. */
export const pruneDirectory = (directory: string, maxBytes: number): PruneResult => {
  const entries = list(directory).flatMap((shard) =>
    list(join(directory, shard)).flatMap((name) => inspect(join(directory, shard, name), name)),
  );
  let size = entries.reduce((sum, entry) => sum + entry.size, 0);
  let removed = 0;
  let removedBytes = 0;
  if (size > maxBytes) {
    for (const entry of entries.sort((a, b) => a.usedAt - b.usedAt)) {
      if (size <= maxBytes * TARGET) break;
      if (!remove(entry.path)) continue;
      size -= entry.size;
      removed++;
      removedBytes += entry.size;
    }
  }
  return { removed, removedBytes, kept: entries.length - removed, keptBytes: size };
};

const list = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};

const inspect = (path: string, name: string): readonly Entry[] => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return [];
  if (name.startsWith('.tmp-')) {
    if (Date.now() - stat.mtimeMs > TEMPORARY_AGE_MS) remove(path);
    return [];
  }
  return [{ path, size: stat.size, usedAt: stat.mtimeMs }];
};

const remove = (path: string): boolean => {
  try {
    rmSync(path, { force: true });
    return true;
  } catch {
    return false;
  }
};
