import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadResult } from '@fairway/contracts';
import { type TemporaryRepository, temporaryRepository } from '@fairway/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScratch } from '../disk/scratch.ts';
import { openCommit } from './open-commit.ts';
import type { OpenTree } from './open-tree.ts';
import { openWorkTree } from './open-work-tree.ts';

const open: OpenTree[] = [];
let target = '';
beforeEach(() => {
  target = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-commit-')));
});
afterEach(async () => {
  for (const tree of open.splice(0)) await tree.close();
  rmSync(target, { recursive: true, force: true });
});

const commit = async (repository: TemporaryRepository, revision = 'HEAD'): Promise<OpenTree> => {
  const opened = await openCommit(repository.directory, repository.git('rev-parse', revision));
  open.push(opened);
  return opened;
};
const text = (result: ReadResult | undefined): string =>
  result?.kind === 'file' ? new TextDecoder().decode(result.bytes) : `<${result?.kind}>`;
const readText = async (from: OpenTree, path: string): Promise<string> => text((await from.read([path])).get(path));

it('knows a commit whatever the work tree looks like', async () => {
  using repository = temporaryRepository({ a: '1', 'd/e': '2', 'd/run': '#!/bin/sh\n' });
  chmodSync(join(repository.directory, 'd/run'), 0o755);
  symlinkSync('e', join(repository.directory, 'd/link'));
  const id = repository.commit('first');
  repository.commit('second', { a: 'changed', 'd/e': null });
  repository.write({ a: 'dirty' });
  const base = await commit(repository, 'HEAD~1');
  expect(base).toMatchObject({ root: undefined, commit: id, dirty: false });
  expect([...base.entries.values()].map(({ path, kind, executable, blob }) => [path, kind, executable, blob !== undefined])).toEqual([
    ['a', 'file', false, true],
    ['d/e', 'file', false, true],
    ['d/link', 'symlink', false, true],
    ['d/run', 'file', true, true],
  ]);
  const read = await base.read(['d', 'd/e', 'none', 'd/link', 'a', '', 'd/link/x', '../a', '/a']);
  expect([...read.values()].map((result) => (result.kind === 'symlink' ? `-> ${result.target}` : text(result)))).toEqual([
    '<directory>',
    '2',
    '<absent>',
    '-> e',
    '1',
    '<directory>',
    '<absent>',
    '<absent>',
    '<absent>',
  ]);
});

it('reads again and again, in batches at once, empty and large files', async () => {
  const large = 'x'.repeat(3_000_000);
  using repository = temporaryRepository({ empty: '', large, same: 'a', twin: 'a', 'nl\n"': 'odd' });
  const base = await commit(repository);
  const [first, second, third] = await Promise.all([
    base.read(['large', 'empty']),
    base.read(['same', 'twin', 'nl\n"']),
    base.read(['large'], { maxBytes: 2_999_999 }),
  ]);
  expect([text(first.get('large')).length, text(first.get('empty'))]).toEqual([large.length, '']);
  expect([...second.values()].map(text)).toEqual(['a', 'a', 'odd']);
  expect(third.get('large')).toEqual({ kind: 'too-large', size: 3_000_000 });
  expect(await readText(base, 'same')).toBe('a');
});

it('reads what the commit holds, not what a replacement says', async () => {
  using repository = temporaryRepository({ a: 'real' });
  const real = repository.git('rev-parse', 'HEAD:a');
  repository.write({ forged: 'forged' });
  repository.git('replace', real, repository.git('hash-object', '-w', 'forged'));
  expect(repository.git('show', 'HEAD:a')).toBe('forged');
  expect(await readText(await commit(repository), 'a')).toBe('real');
});

it('refuses what is no full commit id', async () => {
  using repository = temporaryRepository({ a: '1' });
  await expect(openCommit(repository.directory, '--output=x')).rejects.toMatchObject({ code: 'input-invalid' });
  await expect(openCommit(repository.directory, 'HEAD')).rejects.toMatchObject({ code: 'input-invalid' });
  await expect(openCommit(repository.directory, 'f'.repeat(40))).rejects.toMatchObject({ code: 'git-failed' });
});

