// How does one file come out of a tar archive?
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { refuseArchive, type UnpackRequest } from './unpack-request.ts';

/** Only an entry with exactly this path that is a plain file is written; every other entry, whatever its name, is read past. */
const takeMember = (request: UnpackRequest) => {
  const types: string[] = [];
  let written: Promise<void> = Promise.resolve();
  const onEntry = (entry: ReadEntry): void => {
    const wanted = entry.path === request.member;
    if (wanted) types.push(entry.type);
    if (!wanted || entry.type !== 'File' || types.length > 1) {
      entry.resume();
      return;
    }
    written = pipeline(entry, createWriteStream(request.target, { mode: 0o600, flags: 'wx' }));
    written.catch(() => {});
  };
  return { types, onEntry, written: () => written };
};

const requireOneFile = (types: readonly string[], member: string): void => {
  const [type, second] = types;
  if (type === undefined) throw refuseArchive(member, `has no member ${member}`);
  if (second !== undefined) throw refuseArchive(member, `has more than one member ${member}`);
  if (type !== 'File') throw refuseArchive(member, `has ${member} as ${type}, not as a plain file`);
};

/** Writes the member to the target; `bounded` limits what comes out of the archive as a whole. */
export const unpackTarMember = async (
  request: UnpackRequest,
  bounded: (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>,
): Promise<void> => {
  const { types, onEntry, written } = takeMember(request);
  const parser = new Parser({ strict: true, onReadEntry: onEntry });
  const ended = once(parser, 'end');
  ended.catch(() => {});
  const feed = async (source: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of source) {
      // A file that cannot be written never drains: its failure ends the wait.
      if (!parser.write(Buffer.from(chunk))) await Promise.race([once(parser, 'drain'), written(), ended]);
    }
    parser.end();
    await Promise.race([ended, written().then(() => ended)]);
  };
  await pipeline(createReadStream(request.archive), createGunzip(), bounded, feed);
  await written();
  requireOneFile(types, request.member);
};
