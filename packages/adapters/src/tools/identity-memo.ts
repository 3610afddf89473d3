// Has this very file been looked at before? Saves hashing a program of 100 MB at every start.
import { createHash } from 'node:crypto';
import { type BigIntStats, constants } from 'node:fs';
import { access, open, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from './replace-file.ts';

/** What was found out about a program file. */
export interface ProgramIdentity {
  readonly sha256: string;
  readonly version: string;
}

/** Where a file stands and what the system says of it; any change of the bytes changes `ctime`, which no program can set. */
export interface FileFacts {
  readonly path: string;
  readonly facts: string;
  readonly changedAtMs: number;
  /** The file starts with `#!`: it starts another program, which its own checksum says nothing about. */
  readonly script: boolean;
}

const Memo = z.strictObject({ path: z.string(), facts: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/), version: z.string() });

/** Two changes within one tick of the clock look alike, so a file that changed just now is not remembered. */
const SETTLED_MS = 2000;

const isScript = async (path: string): Promise<boolean> => {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.toString('latin1') === '#!';
  } finally {
    await file.close();
  }
};

const factsOf = (stats: BigIntStats, args: readonly string[]): string =>
  [stats.dev, stats.ino, stats.size, stats.mode, stats.mtimeNs, stats.ctimeNs, ...args].join(' ');

/** Facts of an executable file, symlinks followed; `undefined` where there is none that this user may run. */
export const fileFacts = async (path: string, versionArgs: readonly string[]): Promise<FileFacts | undefined> => {
  try {
    const real = await realpath(path);
    const stats = await stat(real, { bigint: true });
    if (!stats.isFile()) return undefined;
    await access(real, constants.X_OK);
    return { path: real, facts: factsOf(stats, versionArgs), changedAtMs: Number(stats.ctimeMs), script: await isScript(real) };
  } catch {
    return undefined;
  }
};

const memoPath = (directory: string, facts: FileFacts): string =>
  join(directory, '.seen', `${createHash('sha256').update(facts.path).digest('hex').slice(0, 32)}.json`);

/** What is remembered of the file; a damaged or outdated memory reads as none. */
export const recall = async (directory: string, facts: FileFacts): Promise<ProgramIdentity | undefined> => {
  try {
    const memo = Memo.parse(JSON.parse(await readFile(memoPath(directory, facts), 'utf8')));
    return memo.path === facts.path && memo.facts === facts.facts ? { sha256: memo.sha256, version: memo.version } : undefined;
  } catch {
    return undefined;
  }
};

/** Remembers; never for a script or a file that changed a moment ago. A cache that cannot be written is no error. */
export const remember = async (directory: string, facts: FileFacts, identity: ProgramIdentity): Promise<void> => {
  if (facts.script || Date.now() - facts.changedAtMs < SETTLED_MS) return;
  const text = JSON.stringify({ path: facts.path, facts: facts.facts, ...identity });
  await replaceFile(memoPath(directory, facts), text).catch(() => {});
};
