// How does the program come out of a verified archive, and nothing else with it?
import { chmod, rename, rm } from 'node:fs/promises';
import { FairwayError } from '@fairway/contracts';
import { refuseArchive, type UnpackRequest } from './unpack-request.ts';
import { unpackTarMember } from './unpack-tar.ts';
import { unpackZipMember } from './unpack-zip.ts';

/** Passes bytes on up to a limit. */
const bounded = ({ member, maxBytes = 2 ** 30 }: UnpackRequest) =>
  async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let total = 0;
    for await (const chunk of source) {
      total += chunk.byteLength;
      if (total > maxBytes) throw refuseArchive(member, `unpacks to more than ${maxBytes} bytes`);
      yield chunk;
    }
  };

const DISK = new Set<unknown>(['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'EIO']);

const asError = (error: unknown, member: string): FairwayError => {
  if (error instanceof FairwayError) return error;
  if (error instanceof Error && 'code' in error && DISK.has(error.code)) {
    return new FairwayError('disk-failed', 'the program could not be written', {
      cause: error,
      hint: 'FAIRWAY_CACHE_DIR names another place.',
    });
  }
  return refuseArchive(member, `cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`, error);
};

/**
 * Takes the program out and makes it executable. Call it only after the checksum of the archive was verified.
 * Throws `ToolError` (`tool-untrusted`) where the archive is damaged, too large, or has no such plain file; nothing is left then.
 */
export const unpackProgram = async (request: UnpackRequest): Promise<void> => {
  try {
    if (request.kind === 'none') await rename(request.archive, request.target);
    else if (request.kind === 'zip') await unpackZipMember(request, bounded(request));
    else await unpackTarMember(request, bounded(request));
    await chmod(request.target, 0o755);
  } catch (error) {
    await rm(request.target, { force: true });
    throw asError(error, request.member);
  }
};
