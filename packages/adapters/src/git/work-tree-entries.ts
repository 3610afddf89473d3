// Which files make up the work tree, and for which of them does a blob id stand for the bytes on disk?
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeEntry } from '@fairway/contracts';
import type { Conversion } from './attributes.ts';
import type { IndexRecord, Status } from './records.ts';

/** An entry and what is needed to read it from git where it is not on disk. */
export interface ListedEntry {
  readonly entry: TreeEntry;
  readonly oid: string;
  readonly convert: boolean;
  /** A filter driver stands between disk and blob, so that git without it cannot tell whether the file changed. */
  readonly filtered: boolean;
}

/** What git said about the work tree. */
export interface WorkTreeFacts {
  readonly records: readonly IndexRecord[];
  readonly status: Status;
  readonly conversion: (path: string) => Conversion;
  /** False where some name is not UTF-8: such a file cannot be opened by its name as text. */
  readonly textNames: boolean;
}

/** All entries by path: tracked files that are there, and untracked ones that are not ignored. */
export const listWorkTree = (root: string, facts: WorkTreeFacts): ReadonlyMap<string, ListedEntry> => {
  const listed = new Map<string, ListedEntry>();
  for (const record of facts.records) {
    const item = listTracked(root, record, facts);
    if (item !== undefined) listed.set(record.path, item);
  }
  for (const path of facts.status.untracked) {
    // A name with a slash at its end is a repository of its own; its files are not part of this one.
    const entry = path.endsWith('/') || listed.has(path) ? undefined : entryOnDisk(root, path);
    if (entry !== undefined) listed.set(path, withConversion(entry, '', facts.conversion(path)));
  }
  for (const [path, { entry, ...rest }] of listed)
    if (entry.lfs && !entry.offDisk && !isPointer(join(root, path))) listed.set(path, { ...rest, entry: withoutPointerMark(entry) });
  return listed;
};

/** On disk an LFS file is its content where git-lfs was at work, and the pointer elsewhere: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const isPointer = (path: string): boolean => {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && stat.size < 1024 && readFileSync(path, 'latin1').startsWith('version https://git-lfs.github.com/spec/');
};

const withoutPointerMark = ({ lfs: _, ...entry }: TreeEntry): TreeEntry => entry;

const listTracked = (root: string, record: IndexRecord, facts: WorkTreeFacts): ListedEntry | undefined => {
  const { path, mode, oid } = record;
  const conversion = facts.conversion(path);
  if (mode === '160000') return withConversion({ path, kind: 'submodule', executable: false }, oid, conversion);
  const indexed: TreeEntry = { path, kind: mode === '120000' ? 'symlink' : 'file', executable: mode === '100755' };
  const conflict = facts.status.unmerged.get(path);
  if (record.stage > 0 || conflict !== undefined) {
    const entry = entryOnDisk(root, path);
    return entry === undefined ? undefined : withConversion({ ...entry, conflict: true }, oid, conversion);
  }
  if (!facts.textNames && path.includes('\ufffd')) return withConversion({ ...indexed, offDisk: true }, oid, conversion);
  if (record.skipWorktree) {
    const entry = entryOnDisk(root, path);
    return withConversion(entry ?? { ...indexed, offDisk: true, ...blobOf(record, conversion.onCheckout) }, oid, conversion);
  }
  const change = facts.status.changed.get(path);
  if (record.assumeUnchanged || change?.inWorkTree) {
    const entry = change?.modeOnDisk === '000000' ? undefined : entryOnDisk(root, path);
    return entry === undefined ? undefined : withConversion(entry, oid, conversion);
  }
  return withConversion({ ...indexed, ...blobOf(record, conversion.mayDiffer && indexed.kind === 'file') }, oid, conversion);
};

const blobOf = ({ oid }: IndexRecord, differs: boolean): { readonly blob?: string } => (differs ? {} : { blob: oid });

const withConversion = (entry: TreeEntry, oid: string, conversion: Conversion): ListedEntry => {
  const filter = entry.kind === 'file' ? conversion.filter : undefined;
  const marks = { ...(filter === 'lfs' ? { lfs: true } : {}), ...(filter === undefined || filter === 'lfs' ? {} : { filter }) };
  return { entry: { ...entry, ...marks }, oid, convert: entry.kind === 'file' && conversion.onCheckout, filtered: filter !== undefined };
};

const entryOnDisk = (root: string, path: string): TreeEntry | undefined => {
  const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) return { path, kind: 'symlink', executable: false };
  return stat?.isFile() ? { path, kind: 'file', executable: (stat.mode & 0o100) !== 0 } : undefined;
};
