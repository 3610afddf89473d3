import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FairwayError, InputError } from '@fairway/contracts';
import { temporaryRepository } from '@fairway/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCommit } from './open-commit.ts';
import { changedPaths, fetchCommit, isShallow, mergeBase, resolveRevision } from './revisions.ts';

let directory = '';
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-revisions-')));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const failure = async (promise: Promise<unknown>): Promise<FairwayError> => {
  const error = await promise.then(
    (value) => value,
    (reason: unknown) => reason,
  );
  if (!(error instanceof FairwayError)) throw new Error(`expected a FairwayError, got ${String(error)}`);
  return error;
};

/** A repository with three commits on main and a branch from the first, and a clone of its last commit alone. */
const shallow = () => {
  const repository = temporaryRepository({ a: '1' });
  repository.git('branch', 'release/one');
  repository.commit('second', { a: '2' });
  repository.commit('third', { a: '3', b: '1' });
  repository.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const clone = join(directory, 'clone');
  repository.git('clone', '-q', '--depth=1', `file://${repository.directory}`, clone);
  return { repository, clone };
};

describe('resolveRevision', () => {
  it('knows branches, tags, ids and relatives', async () => {
    using repository = temporaryRepository({ a: '1' });
    const first = repository.git('rev-parse', 'HEAD');
    const second = repository.commit('second', { a: '2' });
    repository.git('tag', '-a', 'v1', '-m', 'one', first);
    const answers = await Promise.all(
      ['main', 'v1', 'HEAD~1', second, second.slice(0, 10), 'HEAD^{/start}'].map((ref) => resolveRevision(repository.directory, ref)),
    );
    expect(answers).toEqual([second, first, first, second, second, first]);
  });

  it('offers names that look alike', async () => {
    using repository = temporaryRepository({ a: '1' });
    repository.git('branch', 'feature/login');
    expect(await failure(resolveRevision(repository.directory, 'login'))).toMatchObject({
      code: 'revision-unknown',
      hint: 'Did you mean: feature/login?',
    });
    expect((await failure(resolveRevision(repository.directory, 'zzz'))).hint).toBe('There are: feature/login, main');
    repository.git('update-ref', 'refs/remotes/origin/trunk', 'HEAD');
    expect((await failure(resolveRevision(repository.directory, 'trunk~2'))).hint).toContain('origin/trunk');
  });

  it.each(['', '-x', '--upload-pack=touch x', 'a\nb', 'a..b', 'a\u0000b'])('refuses %j', async (ref) => {
    using repository = temporaryRepository({ a: '1' });
    expect(await failure(resolveRevision(repository.directory, ref))).toBeInstanceOf(InputError);
  });

  it('refuses an object that is no commit', async () => {
    using repository = temporaryRepository({ a: '1' });
    expect((await failure(resolveRevision(repository.directory, repository.git('rev-parse', 'HEAD:a')))).code).toBe('revision-unknown');
  });

  it('says so in an empty repository and outside git', async () => {
    using repository = temporaryRepository();
    expect(await failure(resolveRevision(repository.directory, 'main'))).toMatchObject({
      code: 'revision-unknown',
      hint: 'The repository has no commit yet.',
    });
    const outside = await failure(resolveRevision(directory, 'main'));
    expect(outside).toBeInstanceOf(InputError);
    expect(outside.message).toContain('no git repository');
  });

  it('names the depth in a shallow clone', async () => {
    const { repository, clone } = shallow();
    using _ = repository;
    expect(await isShallow(clone)).toBe(true);
    expect(await isShallow(repository.directory)).toBe(false);
    for (const ref of ['HEAD~1', 'release/one', repository.git('rev-parse', 'HEAD~2')])
      expect(await failure(resolveRevision(clone, ref))).toMatchObject({
        code: 'revision-unreachable',
        hint: expect.stringContaining('fetch-depth: 0'),
      });
  });

  it('listens to no GIT_DIR of a hook', async () => {
    using repository = temporaryRepository({ a: '1' });
    using other = temporaryRepository({ b: '1' });
    const environment = {
      PATH: process.env.PATH ?? '',
      GIT_DIR: join(other.directory, '.git'),
      GIT_INDEX_FILE: '/nowhere',
      GIT_WORK_TREE: other.directory,
    };
    expect(await resolveRevision(repository.directory, 'HEAD', { environment })).toBe(repository.git('rev-parse', 'HEAD'));
  });
});

