// What comes out of an archive, and what never does?
import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { type TarEntry, tarBytes, tgzBytes } from '../../test/tar-bytes.ts';
import { unpackArchive } from './unpack-archive.ts';

const LIMITS = { files: 50, unpackedBytes: 100_000 };
const unpacked = async (entries: readonly TarEntry[]): Promise<Record<string, string>> =>
  Object.fromEntries([...(await unpackArchive(tgzBytes(entries), LIMITS))].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]));

describe('files come out', () => {
  it.each<[string, readonly TarEntry[], Record<string, string>]>([
    [
      'plain, sorted',
      [
        { path: 'b', text: '2' },
        { path: './a/x', text: '1' },
      ],
      { 'a/x': '1', b: '2' },
    ],
    [
      'directories are no files',
      [
        { path: 'a/', type: 'Directory' },
        { path: 'a/x', text: '1' },
      ],
      { 'a/x': '1' },
    ],
    [
      'the last of equal paths',
      [
        { path: 'a', text: '1' },
        { path: './a', text: '2' },
      ],
      { a: '2' },
    ],
    ['empty and large ones', [{ path: 'a' }, { path: 'b', text: 'x'.repeat(70_000) }], { a: '', b: 'x'.repeat(70_000) }],
    [
      'names that objects have',
      [
        { path: '__proto__', text: '1' },
        { path: 'constructor', text: '2' },
      ],
      { ['__proto__']: '1', constructor: '2' },
    ],
    [
      'a link to a file',
      [
        { path: 'd/a', text: '1' },
        { path: 'd/l', type: 'SymbolicLink', link: 'a' },
      ],
      { 'd/a': '1', 'd/l': '1' },
    ],
    [
      'a link upwards, inside',
      [
        { path: 'a', text: '1' },
        { path: 'd/l', type: 'SymbolicLink', link: '../a' },
      ],
      { a: '1', 'd/l': '1' },
    ],
    [
      'a hard link',
      [
        { path: 'd/a', text: '1' },
        { path: 'e/l', type: 'Link', link: 'd/a' },
      ],
      { 'd/a': '1', 'e/l': '1' },
    ],
    ['a link to nothing is nothing', [{ path: 'l', type: 'SymbolicLink', link: 'gone' }], {}],
    [
      'a link to a directory, with links in it',
      [
        { path: 'd/a', text: '1' },
        { path: 'd/l', type: 'SymbolicLink', link: 'a' },
        { path: 'e', type: 'SymbolicLink', link: 'd' },
        { path: 'f', type: 'SymbolicLink', link: 'e/l' },
      ],
      { 'd/a': '1', 'd/l': '1', 'e/a': '1', 'e/l': '1', f: '1' },
    ],
  ])('%s', async (_name, entries, expected) => {
    expect(Object.entries(await unpacked(entries))).toEqual(Object.entries(expected).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
});

describe('refused as leaving', () => {
  it.each<[string, readonly TarEntry[]]>([
    ['a path upwards', [{ path: '../a' }]],
    ['a path upwards in its middle', [{ path: 'a/../../b' }]],
    ['an absolute path', [{ path: '/etc/a' }]],
    ['a drive', [{ path: 'C:/a' }]],
    ['a backslash', [{ path: 'a\\..\\b' }]],
    ['a line end', [{ path: 'a\nb' }]],
    ['a link upwards', [{ path: 'l', type: 'SymbolicLink', link: '../a' }]],
    ['an absolute link', [{ path: 'l', type: 'SymbolicLink', link: '/etc/passwd' }]],
    ['a hard link upwards', [{ path: 'l', type: 'Link', link: '../a' }]],
    [
      'a link through a link',
      [
        { path: 'd/e/l', type: 'SymbolicLink', link: '../..' },
        { path: 'm', type: 'SymbolicLink', link: 'd/e/l/../x' },
      ],
    ],
    [
      'links in circles',
      [
        { path: 'a', type: 'SymbolicLink', link: 'b' },
        { path: 'b', type: 'SymbolicLink', link: 'a' },
      ],
    ],
    ['a link to the directory around it', [{ path: 'd/a' }, { path: 'd/l', type: 'SymbolicLink', link: '.' }]],
    ['a link to the top', [{ path: 'd/a' }, { path: 'd/l', type: 'SymbolicLink', link: '..' }]],
  ])('%s', async (_name, entries) => {
    await expect(unpacked(entries)).rejects.toMatchObject({
      code: 'path-escapes',
      hint: expect.stringContaining('Nothing of it was used'),
    });
  });
});

describe('refused as no honest archive', () => {
  const many = (count: number): readonly TarEntry[] => Array.from({ length: count }, (_, at) => ({ path: `f${at}` }));
  const copies: readonly TarEntry[] = [
    { path: 'd0/a', text: 'x' },
    { path: 'd0/b', text: 'x' },
    ...Array.from({ length: 20 }, (_, at) =>
      ['l', 'm'].map((name): TarEntry => ({ path: `d${at + 1}/${name}`, type: 'SymbolicLink', link: `../d${at}` })),
    ).flat(),
  ];
  it.each<[string, Uint8Array, string]>([
    ['a page', Buffer.from('<html>'), 'cannot be unpacked'],
    ['nothing', new Uint8Array(), 'cannot be unpacked'],
    ['not packed', tarBytes([{ path: 'a' }]), 'cannot be unpacked'],
    ['packed, but no tar', gzipSync('hello '.repeat(500)), 'cannot be unpacked'],
    ['cut off', tgzBytes([{ path: 'a', text: 'x'.repeat(5000) }]).subarray(0, 60), 'cannot be unpacked'],
    ['cut off inside', gzipSync(tarBytes([{ path: 'a', text: 'x'.repeat(5000) }]).subarray(0, 2000)), 'cannot be unpacked'],
    ['a device', tgzBytes([{ path: 'a', type: 'CharacterDevice' }]), 'neither a file nor a directory'],
    ['a pipe', tgzBytes([{ path: 'a', type: 'FIFO' }]), 'neither a file nor a directory'],
    ['too many files', tgzBytes(many(51)), 'more than 50 files'],
    ['far too many files', tgzBytes(many(5000)), 'more than 50 files'],
    ['too large', tgzBytes([{ path: 'a', text: 'x'.repeat(100_001) }]), 'more than 100000 bytes'],
    ['a bomb', gzipSync(tarBytes([{ path: 'a', text: Buffer.alloc(30_000_000) }])), 'more than 100000 bytes'],
    ['links that multiply', tgzBytes(copies), 'unpacks to more than 50 files'],
    ['a file that is a directory too', tgzBytes([{ path: 'a' }, { path: 'a/b' }]), 'as a file and as a directory'],
  ])('%s', async (_name, archive, message) => {
    await expect(unpackArchive(archive, LIMITS)).rejects.toMatchObject({
      code: 'tool-untrusted',
      message: expect.stringContaining(message),
    });
  });
});

test('links that multiply end soon', async () => {
  const entries = Array.from({ length: 40 }, (_, at) =>
    ['l', 'm'].map((name): TarEntry => ({ path: `d${at + 1}/${name}`, type: 'SymbolicLink', link: `../d${at}` })),
  ).flat();
  const started = performance.now();
  await expect(
    unpackArchive(tgzBytes([{ path: 'd0/a', text: 'x' }, ...entries]), { files: 20_000, unpackedBytes: 1e8 }),
  ).rejects.toMatchObject({
    code: 'tool-untrusted',
  });
  expect(performance.now() - started).toBeLessThan(5000);
});
