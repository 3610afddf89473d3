// Which files does an archive hold? In memory, within limits, and none of them outside of it.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type ArchiveFiles, FairwayError } from '@fairway/contracts';
import { Parser, type ReadEntry } from 'tar';
import { copyLinks } from './archive-links.ts';
import { entryPath } from './archive-paths.ts';
import { shownWord } from './source-address.ts';
import { DEFAULT_SOURCE_LIMITS, type SourceLimits } from './source-options.ts';

type UnpackLimits = Pick<SourceLimits, 'files' | 'unpackedBytes'>;

const refuse = (problem: string, cause?: unknown): FairwayError =>
  new FairwayError('tool-untrusted', `the archive ${problem}`, {
    hint: 'It must be a tar archive packed with gzip. Nothing of it was used.',
    ...(cause === undefined ? {} : { cause }),
  });

const FILES = new Set(['File', 'OldFile', 'ContiguousFile']);

interface Found {
  readonly files: Map<string, Uint8Array>;
  readonly links: Map<string, string>;
}

/** Takes one entry; the last of equal paths wins, as it does on disk. */
const take = (entry: ReadEntry, { files, links }: Found): void => {
  const path = entryPath(entry.path);
  const isFile = FILES.has(entry.type);
  if (path === undefined || entry.type === 'Directory') {
    if (isFile) throw refuse('holds a file without a name');
    entry.resume();
    return;
  }
  files.delete(path);
  links.delete(path);
  if (isFile) {
    const chunks: Uint8Array[] = [];
    entry.on('data', (chunk) => chunks.push(chunk));
    entry.on('end', () => files.set(path, Buffer.concat(chunks)));
    return;
  }
  entry.resume();
  if (entry.type === 'SymbolicLink') links.set(path, entry.linkpath ?? '');
  else if (entry.type === 'Link') links.set(path, `${'../'.repeat(path.split('/').length - 1)}${entryPath(entry.linkpath ?? '') ?? ''}`);
  else throw refuse(`holds ${shownWord(path)}, which is neither a file nor a directory nor a link (${entry.type})`);
};

const bounded = (limits: UnpackLimits) =>
  async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let total = 0;
    for await (const chunk of source) {
      total += chunk.byteLength;
      // Headers and padding are counted too: a tar of nothing but names is no way around.
      if (total > limits.unpackedBytes + limits.files * 2048) throw refuse(`unpacks to more than ${limits.unpackedBytes} bytes`);
      yield chunk;
    }
  };

const readEntries = async (archive: Uint8Array, limits: UnpackLimits): Promise<Found> => {
  const found: Found = { files: new Map(), links: new Map() };
  let entries = 0;
  let failure: unknown;
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      try {
        entries += 1;
        if (entries > limits.files * 2) throw refuse(`holds more than ${limits.files} files`);
        if (failure === undefined) take(entry, found);
        else entry.resume();
      } catch (error) {
        failure ??= error;
        entry.resume();
      }
    },
  });
  const ended = once(parser, 'end');
  ended.catch(() => {});
  const feed = async (source: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of source) {
      if (!parser.write(Buffer.from(chunk))) await Promise.race([once(parser, 'drain'), ended]);
      if (failure !== undefined) throw failure;
    }
    parser.end();
    await ended;
  };
  await pipeline(Readable.from([archive]), createGunzip(), bounded(limits), feed);
  if (failure !== undefined) throw failure;
  return found;
};

/** A path cannot be a file and a directory at once. */
const requireTree = (files: ReadonlyMap<string, Uint8Array>): void => {
  for (const path of files.keys()) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const parent = path.slice(0, at);
      if (files.has(parent)) throw refuse(`holds ${shownWord(parent)} as a file and as a directory`);
    }
  }
};

/**
 * Files of an archive by path, links replaced by what they lead to. Verify its digest first.
 * @throws FairwayError tool-untrusted for what is no archive, too large or holds devices; path-escapes where anything in it leads outside
 */
export const unpackArchive = async (archive: Uint8Array, limits: UnpackLimits = DEFAULT_SOURCE_LIMITS): Promise<ArchiveFiles> => {
  let found: Found;
  try {
    found = await readEntries(archive, limits);
  } catch (error) {
    if (error instanceof FairwayError) throw error;
    throw refuse(`cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  const bytes = [...found.files.values()].reduce((sum, content) => sum + content.length, 0);
  if (found.files.size > limits.files) throw refuse(`holds more than ${limits.files} files`);
  if (bytes > limits.unpackedBytes) throw refuse(`unpacks to more than ${limits.unpackedBytes} bytes`);
  const files = copyLinks(found.files, found.links, limits);
  requireTree(files);
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
};
