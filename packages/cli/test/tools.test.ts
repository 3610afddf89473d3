// Do `fairway tools` and `fairway doctor` say what is there, and how the rest comes here?
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedCatalogue, TOOLS_LOCK } from '@fairway/adapters';
import { temporaryRepository } from '@fairway/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const tools = shippedCatalogue().tools.filter((tool) => tool.testOnly !== true);
const emptyCache = (): string => mkdtempSync(join(tmpdir(), 'fairway-empty-'));
const script = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'fairway-own-')), 'own');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
};

describe('tools list', () => {
  test('every program with its pin and its place, as text and as JSON', async () => {
    using repository = temporaryRepository({ 'a.txt': '' });
    const text = await runCli(repository.directory, ['tools', 'list']);
    for (const tool of tools)
      expect(text.stdout).toMatch(new RegExp(`^${tool.name} +${tool.version} +ready +${tool.version} from (build|download|path): /`, 'm'));
    const json = JSON.parse((await runCli(repository.directory, ['tools', 'list', 'helm4', '--json'])).stdout);
    expect(json).toMatchObject([{ name: 'helm4', state: 'ready', tool: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } }]);
  });

  test('an empty machine: nothing is installed, the way is told', async () => {
    using repository = temporaryRepository({ 'a.txt': '' });
    const cache = emptyCache();
    const run = await runCli(repository.directory, ['tools', 'list'], { env: { FAIRWAY_CACHE_DIR: cache, PATH: '/nonexistent' } });
    expect(run.stdout).toMatch(/kustomize .* missing .*fairway tools lock.*Go is not on PATH/);
    expect(existsSync(join(cache, 'tools'))).toBe(false);
  });

  test('an unknown name', async () => {
    using repository = temporaryRepository({ 'a.txt': '' });
    const run = await runCli(repository.directory, ['tools', 'list', 'helmm']);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('Known programs: kustomize, helm4, helm3') });
  });
});