describe('mergeBase', () => {
  it('finds the common ancestor, or says there is none', async () => {
    using repository = temporaryRepository({ a: '1' });
    const start = repository.git('rev-parse', 'HEAD');
    repository.git('checkout', '-q', '-b', 'side');
    const side = repository.commit('side', { b: '1' });
    repository.git('checkout', '-q', 'main');
    const main = repository.commit('main', { c: '1' });
    expect(await mergeBase(repository.directory, side, main)).toBe(start);
    repository.git('checkout', '-q', '--orphan', 'alone');
    const alone = repository.commit('alone');
    expect(await failure(mergeBase(repository.directory, alone, main))).toMatchObject({
      code: 'revision-unreachable',
      hint: expect.stringContaining('--base-exact'),
    });
  });

  it('names the depth in a shallow clone', async () => {
    const { repository, clone } = shallow();
    using _ = repository;
    const other = await fetchCommit(clone, 'release/one');
    expect(await failure(mergeBase(clone, 'HEAD', other))).toMatchObject({
      code: 'revision-unreachable',
      hint: expect.stringContaining('fetch-depth: 0'),
    });
  });
});

describe('fetchCommit', () => {
  it('brings one commit by name or id into a shallow clone, without moving anything', async () => {
    const { repository, clone } = shallow();
    using _ = repository;
    const refs = () => repository.git('-C', clone, 'for-each-ref');
    const before = refs();
    const wanted = repository.git('rev-parse', 'HEAD~1');
    expect(await fetchCommit(clone, wanted)).toBe(wanted);
    const tree = await openCommit(clone, wanted);
    expect(new TextDecoder().decode(bytesOf((await tree.read(['a'])).get('a')))).toBe('2');
    await tree.close();
    expect(refs()).toBe(before);
    expect(await fetchCommit(clone, 'release/one')).toBe(repository.git('rev-parse', 'release/one'));
  });

  it('never cuts a whole clone', async () => {
    const { repository } = shallow();
    using _ = repository;
    const whole = join(directory, 'whole');
    repository.git('clone', '-q', `file://${repository.directory}`, whole);
    await fetchCommit(whole, 'main');
    expect(await isShallow(whole)).toBe(false);
  });

  it('says what the remote did not give', async () => {
    const { repository, clone } = shallow();
    using _ = repository;
    expect(await failure(fetchCommit(clone, 'none'))).toMatchObject({
      code: 'revision-unreachable',
      message: '"none" could not be fetched from origin',
    });
  });

  it.each(['+main:main', 'main:other', '--upload-pack=x', 'refs/heads/*', '-x'])('refuses %s', async (ref) => {
    using repository = temporaryRepository({ a: '1' });
    expect(await failure(fetchCommit(repository.directory, ref))).toBeInstanceOf(InputError);
  });

  it('runs no command that a remote address or the configuration names', async () => {
    const { repository, clone } = shallow();
    using _ = repository;
    const { existsSync } = await import('node:fs');
    const marker = join(directory, 'executed');
    const script = join(directory, 'evil.sh');
    writeFileSync(script, `#!/bin/sh\ntouch ${marker}\nexit 1\n`, { mode: 0o755 });
    repository.git('-C', clone, 'config', 'remote.origin.uploadpack', script);
    await fetchCommit(clone, 'release/one');
    repository.git('-C', clone, 'config', 'remote.origin.url', `ext::${script}`);
    expect((await failure(fetchCommit(clone, 'release/one'))).code).toBe('revision-unreachable');
    expect(existsSync(marker)).toBe(false);
  });
});

const bytesOf = (result: unknown): Uint8Array => {
  const bytes: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'bytes') : undefined;
  if (!(bytes instanceof Uint8Array)) throw new Error('no file');
  return bytes;
};

it('changedPaths names what differs, with any file name', async () => {
  using repository = temporaryRepository({ a: '1', 'd/b': '1', gone: '1', 'old\nname': 'content' });
  const from = repository.git('rev-parse', 'HEAD');
  repository.git('mv', 'old\nname', 'new"name');
  const to = repository.commit('second', { 'd/b': '2', gone: null, 'e/new': '1' });
  expect(await changedPaths(repository.directory, from, to)).toEqual([
    { path: 'd/b', kind: 'changed' },
    { path: 'e/new', kind: 'added' },
    { path: 'gone', kind: 'removed' },
    { path: 'new"name', kind: 'added' },
    { path: 'old\nname', kind: 'removed' },
  ]);
});
