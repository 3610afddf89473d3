// What do all open versions of a repository have in common?
import { join } from 'node:path';
import { FairwayError, type ReadResult, type ScratchPort, type SourceTree, type TreeEntry } from '@fairway/contracts';
import { type WrittenFile, writeFiles } from '../disk/write-files.ts';

/** A version of a repository whose programs end with `close`. Without it they end with this process. */
export interface OpenTree extends SourceTree {
  close(): Promise<void>;
}

/** How a version is opened. */
export interface OpenTreeOptions {
  /** For files that a checkout converts; default: the system's directory for temporary files. */
  readonly scratch?: ScratchPort;
}

/** Default of `maxBytes` in `read`. */
export const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/** Directories that the entries imply: every parent of every path, and the root as ''. */
export const directoriesOf = (paths: Iterable<string>): ReadonlySet<string> => {
  const directories = new Set<string>(['']);
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const directory = path.slice(0, at);
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  }
  return directories;
};

/** Writes paths of a version below a directory; both kinds of version share it. */
export const materialise = async (
  tree: Pick<SourceTree, 'entries' | 'read'>,
  paths: Iterable<string>,
  directory: string,
): Promise<void> => {
  const contents = await tree.read(paths);
  const files = new Map<string, WrittenFile>();
  for (const [path, content] of contents) files.set(path, writable(path, content, { entry: tree.entries.get(path), directory }));
  files.delete('');
  writeFiles(directory, files);
};

const writable = (
  path: string,
  content: ReadResult,
  { entry, directory }: { readonly entry: TreeEntry | undefined; readonly directory: string },
): WrittenFile => {
  if (content.kind === 'file') return { kind: 'file', bytes: content.bytes, executable: entry?.executable ?? false };
  if (content.kind === 'symlink') return { kind: 'symlink', target: content.target };
  if (content.kind === 'directory') return { kind: 'directory' };
  const reason = content.kind === 'absent' ? 'it is not there' : `it has ${content.size} bytes`;
  throw new FairwayError('file-unreadable', `${path} cannot be copied to ${join(directory, path)}: ${reason}`, { at: { file: path } });
};
