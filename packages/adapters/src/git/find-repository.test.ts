import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@fairway/contracts';
import { temporaryRepository } from '@fairway/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findRepository } from './find-repository.ts';

let directory = '';
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-find-')));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('finds the root from any directory below, through symlinks', async () => {
  using repository = temporaryRepository({ 'apps/shop/a': '1', 'odd\nname\n/b': '1' });
  expect(await findRepository(repository.directory)).toEqual({ root: repository.directory, below: '', git: true });
  expect(await findRepository(join(repository.directory, 'apps/shop'))).toEqual({
    root: repository.directory,
    below: 'apps/shop',
    git: true,
  });
  expect((await findRepository(join(repository.directory, 'odd\nname\n'))).below).toBe('odd\nname\n');
  symlinkSync(join(repository.directory, 'apps'), join(directory, 'link'));
  expect(await findRepository(join(directory, 'link/shop'))).toEqual({ root: repository.directory, below: 'apps/shop', git: true });
});

it('finds the root of a linked work tree', async () => {
  using repository = temporaryRepository({ 'd/a': '1' });
  repository.git('worktree', 'add', '-q', join(directory, 'linked'), '-b', 'side');
  expect(await findRepository(join(directory, 'linked/d'))).toEqual({ root: join(directory, 'linked'), below: 'd', git: true });
});

it('takes a directory outside git as it is, also one with a .git that is none', async () => {
  expect(await findRepository(directory)).toEqual({ root: directory, below: '', git: false });
  mkdirSync(join(directory, 'fake/.git'), { recursive: true });
  expect(await findRepository(join(directory, 'fake'))).toEqual({ root: join(directory, 'fake'), below: '', git: false });
});

it('refuses what is no directory, and what has no work tree', async () => {
  using repository = temporaryRepository({ a: '1' });
  writeFileSync(join(directory, 'file'), '');
  for (const path of [join(directory, 'none'), join(directory, 'file'), join(repository.directory, '.git')])
    await expect(findRepository(path)).rejects.toBeInstanceOf(InputError);
  repository.git('clone', '-q', '--bare', repository.directory, join(directory, 'bare.git'));
  await expect(findRepository(join(directory, 'bare.git'))).rejects.toBeInstanceOf(InputError);
});

it('names a git that is not there', async () => {
  using repository = temporaryRepository({ a: '1' });
  await expect(findRepository(repository.directory, { program: '/nowhere/git' })).rejects.toMatchObject({ code: 'tool-missing' });
});
