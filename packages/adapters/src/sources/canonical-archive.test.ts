// Do equal trees give equal bytes, that every tar program reads?
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporary } from '../../test/tool-server.ts';
import { type ArchiveEntry, canonicalArchive } from './canonical-archive.ts';
import { sha256Of } from './checked-download.ts';
import { unpackArchive } from './unpack-archive.ts';

const file = (path: string, text: string, kind: ArchiveEntry['kind'] = 'file'): ArchiveEntry => ({ path, kind, bytes: Buffer.from(text) });
const long = `${'directory/'.repeat(20)}file.yaml`;

test('the bytes are fixed: a digest in a lock file must hold for years', () => {
  const archive = canonicalArchive([
    file('b.yaml', 'b: 1\n'),
    file('a/run', '#!/bin/sh\n', 'executable'),
    file('link', 'b.yaml', 'link'),
    file(long, 'x'),
    file('ä', 'y'),
  ]);
  expect(sha256Of(archive)).toBe('sha256:255cd471d9723419cec5e662421a1c13a868472fba597a3ba805f472e8f56f7e');
});

test('the order in which files come changes nothing', () => {
  const entries = [file('b', '1'), file('a', '2'), file('a-b', '3'), file('a/b', '4'), file('ü', '5'), file('Z', '6')];
  expect(canonicalArchive(entries.toReversed())).toEqual(canonicalArchive(entries));
});

test('a path that is there twice is refused', () => {
  expect(() => canonicalArchive([file('a', '1'), file('a', '2')])).toThrow('twice');
});

test('tar reads names, modes, links and times', async () => {
  await using directory = await temporary();
  const path = join(directory.path, 'a.tgz');
  writeFileSync(
    path,
    canonicalArchive([
      file('b.yaml', 'b: 1\n'),
      file('a/run', 'x', 'executable'),
      file('l', 'a/run', 'link'),
      file(long, 'x'),
      file('ä', 'y'),
    ]),
  );
  const listing = execFileSync(
    'tar',
    ['--list', '--verbose', '--numeric-owner', '--utc', '--full-time', '--quoting-style=literal', '-zf', path],
    { env: { LC_ALL: 'C.UTF-8', PATH: process.env['PATH'] } },
  ).toString();
  expect(
    listing
      .trim()
      .split('\n')
      .map((line) => line.replace(/ +/g, ' ')),
  ).toEqual([
    '-rwxr-xr-x 0/0 1 1970-01-01 00:00:00 a/run',
    '-rw-r--r-- 0/0 5 1970-01-01 00:00:00 b.yaml',
    `-rw-r--r-- 0/0 1 1970-01-01 00:00:00 ${long}`,
    'lrwxrwxrwx 0/0 0 1970-01-01 00:00:00 l -> a/run',
    '-rw-r--r-- 0/0 1 1970-01-01 00:00:00 ä',
  ]);
});

const name = fc.string({ unit: fc.constantFrom(...'abcäß-_.0'), minLength: 1, maxLength: 60 }).map((text) => `f${text}`);
test('what was packed comes out again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => `d/${parts.join('/')}.x`),
        fc.uint8Array({ maxLength: 2000 }),
        { minKeys: 1 },
      ),
      async (files) => {
        const entries = Object.entries(files).map(([path, bytes]): ArchiveEntry => ({ path, kind: 'file', bytes }));
        const found = await unpackArchive(canonicalArchive(entries));
        expect(Object.fromEntries([...found].map(([path, bytes]) => [path, [...bytes]]))).toEqual(
          Object.fromEntries(entries.map(({ path, bytes }) => [path, [...bytes]])),
        );
      },
    ),
    { numRuns: 50 },
  );
});

test('larger than one stored block', async () => {
  const bytes = new Uint8Array(300_000).map((_, at) => at * 7);
  expect((await unpackArchive(canonicalArchive([{ path: 'a', kind: 'file', bytes }]))).get('a')).toEqual(Buffer.from(bytes));
});
