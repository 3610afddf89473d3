// What does the work tree contain right now, changes that are not committed included?
import { lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError, type ReadResult, type TreeEntry } from '@fairway/contracts';
import { createDiskReader } from '../disk/read-path.ts';
import { createScratch } from '../disk/scratch.ts';
import { walkDirectory } from '../disk/walk-directory.ts';
import { conversionByConfig, mayConvert, readConversions } from './attributes.ts';
import { type BlobStore, createBlobStore } from './blob-store.ts';
import { type GitOptions, type GitPlace, git } from './git-command.ts';
import { readGitConfig } from './git-config.ts';
import { hasOtherAttributes } from './open-commit.ts';
import { DEFAULT_MAX_BYTES, directoriesOf, materialise, type OpenTree, type OpenTreeOptions } from './open-tree.ts';
import { indexRecord, namesAreText, readStatus, splitRecords } from './records.ts';
import { type ListedEntry, listWorkTree } from './work-tree-entries.ts';

/** Most files that a tree outside git, or the untracked part of one, may have. */
export const MAX_LOOSE_FILES = 200_000;

/**
 * Opens the work tree at `root` as it is now. In git the listing comes from the index and `git status`; deleted files are gone, files that
 * a sparse checkout left out are read from their blobs. Outside git every file below `root` counts.
 * @throws InputError for too many loose files; FairwayError git-failed, file-unreadable
 */
export const openWorkTree = async (root: string, options: { readonly git: boolean } & OpenTreeOptions & GitOptions): Promise<OpenTree> => {
  if (!options.git) return openPlainDirectory(root);
  const place: GitPlace = { ...options, directory: root };
  const config = await readGitConfig(place);
  const extra = config.withoutFilters;
  const [index, statusOutput] = await Promise.all([
    git(place, ['ls-files', '--full-name', '-s', '-t', '-v', '-z'], { extra }),
    git(place, ['status', '--porcelain=v2', '--branch', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=dirty'], {
      extra,
    }),
  ]);
  const status = readStatus(splitRecords(statusOutput.stdout));
  if (status.untracked.length > MAX_LOOSE_FILES) throw tooMany(root);
  const records = splitRecords(index.stdout).map(indexRecord);
  const read = createDiskReader(root);
  const paths = [...records.map(({ path }) => path), ...status.untracked];
  const attributeFiles = paths.filter((path) => path === '.gitattributes' || path.endsWith('/.gitattributes'));
  const speaks = attributeFiles.some((path) => {
    const content = read(path, 1024 * 1024);
    // One that is not on disk (sparse checkout) is read by git from the index.
    return content.kind !== 'file' || mayConvert(new TextDecoder().decode(content.bytes));
  });
  const conversion =
    speaks || (await hasOtherAttributes(place, config))
      ? await readConversions(place, paths, { config })
      : () => conversionByConfig(config);
  const listed = listWorkTree(root, { records, status, conversion, textNames: namesAreText(index.stdout) });
  const blobs = createBlobStore(place, {
    listing: async () => (await git(place, ['ls-files', '--full-name', '-s', '-z'])).stdout,
    config,
    scratch: options.scratch ?? createScratch(tmpdir()),
  });
  return assemble(root, { listed, blobs, commit: status.commit, dirty: isDirty(status, listed) });
};

const isDirty = (status: ReturnType<typeof readStatus>, listed: ReadonlyMap<string, ListedEntry>): boolean =>
  status.untracked.length > 0 ||
  status.unmerged.size > 0 ||
  [...status.changed].some(([path, change]) => change.staged || !listed.get(path)?.filtered || change.modeOnDisk === '000000');

const assemble = (
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

const openPlainDirectory = (root: string): OpenTree => {
  const entries = new Map<string, TreeEntry>();
  for (const path of walkDirectory(root, MAX_LOOSE_FILES, () => tooMany(root))) {
    const stat = lstatSync(join(root, path));
    const kind = stat.isSymbolicLink() ? 'symlink' : 'file';
    entries.set(path, { path, kind, executable: kind === 'file' && (stat.mode & 0o100) !== 0 });
  }
  const read = createDiskReader(root);
  const tree: Pick<OpenTree, 'root' | 'commit' | 'dirty' | 'entries' | 'read'> = {
    root,
    commit: undefined,
    dirty: false,
    entries,
    read: async (paths, { maxBytes = DEFAULT_MAX_BYTES } = {}) => {
      const result = new Map<string, ReadResult>();
      for (const path of paths) {
        const content = read(path, maxBytes);
        result.set(path, content.kind === 'file' || content.kind === 'symlink' ? { ...content, ignored: false } : content);
      }
      return result;
    },
  };
  return { ...tree, materialise: (paths, directory) => materialise(tree, paths, directory), close: async () => {} };
};

const tooMany = (root: string): InputError =>
  new InputError('input-invalid', `There are more than ${MAX_LOOSE_FILES} files that git does not track below ${root}`, {
    hint: 'Name the directory of one repository with -C, or exclude what does not belong to it by .gitignore.',
  });
