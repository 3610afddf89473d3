// Do lock, fetch and vendor bring a chart of a real Helm repository into a repository of Argo CD Applications, and say what is wrong where it does not come?
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { archiveDirectory, resolveTool } from '@fairway/adapters';
import { type TemporaryRepository, temporaryRepository } from '@fairway/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const work = mkdtempSync(join(tmpdir(), 'fairway-lock-'));
const served = join(work, 'served');
let asked = 0;
let server: Server;
let url = '';

const chart = async (version: string): Promise<void> => {
  const directory = join(work, version, 'web');
  const files = {
    'Chart.yaml': `apiVersion: v2\nname: web\nversion: ${version}\n`,
    'templates/settings.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { version: {{ .Chart.Version | quote }} }\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const { path } = await resolveTool('helm4', { environment: process.env });
  const env = { PATH: process.env['PATH'], HOME: work };
  execFileSync(path, ['package', directory, '--destination', served], { env, stdio: 'ignore' });
  execFileSync(path, ['repo', 'index', served], { env, stdio: 'ignore' });
};

beforeAll(async () => {
  mkdirSync(served);
  await chart('1.0.0');
  server = createServer((request, response) => {
    asked += 1;
    const file = join(served, (request.url ?? '').replace(/^\/charts\//, '').replaceAll('..', ''));
    if (existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/charts`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(work, { recursive: true, force: true });
});

const application = (name: string, range: string, at = url): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: default
  destination: { server: "https://kubernetes.default.svc", namespace: web }
  source: { repoURL: "${at}", chart: ${name}, targetRevision: "${range}" }
`;

/** A repository, and a cache that only it uses; programs come from where they always come from. */
const open = async (files: Readonly<Record<string, string>>) => {
  const repository = temporaryRepository(files);
  const cache = mkdtempSync(join(tmpdir(), 'fairway-lock-cache-'));
  const [helm, kustomize] = await Promise.all(['helm4', 'kustomize'].map((name) => resolveTool(name, { environment: process.env })));
  const env = { FAIRWAY_CACHE_DIR: cache, FAIRWAY_HELM: helm?.path ?? '', FAIRWAY_KUSTOMIZE: kustomize?.path ?? '', HOME: '/nonexistent' };
  const run = (...args: readonly string[]) => runCli(repository.directory, args, { env });
  const archives = (): readonly string[] =>
    existsSync(join(archiveDirectory(env), 'sha256')) ? readdirSync(join(archiveDirectory(env), 'sha256')) : [];
  return { repository, run, cache, archives, [Symbol.dispose]: () => repository[Symbol.dispose]() };
};
const lockOf = (repository: TemporaryRepository): string => readFileSync(join(repository.directory, 'fairway.lock'), 'utf8');

test('lock, fetch, vendor, render: from a range to objects, the network only where it is said', async () => {
  using opened = await open({ 'clusters/prod/web.yaml': application('web', '1.x') });
  const { repository, run, archives } = opened;

  const checked = await run('lock', '--check');
  expect(checked).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^web +1\.x +- +- +missing +Application argocd\/web \(clusters\/prod\/web\.yaml:1\)/m),
  });
  expect(existsSync(join(repository.directory, 'fairway.lock'))).toBe(false);

  const locked = await run('lock');
  expect(locked).toMatchObject({ code: 0, stderr: expect.stringContaining('wrote fairway.lock: 1 source; commit it') });
  expect(locked.stdout).toMatch(
    /^NAME +ASKED +RESOLVED +DIGEST +STATE +NEEDED BY\nweb +1\.x +1\.0\.0 +[0-9a-f]{12} +added +Application argocd\/web/,
  );
  expect(lockOf(repository)).toMatch(
    /kind: chart\n {4}repository: http:\/\/127.*\n {4}chart: web\n {4}version: 1\.x\n {4}resolved: 1\.0\.0\n {4}digest: sha256:/,
  );
  expect(archives()).toHaveLength(1);

  const before = asked;
  expect(await run('lock', '--check')).toMatchObject({ code: 0, stdout: expect.stringContaining('kept') });
  expect(await run('lock')).toMatchObject({ code: 0, stderr: 'fairway.lock is up to date\n' });
  expect(await run('fetch')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^web +1\.0\.0 +[0-9a-f]{12} +cache$/m) });
  const report = JSON.parse((await run('render', '--json')).stdout);
  expect(report.apps).toMatchObject([{ app: 'web', objects: 1 }]);
  expect(JSON.parse((await run('fetch', '--json')).stdout)).toMatchObject([
    { name: 'web', from: 'cache', kind: 'chart', resolved: '1.0.0' },
  ]);
  expect(asked).toBe(before);

  rmSync(archiveDirectory({ FAIRWAY_CACHE_DIR: opened.cache }), { recursive: true });
  expect(JSON.parse((await run('render', '--json')).stdout)).toMatchObject({ verdict: 'incomplete' });
  expect(await run('fetch')).toMatchObject({ code: 0, stdout: expect.stringMatching(/network$/m) });

  const vendored = await run('vendor');
  expect(vendored).toMatchObject({ code: 0, stdout: expect.stringMatching(/^wrote vendor\/web-[0-9a-f]{12}\.tgz\n$/) });
  rmSync(archiveDirectory({ FAIRWAY_CACHE_DIR: opened.cache }), { recursive: true });
  const quiet = asked;
  expect(await run('fetch')).toMatchObject({ stdout: expect.stringMatching(/vendor$/m) });
  expect(await run('vendor')).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('vendor/ holds 1 archives') });
  expect(JSON.parse((await run('render', '--json')).stdout)).toMatchObject({ apps: [{ objects: 1 }] });
  expect([asked, archives()]).toEqual([quiet, []]);
});

test('what a range means changes only by --update; what nobody needs goes', async () => {
  using opened = await open({ 'clusters/prod/web.yaml': application('web', '>=1') });
  const { repository, run } = opened;
  await run('lock');
  await run('vendor');
  const first = lockOf(repository);
  await chart('1.1.0');
  await run('lock');
  expect(lockOf(repository)).toBe(first);
  expect(await run('lock', '--update', 'wep')).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean web?') });
  const updated = JSON.parse((await run('lock', '--update', 'web', '--json')).stdout);
  expect(updated).toMatchObject({
    unchanged: false,
    sources: [
      { name: 'web', state: 'updated', before: { resolved: '1.0.0' }, locked: { resolved: '1.1.0' }, neededBy: [{ at: { line: 1 } }] },
    ],
  });
  const vendored = await run('vendor');
  expect(vendored.stdout).toMatch(/^wrote vendor\/web-.*\nremoved vendor\/web-.*\n$/);
  repository.write({ 'clusters/prod/web.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n' });
  expect(await run('lock', '--check')).toMatchObject({ code: 1, stdout: expect.stringContaining('unused') });
  expect((await run('lock')).code).toBe(0);
  expect(lockOf(repository)).toContain('sources: []');
  writeFileSync(join(repository.directory, 'vendor', 'modules.txt'), 'of another tool');
  await run('vendor');
  expect(readdirSync(join(repository.directory, 'vendor'))).toEqual(['modules.txt']);
});

test('a chart of a HelmRelease: the same, told with its object', async () => {
  using opened = await open({
    'web.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: charts, namespace: flux-system }
spec: { url: "${url}", interval: 1h }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: flux-system }
spec:
  interval: 1h
  chart: { spec: { chart: web, version: "1.0.x", sourceRef: { kind: HelmRepository, name: charts } } }
`,
  });
  expect(await opened.run('lock')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^web +1\.0\.x +1\.0\.0 +[0-9a-f]{12} +added +HelmRelease flux-system\/web \(web\.yaml:6\)/m),
  });
  expect(JSON.parse((await opened.run('render', '--json')).stdout)).toMatchObject({ verdict: 'pass', apps: [{ app: 'web', objects: 1 }] });
});

describe('what is wrong', () => {
  test('a source that does not come: told with its place, the lock stays', async () => {
    using opened = await open({ 'a.yaml': application('web', '1.x'), 'b/b.yaml': application('gone', '*') });
    const run = await opened.run('lock');
    expect(run).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^gone .* failed +Application .*b\/b\.yaml/m),
      stderr: expect.stringContaining('has no chart gone'),
    });
    expect(run.stderr).toContain('fairway.lock was not written');
    expect(existsSync(join(opened.repository.directory, 'fairway.lock'))).toBe(false);
  });
  test('an address that is not asked: exit 2', async () => {
    using opened = await open({ 'a.yaml': application('web', '1.x', 'http://charts.example') });
    expect(await opened.run('lock')).toMatchObject({ code: 2, stderr: expect.stringContaining('plain http could be changed') });
  });
  test('nothing to lock', async () => {
    using opened = await open({ 'a.txt': '' });
    expect(await opened.run('lock')).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('nothing to lock') });
    expect(await opened.run('lock', '--check')).toMatchObject({ code: 0 });
  });
  test.each(['fetch', 'vendor'])('%s without a lock: exit 2', async (command) => {
    using opened = await open({ 'a.txt': '' });
    expect(await opened.run(command)).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no fairway.lock') });
  });
  test('a broken lock: exit 2 with its place', async () => {
    using opened = await open({ 'fairway.lock': 'version: 1\nsources:\n  - kind: bucket\n' });
    for (const command of ['lock', 'fetch', 'vendor'])
      expect(await opened.run(command)).toMatchObject({ code: 2, stderr: expect.stringContaining('fairway.lock:3:11') });
  });
  test('a vendored archive that was changed is never used, and mended', async () => {
    using opened = await open({ 'a.yaml': application('web', '1.0.0') });
    const { repository, run } = opened;
    await run('lock');
    await run('vendor');
    const [name = ''] = readdirSync(join(repository.directory, 'vendor'));
    writeFileSync(join(repository.directory, 'vendor', name), 'tampered');
    const rendered = JSON.parse((await run('render', '--json')).stdout);
    expect(rendered).toMatchObject({ verdict: 'incomplete' });
    expect(JSON.stringify(rendered)).toContain('does not have the digest of fairway.lock');
    expect(await run('vendor')).toMatchObject({ code: 0, stdout: `wrote vendor/${name}\n` });
    expect(JSON.parse((await run('render', '--json')).stdout)).toMatchObject({ apps: [{ objects: 1 }] });
  });
  test('vendor/ that git ignores is told', async () => {
    using opened = await open({ 'a.yaml': application('web', '1.0.0'), '.gitignore': 'vendor/\n' });
    await opened.run('lock');
    expect((await opened.run('vendor')).stderr).toContain('git ignores vendor/web-');
  });
});
