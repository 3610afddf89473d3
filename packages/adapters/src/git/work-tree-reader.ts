// How are files of a work tree read: from disk, or from their blobs where a sparse checkout left them out?
import type { ReadResult, TreeEntry } from '@fairway/contracts';
import { createDiskReader } from '../disk/read-path.ts';
import type { BlobStore } from './blob-store.ts';
import { DEFAULT_MAX_BYTES, directoriesOf, materialise, type OpenTree } from './open-tree.ts';
import type { ListedEntry } from './work-tree-entries.ts';

/** The tree behind a listing. */
export const workTreeOf = (
  root: string,
  parts: {
    readonly listed: ReadonlyMap<string, ListedEntry>;
    readonly blobs: BlobStore;
    readonly commit: string | undefined;
    readonly dirty: boolean;
  },
): OpenTree => {
  const { listed, blobs, commit, dirty } = parts;
  const entries = new Map<string, TreeEntry>([...listed].map(([path, { entry }]) => [path, entry]));
  const submodules = [...entries.values()].filter(({ kind }) => kind === 'submodule').map(({ path }) => `${path}/`);
  const offDisk = [...entries.values()].filter((entry) => entry.offDisk).map(({ path }) => path);
  const directoriesOffDisk = offDisk.length === 0 ? new Set<string>() : directoriesOf(offDisk);
  const readDisk = createDiskReader(root);

  const readOne = (path: string, maxBytes: number): ReadResult => {
    if (entries.get(path)?.kind === 'submodule') return { kind: 'directory' };
    if (submodules.some((prefix) => path.startsWith(prefix))) return { kind: 'absent' };
    const content = readDisk(path, maxBytes);
    if (content.kind === 'file' || content.kind === 'symlink') return { ...content, ignored: !entries.has(path) };
    return content.kind === 'absent' && directoriesOffDisk.has(path) ? { kind: 'directory' } : content;
  };
  const read: OpenTree['read'] = async (paths, { maxBytes = DEFAULT_MAX_BYTES } = {}) => {
    const result = new Map<string, ReadResult>();
    const wanted = new Map<string, { oid: string; convert: boolean }>();
    for (const path of paths) {
      const blob = listed.get(path);
      // Set now and filled in below: results come in the order of the question.
      result.set(path, blob?.entry.offDisk ? { kind: 'absent' } : readOne(path, maxBytes));
      if (blob?.entry.offDisk) wanted.set(path, { oid: blob.oid, convert: blob.convert });
    }
    if (wanted.size === 0) return result;
    for (const [path, content] of await blobs.read(wanted, maxBytes)) {
      if (content.kind === 'too-large') result.set(path, content);
      else if (entries.get(path)?.kind === 'symlink')
        result.set(path, { kind: 'symlink', target: new TextDecoder().decode(content.bytes), ignored: false });
      else result.set(path, { kind: 'file', bytes: content.bytes, ignored: false });
    }
    return result;
  };
  const tree = { root, commit, dirty, entries, read };
  return { ...tree, materialise: (paths, directory) => materialise(tree, paths, directory), close: () => blobs.close() };
};
