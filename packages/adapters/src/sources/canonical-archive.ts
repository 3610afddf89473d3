// Which bytes stand for a tree of files, so that equal trees have an equal digest on every machine?
import { crc32 } from 'node:zlib';
import { InputError } from '@fairway/contracts';

/** One entry; a link's content is its target. */
export interface ArchiveEntry {
  readonly path: string;
  readonly kind: 'file' | 'executable' | 'link';
  readonly bytes: Uint8Array;
}

const BLOCK = 512;
const STORED = 0xffff;
const MODES = { file: 0o644, executable: 0o755, link: 0o777 } as const;
const encoder = new TextEncoder();

const padded = (length: number): number => Math.ceil(length / BLOCK) * BLOCK;

/** Header of POSIX ustar: owner 0, time 0, no names of owners. */
const header = (
  name: Uint8Array,
  { type, mode, size, link }: { type: string; mode: number; size: number; link: Uint8Array },
): Uint8Array => {
  const block = new Uint8Array(BLOCK);
  const text = (at: number, value: string): void => block.set(encoder.encode(value), at);
  const octal = (at: number, value: number, digits: number): void => text(at, `${value.toString(8).padStart(digits, '0')}\0`);
  block.set(name.subarray(0, 100));
  octal(100, mode, 7);
  octal(108, 0, 7);
  octal(116, 0, 7);
  octal(124, size, 11);
  octal(136, 0, 11);
  text(148, '        ');
  text(156, type);
  block.set(link.subarray(0, 100), 157);
  text(257, 'ustar\x0000');
  const sum = block.reduce((total, byte) => total + byte, 0);
  text(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
};

const withPadding = (bytes: Uint8Array): readonly Uint8Array[] => [bytes, new Uint8Array(padded(bytes.length) - bytes.length)];

/** One line of a pax header counts its own length. */
const paxLine = (key: string, value: string): string => {
  const rest = ` ${key}=${value}\n`;
  const length = Buffer.byteLength(rest);
  const digits = String(length + String(length).length).length;
  return `${length + digits}${rest}`;
};

const NO_LINK = new Uint8Array();
const isPlain = (bytes: Uint8Array): boolean => bytes.length <= 100 && bytes.every((byte) => byte < 128);

const entryBlocks = ({ path, kind, bytes }: ArchiveEntry): readonly Uint8Array[] => {
  const name = encoder.encode(path);
  const link = kind === 'link' ? bytes : NO_LINK;
  const pax = [
    ...(isPlain(name) ? [] : [paxLine('path', path)]),
    ...(isPlain(link) ? [] : [paxLine('linkpath', new TextDecoder().decode(link))]),
  ].join('');
  const extended = encoder.encode(pax);
  const before =
    pax === ''
      ? []
      : [header(encoder.encode('pax'), { type: 'x', mode: 0o644, size: extended.length, link: NO_LINK }), ...withPadding(extended)];
  if (kind === 'link') return [...before, header(name, { type: '2', mode: MODES[kind], size: 0, link })];
  return [...before, header(name, { type: '0', mode: MODES[kind], size: bytes.length, link }), ...withPadding(bytes)];
};

/** Gzip of stored blocks: what a compressor makes of the same bytes changes from release to release. */
const gzipStored = (bytes: Uint8Array): Uint8Array => {
  const parts: Uint8Array[] = [Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff)];
  for (let at = 0; at < bytes.length; at += STORED) {
    const piece = bytes.subarray(at, at + STORED);
    const start = Buffer.alloc(5);
    start.writeUInt8(at + STORED >= bytes.length ? 1 : 0);
    start.writeUInt16LE(piece.length, 1);
    start.writeUInt16LE(piece.length ^ 0xffff, 3);
    parts.push(start, piece);
  }
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(bytes));
  end.writeUInt32LE(bytes.length % 2 ** 32, 4);
  return Buffer.concat([...parts, end]);
};

/** The archive of a tree: entries by path, byte by byte. Throws InputError where a path is there twice. */
export const canonicalArchive = (entries: readonly ArchiveEntry[]): Uint8Array => {
  const sorted = entries.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  const twice = sorted.find((entry, at) => entry.path === sorted[at - 1]?.path);
  if (twice !== undefined) throw new InputError('input-invalid', `${JSON.stringify(twice.path)} is there twice`);
  return gzipStored(Buffer.concat([...sorted.flatMap(entryBlocks), new Uint8Array(2 * BLOCK)]));
};
