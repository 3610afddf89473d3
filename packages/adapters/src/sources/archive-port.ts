// What is in the archive of a source, without the network: from `vendor/` of the repository, else from the cache?
import type { ArchiveFiles, ArchivePort } from '@fairway/contracts';
import { type ArchiveStore, damaged } from './archive-store.ts';
import { sha256Of } from './checked-download.ts';
import type { SourceLimits } from './source-options.ts';
import { unpackArchive } from './unpack-archive.ts';

export interface ArchivePortOptions {
  /** Bytes that the repository itself has for a digest, see `vendoredArchives`. They are checked here. */
  readonly vendored?: (digest: string) => Promise<Uint8Array | undefined>;
  /** Archives of this machine. */
  readonly store?: ArchiveStore;
  readonly limits?: Pick<SourceLimits, 'files' | 'unpackedBytes'>;
}

const VENDOR_HINT =
  '`fairway vendor` writes it anew. In git it must be kept as it is: `vendor/*.tgz binary` in .gitattributes, and no Git LFS unless its files are fetched.';

/** Each archive is unpacked once. A vendored archive with a wrong digest is an error even where the cache has the right one. */
export const createArchivePort = (options: ArchivePortOptions): ArchivePort => {
  const unpacked = new Map<string, Promise<ArchiveFiles | undefined>>();
  const bytesOf = async (digest: string): Promise<Uint8Array | undefined> => {
    const vendored = await options.vendored?.(digest);
    if (vendored !== undefined && sha256Of(vendored) !== digest) throw damaged('an archive in vendor/', { digest, hint: VENDOR_HINT });
    return vendored ?? options.store?.get(digest);
  };
  const read = async (digest: string): Promise<ArchiveFiles | undefined> => {
    const bytes = await bytesOf(digest);
    return bytes === undefined ? undefined : unpackArchive(bytes, options.limits);
  };
  return {
    files: async (digest) => {
      const known = unpacked.get(digest) ?? read(digest);
      unpacked.set(digest, known);
      const files = await known.catch((error: unknown) => {
        unpacked.delete(digest);
        throw error;
      });
      // What is not here may be brought later in the same run.
      if (files === undefined) unpacked.delete(digest);
      return files;
    },
  };
};
