// Which archives of sources does a repository carry itself, and how are they written?
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FairwayError, type LockedSource, type SourceTree } from '@fairway/contracts';
import { damaged } from './archive-store.ts';
import { sha256Of } from './checked-download.ts';
import { DEFAULT_SOURCE_LIMITS } from './source-options.ts';

/** Directory of vendored archives, at the root of the repository. */
export const VENDOR_DIRECTORY = 'vendor';

/** Only such files are ours: other tools keep their own things in `vendor/`. */
const OURS = /^[a-z0-9][a-z0-9._-]{0,100}-([0-9a-f]{12})\.tgz$/;
const IN_TREE = /^vendor\/[^/]+-([0-9a-f]{12})\.tgz$/;

const nameOf = (locked: LockedSource): string => {
  const word =
    locked.kind === 'chart'
      ? locked.chart
      : (locked.url
          .replace(/\/+$/, '')
          .replace(/\.git$/, '')
          .split(/[/:]/)
          .at(-1) ?? '');
  const clean = word
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, 80);
  return clean === '' ? locked.kind : clean;
};

/** File name of a vendored archive: its name and the first 12 digits of its digest. */
export const vendorFileName = (locked: LockedSource): string =>
  `${nameOf(locked)}-${locked.digest.slice('sha256:'.length, 'sha256:'.length + 12)}.tgz`;

/** Reads vendored archives of one version of a repository, work tree or commit, by digest. Their bytes are not checked here. */
export const vendoredArchives = (tree: SourceTree): ((digest: string) => Promise<Uint8Array | undefined>) => {
  let byStart: ReadonlyMap<string, string> | undefined;
  return async (digest) => {
    byStart ??= new Map(
      [...tree.entries.values()].flatMap(({ path, kind }) => {
        const start = kind === 'file' ? IN_TREE.exec(path)?.[1] : undefined;
        return start === undefined ? [] : [[start, path] as const];
      }),
    );
    const path = byStart.get(digest.slice('sha256:'.length, 'sha256:'.length + 12));
    if (path === undefined) return undefined;
    const found = (await tree.read([path], { maxBytes: DEFAULT_SOURCE_LIMITS.archiveBytes })).get(path);
    if (found?.kind === 'too-large') throw damaged(path, { digest, hint: `It has ${found.size} bytes.` });
    return found?.kind === 'file' ? found.bytes : undefined;
  };
};

/** What `writeVendor` did, by file name. */
export interface VendorChange {
  readonly written: readonly string[];
  readonly kept: readonly string[];
  readonly removed: readonly string[];
}

const diskFailed = (cause: unknown): FairwayError => new FairwayError('disk-failed', 'vendor/ could not be written', { cause });

const ownFiles = async (directory: string): Promise<readonly string[]> => {
  const stat = await lstat(directory).catch(() => undefined);
  if (stat === undefined) return [];
  if (!stat.isDirectory())
    throw new FairwayError('path-escapes', 'vendor is a link or a file, so nothing is written to it', {
      hint: 'Make it a directory of the repository.',
    });
  const names = await readdir(directory, { withFileTypes: true });
  return names.flatMap((entry) => (entry.isFile() && OURS.test(entry.name) ? [entry.name] : []));
};

const isIntact = async (path: string, digest: string): Promise<boolean> => {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes !== undefined && sha256Of(bytes) === digest;
};

/**
 * Makes `vendor/` hold exactly these archives; files that are not named like ours stay. New files come before old ones go.
 * @param root of the repository, absolute
 * @param archives locked sources with their bytes, which are checked
 * @throws FairwayError tool-untrusted, path-escapes, disk-failed
 */
export const writeVendor = async (
  root: string,
  archives: readonly { readonly locked: LockedSource; readonly read: () => Promise<Uint8Array> }[],
): Promise<VendorChange> => {
  const directory = join(root, VENDOR_DIRECTORY);
  const present = await ownFiles(directory);
  const wanted = new Map(archives.map((one) => [vendorFileName(one.locked), one]));
  const written: string[] = [];
  for (const [name, { locked, read }] of wanted) {
    const path = join(directory, name);
    if (present.includes(name) && (await isIntact(path, locked.digest))) continue;
    const bytes = await read();
    if (sha256Of(bytes) !== locked.digest) throw damaged(name, { digest: locked.digest, hint: 'Nothing was written.' });
    await replace(path, bytes);
    written.push(name);
  }
  const removed = present.filter((name) => !wanted.has(name));
  for (const name of removed) await rm(join(directory, name), { force: true });
  const kept = [...wanted.keys()].filter((name) => !written.includes(name));
  return { written: written.toSorted(), kept: kept.toSorted(), removed: removed.toSorted() };
};

const replace = async (path: string, bytes: Uint8Array): Promise<void> => {
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(beside, bytes, { flag: 'wx' });
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => {});
    throw diskFailed(cause);
  }
};
