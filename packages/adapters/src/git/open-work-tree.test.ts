import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadResult } from '@fairway/contracts';
import { type TemporaryRepository, temporaryRepository } from '@fairway/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import type { OpenTree } from './open-tree.ts';
import { openWorkTree } from './open-work-tree.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const tree of open.splice(0)) await tree.close();
});

const tree = async (repository: TemporaryRepository): Promise<OpenTree> => {
  const opened = await openWorkTree(repository.directory, { git: true });
  open.push(opened);
  return opened;
};

const text = (result: ReadResult | undefined): string =>
  result?.kind === 'file' ? new TextDecoder().decode(result.bytes) : `<${result?.kind}>`;
const readText = async (from: OpenTree, path: string): Promise<string> => text((await from.read([path])).get(path));

describe('the listing', () => {
  it('is the head with everything that is not committed', async () => {
    using repository = temporaryRepository({ a: '1', b: '1', c: '1', 'd/e': '1', moved: 'x', '.gitignore': 'ignored\n*.log\n' });
    repository.write({ a: '2', b: null, new: 'n', ignored: 'i', 'd/x.log': 'l' });
    repository.git('mv', 'moved', 'here');
    repository.git('rm', '-q', '--cached', 'c');
    const head = await tree(repository);
    expect([...head.entries.keys()].sort()).toEqual(['.gitignore', 'a', 'c', 'd/e', 'here', 'new']);
    expect(head).toMatchObject({ root: repository.directory, commit: repository.git('rev-parse', 'HEAD'), dirty: true });
    expect(await readText(head, 'a')).toBe('2');
    expect(
      [...(await head.read(['ignored', 'd/x.log', 'new', 'b', 'd', '', 'nothing/at/all'])).values()].map((r) =>
        'ignored' in r ? r.ignored : r.kind,
      ),
    ).toEqual([true, true, false, 'absent', 'directory', 'directory', 'absent']);
  });

  it('is clean right after a commit', async () => {
    using repository = temporaryRepository({ a: '1' });
    expect((await tree(repository)).dirty).toBe(false);
  });

  it.each([
    ['a changed file', (r: TemporaryRepository) => r.write({ a: '2' })],
    ['a staged file', (r: TemporaryRepository) => [r.write({ a: '2' }), r.git('add', 'a')]],
    ['an untracked file', (r: TemporaryRepository) => r.write({ n: '2' })],
    ['a deleted file', (r: TemporaryRepository) => r.write({ a: null })],
    ['a changed mode', (r: TemporaryRepository) => chmodSync(join(r.directory, 'a'), 0o755)],
  ])('is dirty with %s', async (_, change) => {
    using repository = temporaryRepository({ a: '1' });
    change(repository);
    expect((await tree(repository)).dirty).toBe(true);
  });

  it('knows a repository before its first commit', async () => {
    using repository = temporaryRepository();
    repository.write({ a: '1' });
    const head = await tree(repository);
    expect(head.commit).toBeUndefined();
    expect([...head.entries.keys()]).toEqual(['a']);
  });

  it('takes any file name', async () => {
    const names = ['new\nline', 'quote"s', "it's", 'ünïcode ☃', ' space ', '-dash', 'tab\tname', 'back\\slash', 'a:b', '$(x)', '%s'];
    using repository = temporaryRepository(Object.fromEntries(names.map((name) => [`d/${name}`, name])));
    repository.write({ 'd/new\nline': 'changed', 'other\nline': 'untracked' });
    const head = await tree(repository);
    expect(new Set(head.entries.keys())).toEqual(new Set([...names.map((name) => `d/${name}`), 'other\nline']));
    for (const name of names.slice(1)) expect(await readText(head, `d/${name}`)).toBe(name);
    expect(await readText(head, 'd/new\nline')).toBe('changed');
  });

  it('reads a file whose name is not UTF-8 from its blob', async () => {
    using repository = temporaryRepository({ a: '1' });
    writeFileSync(Buffer.concat([Buffer.from(`${repository.directory}/b`), Buffer.from([0xe9])]), 'latin');
    repository.commit('odd');
    const head = await tree(repository);
    expect(head.entries.get('b\ufffd')?.offDisk).toBe(true);
    expect(await readText(head, 'b\ufffd')).toBe('latin');
  });

  it('knows executable files, before and after a commit', async () => {
    using repository = temporaryRepository({ run: '#!/bin/sh\n', plain: '' });
    chmodSync(join(repository.directory, 'run'), 0o755);
    expect((await tree(repository)).entries.get('run')?.executable).toBe(true);
    repository.commit('mode');
    const head = await tree(repository);
    expect([head.entries.get('run')?.executable, head.entries.get('plain')?.executable]).toEqual([true, false]);
  });

  it('names files that a merge left open', async () => {
    using repository = temporaryRepository({ a: '1', b: '1' });
    repository.git('checkout', '-q', '-b', 'side');
    repository.commit('side', { a: 'side', b: null });
    repository.git('checkout', '-q', 'main');
    repository.commit('main', { a: 'main', b: 'main' });
    expect(() => repository.git('merge', '-q', 'side')).toThrow();
    const head = await tree(repository);
    expect(head.entries.get('a')).toEqual({ path: 'a', kind: 'file', executable: false, conflict: true });
    expect(head.entries.get('b')?.conflict).toBe(true);
    expect(await readText(head, 'a')).toContain('<<<<<<<');
  });

  it('leaves out a repository inside the repository', async () => {
    using repository = temporaryRepository({ a: '1' });
    using other = temporaryRepository({ x: '1' });
    repository.git('clone', '-q', other.directory, 'inner');
    const head = await tree(repository);
    expect([...head.entries.keys()]).toEqual(['a']);
  });

  it('names submodules and reads nothing in them', async () => {
    using other = temporaryRepository({ x: '1' });
    using repository = temporaryRepository({ a: '1' });
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.directory, 'vendor/sub');
    repository.commit('submodule');
    const head = await tree(repository);
    expect(head.entries.get('vendor/sub')?.kind).toBe('submodule');
    expect([...(await head.read(['vendor/sub', 'vendor/sub/x'])).values()].map(({ kind }) => kind)).toEqual(['directory', 'absent']);
    expect(head.dirty).toBe(false);
  });

  it('is the same in a linked work tree', async () => {
    using repository = temporaryRepository({ a: '1', 'd/b': '1' });
    const linked = join(repository.directory, 'linked');
    repository.git('worktree', 'add', '-q', linked, '-b', 'side');
    const head = await openWorkTree(linked, { git: true });
    open.push(head);
    expect([...head.entries.keys()].sort()).toEqual(['a', 'd/b']);
    expect(await readText(head, 'd/b')).toBe('1');
  });
});

