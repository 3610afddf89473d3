// Which of several processes installs, and how do the others wait?
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FairwayError, ToolError } from '@fairway/contracts';
import { z } from 'zod';

/** All times in milliseconds. */
export interface LockTimes {
  /** How often the owner shows that it lives. */
  readonly beatMs: number;
  /** An owner that has not shown itself for so long is gone. */
  readonly staleMs: number;
  /** How long others wait at most. */
  readonly waitMs: number;
  readonly pollMs: number;
}

export const LOCK_TIMES: LockTimes = { beatMs: 5_000, staleMs: 60_000, waitMs: 1_800_000, pollMs: 250 };

export interface LockOptions {
  readonly times?: Partial<LockTimes>;
  readonly signal?: AbortSignal;
  readonly onWait?: () => void;
}

const Owner = z.strictObject({ token: z.string(), pid: z.number().int(), host: z.string() });

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const create = async (path: string, token: string): Promise<boolean> => {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(JSON.stringify({ token, pid: process.pid, host: hostname() }));
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw new FairwayError('disk-failed', 'the cache of programs cannot be written', {
      cause: error,
      hint: 'FAIRWAY_CACHE_DIR names another place.',
    });
  }
};

/** Content and age of a lock; an owner that cannot be read (yet) is judged by age alone. */
const look = async (path: string, times: LockTimes): Promise<{ readonly text: string; readonly stale: boolean } | undefined> => {
  try {
    const [text, { mtimeMs }] = [await readFile(path, 'utf8'), await stat(path)];
    const owner = Owner.safeParse(
      ((): unknown => {
        try {
          return JSON.parse(text);
        } catch {
          return undefined;
        }
      })(),
    );
    const gone = owner.success && owner.data.host === hostname() && !isAlive(owner.data.pid);
    return { text, stale: gone || Date.now() - mtimeMs > times.staleMs };
  } catch {
    return undefined;
  }
};

/** Moves a stale lock away. Two that try at once: the second may have caught a fresh lock and puts it back. */
const takeAway = async (path: string, staleText: string): Promise<void> => {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== staleText) await rename(aside, path);
    else await rm(aside, { force: true });
  } catch {
    // Gone already: somebody else was faster.
  }
};

const acquire = async (path: string, token: string, options: LockOptions & { readonly times: LockTimes }): Promise<void> => {
  const { times } = options;
  let waited = 0;
  while (!(await create(path, token))) {
    const held = await look(path, times);
    if (held?.stale) {
      await takeAway(path, held.text);
      continue;
    }
    if (waited === 0) options.onWait?.();
    if (waited >= times.waitMs) {
      throw new ToolError('tool-timeout', `another process has been installing the same program for ${Math.round(times.waitMs / 1000)} s`, {
        command: ['install'],
        hint: `If none is running, remove ${path} and try again.`,
      });
    }
    await sleep(times.pollMs, undefined, options.signal ? { signal: options.signal } : {}).catch((cause: unknown) => {
      throw new FairwayError('cancelled', 'waiting for another installation was cancelled', { cause });
    });
    waited += times.pollMs;
  }
};

const release = async (path: string, token: string): Promise<void> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text.includes(token)) await rm(path, { force: true });
};

/**
 * Runs `work` while no other process on this cache holds the lock. The lock of a process that died is taken over. The work must look
 * again whether it is still needed. Throws `ToolError` (`tool-timeout`) when the wait is over, and what `work` throws.
 */
export const withLock = async <T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> => {
  const times = { ...LOCK_TIMES, ...options.times };
  const token = randomUUID();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new FairwayError('disk-failed', 'the cache of programs cannot be written', {
      cause,
      hint: 'FAIRWAY_CACHE_DIR names another place.',
    });
  });
  await acquire(path, token, { ...options, times });
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, times.beatMs);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await release(path, token);
  }
};
