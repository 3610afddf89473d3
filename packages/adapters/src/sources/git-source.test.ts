// Does a commit of another repository come here as it is there, the same bytes each time, with nothing of it run?
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TemporaryRepository, temporaryRepository } from '@fairway/testkit';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { serveGit } from '../../test/git-server.ts';
import { failure, portFor } from '../../test/source-fixtures.ts';
import { sha256 } from '../../test/tool-server.ts';
import { chooseCommit, parseRemoteRefs } from './git-refs.ts';
import { unpackArchive } from './unpack-archive.ts';

let repository: TemporaryRepository;
let server: Awaited<ReturnType<typeof serveGit>>;
const commits: Record<string, string> = {};
const url = (): string => `${server.url}/${repository.directory.split('/').at(-1)}/.git`;
beforeAll(async () => {
  repository = temporaryRepository({ 'deploy/a.yaml': 'a: 1\n', 'run.sh': '#!/bin/sh\n' });
  commits['first'] = repository.git('rev-parse', 'HEAD');
  repository.git('tag', 'v1.0.0');
  repository.git('tag', '-a', 'v1.1.0', '-m', 'one');
  repository.git('update-index', '--chmod=+x', 'run.sh');
  mkdirSync(join(repository.directory, 'module'));
  symlinkSync('deploy/a.yaml', join(repository.directory, 'inside'));
  symlinkSync('/etc/passwd', join(repository.directory, 'outside'));
  symlinkSync('../../x', join(repository.directory, 'deploy', 'above'));
  repository.git('update-index', '--add', '--cacheinfo', `160000,${commits['first']},module`);
  commits['second'] = repository.commit('more', {
    'deploy/b.txt': 'one\r\ntwo\n',
    '.gitattributes': '*.txt text eol=crlf export-ignore filter=evil\n',
  });
  repository.git('tag', 'v1.2.0-rc.1');
  repository.git('switch', '-q', '-c', 'release/1.x', commits['first'] ?? '');
  commits['release'] = repository.commit('release', { 'deploy/a.yaml': 'a: 2\n' });
  repository.git('switch', '-q', 'main');
  server = await serveGit(dirname(repository.directory));
});
afterAll(async () => {
  await server.close();
  repository[Symbol.dispose]();
});

const asked = (reference: string, from = url()) => ({ kind: 'git' as const, url: from, reference });

describe('the commit that is meant', () => {
  it.each([
    ['', 'second'],
    ['branch=main', 'second'],
    ['branch=release/1.x', 'release'],
    ['tag=v1.0.0', 'first'],
    ['tag=v1.1.0', 'first'],
    ['semver=1.x', 'first'],
    ['semver=>=1.2.0-0', 'second'],
    ['name=refs/heads/release/1.x', 'release'],
    ['name=heads/release/1.x', 'release'],
    ['name=release/1.x', 'release'],
    ['name=v1.1.0', 'first'],
    ['name=1.*', 'first'],
    ['name=HEAD', 'second'],
  ])('%s', (reference, expected) => {
    const refs = parseRemoteRefs(repository.git('ls-remote', '.'));
    expect(chooseCommit(refs, reference, 'there')).toBe(commits[expected]);
  });
  it('the default branch, by a real server', async () => {
    const { locked, archive } = await portFor().resolve(asked(''));
    expect(locked).toEqual({ ...asked(''), resolved: commits['second'], digest: `sha256:${sha256(archive)}` });
  });
  it('a commit, also by name, and one that is no tip', async () => {
    for (const kind of ['commit', 'name']) {
      const { locked } = await portFor().resolve(asked(`${kind}=${commits['first']}`));
      expect(locked.resolved).toBe(commits['first']);
    }
  });
});

test('files as they are committed, links inside, nothing that leads out, submodules named', async () => {
  const notes: string[] = [];
  const port = portFor({ onNote: (note) => notes.push(note) });
  const { locked, archive } = await port.resolve(asked('branch=main'));
  const files = await unpackArchive(archive);
  expect([...files.keys()]).toEqual(['.gitattributes', 'deploy/a.yaml', 'deploy/b.txt', 'inside', 'run.sh']);
  expect(Buffer.from(files.get('deploy/b.txt') ?? '').toString()).toBe('one\r\ntwo\n'.replaceAll('\r', ''));
  expect(files.get('inside')).toEqual(files.get('deploy/a.yaml'));
  expect(notes.join('\n')).toMatch(
    /submodules are not included: module\n.*links that leave the repository are not included: deploy\/above, outside/,
  );
  expect(await portFor().fetch(locked)).toEqual(archive);
});

test('equal trees have one digest, whatever the commit', async () => {
  using other = temporaryRepository({ 'run.sh': '#!/bin/sh\n', 'deploy/a.yaml': 'a: 1\n' });
  other.commit('again', { x: '1' });
  other.commit('and back', { x: null });
  const [a, b] = await Promise.all([
    portFor().resolve(asked('tag=v1.0.0')),
    portFor().resolve(asked('', `${server.url}/${other.directory.split('/').at(-1)}/.git`)),
  ]);
  expect(a.locked.digest).toBe(b.locked.digest);
  expect(a.locked.resolved).not.toBe(b.locked.resolved);
});