describe('blob ids', () => {
  it('stand for the bytes of unchanged files alone', async () => {
    using repository = temporaryRepository({ same: '1', edited: '1', staged: '1', marked: '1' });
    const blob = repository.git('rev-parse', 'HEAD:same');
    repository.write({ edited: '2', staged: '2', added: '1' });
    repository.git('add', 'staged');
    repository.git('update-index', '--assume-unchanged', 'marked');
    repository.write({ marked: 'secretly changed', later: 'x' });
    repository.git('add', '--intent-to-add', 'later');
    const { entries } = await tree(repository);
    const blobs = Object.fromEntries([...entries].map(([path, entry]) => [path, entry.blob]));
    expect(blobs).toEqual({
      same: blob,
      edited: undefined,
      staged: repository.git('hash-object', 'staged'),
      marked: undefined,
      added: undefined,
      later: undefined,
    });
  });

  it('are given after a touch that changes nothing, and not for an edit of the same size right after the commit', async () => {
    using repository = temporaryRepository({ a: 'one', b: 'one' });
    repository.write({ b: 'two' });
    utimesSync(join(repository.directory, 'a'), new Date('2026-02-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z'));
    const { entries } = await tree(repository);
    expect([entries.get('a')?.blob !== undefined, entries.get('b')?.blob]).toEqual([true, undefined]);
  });

  it.each([
    ['* text=auto', false],
    ['*.txt text', false],
    ['*.txt eol=lf', false],
    ['*.txt ident', false],
    ['*.txt working-tree-encoding=UTF-16LE', false],
    ['*.txt filter=lfs -text', false],
    ['*.txt filter=secret', false],
    ['[attr]plain text\n*.txt plain', false],
    ['*.txt binary', true],
    ['*.txt -text', true],
    ['*.txt linguist-generated', true],
    ['*.md text', true],
  ])('with %j', async (attributes, given) => {
    using repository = temporaryRepository({ '.gitattributes': `${attributes}\n`, 'd/a.txt': 'one\n' });
    const entry = (await tree(repository)).entries.get('d/a.txt');
    expect(entry?.blob !== undefined).toBe(given);
    expect(entry?.lfs).toBeUndefined();
    expect(entry?.filter).toBe(attributes.includes('secret') ? 'secret' : undefined);
  });

  it.each([
    ['core.autocrlf', 'true'],
    ['core.autocrlf', 'input'],
  ])('are not given under %s=%s', async (name, value) => {
    using repository = temporaryRepository({ a: 'one\n' });
    repository.git('config', name, value);
    expect((await tree(repository)).entries.get('a')?.blob).toBeUndefined();
  });

  it('follow attributes of the clone that no commit has', async () => {
    using repository = temporaryRepository({ a: 'one\n' });
    mkdirSync(join(repository.directory, '.git/info'), { recursive: true });
    writeFileSync(join(repository.directory, '.git/info/attributes'), 'a text\n');
    expect((await tree(repository)).entries.get('a')?.blob).toBeUndefined();
  });
});