it('ends its git with close, and works again after it', async () => {
  using repository = temporaryRepository({ a: '1' });
  const base = await commit(repository);
  await readText(base, 'a');
  await base.close();
  await base.close();
  expect(await readText(base, 'a')).toBe('1');
});

it('never keeps the process alive', async () => {
  using repository = temporaryRepository({ a: '1' });
  const script = `import { openCommit } from ${JSON.stringify(new URL('./open-commit.ts', import.meta.url).href)};
    const tree = await openCommit(${JSON.stringify(repository.directory)}, ${JSON.stringify(repository.git('rev-parse', 'HEAD'))});
    console.log((await tree.read(['a'])).get('a').kind);`;
  const { execFileSync } = await import('node:child_process');
  const output = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    encoding: 'utf8',
    timeout: 20_000,
    cwd: import.meta.dirname,
  });
  expect(output).toBe('file\n');
});

describe('files that a checkout converts', () => {
  const attributes = [
    '*.crlf text eol=crlf',
    '*.id ident',
    '*.wide working-tree-encoding=UTF-16LE',
    '*.lf text eol=lf',
    '*.auto text=auto',
  ].join('\n');
  const files = { 'a.crlf': 'one\ntwo\n', 'a.id': '$Id$\n', 'a.wide': 'h\u0000i\u0000\n\u0000', 'a.lf': 'one\n', 'a.auto': 'one\n' };

  it('come in the form of a checkout, the same on both sides', async () => {
    using repository = temporaryRepository({ '.gitattributes': attributes, ...files });
    repository.git('rm', '-q', '--cached', '-r', '.');
    repository.git('reset', '-q', '--hard');
    const [base, head] = [await commit(repository), await openWorkTree(repository.directory, { git: true })];
    open.push(head);
    const paths = Object.keys(files);
    expect(await base.read(paths)).toEqual(await head.read(paths));
    expect(await readText(base, 'a.crlf')).toBe('one\r\ntwo\r\n');
    expect(await readText(base, 'a.id')).toMatch(/^\$Id: [0-9a-f]{40} \$\n$/);
    const withBlob = paths.filter((path) => base.entries.get(path)?.blob !== undefined);
    expect(withBlob).toEqual(['a.lf', 'a.auto']);
  });

  it('follow the attributes of their own commit', async () => {
    using repository = temporaryRepository({ '.gitattributes': '*.txt eol=crlf\n', 'd/a.txt': 'one\n' });
    repository.commit('no conversion any more', { '.gitattributes': null, 'd/.gitattributes': '*.txt -text\n' });
    expect(await readText(await commit(repository, 'HEAD~1'), 'd/a.txt')).toBe('one\r\n');
    expect(await readText(await commit(repository), 'd/a.txt')).toBe('one\n');
  });

  it.each([
    ['core.autocrlf', 'true', '\r\n'],
    ['core.autocrlf', 'input', '\n'],
    ['core.eol', 'crlf', '\n'],
  ])('follow %s=%s', async (name, value, end) => {
    using repository = temporaryRepository({ a: 'one\ntwo\n' });
    repository.git('config', name, value);
    expect(await readText(await commit(repository), 'a')).toBe(`one${end}two${end}`);
  });

  it('leave nothing behind', async () => {
    using repository = temporaryRepository({ '.gitattributes': '* eol=crlf\n', a: 'one\n' });
    const before = repository.git('status', '--porcelain', '--ignored');
    const base = await openCommit(repository.directory, repository.git('rev-parse', 'HEAD'), { scratch: createScratch(target) });
    await readText(base, 'a');
    await base.close();
    expect(repository.git('status', '--porcelain', '--ignored')).toBe(before);
    expect(readdirSync(target).flatMap((name) => readdirSync(join(target, name)))).toEqual([]);
  });
});

