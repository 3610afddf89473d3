import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type WrittenFile, writeFiles } from './write-files.ts';

let directory = '';
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-write-')));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = (text: string, executable = false): WrittenFile => ({ kind: 'file', bytes: new TextEncoder().encode(text), executable });

it('never writes through a symlink of the same tree', () => {
  const outside = join(directory, 'outside');
  const inside = join(directory, 'inside');
  writeFiles(
    directory,
    new Map([
      ['outside/kept', file('kept')],
      ['inside', { kind: 'directory' }],
    ]),
  );
  const hostile = new Map<string, WrittenFile>([
    ['link', { kind: 'symlink', target: '../outside' }],
    ['link/kept', file('evil')],
  ]);
  expect(() => writeFiles(inside, hostile)).toThrow(expect.objectContaining({ code: 'disk-failed' }));
  expect(readFileSync(join(outside, 'kept'), 'utf8')).toBe('kept');
});

it('never writes through a symlink that is there already', () => {
  writeFiles(
    directory,
    new Map([
      ['outside/kept', file('kept')],
      ['inside', { kind: 'directory' }],
    ]),
  );
  symlinkSync('../outside', join(directory, 'inside/link'));
  symlinkSync('../outside/kept', join(directory, 'inside/file'));
  expect(() => writeFiles(join(directory, 'inside'), new Map([['link/kept', file('evil')]]))).toThrow(
    expect.objectContaining({ code: 'path-escapes' }),
  );
  writeFiles(join(directory, 'inside'), new Map([['file', file('new')]]));
  expect(lstatSync(join(directory, 'inside/file')).isFile()).toBe(true);
  expect(readFileSync(join(directory, 'outside/kept'), 'utf8')).toBe('kept');
});

it('writes modes and symlinks, twice with the same end', () => {
  const files = new Map<string, WrittenFile>([
    ['d/link', { kind: 'symlink', target: '/etc/passwd' }],
    ['d/run', file('#!/bin/sh\n', true)],
    ['e', { kind: 'directory' }],
  ]);
  writeFiles(directory, files);
  writeFiles(directory, files);
  expect(readdirSync(directory, { recursive: true }).sort()).toEqual(['d', 'd/link', 'd/run', 'e']);
  expect(readlinkSync(join(directory, 'd/link'))).toBe('/etc/passwd');
  expect(lstatSync(join(directory, 'd/run')).mode & 0o777).toBe(0o755);
});
