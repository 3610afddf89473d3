import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@fairway/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutput } from './output.ts';

let directory = '';
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-output-')));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const marker = JSON.stringify({ schemaVersion: 1, apps: [], tools: [] });
const tree = (files: Record<string, string>) => new Map(Object.entries({ 'index.json': marker, ...files }));
const listing = (): string[] => readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();

describe('replaceTree', () => {
  it('writes a new tree, and the next one in its place with nothing left of the first', async () => {
    const out = join(directory, 'deep/out');
    await createOutput().replaceTree(out, tree({ 'dev/shop/a.yaml': 'a', 'prod/x.yaml': 'ü' }));
    expect(readFileSync(join(out, 'prod/x.yaml'), 'utf8')).toBe('ü');
    await createOutput().replaceTree(out, tree({ 'dev/shop/b.yaml': 'b' }));
    expect(listing()).toEqual(['deep', 'deep/out', 'deep/out/dev', 'deep/out/dev/shop', 'deep/out/dev/shop/b.yaml', 'deep/out/index.json']);
  });

  it('takes an empty directory', async () => {
    mkdirSync(join(directory, 'out'));
    await createOutput().replaceTree(join(directory, 'out'), tree({ a: '1' }));
    expect(listing()).toEqual(['out', 'out/a', 'out/index.json']);
  });

  it.each([
    ['files of a person', { 'notes.txt': 'mine' }],
    ['an index of somebody else', { 'index.json': '{"schemaVersion":1,"apps":{}}' }],
    ['an index that is no JSON', { 'index.json': '{"schemaVersion":1' }],
    ['an index that is a list', { 'index.json': '[{"schemaVersion":1,"apps":[],"tools":[]}]' }],
  ])('keeps away from a directory with %s', async (_, files) => {
    mkdirSync(join(directory, 'out'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, 'out', name), text);
    const before = listing();
    await expect(createOutput().replaceTree(join(directory, 'out'), tree({ a: '1' }))).rejects.toBeInstanceOf(InputError);
    expect(listing()).toEqual(before);
  });

  it('keeps away from a file and from a symlink to a directory', async () => {
    writeFileSync(join(directory, 'file'), '');
    mkdirSync(join(directory, 'real'));
    symlinkSync('real', join(directory, 'link'));
    for (const name of ['file', 'link'])
      await expect(createOutput().replaceTree(join(directory, name), tree({ a: '1' }))).rejects.toBeInstanceOf(InputError);
    expect(listing()).toEqual(['file', 'link', 'real']);
  });

  it.each(['../evil', '/etc/evil', 'a/../../evil', '.git/config', 'a//b', 'a\u0000b', ''])('writes nothing at all for %j', async (path) => {
    await expect(createOutput().replaceTree(join(directory, 'out'), tree({ good: '1', [path]: 'x' }))).rejects.toMatchObject({
      code: 'path-escapes',
    });
    expect(listing()).toEqual([]);
  });

  it('leaves the old tree when a path is a file and a directory at once', async () => {
    const out = join(directory, 'out');
    await createOutput().replaceTree(out, tree({ a: 'old' }));
    await expect(createOutput().replaceTree(out, tree({ a: '1', 'a/b': '2' }))).rejects.toMatchObject({ code: 'path-escapes' });
    expect(readFileSync(join(out, 'a'), 'utf8')).toBe('old');
    expect(listing()).toEqual(['out', 'out/a', 'out/index.json']);
  });
});

describe('writeFile', () => {
  it('replaces a file and leaves nothing beside it', async () => {
    await createOutput().writeFile(join(directory, 'd/report.json'), 'one');
    await createOutput().writeFile(join(directory, 'd/report.json'), 'two');
    expect(readFileSync(join(directory, 'd/report.json'), 'utf8')).toBe('two');
    expect(listing()).toEqual(['d', 'd/report.json']);
  });

  it('names the path that could not be written', async () => {
    writeFileSync(join(directory, 'file'), '');
    mkdirSync(join(directory, 'dir/x'), { recursive: true });
    await expect(createOutput().writeFile(join(directory, 'file/report.json'), 'x')).rejects.toMatchObject({
      code: 'disk-failed',
      message: expect.stringContaining('file/report.json'),
    });
    await expect(createOutput().writeFile(join(directory, 'dir'), 'x')).rejects.toMatchObject({ code: 'disk-failed' });
    expect(listing()).toEqual(['dir', 'dir/x', 'file']);
  });
});