describe('tools install', () => {
  test('what is there is named; --quiet says nothing', async () => {
    using repository = temporaryRepository({ 'a.txt': '' });
    expect((await runCli(repository.directory, ['tools', 'install', 'kustomize'])).stdout).toMatch(
      /^kustomize \d+\.\d+\.\d+ \((build|download|path)\) \//,
    );
    expect(await runCli(repository.directory, ['tools', 'install', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('no road: exit 3 with both of them', async () => {
    using repository = temporaryRepository({ 'a.txt': '' });
    const run = await runCli(repository.directory, ['tools', 'install', 'kustomize'], {
      env: { FAIRWAY_CACHE_DIR: emptyCache(), PATH: '/nonexistent' },
    });
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/no checksum of its download.*Go is not there to build it/);
    expect(run.stderr).toMatch(/fairway tools lock.*install Go.*--kustomize PATH or FAIRWAY_KUSTOMIZE/);
  });

  test('a cache inside the repository, a wrong mirror, a wrong road: exit 2', async () => {
    using repository = temporaryRepository({ 'a.txt': '' });
    const inside = await runCli(repository.directory, ['tools', 'install', 'helm4'], {
      env: { FAIRWAY_CACHE_DIR: join(repository.directory, '.cache') },
    });
    expect(inside).toMatchObject({ code: 2, stderr: expect.stringContaining('inside the repository') });
    const relative = await runCli(repository.directory, ['tools', 'install', 'helm4'], { env: { FAIRWAY_CACHE_DIR: 'cache' } });
    expect(relative).toMatchObject({ code: 2, stderr: expect.stringContaining('FAIRWAY_CACHE_DIR must be an absolute path') });
    expect(await runCli(repository.directory, ['tools', 'install', '--road', 'guess'])).toMatchObject({ code: 2 });
  });

  test('a program outside the supported range names both versions: exit 2', async () => {
    using repository = temporaryRepository({ 'a.txt': '' });
    const run = await runCli(repository.directory, ['tools', 'install', 'helm4', '--helm', script('echo v3.21.4')]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('is helm4 3.21.4, but the supported range is >=4.0.0 <5.0.0');
  });

  test('a broken lock file is told with its place', async () => {
    using repository = temporaryRepository({
      [TOOLS_LOCK]: '{\n  "version": 1,\n  "tools": { "helm4": { "url": "https://evil.example" } }\n}\n',
    });
    const run = await runCli(repository.directory, ['tools', 'install', 'helm4']);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining(`${TOOLS_LOCK}:3:`) });
  });
});

describe('tools lock', () => {
  const [kustomize] = tools;
  const version = kustomize?.version ?? '';
  const server = createServer((request, response) => {
    if (!request.url?.endsWith('/checksums.txt')) response.writeHead(404).end();
    else
      response.end(
        ['linux', 'darwin']
          .flatMap((os) => ['amd64', 'arm64'].map((arch) => `${'a'.repeat(64)}  kustomize_v${version}_${os}_${arch}.tar.gz\n`))
          .join(''),
      );
  });
  let mirror = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    mirror = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });
  afterAll(() => void server.close());

  test('--dry-run prints, the real run writes the same bytes, below the root also from a folder', async () => {
    using repository = temporaryRepository({ 'deep/a.txt': '' });
    const dry = await runCli(repository.directory, ['tools', 'lock', 'kustomize', '--mirror', mirror, '--dry-run']);
    expect(existsSync(join(repository.directory, TOOLS_LOCK))).toBe(false);
    const run = await runCli(join(repository.directory, 'deep'), ['tools', 'lock', 'kustomize'], { env: { FAIRWAY_TOOLS_MIRROR: mirror } });
    expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('kustomize') });
    expect(readFileSync(join(repository.directory, TOOLS_LOCK), 'utf8')).toBe(dry.stdout);
    expect(dry.stdout).not.toContain('127.0.0.1');
  });

  test('a mirror without the file: exit 3, nothing written', async () => {
    using repository = temporaryRepository({ 'a.txt': '' });
    const run = await runCli(repository.directory, ['tools', 'lock', 'helm4', '--mirror', mirror]);
    expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('has no checksum file') });
    expect(existsSync(join(repository.directory, TOOLS_LOCK))).toBe(false);
  });
});

describe('doctor', () => {
  test('names programs, cache, repository, config, and each tool with checksum and roads', async () => {
    using repository = temporaryRepository({ 'fairway.yaml': 'version: 1\n' });
    const run = await runCli(repository.directory, ['doctor']);
    expect(run.code).toBe(0);
    for (const pattern of [
      /^node +24\./m,
      /^git +2\./m,
      /^cache +\//m,
      /^ {2}tools +\d+\.\d MiB in \d+ files/m,
      /^config +fairway\.yaml$/m,
      /^tools lock +none/m,
      / {2}sha256 +[0-9a-f]{64}$/m,
      / {2}your own +--helm3 PATH or FAIRWAY_HELM3=PATH/m,
    ]) {
      expect(run.stdout).toMatch(pattern);
    }
    expect(JSON.parse((await runCli(repository.directory, ['doctor', '--json'])).stdout)).toMatchObject({
      repository: { git: true, config: true, toolsLock: false },
    });
  });

  test('a machine without anything: exit 3; a broken program of the user is named', async () => {
    using repository = temporaryRepository({ 'a.txt': '' });
    const bin = mkdtempSync(join(tmpdir(), 'fairway-bin-'));
    mkdirSync(join(bin, 'x'));
    const bare = await runCli(repository.directory, ['doctor'], { env: { FAIRWAY_CACHE_DIR: emptyCache(), PATH: bin } });
    expect(bare.code).toBe(3);
    expect(bare.stdout).toMatch(/^git +not on PATH/m);
    const broken = await runCli(repository.directory, ['doctor'], { env: { FAIRWAY_HELM: script('echo v3.0.0') } });
    expect(broken).toMatchObject({ code: 3, stdout: expect.stringContaining('but the supported range is') });
  });
});
