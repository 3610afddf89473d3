// What does a commit contain, without checking it out?
import { tmpdir } from 'node:os';
import { InputError, type ReadResult, type TreeEntry } from '@fairway/contracts';
import { isInside } from '../disk/read-path.ts';
import { createScratch } from '../disk/scratch.ts';
import { type Conversion, conversionByConfig, hasOtherAttributes, mayConvert, readConversions } from './attributes.ts';
import { type BlobStore, createBlobStore } from './blob-store.ts';
import { type GitOptions, type GitPlace, git } from './git-command.ts';
import { type GitConfig, readGitConfig, remotesOf } from './git-config.ts';
import { DEFAULT_MAX_BYTES, directoriesOf, materialise, type OpenTree, type OpenTreeOptions } from './open-tree.ts';
import { splitRecords, type TreeRecord, treeRecord } from './records.ts';

/**
 * Opens a commit of the repository at `root`. Files come in the form of a checkout: line ends, `$Id$` and encoding are converted where
 * attributes of the commit or settings say so. Filter drivers are never run: an LFS file gives its pointer.
 * @param sha full commit id, see `resolveRevision`
 * @throws InputError for anything but a full id; FairwayError git-failed, revision-unreachable
 */
export const openCommit = async (root: string, sha: string, options: OpenTreeOptions & GitOptions = {}): Promise<OpenTree> => {
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(sha)) throw new InputError('input-invalid', `${JSON.stringify(sha)} is no full commit id`);
  const place: GitPlace = { ...options, directory: root };
  const listTree = async () => (await git(place, ['ls-tree', '-r', '-z', '--full-tree', sha])).stdout;
  const [listing, config] = await Promise.all([listTree(), readGitConfig(place)]);
  const records = new Map(
    splitRecords(listing)
      .map(treeRecord)
      .map((record) => [record.path, record]),
  );
  const scratch = options.scratch ?? createScratch(tmpdir());
  const blobs = createBlobStore(place, { listing: async () => listing, config, scratch });
  const conversion = await conversionsOfCommit(place, { records, config, blobs });
  const entries = new Map<string, TreeEntry>();
  for (const record of records.values()) entries.set(record.path, entryOf(record, conversion(record.path)));
  const directories = directoriesOf(entries.keys());

  const read: OpenTree['read'] = async (paths, { maxBytes = DEFAULT_MAX_BYTES } = {}) => {
    const wanted = new Map<string, { oid: string; convert: boolean }>();
    const result = new Map<string, ReadResult>();
    for (const path of paths) {
      const entry = entries.get(path);
      const record = records.get(path);
      const directory = entry?.kind === 'submodule' || directories.has(path);
      // What has a blob is filled in below: results come in the order of the question.
      result.set(path, directory ? { kind: 'directory' } : { kind: 'absent' });
      if (record === undefined || entry === undefined || directory || !isInside(path)) continue;
      wanted.set(path, { oid: record.oid, convert: entry.kind === 'file' && conversion(path).onCheckout });
    }
    for (const [path, content] of await blobs.read(wanted, maxBytes))
      result.set(path, contentOf(content, entries.get(path)?.kind === 'symlink'));
    return result;
  };
  const tree = { root: undefined, commit: sha, dirty: false, remotes: remotesOf(config), entries, read };
  return { ...tree, materialise: (paths, directory) => materialise(tree, paths, directory), close: () => blobs.close() };
};

const contentOf = (content: { kind: 'bytes'; bytes: Uint8Array } | { kind: 'too-large'; size: number }, symlink: boolean): ReadResult => {
  if (content.kind === 'too-large') return content;
  if (symlink) return { kind: 'symlink', target: new TextDecoder().decode(content.bytes), ignored: false };
  return { kind: 'file', bytes: content.bytes, ignored: false };
};

const entryOf = ({ path, mode, oid }: TreeRecord, conversion: Conversion): TreeEntry => {
  if (mode === '160000') return { path, kind: 'submodule', executable: false };
  if (mode === '120000') return { path, kind: 'symlink', executable: false, blob: oid };
  return {
    path,
    kind: 'file',
    executable: mode === '100755',
    ...(conversion.onCheckout ? {} : { blob: oid }),
    ...(conversion.filter === 'lfs' ? { lfs: true } : {}),
    ...(conversion.filter === undefined || conversion.filter === 'lfs' ? {} : { filter: conversion.filter }),
  };
};

const conversionsOfCommit = async (
  place: GitPlace,
  { records, config, blobs }: { readonly records: ReadonlyMap<string, TreeRecord>; readonly config: GitConfig; readonly blobs: BlobStore },
): Promise<(path: string) => Conversion> => {
  const files = [...records.values()].filter(({ mode }) => mode.startsWith('100'));
  const attributeFiles = files.filter(({ path }) => path === '.gitattributes' || path.endsWith('/.gitattributes'));
  const texts = await blobs.read(new Map(attributeFiles.map(({ path, oid }) => [path, { oid, convert: false }])), 1024 * 1024);
  const speaks = [...texts.values()].some((content) => content.kind !== 'bytes' || mayConvert(new TextDecoder().decode(content.bytes)));
  if (!speaks && !(await hasOtherAttributes(place, config))) {
    const all = conversionByConfig(config);
    return () => all;
  }
  return readConversions(
    place,
    files.map(({ path }) => path),
    { config, cached: await blobs.isolated() },
  );
};
