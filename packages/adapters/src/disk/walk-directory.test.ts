import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { walkDirectory } from './walk-directory.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fairway-walk-'));
  mkdirSync(join(root, 'd/.git'), { recursive: true });
  for (const path of ['b', 'a', 'd/c', 'd/.git/config']) writeFileSync(join(root, path), '');
  symlinkSync('.', join(root, 'd/loop'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const tooMany = (): Error => new Error('too many');

it('lists files and symlinks in one order, without following a symlink or entering .git', () => {
  expect(walkDirectory(root, 10, tooMany)).toEqual(['a', 'b', 'd/c', 'd/loop']);
});

it('counts', () => {
  expect(walkDirectory(root, 4, tooMany)).toHaveLength(4);
  expect(() => walkDirectory(root, 3, tooMany)).toThrow('too many');
});