it('LFS files are marked where the bytes on disk are the pointer', async () => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';
  using repository = temporaryRepository({
    '.gitattributes': '*.bin filter=lfs -text\n',
    'pointer.bin': pointer,
    'content.bin': 'content',
    pointer,
  });
  const { entries } = await tree(repository);
  expect(['pointer.bin', 'content.bin', 'pointer'].map((path) => entries.get(path)?.lfs)).toEqual([true, undefined, undefined]);
});

describe('a sparse checkout', () => {
  it('reads what is left out from git, in the form of a checkout', async () => {
    using repository = temporaryRepository({ 'in/a': '1', 'out/b': 'two\n', 'out/deep/c': '3', '.gitattributes': 'out/b eol=crlf\n' });
    symlinkSync('b', join(repository.directory, 'out/link'));
    repository.commit('link');
    repository.git('sparse-checkout', 'set', '--cone', 'in');
    const head = await tree(repository);
    expect(head.dirty).toBe(false);
    expect(head.entries.get('out/deep/c')).toEqual({
      path: 'out/deep/c',
      kind: 'file',
      executable: false,
      offDisk: true,
      blob: repository.git('rev-parse', 'HEAD:out/deep/c'),
    });
    expect(head.entries.get('in/a')?.offDisk).toBeUndefined();
    const read = await head.read(['in/a', 'out/b', 'out/deep/c', 'out/deep', 'out/link', 'out/none']);
    expect([...read.values()].map((result) => (result.kind === 'symlink' ? `-> ${result.target}` : text(result)))).toEqual([
      '1',
      'two\r\n',
      '3',
      '<directory>',
      '-> b',
      '<absent>',
    ]);
  });

  it('takes a file that is there all the same', async () => {
    using repository = temporaryRepository({ 'in/a': '1', 'out/b': '2' });
    repository.git('sparse-checkout', 'set', '--cone', 'in');
    repository.write({ 'out/b': 'mine' });
    const head = await tree(repository);
    expect(head.entries.get('out/b')).toEqual({ path: 'out/b', kind: 'file', executable: false });
    expect(await readText(head, 'out/b')).toBe('mine');
  });
});

describe('reading', () => {
  it('never follows a symlink', async () => {
    using repository = temporaryRepository({ 'real/a': '1' });
    symlinkSync('real', join(repository.directory, 'dir'));
    symlinkSync('/etc/passwd', join(repository.directory, 'out'));
    symlinkSync('real/a', join(repository.directory, 'in'));
    repository.commit('links');
    const head = await tree(repository);
    const read = await head.read(['dir', 'dir/a', 'out', 'in', 'real/../real/a', '/etc/passwd', '.git/config', 'real/./a', 'real//a']);
    expect(Object.fromEntries(read)).toEqual({
      dir: { kind: 'symlink', target: 'real', ignored: false },
      'dir/a': { kind: 'absent' },
      out: { kind: 'symlink', target: '/etc/passwd', ignored: false },
      in: { kind: 'symlink', target: 'real/a', ignored: false },
      'real/../real/a': { kind: 'absent' },
      '/etc/passwd': { kind: 'absent' },
      '.git/config': { kind: 'absent' },
      'real/./a': { kind: 'absent' },
      'real//a': { kind: 'absent' },
    });
  });

  it('sees a directory that became a symlink, and a file that became a directory', async () => {
    using repository = temporaryRepository({ 'd/a': '1', 'e/a': '1', f: '1' });
    rmSync(join(repository.directory, 'd'), { recursive: true });
    symlinkSync('e', join(repository.directory, 'd'));
    repository.write({ f: null, 'f/x': '1' });
    const head = await tree(repository);
    expect([...head.entries].map(([path, { kind }]) => `${path} ${kind}`).sort()).toEqual(['d symlink', 'e/a file', 'f/x file']);
    expect(await readText(head, 'd/a')).toBe('<absent>');
  });

  it('leaves large files alone', async () => {
    using repository = temporaryRepository({ a: 'x'.repeat(1001), b: 'x'.repeat(1000) });
    const read = await (await tree(repository)).read(['a', 'b'], { maxBytes: 1000 });
    expect(read.get('a')).toEqual({ kind: 'too-large', size: 1001 });
    expect(read.get('b')?.kind).toBe('file');
  });

  it('refuses pipes instead of waiting for them', async () => {
    using repository = temporaryRepository({ a: '1' });
    const { execFileSync } = await import('node:child_process');
    execFileSync('mkfifo', [join(repository.directory, 'pipe')]);
    const head = await tree(repository);
    await expect(head.read(['pipe'])).rejects.toMatchObject({ code: 'file-unreadable', at: { file: 'pipe' } });
  });

  it('reads 5,000 small files in a moment', async () => {
    using repository = temporaryRepository();
    const paths = Array.from({ length: 5000 }, (_, index) => `d${index % 500}/f${index}`);
    repository.write(Object.fromEntries(paths.map((path) => [path, path])));
    const head = await tree(repository);
    const started = performance.now();
    const read = await head.read(paths);
    const milliseconds = performance.now() - started;
    expect(read.size).toBe(5000);
    expect(text(read.get('d7/f7'))).toBe('d7/f7');
    // Takes about 100 ms alone on two cores; other tests run beside it.
    expect(milliseconds).toBeLessThan(1500);
  });
});

