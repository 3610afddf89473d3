// How does a test hand over a repository without a disk?
import { createHash } from 'node:crypto';
import type { ReadResult, SourceTree, TreeEntry } from '@fairway/contracts';

/** What a path of a memory tree holds: text, bytes, a symlink or a submodule. */
export type MemoryFile = string | Uint8Array | { readonly symlink: string } | { readonly submodule: string };

export interface MemoryTreeOptions {
  /** Excluded by .gitignore: on disk, readable, not listed. */
  readonly ignored?: Readonly<Record<string, string | Uint8Array>>;
  readonly commit?: string;
  readonly dirty?: boolean;
  /** Called with the paths of each `read`, so that a test can count round trips. */
  readonly onRead?: (paths: readonly string[]) => void;
  /** Gives the entries the blob id that git would give them. */
  readonly blobs?: boolean;
}

const encoder = new TextEncoder();
const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? encoder.encode(content) : content);
const isContent = (file: MemoryFile): file is string | Uint8Array => typeof file === 'string' || file instanceof Uint8Array;

const blobIdOf = (bytes: Uint8Array): string => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

const entryOf = (path: string, file: MemoryFile, blobs: boolean): TreeEntry => {
  if (!isContent(file)) return { path, kind: 'symlink' in file ? 'symlink' : 'submodule', executable: false };
  const blob = blobs ? { blob: blobIdOf(bytesOf(file)) } : {};
  return { path, kind: 'file', executable: false, ...blob };
};

const isUnder = (paths: Iterable<string>, directory: string): boolean => {
  for (const path of paths) if (path.startsWith(`${directory}/`)) return true;
  return false;
};

const resultOf = (path: string, files: Readonly<Record<string, MemoryFile>>, options: MemoryTreeOptions, maxBytes: number): ReadResult => {
  const hidden = Object.hasOwn(options.ignored ?? {}, path) ? options.ignored?.[path] : undefined;
  const file = Object.hasOwn(files, path) ? files[path] : hidden;
  if (file === undefined) return isUnder(Object.keys(files), path) ? { kind: 'directory' } : { kind: 'absent' };
  if (!isContent(file)) return 'symlink' in file ? { kind: 'symlink', target: file.symlink, ignored: false } : { kind: 'directory' };
  const bytes = bytesOf(file);
  if (bytes.length > maxBytes) return { kind: 'too-large', size: bytes.length };
  return { kind: 'file', bytes, ignored: hidden !== undefined };
};

/** A `SourceTree` over plain data. Paths are relative to the repository root; it has no `root` and cannot materialise. */
export const memoryTree = (files: Readonly<Record<string, MemoryFile>>, options: MemoryTreeOptions = {}): SourceTree => {
  const entries = new Map(
    Object.keys(files)
      .sort()
      .map((path) => [path, entryOf(path, files[path] ?? '', options.blobs ?? false)] as const),
  );
  return {
    root: undefined,
    commit: options.commit,
    dirty: options.dirty ?? false,
    entries,
    read: async (paths, { maxBytes = 64 * 1024 * 1024 } = {}) => {
      const wanted = [...paths];
      options.onRead?.(wanted);
      return new Map(wanted.map((path) => [path, resultOf(path, files, options, maxBytes)]));
    },
    materialise: async () => {
      throw new Error('a memory tree has no disk');
    },
  };
};
