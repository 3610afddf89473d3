// Repositories that nobody here wrote: work tree, commit and copy must be the same, file by file.
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { temporaryRepository } from '@fairway/testkit';
import { expect, it } from 'vitest';
import { openCommit } from './open-commit.ts';
import { openWorkTree } from './open-work-tree.ts';

const corpus = process.env.FAIRWAY_CORPUS ?? resolve(import.meta.dirname, '../../../../../shared/corpus');
const folders = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory());

it('there is a corpus', () => expect(folders.length).toBeGreaterThan(0));

it.each(folders.map(({ name }) => name))('%s', async (name) => {
  using repository = temporaryRepository();
  cpSync(join(corpus, name), repository.directory, { recursive: true });
  repository.git('add', '-A', '--force');
  const id = repository.commit('corpus');
  const copy = mkdtempSync(join(tmpdir(), 'fairway-corpus-'));
  const [head, base] = [await openWorkTree(repository.directory, { git: true }), await openCommit(repository.directory, id)];
  try {
    const paths = [...base.entries.keys()];
    expect(head.dirty).toBe(false);
    expect([...head.entries.keys()].sort()).toEqual([...paths].sort());
    const expected = await base.read(paths);
    expect(await head.read(paths)).toEqual(expected);
    await base.materialise(paths, copy);
    const copied = await openWorkTree(copy, { git: false });
    expect(await copied.read(paths)).toEqual(expected);
  } finally {
    await base.close();
    rmSync(copy, { recursive: true, force: true });
  }
});
