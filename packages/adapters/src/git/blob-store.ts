// How do files come out of git objects in the form that a checkout would give them?
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FairwayError, type ScratchPort } from '@fairway/contracts';
import { createDiskReader } from '../disk/read-path.ts';
import { type GitPlace, git, gitText } from './git-command.ts';
import type { GitConfig } from './git-config.ts';
import { createObjectReader } from './object-reader.ts';

/** One file to read: its blob, and whether a checkout converts it. */
export interface WantedBlob {
  readonly oid: string;
  readonly convert: boolean;
}

/** Content of one file, or its size where it is larger than asked for. */
export type BlobContent = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'too-large'; readonly size: number };

/** Reads blobs by path. */
export interface BlobStore {
  read(wanted: ReadonlyMap<string, WantedBlob>, maxBytes: number): Promise<ReadonlyMap<string, BlobContent>>;
  /** Variables that make git read attributes from this version alone: its own index over an empty work tree. */
  isolated(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

/** What a store is made of. `listing` is the output of `git ls-tree -r -z` or `git ls-files -s -z` for the version. */
export interface BlobStoreParts {
  readonly listing: () => Promise<Uint8Array>;
  readonly config: GitConfig;
  readonly scratch: ScratchPort;
}

/** Plain blobs come from one long-lived `git cat-file --batch`; files that a checkout converts from `git checkout-index` in a scratch directory, with every filter driver switched off. */
export const createBlobStore = (place: GitPlace, parts: BlobStoreParts): BlobStore => {
  const reader = createObjectReader(place);
  let area: Promise<ConversionArea> | undefined;
  const conversionArea = (): Promise<ConversionArea> => {
    area ??= prepareArea(place, parts);
    return area;
  };
  return {
    isolated: async () => (await conversionArea()).environment,
    read: async (wanted, maxBytes) => {
      const plain = [...wanted].filter(([, { convert }]) => !convert);
      const objects = await reader.read(
        plain.map(([, { oid }]) => oid),
        maxBytes,
      );
      const result = new Map<string, BlobContent>();
      for (const [path, { oid }] of plain) {
        const content = objects.get(oid);
        if (content === undefined || content.kind === 'missing') throw missingObject(path, oid);
        result.set(path, content);
      }
      const converted = [...wanted].filter(([, { convert }]) => convert).map(([path]) => path);
      if (converted.length > 0) await readConverted(place, await conversionArea(), { paths: converted, maxBytes, result });
      return result;
    },
    close: async () => {
      await reader.close();
      if (area !== undefined) await parts.scratch.remove((await area).directory);
    },
  };
};

interface ConversionArea {
  readonly directory: string;
  readonly output: string;
  readonly environment: Readonly<Record<string, string>>;
}

const prepareArea = async (place: GitPlace, { listing, config, scratch }: BlobStoreParts): Promise<ConversionArea> => {
  const directory = await scratch.directory('git');
  const [empty, output] = [join(directory, 'empty'), join(directory, 'out')];
  mkdirSync(empty);
  mkdirSync(output);
  const environment = {
    ...config.withoutFilters,
    GIT_DIR: await gitText(place, ['rev-parse', '--absolute-git-dir']),
    GIT_WORK_TREE: empty,
    GIT_INDEX_FILE: join(directory, 'index'),
  };
  await git(place, ['update-index', '-z', '--index-info'], { input: await listing(), extra: environment });
  return { directory, output, environment };
};

const readConverted = async (
  place: GitPlace,
  area: ConversionArea,
  { paths, maxBytes, result }: { readonly paths: readonly string[]; readonly maxBytes: number; readonly result: Map<string, BlobContent> },
): Promise<void> => {
  await git(
    { ...place, directory: join(area.directory, 'empty') },
    ['checkout-index', '--force', '-z', '--stdin', `--prefix=${area.output}/`],
    {
      input: paths.map((path) => `${path}\0`).join(''),
      extra: area.environment,
    },
  );
  const read = createDiskReader(area.output);
  for (const path of paths) {
    const content = read(path, maxBytes);
    if (content.kind === 'file') result.set(path, { kind: 'bytes', bytes: content.bytes });
    else if (content.kind === 'too-large') result.set(path, content);
    else throw new FairwayError('git-failed', `git did not check out ${path}`, { at: { file: path } });
  }
};

const missingObject = (path: string, oid: string): FairwayError =>
  new FairwayError('revision-unreachable', `The content of ${path} (object ${oid.slice(0, 12)}) is not in this clone`, {
    at: { file: path },
    hint: 'This is a partial clone. Fetch whole objects: git fetch --refetch --no-filter, or check out without `filter`.',
  });
