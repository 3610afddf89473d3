// Which files does a real program look at? Asks strace (a Debian package), so that only system tests can use it.
import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, relative } from 'node:path';
import type { MemoryFile } from './memory-tree.ts';

/** What a program did below a directory. Paths are relative to it. */
export interface ProgramTrace {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Files that were opened or asked about, after links. */
  readonly files: readonly string[];
  /** Links that were passed or asked about. */
  readonly links: readonly string[];
  /** Directories whose entries were read. */
  readonly listed: readonly string[];
  /** Paths that were asked for and are not there. */
  readonly absent: readonly string[];
}

export interface TraceOptions {
  /** Real path of the directory that is watched; the program is started there. */
  readonly below: string;
  readonly env?: Readonly<Record<string, string>>;
}

const CALLS = 'trace=openat,open,newfstatat,stat,lstat,statx,readlink,readlinkat,access,faccessat,faccessat2,getdents64';
/** `call(AT_FDCWD</cwd>, "path", …) = result`, or `call(5</directory>, …)`. */
const LINE = /^(\w+)\((?:(?:AT_FDCWD|\d+)<([^>]*)>)?(?:, )?(?:"((?:[^"\\]|\\.)*)")?.* = /;

function linesOf(log: string): readonly string[] {
  return readdirSync(log).flatMap((file) => readFileSync(join(log, file), 'utf8').split('\n'));
}

interface Seen {
  readonly files: Set<string>;
  readonly links: Set<string>;
  readonly listed: Set<string>;
  readonly absent: Set<string>;
}

/** Follows a path as the kernel does, and notes the links on its way, and the file at its end or what is not there. */
function note(below: string, path: string, seen: Seen): void {
  let done = below;
  let rest = relative(below, path)
    .split('/')
    .filter((part) => part !== '');
  while (rest.length > 0) {
    const [part = '', ...others] = rest;
    rest = others;
    const next = normalize(join(done, part));
    const stats = lstatSync(next, { throwIfNoEntry: false });
    if (stats === undefined) {
      seen.absent.add(relative(below, join(next, ...rest)));
      return;
    }
    if (stats.isSymbolicLink()) {
      seen.links.add(relative(below, next));
      rest = [...readlinkSync(next).split('/'), ...rest];
    } else {
      done = next;
      if (stats.isFile()) {
        seen.files.add(relative(below, next));
        return;
      }
    }
  }
}

function take(line: string, below: string, seen: Seen): void {
  const [, call, base = '', name] = LINE.exec(line) ?? [];
  if (call === undefined) return;
  const path = normalize(name === undefined ? base : name.startsWith('/') ? name : join(base, name)).replace(/(?<=.)\/$/, '');
  if (path !== below && !path.startsWith(`${below}/`)) return;
  if (call === 'getdents64') seen.listed.add(relative(below, path));
  note(below, path, seen);
}

/** What a program looks for on the PATH is no input of a rendering. */
function pathOutside(below: string): string {
  return (process.env.PATH ?? '')
    .split(':')
    .filter((directory) => !directory.startsWith(below))
    .join(':');
}

/** Runs a program under strace. Throws when strace is not there. */
export const traceProgram = (command: readonly string[], { below, env = {} }: TraceOptions): ProgramTrace => {
  const log = mkdtempSync(join(tmpdir(), 'fairway-trace-'));
  try {
    const args = ['-ff', '-y', '-qq', '-s', '4096', '-e', 'signal=none', '-e', CALLS, '-o', join(log, 'thread'), '--', ...command];
    const run = spawnSync('strace', args, {
      cwd: below,
      env: { PATH: pathOutside(below), HOME: log, ...env },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (run.error !== undefined) throw new Error(`strace did not start (${run.error.message}); it is a Debian package`);
    const seen: Seen = { files: new Set(), links: new Set(), listed: new Set(), absent: new Set() };
    for (const line of linesOf(log)) take(line, below, seen);
    const sorted = (paths: ReadonlySet<string>): readonly string[] => [...paths].sort();
    const { status: exitCode, stdout, stderr } = run;
    return {
      exitCode,
      stdout,
      stderr,
      files: sorted(seen.files),
      links: sorted(seen.links),
      listed: sorted(seen.listed),
      absent: sorted(seen.absent),
    };
  } finally {
    rmSync(log, { recursive: true, force: true });
  }
};

/** Everything below a directory, for a memory tree; `.git` and `node_modules` are left out. */
export const filesBelow = (directory: string): Readonly<Record<string, MemoryFile>> => {
  const files: Record<string, MemoryFile> = {};
  const visit = (at: string): void => {
    for (const entry of readdirSync(join(directory, at), { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') visit(path);
      else if (entry.isSymbolicLink()) files[path] = { symlink: readlinkSync(join(directory, path)) };
      else if (entry.isFile()) files[path] = readFileSync(join(directory, path));
    }
  };
  visit('');
  return files;
};

/** A real directory with these files, removed when the test disposes it. */
export const directoryOf = (files: Readonly<Record<string, MemoryFile>>): Disposable & { readonly directory: string } => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-files-')));
  for (const [path, file] of Object.entries(files)) {
    const target = join(directory, path);
    mkdirSync(dirname(target), { recursive: true });
    if (typeof file === 'string' || file instanceof Uint8Array) writeFileSync(target, file);
    else if ('symlink' in file) symlinkSync(file.symlink, target);
  }
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) };
};
