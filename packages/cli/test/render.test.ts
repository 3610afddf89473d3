// Does the render command answer right, with the real programs, from the work tree and from commits?
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Report } from '@fairway/contracts';
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { cacheOfTest, reportOf, runCli } from './run-cli.ts';

const deployment = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: ${image}
`;
const overlay = (env: string, replicas: number) => ({
  [`overlays/${env}/kustomization.yaml`]: 'namespace: shop\nresources: [../../base]\npatches: [{ path: patch.yaml }]\n',
  [`overlays/${env}/patch.yaml`]: `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: ${replicas} }\n`,
});
const START = {
  'base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'base/deployment.yaml': deployment('registry.example/web:1.0.0'),
  ...overlay('dev', 1),
  ...overlay('test', 2),
  ...overlay('prod', 3),
};
const statusOf = (report: Report) => Object.fromEntries(report.apps.map((app) => [app.env, app.status]));

describe('render --base', () => {
  it('shows just what one overlay changes', async () => {
    using repository = temporaryRepository(START);
    repository.commit('scale', overlay('prod', 5));
    const report = await reportOf(repository.directory, ['--base', 'HEAD~1']);
    expect(statusOf(report)).toEqual({ dev: 'unchanged', test: 'unchanged', prod: 'changed' });
    expect(report.changes).toHaveLength(1);
    expect(report.changes[0]).toMatchObject({
      kind: 'changed',
      object: { kind: 'Deployment', name: 'web', namespace: 'shop' },
      ops: [{ path: '/spec/replicas', before: 3, after: 5 }],
      effects: [],
    });
    expect(report.apps.find((app) => app.env === 'prod')?.touchedBy).toEqual(['overlays/prod/patch.yaml']);
    expect(report.code).toBe(0);
  });

  it('a shared base touches every consumer, names the file, and restarts pods', async () => {
    using repository = temporaryRepository(START);
    repository.commit('image', { 'base/deployment.yaml': deployment('registry.example/web:2.0.0') });
    const report = await reportOf(repository.directory, ['--base', 'HEAD~1']);
    expect(statusOf(report)).toEqual({ dev: 'changed', test: 'changed', prod: 'changed' });
    expect(report.changes.every((change) => change.effects.includes('restart'))).toBe(true);
    expect(report.findings.map((finding) => finding.ruleId)).toContain('multi-environment-change');
  });

  it('--expect-environments turns a surprise into a failure', async () => {
    using repository = temporaryRepository(START);
    repository.commit('image', { 'base/deployment.yaml': deployment('registry.example/web:2.0.0') });
    const report = await reportOf(repository.directory, ['--base', 'HEAD~1', '--expect-environments', 'dev']);
    expect(report).toMatchObject({ code: 1, verdict: 'fail' });
    expect(
      new Set(
        report.findings
          .filter((finding) => finding.ruleId === 'unexpected-environment' && finding.blocking)
          .map((finding) => finding.subject.env),
      ),
    ).toEqual(new Set(['test', 'prod']));
  });

  it('sees uncommitted and untracked files, and a removed app', async () => {
    using repository = temporaryRepository(START);
    repository.write({ ...overlay('staging', 1), 'overlays/dev/kustomization.yaml': null, 'overlays/dev/patch.yaml': null });
    const report = await reportOf(repository.directory, ['--base', 'HEAD']);
    expect(statusOf(report)).toEqual({ dev: 'removed', staging: 'added', test: 'unchanged', prod: 'unchanged' });
    expect(report.head.dirty).toBe(true);
  });

  it('withholds a side that does not render', async () => {
    using repository = temporaryRepository(START);
    repository.commit('broken', { 'overlays/prod/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: other }\n' });
    const report = await reportOf(repository.directory, ['--base', 'HEAD~1']);
    expect(report).toMatchObject({ code: 3, verdict: 'incomplete', changes: [] });
    expect(statusOf(report)).toMatchObject({ prod: 'failed' });
  });

  it('shows that a Secret changed and never what it holds', async () => {
    const secret = (value: string) => ({
      'overlays/dev/kustomization.yaml': `resources: [../../base]\nsecretGenerator: [{ name: login, literals: [password=${value}] }]\n`,
    });
    using repository = temporaryRepository({ ...START, ...secret('first-hush') });
    repository.commit('rotate', secret('second-hush'));
    const reports = mkdtempSync(join(tmpdir(), 'fairway-reports-'));
    const report = await reportOf(repository.directory, ['--base', 'HEAD~1', '--report-dir', reports, '--output', join(reports, 'out')]);
    expect(report.changes.find((change) => change.object.kind === 'Secret')).toMatchObject({ kind: 'changed' });
    const hidden = (text: string) => /hush|aHVza|c2Vjb25kL|Zmlyc3Qt/.test(text);
    for (const directory of [reports, cacheOfTest]) {
      for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) expect(hidden(readFileSync(join(entry.parentPath, entry.name), 'latin1')), entry.name).toBe(false);
      }
    }
    const kept = join(reports, 'kept');
    await runCli(repository.directory, ['render', '--env', 'dev', '--output', kept, '--include-secrets']);
    const texts = readdirSync(kept, { recursive: true, withFileTypes: true })
      .filter((e) => e.isFile())
      .map((e) => readFileSync(join(e.parentPath, e.name), 'utf8'));
    expect(texts.some((text) => text.includes(Buffer.from('second-hush').toString('base64')))).toBe(true);
  });

  it('gives the same bytes twice, cold and warm', async () => {
    using repository = temporaryRepository(START);
    repository.commit('scale', overlay('prod', 5));
    const args = ['render', '--json', '--base', 'HEAD~1'];
    const cold = await runCli(repository.directory, args, {
      env: { FAIRWAY_RENDER_CACHE_DIR: mkdtempSync(join(tmpdir(), 'fairway-cold-')) },
    });
    const warm = await runCli(repository.directory, args);
    const again = await runCli(repository.directory, args);
    const none = await runCli(repository.directory, [...args, '--no-cache']);
    expect(new Set([cold.stdout, warm.stdout, again.stdout, none.stdout]).size).toBe(1);
    expect(() => Report.parse(JSON.parse(cold.stdout))).not.toThrow();
    expect(cold.stderr).toBe('');
  });

  it('a damaged cache changes nothing', async () => {
    using repository = temporaryRepository(START);
    const cache = mkdtempSync(join(tmpdir(), 'fairway-damaged-'));
    const env = { FAIRWAY_RENDER_CACHE_DIR: cache };
    const before = await runCli(repository.directory, ['render', '--json'], { env });
    for (const entry of readdirSync(cache, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) writeFileSync(join(entry.parentPath, entry.name), 'damaged');
    }
    expect((await runCli(repository.directory, ['render', '--json'], { env })).stdout).toBe(before.stdout);
  });

  it('two runs at once share one cache', async () => {
    using repository = temporaryRepository(START);
    const env = { FAIRWAY_RENDER_CACHE_DIR: mkdtempSync(join(tmpdir(), 'fairway-two-')) };
    const both = await Promise.all([
      runCli(repository.directory, ['render', '--json'], { env }),
      runCli(repository.directory, ['render', '--json'], { env }),
    ]);
    expect(both.map((run) => run.code)).toEqual([0, 0]);
    expect(both[0]?.stdout).toBe(both[1]?.stdout);
  });
});

describe('render', () => {
  it('--output writes every object and an index that knows their hashes', async () => {
    using repository = temporaryRepository(START);
    const out = join(repository.directory, 'out');
    await runCli(repository.directory, ['render', '--output', 'out']);
    const index = JSON.parse(readFileSync(join(out, 'index.json'), 'utf8'));
    const files: { file: string; sha256: string }[] = JSON.stringify(index).includes('sha256') ? findFiles(index) : [];
    expect(files).toHaveLength(3);
    for (const { file, sha256 } of files) {
      expect(
        createHash('sha256')
          .update(readFileSync(join(out, file)))
          .digest('hex'),
      ).toBe(sha256);
    }
    const again = await runCli(repository.directory, ['render', '--output', 'out', '--env', 'dev']);
    expect(again.code).toBe(0);
    expect(existsSync(join(out, 'prod'))).toBe(false);
  });

  it('refuses to replace a directory that it did not make', async () => {
    using repository = temporaryRepository({ ...START, 'precious/notes.txt': 'mine' });
    const run = await runCli(repository.directory, ['render', '--output', 'precious']);
    expect(run.code).toBe(2);
    expect(readFileSync(join(repository.directory, 'precious/notes.txt'), 'utf8')).toBe('mine');
  });

  it('-C below the root selects the apps under it', async () => {
    using repository = temporaryRepository(START);
    const run = await runCli(tmpdir(), ['-C', join(repository.directory, 'overlays/dev'), 'render', '--json']);
    expect(JSON.parse(run.stdout).apps.map((app: { env: string }) => app.env)).toEqual(['dev']);
  });

  it.each(['text', 'markdown', 'html', 'sarif', 'junit'])('prints %s', async (format) => {
    using repository = temporaryRepository(START);
    repository.commit('scale', overlay('prod', 5));
    const run = await runCli(repository.directory, ['render', '--base', 'HEAD~1', '--format', format]);
    expect(run.code).toBe(0);
    expect(run.stdout.length).toBeGreaterThan(100);
  });

  it('claims nothing of a tree where it found no app', async () => {
    using repository = temporaryRepository({
      'manifests/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n',
    });
    const report = await reportOf(repository.directory, []);
    expect(report).toMatchObject({ code: 3, verdict: 'incomplete', apps: [] });
    expect(report.skipped.map(({ path }) => path)).toContain('manifests');
  });

  it('asks the git of the caller, found in its PATH', async () => {
    using repository = temporaryRepository(START);
    const own = mkdtempSync(join(tmpdir(), 'fairway-git-'));
    const script = `#!/bin/sh\n: > "${own}/asked"\nPATH=\${PATH#*:} exec git "$@"\n`;
    writeFileSync(join(own, 'git'), script, { mode: 0o755 });
    await reportOf(repository.directory, ['--base', 'HEAD'], { env: { PATH: `${own}:${process.env['PATH']}` } });
    expect(existsSync(join(own, 'asked'))).toBe(true);
  });

  it('a stage selects environments too', async () => {
    using repository = temporaryRepository({ ...START, ...overlay('prod-eu', 3) });
    const report = await reportOf(repository.directory, ['--env', 'prod']);
    expect(report.apps.map((app) => app.env)).toEqual(['prod', 'prod-eu']);
  });
});

const findFiles = (value: unknown): { file: string; sha256: string }[] => {
  if (Array.isArray(value)) return value.flatMap(findFiles);
  if (typeof value !== 'object' || value === null) return [];
  if ('file' in value && 'sha256' in value) return [value as { file: string; sha256: string }];
  return Object.values(value).flatMap(findFiles);
};

describe('init', () => {
  it('writes what was inferred, never over an existing file, and renders the same afterwards', async () => {
    using repository = temporaryRepository(START);
    const before = await reportOf(repository.directory, []);
    expect((await runCli(repository.directory, ['init', '--dry-run'])).stdout).toContain('environments:');
    expect(existsSync(join(repository.directory, 'fairway.yaml'))).toBe(false);
    expect((await runCli(repository.directory, ['init'])).code).toBe(0);
    expect((await runCli(repository.directory, ['init'])).code).toBe(2);
    expect((await runCli(repository.directory, ['init', '--force'])).code).toBe(0);
    const after = await reportOf(repository.directory, []);
    expect(after.apps.map((app) => [app.id, app.objects])).toEqual(before.apps.map((app) => [app.id, app.objects]));
  });
});
