// How are files and symlinks of a tree written below a directory without leaving it?
import { lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FairwayError } from '@fairway/contracts';
import { errorCode, isInside } from './read-path.ts';

/** One thing to write. */
export type WrittenFile =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly executable: boolean }
  | { readonly kind: 'symlink'; readonly target: string }
  | { readonly kind: 'directory' };

/**
 * Writes files below `directory`, which exists. Symlinks come last and nothing is written through one; their targets are taken as they
 * are and never looked at.
 * @throws FairwayError path-escapes for a path that is absolute, has `..` or lies in `.git`; disk-failed where the disk refuses
 */
export const writeFiles = (directory: string, files: ReadonlyMap<string, WrittenFile>): void => {
  for (const path of files.keys())
    if (!isInside(path)) throw new FairwayError('path-escapes', `${JSON.stringify(path)} is no path inside the tree, nothing was written`);
  const ordered = [...files].sort(([, a], [, b]) => Number(a.kind === 'symlink') - Number(b.kind === 'symlink'));
  const made = new Set<string>();
  for (const [path, file] of ordered) {
    try {
      writeOne(directory, path, { file, made });
    } catch (error) {
      throw error instanceof FairwayError ? error : diskError(join(directory, path), error);
    }
  }
};

const writeOne = (directory: string, path: string, { file, made }: { readonly file: WrittenFile; readonly made: Set<string> }): void => {
  const absolute = join(directory, path);
  makeDirectories(directory, file.kind === 'directory' ? path : dirname(path), made);
  if (file.kind === 'directory') return;
  if (file.kind === 'symlink') {
    const there = lstatSync(absolute, { throwIfNoEntry: false });
    if (there?.isSymbolicLink() && readlinkSync(absolute) === file.target) return;
    if (there !== undefined) rmSync(absolute);
    symlinkSync(file.target, absolute);
    return;
  }
  const mode = file.executable ? 0o755 : 0o644;
  try {
    writeFileSync(absolute, file.bytes, { mode, flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    // Replaced, never written through: what is there may be a symlink.
    rmSync(absolute);
    writeFileSync(absolute, file.bytes, { mode, flag: 'wx' });
  }
};

const makeDirectories = (directory: string, path: string, made: Set<string>): void => {
  if (path === '.' || path === '' || made.has(path)) return;
  makeDirectories(directory, dirname(path), made);
  const absolute = join(directory, path);
  const there = lstatSync(absolute, { throwIfNoEntry: false });
  if (there === undefined) mkdirSync(absolute);
  else if (!there.isDirectory()) throw new FairwayError('path-escapes', `${path} is no directory, nothing is written through it`);
  made.add(path);
};

const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['the disk is full', 'Make room, or choose a directory on another disk.'],
  EDQUOT: ['the disk quota is used up', 'Make room, or choose a directory on another disk.'],
  EROFS: ['the file system is read-only', 'Choose a directory that can be written.'],
  EACCES: ['permission denied', 'Choose a directory that you may write.'],
  EPERM: ['permission denied', 'Choose a directory that you may write.'],
  ENOTDIR: ['a part of the path is a file', 'Choose another path.'],
  ENOENT: ['the directory is not there', 'Make the directory first.'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter path.'],
  EBUSY: ['it is in use, perhaps a mount point', 'Choose a directory below it.'],
};

/** Makes a directory and what is missing above it. Unlike `mkdir` with `recursive` it reports a read-only file system as one. */
export const makeDirectory = (path: string): void => {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    makeDirectory(dirname(path));
    makeDirectory(path);
  }
};

/** Why the disk refused, in words, and what to do about it. */
export const diskRefusal = (error: unknown): readonly [string, string] => {
  const code = errorCode(error);
  return REASONS[code] ?? [error instanceof Error ? error.message : code, ''];
};

/** The error for a write that the disk refused. It names the path and never has a stack of system codes. */
export const diskError = (path: string, error: unknown): FairwayError => {
  const [reason, hint] = diskRefusal(error);
  return new FairwayError('disk-failed', `${path} could not be written: ${reason}`, { hint, cause: error });
};
