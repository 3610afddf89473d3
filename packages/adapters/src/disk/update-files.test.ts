import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { updateFiles } from './update-files.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-update-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('writes, replaces and removes, and leaves no empty directory', async () => {
  mkdirSync(join(root, 'a/b'), { recursive: true });
  writeFileSync(join(root, 'a/b/old'), 'old');
  writeFileSync(join(root, 'kept'), 'kept');
  await updateFiles(root, {
    write: new Map([
      ['kept', 'new'],
      ['c/d/e', 'e'],
    ]),
    remove: ['a/b/old'],
  });
  expect(readFileSync(join(root, 'kept'), 'utf8')).toBe('new');
  expect(readFileSync(join(root, 'c/d/e'), 'utf8')).toBe('e');
  expect(existsSync(join(root, 'a'))).toBe(false);
});

it.each(['../out', '/etc/out', 'a/../../out', '.git/config', 'link/file', 'link'])(
  'refuses %s before anything is changed',
  async (path) => {
    symlinkSync(tmpdir(), join(root, 'link'));
    const refused = expect.objectContaining({ code: 'path-escapes' });
    await expect(
      updateFiles(root, {
        write: new Map([
          ['good', 'x'],
          [path, 'x'],
        ]),
        remove: [],
      }),
    ).rejects.toThrow(refused);
    await expect(updateFiles(root, { write: new Map([['good', 'x']]), remove: [path] })).rejects.toThrow(refused);
    expect(existsSync(join(root, 'good'))).toBe(false);
  },
);
