// How does the program come out of a verified archive, and nothing else with it?
import { createReadStream } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { FairwayError, ToolError } from '@fairway/contracts';
import { extract, type ReadEntry } from 'tar';
import { unpackZipMember } from './unpack-zip.ts';

/** What to take out of which archive. */
export interface UnpackRequest {
  readonly archive: string;
  readonly kind: 'none' | 'tar.gz' | 'zip';
  /** Path of the program in the archive. Not used for `none`. */
  readonly member: string;
  /** Where the program goes. Does not exist yet. */
  readonly target: string;
  /** Limit of all bytes that come out of the archive, so that it cannot blow up. Default 1 GiB. */
  readonly maxBytes?: number;
}

const refuse = (request: UnpackRequest, problem: string, cause?: unknown): ToolError =>
  new ToolError('tool-untrusted', `the download ${problem}`, {
    command: ['unpack', request.member],
    hint: 'The archive is not what the manifest describes; nothing of it was kept.',
    cause,
  });

/** Passes bytes on up to a limit. */
const bounded = (request: UnpackRequest) =>
  async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const limit = request.maxBytes ?? 2 ** 30;
    let total = 0;
    for await (const chunk of source) {
      total += chunk.byteLength;
      if (total > limit) throw refuse(request, `unpacks to more than ${limit} bytes`);
      yield chunk;
    }
  };

/** Only an entry with exactly this path that is a plain file passes; every other entry, whatever its name, is never written. */
const unpackTarMember = async (request: UnpackRequest, directory: string): Promise<void> => {
  const seen: string[] = [];
  const filter = (path: string, entry: Pick<ReadEntry, 'type'> | object): boolean => {
    if (path !== request.member) return false;
    const type = 'type' in entry && typeof entry.type === 'string' ? entry.type : 'unknown';
    seen.push(type);
    return type === 'File' && seen.length === 1;
  };
  const sink = extract({ cwd: directory, filter, strict: true, preserveOwner: false });
  await pipeline(createReadStream(request.archive), createGunzip(), bounded(request), sink);
  if (seen.length === 0) throw refuse(request, `has no member ${request.member}`);
  if (seen.length > 1) throw refuse(request, `has more than one member ${request.member}`);
  if (seen[0] !== 'File') throw refuse(request, `has ${request.member} as ${seen[0]}, not as a plain file`);
  await rename(join(directory, request.member), request.target);
};

/**
 * Takes the program out and makes it executable. Call it only after the checksum of the archive was verified.
 * Throws `ToolError` (`tool-untrusted`) where the archive is damaged, too large, or has no such plain file.
 */
export const unpackProgram = async (request: UnpackRequest): Promise<void> => {
  const directory = `${request.target}.unpack`;
  await mkdir(directory, { mode: 0o700 });
  try {
    if (request.kind === 'none') await rename(request.archive, request.target);
    else if (request.kind === 'zip') await unpackZipMember(request, bounded(request));
    else await unpackTarMember(request, directory);
    await chmod(request.target, 0o755);
  } catch (error) {
    if (error instanceof FairwayError) throw error;
    if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EACCES')) {
      throw new FairwayError('disk-failed', 'the program could not be written', {
        cause: error,
        hint: 'FAIRWAY_CACHE_DIR names another place.',
      });
    }
    throw refuse(request, `cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`, error);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};
