// Where do archives of sources lie on this machine, by digest?
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FairwayError, InputError } from '@fairway/contracts';
import { cacheDirectory, type Environment } from '../tools/paths.ts';
import { sha256Of } from './checked-download.ts';

/** Archives by digest. What is read is checked: a damaged archive is an error, and never used. */
export interface ArchiveStore {
  /** Whether an undamaged archive is there. */
  has(digest: string): Promise<boolean>;
  /** Undefined: it is not there. Throws FairwayError (`tool-untrusted`) for bytes with another digest. */
  get(digest: string): Promise<Uint8Array | undefined>;
  put(digest: string, archive: Uint8Array): Promise<void>;
}

/** Directory of archives below the toolkit's cache. Absolute. */
export const archiveDirectory = (environment: Environment): string => join(cacheDirectory(environment), 'archives');

const hexOf = (digest: string): string => {
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return digest.slice('sha256:'.length);
  throw new InputError('input-invalid', `${JSON.stringify(digest)} is no SHA-256 digest`);
};

/** The error of an archive on this machine that is not what the lock says. */
export const damaged = (where: string, { digest, hint }: { readonly digest: string; readonly hint: string }): FairwayError =>
  new FairwayError('tool-untrusted', `${where} does not have the digest of fairway.lock (${digest})`, { hint });

/** Opens the store in `directory`, an absolute path. Nothing is made before the first write. */
export const createArchiveStore = (directory: string): ArchiveStore => {
  const pathOf = (digest: string): string => join(directory, 'sha256', hexOf(digest));
  const read = async (digest: string): Promise<Uint8Array | undefined> => {
    const path = pathOf(digest);
    try {
      return await readFile(path);
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
      throw new FairwayError('disk-failed', 'an archive in the cache cannot be read', {
        cause,
        hint: 'FAIRWAY_CACHE_DIR names another place.',
      });
    }
  };
  return {
    has: async (digest) => {
      const bytes = await read(digest);
      return bytes !== undefined && sha256Of(bytes) === digest;
    },
    get: async (digest) => {
      const bytes = await read(digest);
      if (bytes === undefined || sha256Of(bytes) === digest) return bytes;
      throw damaged('an archive in the cache', { digest, hint: '`fairway fetch` brings it anew.' });
    },
    put: async (digest, archive) => {
      const path = pathOf(digest);
      if (sha256Of(archive) !== digest) throw damaged('an archive that was to be kept', { digest, hint: 'Nothing was written.' });
      const beside = `${path}.${process.pid}-${randomBytes(6).toString('hex')}`;
      try {
        await mkdir(join(directory, 'sha256'), { recursive: true, mode: 0o700 });
        await writeFile(beside, archive, { mode: 0o600, flag: 'wx' });
        await rename(beside, path);
      } catch (cause) {
        await rm(beside, { force: true }).catch(() => {});
        throw new FairwayError('disk-failed', 'an archive could not be written to the cache', {
          cause,
          hint: 'FAIRWAY_CACHE_DIR names another place.',
        });
      }
    },
  };
};
