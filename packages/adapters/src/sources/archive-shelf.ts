// Which archives are at hand, in the repository itself or on this machine?
import type { ArchiveStore } from './archive-store.ts';
import { sha256Of } from './checked-download.ts';

/** Both places as one. What is put goes to the machine's own. */
export interface ArchiveShelf extends ArchiveStore {
  /** Where an undamaged archive is. */
  where(digest: string): Promise<'vendor' | 'cache' | undefined>;
}

/** @param vendored bytes that the repository has for a digest, see `vendoredArchives`; damaged ones count as absent */
export const createArchiveShelf = (vendored: (digest: string) => Promise<Uint8Array | undefined>, store: ArchiveStore): ArchiveShelf => {
  const intact = async (digest: string): Promise<Uint8Array | undefined> => {
    const bytes = await vendored(digest);
    return bytes !== undefined && sha256Of(bytes) === digest ? bytes : undefined;
  };
  const where: ArchiveShelf['where'] = async (digest) => {
    if ((await intact(digest)) !== undefined) return 'vendor';
    return (await store.has(digest)) ? 'cache' : undefined;
  };
  return {
    where,
    has: async (digest) => (await where(digest)) !== undefined,
    get: async (digest) => (await intact(digest)) ?? store.get(digest),
    put: (digest, archive) => store.put(digest, archive),
  };
};