describe('filter drivers', () => {
  it('are never run, for commit and work tree alike', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';
    using repository = temporaryRepository({
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n*.key filter=crypt\n*.both filter=crypt eol=crlf\n',
      'a.bin': pointer,
      'b.key': 'sealed\n',
      'c.both': 'x\n',
    });
    const marker = join(repository.directory, '.git/executed');
    const script = join(repository.directory, '.git/filter.sh');
    writeFileSync(script, `#!/bin/sh\necho ran >> ${marker}\nexit 1\n`, { mode: 0o755 });
    for (const driver of ['lfs', 'crypt', 'odd=name.with "quotes"']) {
      for (const direction of ['smudge', 'clean', 'process']) repository.git('config', `filter.${driver}.${direction}`, script);
      repository.git('config', `filter.${driver}.required`, 'true');
    }
    // Preparing a conversion writes an index, which calls this hook.
    mkdirSync(join(repository.directory, '.git/hooks'), { recursive: true });
    writeFileSync(join(repository.directory, '.git/hooks/post-index-change'), `#!/bin/sh\necho ran >> ${marker}\n`, { mode: 0o755 });
    const base = await commit(repository);
    expect([base.entries.get('a.bin')?.lfs, base.entries.get('b.key')?.filter, base.entries.get('c.both')?.filter]).toEqual([
      true,
      'crypt',
      'crypt',
    ]);
    expect([...(await base.read(['a.bin', 'b.key', 'c.both'])).values()].map(text)).toEqual([pointer, 'sealed\n', 'x\r\n']);
    await base.materialise(['a.bin', 'c.both'], target);
    expect(existsSync(marker)).toBe(false);
    // The trap works: a checkout falls into it.
    rmSync(join(repository.directory, 'b.key'));
    expect(() => repository.git('checkout', '-f', 'b.key')).toThrow();
    expect(existsSync(marker)).toBe(true);
  });
});

describe('materialise', () => {
  it('writes files, modes and symlinks', async () => {
    using repository = temporaryRepository({ 'd/a': '1', 'd/run': '#!/bin/sh\n' });
    chmodSync(join(repository.directory, 'd/run'), 0o755);
    symlinkSync('../d/a', join(repository.directory, 'd/link'));
    repository.commit('more');
    const base = await commit(repository);
    await base.materialise(['d/link', 'd/a', 'd/run', 'd'], target);
    expect(readFileSync(join(target, 'd/a'), 'utf8')).toBe('1');
    expect(readlinkSync(join(target, 'd/link'))).toBe('../d/a');
    expect(lstatSync(join(target, 'd/run')).mode & 0o111).not.toBe(0);
  });

  it('names what is not there, and what leaves the tree', async () => {
    using repository = temporaryRepository({ a: '1' });
    const base = await commit(repository);
    await expect(base.materialise(['none'], target)).rejects.toMatchObject({ code: 'file-unreadable' });
    expect(readdirSync(target)).toEqual([]);
  });

  it('leaves submodules as empty directories', async () => {
    using other = temporaryRepository({ x: '1' });
    using repository = temporaryRepository({ a: '1' });
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.directory, 'sub');
    repository.commit('submodule');
    const base = await commit(repository);
    expect(base.entries.get('sub')?.kind).toBe('submodule');
    await base.materialise(['sub'], target);
    expect(readdirSync(join(target, 'sub'))).toEqual([]);
  });
});

it('a partial clone is named where it lacks content, and nothing is fetched', async () => {
  using repository = temporaryRepository({ a: 'one', b: 'two' });
  repository.git('config', 'uploadpack.allowFilter', 'true');
  repository.git('clone', '-q', '--bare', '--filter=blob:none', `file://${repository.directory}`, join(target, 'clone'));
  const base = await openCommit(join(target, 'clone'), repository.git('rev-parse', 'HEAD'));
  open.push(base);
  await expect(base.read(['a'])).rejects.toMatchObject({ code: 'revision-unreachable', at: { file: 'a' } });
});
