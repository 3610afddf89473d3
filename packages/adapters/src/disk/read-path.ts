// What is at a path of a directory, without ever following a symlink?
import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { FairwayError } from '@fairway/contracts';

/** What one look at the disk gives. */
export type DiskContent =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'symlink'; readonly target: string }
  | { readonly kind: 'directory' }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'absent' };

const ABSENT: DiskContent = { kind: 'absent' };
const DIRECTORY: DiskContent = { kind: 'directory' };
const CHUNK = 256 * 1024;

/** Whether a path stays inside a tree: relative, without `.`, `..`, empty parts and NUL, and not inside `.git`. */
export const isInside = (path: string): boolean =>
  path !== '' &&
  !path.includes('\0') &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');

/**
 * Reads paths below `root`. Directories on the way are looked at once and remembered, so a reader serves one moment in time. Reading is
 * synchronous: for thousands of small files that is several times faster than one promise each.
 * @throws FairwayError file-unreadable where the system refuses or the path is a device, a pipe or a socket
 */
export const createDiskReader = (root: string): ((path: string, maxBytes: number) => DiskContent) => {
  const directories = new Map<string, boolean>([['', true]]);
  const buffer = Buffer.allocUnsafe(CHUNK);

  const isRealDirectory = (path: string): boolean => {
    const known = directories.get(path);
    if (known !== undefined) return known;
    const answer = isRealDirectory(parentOf(path)) && lstatSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() === true;
    directories.set(path, answer);
    return answer;
  };

  return (path, maxBytes) => {
    if (path === '') return DIRECTORY;
    if (!isInside(path)) return ABSENT;
    try {
      return isRealDirectory(parentOf(path)) ? readFileAt(root, path, { maxBytes, buffer }) : ABSENT;
    } catch (error) {
      throw unreadable(path, error);
    }
  };
};

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const readFileAt = (root: string, path: string, room: { readonly maxBytes: number; readonly buffer: Buffer }): DiskContent => {
  const absolute = `${root}/${path}`;
  let handle: number;
  try {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    handle = openSync(absolute, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return ABSENT;
    if (code === 'ELOOP' || code === 'EMLINK') return { kind: 'symlink', target: readlinkSync(absolute) };
    throw error;
  }
  try {
    const stat = fstatSync(handle);
    if (stat.isDirectory()) return DIRECTORY;
    if (!stat.isFile()) throw new Error('it is no regular file');
    if (stat.size > room.maxBytes) return { kind: 'too-large', size: stat.size };
    return readOpenFile(handle, room);
  } finally {
    closeSync(handle);
  }
};

const readOpenFile = (handle: number, { maxBytes, buffer }: { readonly maxBytes: number; readonly buffer: Buffer }): DiskContent => {
  const parts: Buffer[] = [];
  let total = 0;
  for (;;) {
    const count = readSync(handle, buffer, 0, buffer.length, null);
    if (count === 0) break;
    total += count;
    // The size may have grown since it was asked.
    if (total > maxBytes) return { kind: 'too-large', size: total };
    parts.push(Buffer.from(buffer.subarray(0, count)));
  }
  return { kind: 'file', bytes: parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts) };
};

/** Code of a system error such as ENOENT, empty for anything else. */
export const errorCode = (error: unknown): string => {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
};

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EIO: 'the disk reports an error',
  ENXIO: 'it is no regular file',
  EMFILE: 'too many files are open',
};

const unreadable = (path: string, error: unknown): FairwayError => {
  const code = errorCode(error);
  const reason = REASONS[code] ?? (code === '' && error instanceof Error ? error.message : code);
  return new FairwayError('file-unreadable', `${path} cannot be read: ${reason}`, {
    at: { file: path },
    hint: reason === 'permission denied' ? 'Give the user who runs this read access to the file.' : '',
    cause: error,
  });
};
