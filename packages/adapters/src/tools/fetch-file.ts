// Where does a download land, and with which checksum?
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { FairwayError } from '@fairway/contracts';
import { fetchBody, type HttpOptions } from './http-get.ts';

const SMALL = { maxBytes: 1024 * 1024, totalMs: 120_000 };

/** Bytes of a small thing (checksums, keys, signatures): at most 1 MiB. Throws `RemoteError`. */
export const fetchSmall = async (url: URL, options: HttpOptions = {}): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of fetchBody(url, { ...options, limits: { ...SMALL, ...options.limits } })) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** Writes a download to a new file that only its owner can read and nobody can run; gives its SHA-256. Throws `RemoteError`, `FairwayError`. */
export const fetchToFile = async (url: URL, path: string, options: HttpOptions = {}): Promise<string> => {
  const hash = createHash('sha256');
  const hashed = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of fetchBody(url, options)) {
      hash.update(chunk);
      yield chunk;
    }
  };
  try {
    await pipeline(hashed, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
  } catch (error) {
    if (error instanceof FairwayError) throw error;
    const hint = 'Is the disk full? FAIRWAY_CACHE_DIR names another place.';
    throw new FairwayError('disk-failed', 'the download could not be written', { cause: error, hint });
  }
  return hash.digest('hex');
};