describe('what is not there is told with what is', () => {
  it.each([
    ['branch=nothing', 'has no branch=nothing', 'There are main, release/1.x.'],
    ['tag=v9', 'has no tag=v9', 'There are v1.0.0, v1.1.0, v1.2.0-rc.1.'],
    ['semver=^3', 'has no semver=^3', 'There are v1.0.0'],
    ['name=nothing', 'has no name=nothing', 'There are main'],
  ])('%s', async (reference, message, hint) => {
    const refs = parseRemoteRefs(repository.git('ls-remote', '.'));
    const error = await failure((async () => chooseCommit(refs, reference, 'there'))());
    expect(error).toMatchObject({
      code: 'revision-unknown',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });
  it('a repository', async () => {
    expect(await failure(portFor().resolve(asked('', `${server.url}/nothing.git`)))).toMatchObject({
      code: 'remote-failed',
      message: expect.stringMatching(/nothing\.git cannot be read by git: repository .* not found/),
    });
  });
  it('a commit', async () => {
    expect(await failure(portFor().resolve(asked(`commit=${'0'.repeat(39)}1`)))).toMatchObject({
      code: 'remote-failed',
      message: expect.stringContaining('cannot be read by git'),
    });
  });
});

describe('refused', () => {
  it.each([
    ['a short commit', 'commit=abc1234', undefined, 'is no full commit id'],
    ['a word without kind', 'main', undefined, 'does not say what is meant'],
    ['a path of this disk', '', '/etc', 'it is no address'],
    ['a file', '', 'file:///etc', 'it is no address'],
    ['a file of this machine', '', 'file://localhost/etc', 'it is no address'],
    ['a program', '', 'ext::sh -c id', 'it is no address'],
    ['a flag', '', '--upload-pack=id', 'it is no address'],
    ['a flag to ssh', '', 'ssh://-oProxyCommand=id/x', 'is not asked'],
    ['a user that is a flag', '', 'ssh://-l@host.example/x', 'begins with a dash'],
    ['unprotected', '', 'git://host.example/x', 'it has the scheme git'],
    ['plain http', '', 'http://host.example/x', 'plain http could be changed'],
    ['a password', '', 'https://me:secret@host.example/x', 'it holds credentials'],
  ])('%s', async (_name, reference, from, message) => {
    const error = await failure(portFor().resolve(asked(reference, from)));
    expect(error).toMatchObject({ code: 'input-invalid', message: expect.stringContaining(message) });
    expect(String(error)).not.toContain('secret');
  });
  it.each([
    ['too many files', { files: 3 }, '3 are accepted'],
    ['too large', { archiveBytes: 20 }, '20 are accepted'],
  ])('%s', async (_name, limits, message) => {
    expect(await failure(portFor({ limits }).resolve(asked('')))).toMatchObject({
      code: 'remote-failed',
      message: expect.stringContaining(message),
    });
  });
  it('a server that is too slow', async () => {
    const slow = await serveGit('/nonexistent', () => true);
    const error = await failure(portFor({ limits: { totalMs: 700 } }).resolve(asked('', `${slow.url}/x.git`)));
    await slow.close();
    expect(error).toMatchObject({ code: 'tool-timeout' });
  });
  it('a redirect to another protocol', async () => {
    const moved = await serveGit('/nonexistent', (_request, response) => {
      response.writeHead(302, { location: 'ftp://127.0.0.1/x.git/info/refs' }).end();
      return true;
    });
    const error = await failure(portFor().resolve(asked('', `${moved.url}/x.git`)));
    await moved.close();
    expect(error).toMatchObject({ code: 'remote-failed' });
  });
});

test('credentials of our variable reach the server, and no message', async () => {
  const wanted = `Basic ${Buffer.from('me:secret').toString('base64')}`;
  const guarded = await serveGit(dirname(repository.directory), ({ headers }, response) => {
    if (headers.authorization === wanted) return false;
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    return true;
  });
  const from = `${guarded.url}/${repository.directory.split('/').at(-1)}/.git`;
  const environment = { FAIRWAY_SOURCE_CREDENTIALS: guarded.url.replace('//', '//me:secret@') };
  const { locked } = await portFor({ environment }).resolve(asked('', from));
  const error = await failure(
    portFor({ environment: { FAIRWAY_SOURCE_CREDENTIALS: environment.FAIRWAY_SOURCE_CREDENTIALS.replace('secret', 'wrong') } }).resolve(
      asked('', from),
    ),
  );
  await guarded.close();
  expect(locked.resolved).toBe(commits['second']);
  expect(error).toMatchObject({ code: 'remote-failed', hint: expect.stringContaining('Credentials come from') });
  expect(`${JSON.stringify(error)}${String(error)}`).not.toMatch(/wrong|Basic/);
});

test('lines of a server that are no refs are passed over', () => {
  const id = 'a'.repeat(40);
  const refs = parseRemoteRefs(
    `${id}\trefs/heads/main\n\nrubbish\n${'b'.repeat(40)}\trefs/tags/v1\n${id}\trefs/tags/v1^{}\nzz\trefs/heads/x\n`,
  );
  expect(Object.fromEntries(refs)).toEqual({ 'refs/heads/main': id, 'refs/tags/v1': id });
  expect(() => chooseCommit(refs, '', 'there')).toThrow('there has no default branch');
});