it('runs nothing that the repository names', async () => {
  using repository = temporaryRepository({ a: '1\n', '.gitattributes': '* filter=evil\n' });
  const marker = join(repository.directory, '.git/executed');
  const script = join(repository.directory, '.git/evil.sh');
  writeFileSync(script, `#!/bin/sh\necho "$@" >> ${marker}\ncat\n`);
  chmodSync(script, 0o755);
  for (const name of ['core.fsmonitor', 'filter.evil.clean', 'filter.evil.smudge', 'core.pager', 'diff.external'])
    repository.git('config', name, script);
  repository.git('config', 'filter.evil.required', 'true');
  mkdirSync(join(repository.directory, '.git/hooks'), { recursive: true });
  for (const hook of ['post-index-change', 'fsmonitor-watchman'])
    writeFileSync(join(repository.directory, '.git/hooks', hook), `#!/bin/sh\necho hook >> ${marker}\n`, { mode: 0o755 });
  repository.write({ a: '2\n' });
  const head = await tree(repository);
  expect(await readText(head, 'a')).toBe('2\n');
  const { existsSync } = await import('node:fs');
  expect(existsSync(marker)).toBe(false);
  // The trap works: git without our settings falls into it.
  repository.git('status', '--short');
  expect(existsSync(marker)).toBe(true);
});

describe('outside git', () => {
  it('every file counts', async () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-plain-')));
    try {
      mkdirSync(join(root, 'd/.git'), { recursive: true });
      mkdirSync(join(root, 'node_modules'));
      for (const path of ['a', 'd/b', 'd/.git/config', 'node_modules/c', '.hidden']) writeFileSync(join(root, path), path);
      symlinkSync('d', join(root, 'link'));
      const plain = await openWorkTree(root, { git: false });
      expect([...plain.entries.keys()]).toEqual(['.hidden', 'a', 'd/b', 'link', 'node_modules/c']);
      expect(plain).toMatchObject({ commit: undefined, dirty: false, root });
      expect(await readText(plain, 'd/b')).toBe('d/b');
      expect([...(await plain.read(['link/b', 'link', 'd/.git/config'])).values()].map(({ kind }) => kind)).toEqual([
        'absent',
        'symlink',
        'absent',
      ]);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

it('materialise copies files, modes and symlinks, and says what is not there', async () => {
  using repository = temporaryRepository({ 'd/a': '1', run: '#!/bin/sh\n' });
  chmodSync(join(repository.directory, 'run'), 0o755);
  symlinkSync('d', join(repository.directory, 'link'));
  const head = await tree(repository);
  const target = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-copy-')));
  try {
    await head.materialise(['d/a', 'run', 'link'], target);
    const copy = await openWorkTree(target, { git: false });
    expect([...copy.entries.values()].map(({ path, kind, executable }) => [path, kind, executable])).toEqual([
      ['d/a', 'file', false],
      ['link', 'symlink', false],
      ['run', 'file', true],
    ]);
    await expect(head.materialise(['none'], target)).rejects.toMatchObject({ code: 'file-unreadable' });
  } finally {
    rmSync(target, { recursive: true });
  }
});
