/// <reference path="./yauzl.d.ts" />
// How does one file come out of a zip archive?
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { refuseArchive, type UnpackRequest } from './unpack-request.ts';

/** Upper half of the external attributes: the Unix mode, where the archive was made on Unix (PKWARE APPNOTE 4.4.15). */
const isLink = (entry: Entry): boolean => ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;

const findMember = async (archive: ZipFile, member: string): Promise<Entry> => {
  const found: Entry[] = [];
  for await (const entry of archive.eachEntry()) if (entry.fileName === member) found.push(entry);
  const [entry, second] = found;
  if (!entry) throw refuseArchive(member, `has no member ${member}`);
  if (second) throw refuseArchive(member, `has more than one member ${member}`);
  if (isLink(entry)) throw refuseArchive(member, `has ${member} as a link, not as a plain file`);
  return entry;
};

/** Writes the member to the target; `bounded` limits what comes out. Nothing else of the archive is written. */
export const unpackZipMember = async (
  request: UnpackRequest,
  bounded: (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>,
): Promise<void> => {
  const archive = await openPromise(request.archive, { autoClose: false, strictFileNames: true });
  try {
    const entry = await findMember(archive, request.member);
    const source = await archive.openReadStreamPromise(entry);
    await pipeline(source, bounded, createWriteStream(request.target, { mode: 0o600, flags: 'wx' }));
  } finally {
    archive.close();
  }
};
