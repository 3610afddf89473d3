// What does this machine bring: helper programs, and what the caches take up?
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FairwayError } from '@fairway/contracts';
import { runProgram } from '../programs/run-program.ts';
import { cacheDirectory, type Environment } from './paths.ts';
import { findOnPath } from './search-path.ts';
import { parseVersion } from './version.ts';

/** A program that the toolkit uses as it finds it. */
export interface HostProgram {
  readonly name: string;
  readonly purpose: string;
  readonly path?: string;
  readonly version?: string;
  readonly problem?: string;
  readonly needed: boolean;
}

/** Size of one part of the cache on disk, in bytes. */
export interface CacheSize {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
}

export interface HostState {
  readonly node: string;
  readonly platform: string;
  readonly programs: readonly HostProgram[];
  readonly cache: { readonly directory: string; readonly parts: readonly CacheSize[] };
}

const PROGRAMS = [
  { name: 'git', args: ['version'], purpose: 'reads revisions: --base, the file list', needed: true },
  { name: 'go', args: ['version'], purpose: 'builds programs that are not downloaded', needed: false },
  { name: 'gpg', args: ['--version'], purpose: 'verifies signatures for `fairway tools lock`', needed: false },
  { name: 'cosign', args: ['version'], purpose: 'verifies signatures for `fairway tools lock`', needed: false },
];

const examineProgram = async (entry: (typeof PROGRAMS)[number], environment: Environment): Promise<HostProgram> => {
  const { name, purpose, needed } = entry;
  const path = await findOnPath(name, environment['PATH'], undefined);
  if (path === undefined) return { name, purpose, needed, problem: 'not on PATH' };
  try {
    const inherited = ['PATH', 'HOME', 'GOTOOLCHAIN', 'GOCACHE', 'GOROOT'].flatMap((key) =>
      environment[key] ? [[key, environment[key]]] : [],
    );
    const { stdout, stderr } = await runProgram(path, entry.args, {
      cwd: '/',
      environment: { ...Object.fromEntries(inherited), LC_ALL: 'C' },
      timeoutMs: 10_000,
      maxOutputBytes: 64 * 1024,
    });
    const version = /go(\d+\.\d+(?:\.\d+)?)/.exec(name === 'go' ? stdout : '')?.[1] ?? parseVersion(stdout) ?? parseVersion(stderr);
    return { name, purpose, needed, path, ...(version === undefined ? { problem: 'does not say its version' } : { version }) };
  } catch (error) {
    if (!(error instanceof FairwayError)) throw error;
    return { name, purpose, needed, path, problem: error.message };
  }
};

const sizeOf = async (directory: string): Promise<Omit<CacheSize, 'name'>> => {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true }).catch(() => []);
  let [files, bytes] = [0, 0];
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    files += 1;
    bytes += (await lstat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size;
  }
  return { files, bytes };
};

/** Size of each part of the toolkit's cache; empty where there is none yet. */
export const cacheSizes = async (directory: string): Promise<readonly CacheSize[]> => {
  const parts = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const names = parts.filter((part) => part.isDirectory()).map((part) => part.name);
  return Promise.all(names.sort().map(async (name) => ({ name, ...(await sizeOf(join(directory, name))) })));
};

/** Looks at this machine. Changes nothing. */
export const examineHost = async (environment: Environment): Promise<HostState> => {
  const directory = cacheDirectory(environment);
  const [programs, parts] = await Promise.all([
    Promise.all(PROGRAMS.map((entry) => examineProgram(entry, environment))),
    cacheSizes(directory),
  ]);
  return { node: process.versions.node, platform: `${process.platform}-${process.arch}`, programs, cache: { directory, parts } };
};
