// What does the work tree contain right now, changes that are not committed included?
import { tmpdir } from 'node:os';
import { createDiskReader } from '../disk/read-path.ts';
import { createScratch } from '../disk/scratch.ts';
import { conversionByConfig, hasOtherAttributes, mayConvert, readConversions } from './attributes.ts';
import { createBlobStore } from './blob-store.ts';
import { type GitOptions, type GitPlace, git } from './git-command.ts';
import { readGitConfig, remotesOf } from './git-config.ts';
import { MAX_LOOSE_FILES, openPlainDirectory, tooMany } from './open-plain-directory.ts';
import type { OpenTree, OpenTreeOptions } from './open-tree.ts';
import { indexRecord, namesAreText, readStatus, splitRecords } from './records.ts';
import { type ListedEntry, listWorkTree } from './work-tree-entries.ts';
import { workTreeOf } from './work-tree-reader.ts';

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
  return { ...workTreeOf(root, { listed, blobs, commit: status.commit, dirty: isDirty(status, listed) }), remotes: remotesOf(config) };
};

const isDirty = (status: ReturnType<typeof readStatus>, listed: ReadonlyMap<string, ListedEntry>): boolean =>
  status.untracked.length > 0 ||
  status.unmerged.size > 0 ||
  [...status.changed].some(([path, change]) => change.staged || !listed.get(path)?.filtered || change.modeOnDisk === '000000');
