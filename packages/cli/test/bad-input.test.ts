// What does a person see when something is wrong? Where, what, what to do; the right exit code; nothing written.
import { chmodSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { reportOf, runCli } from './run-cli.ts';

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: "1" }\n';
const GOOD = { 'apps/good/dev/kustomization.yaml': 'resources: [settings.yaml]\n', 'apps/good/dev/settings.yaml': CONFIG_MAP };
const dev = (kustomization: string, more: Readonly<Record<string, string>> = {}) => ({
  'apps/bad/dev/kustomization.yaml': kustomization,
  ...more,
});

/** Files that break one app: the others go on, the verdict is incomplete, the error says where. */
const BROKEN_APPS: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  ['invalid YAML in a kustomization', dev('resources:\n  - a.yaml\n  b: : c\n'), /apps\/bad\/dev\/kustomization\.yaml:3/],
  ['a tab', dev('resources:\n\t- settings.yaml\n'), /kustomization\.yaml:2:1/],
  [
    'a missing file',
    dev('resources:\n  - settings.yaml\n  - missing.yaml\n', { 'apps/bad/dev/settings.yaml': CONFIG_MAP }),
    /kustomization\.yaml:3:5.*missing\.yaml/s,
  ],
  ['a path that leaves the repository', dev('resources: [../../../../../etc]\n'), /path-escapes.*kustomization\.yaml:1:13/s],
  ['an absolute path', dev('resources: [/etc/passwd]\n'), /kustomization\.yaml:1:13.*\/etc\/passwd/s],
  [
    'a cycle',
    { ...dev('resources: [../other]\n'), 'apps/bad/other/kustomization.yaml': 'resources: [../dev]\n' },
    /lead back to themselves: apps\/bad\/dev → apps\/bad\/other → apps\/bad\/dev/,
  ],
  [
    'two kustomization files',
    dev('resources: [settings.yaml]\n', { 'apps/bad/dev/settings.yaml': CONFIG_MAP, 'apps/bad/dev/kustomization.yml': 'resources: []\n' }),
    /multiple|two|kustomization\.yml/i,
  ],
  [
    'a values file that is a list',
    {
      'apps/bad/dev/app.yaml': 'renderer: { kind: helm, chart: chart }\n',
      'apps/bad/dev/chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
      'apps/bad/dev/values.yaml': '- a\n- b\n',
      'fairway.yaml': 'version: 1\napps: [{ path: "apps/{app}/{env}" }]\nenvironments: { dev: {} }\n',
    },
    /values\.yaml:1:1.*(mapping|list)/s,
  ],
  [
    'a chart without a name',
    {
      'apps/bad/dev/app.yaml': 'renderer: { kind: helm, chart: chart }\n',
      'apps/bad/dev/chart/Chart.yaml': 'apiVersion: v2\nversion: 0.1.0\n',
      'fairway.yaml': 'version: 1\napps: [{ path: "apps/{app}/{env}" }]\nenvironments: { dev: {} }\n',
    },
    /Chart\.yaml.*name/s,
  ],
  ['an anchor bomb', dev('resources: [bomb.yaml]\n', { 'apps/bad/dev/bomb.yaml': bomb() }), /bad/],
];

function bomb(): string {
  const levels = Array.from({ length: 12 }, (_, level) => `  l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(', ')}]`);
  return ['apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: bomb }', 'x:', '  l0: &l0 [a, a]', ...levels, ''].join('\n');
}

describe('one broken app', () => {
  it.each(BROKEN_APPS)('%s', async (_, files, told) => {
    using repository = temporaryRepository({ ...GOOD, ...files });
    const report = await reportOf(repository.directory, []);
    expect(report.code).toBe(3);
    expect(report.verdict).toBe('incomplete');
    expect(report.apps.find((app) => app.id === 'dev/good')).toMatchObject({ objects: 1 });
    expect(report.apps.find((app) => app.id === 'dev/bad')?.status).toBe('failed');
    expect(
      report.errors
        .map((error) =>
          [error.code, error.at && `${error.at.file}:${error.at.line}:${error.at.column}`, error.message, error.hint].join(' '),
        )
        .join('\n'),
    ).toMatch(told);
    const text = JSON.stringify(report);
    expect(text).not.toContain(repository.directory);
  });

  it('a symlink that leaves the repository', async () => {
    using repository = temporaryRepository({ ...GOOD, ...dev('resources: [outside]\n') });
    symlinkSync('/etc', join(repository.directory, 'apps/bad/dev/outside'));
    const report = await reportOf(repository.directory, []);
    expect(report.code).toBe(3);
    expect(report.errors[0]).toMatchObject({ code: 'path-escapes' });
  });

  it('a document of 50 MB', async () => {
    using repository = temporaryRepository({ ...GOOD, ...dev('resources: [big.yaml]\n') });
    writeFileSync(join(repository.directory, 'apps/bad/dev/big.yaml'), `${CONFIG_MAP}  big: "${'x'.repeat(50 * 2 ** 20)}"\n`);
    const report = await reportOf(repository.directory, []);
    expect(report.apps.find((app) => app.id === 'dev/good')).toMatchObject({ objects: 1 });
    expect(JSON.stringify(report).length).toBeLessThan(2 ** 20);
  });
});

const CONFIGURED = { ...GOOD, 'fairway.yaml': 'version: 1\nenvironments:\n  dev: { stage: dev }\napps:\n  - path: apps/{app}/{env}\n' };

/** Wrong configuration or flags: exit 2 and nothing judged. */
const REFUSED: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[], RegExp])[] = [
  ['an unknown key', { 'fairway.yaml': 'version: 1\nenviroments:\n  dev: {}\n' }, [], /fairway\.yaml:2:1.*enviroments.*environments/s],
  [
    'several problems at once',
    { 'fairway.yaml': 'version: 2\nenvironments:\n  dev: { stage: devel }\n' },
    [],
    /fairway\.yaml:1:10[\s\S]*fairway\.yaml:3:17/,
  ],
  [
    'a promoteFrom cycle',
    { 'fairway.yaml': 'version: 1\nenvironments:\n  a: { promoteFrom: [b] }\n  b: { promoteFrom: [a] }\n' },
    [],
    /a.*b.*a/s,
  ],
  [
    'an unknown promoteFrom',
    { 'fairway.yaml': 'version: 1\nenvironments:\n  dev: {}\n  test: { promoteFrom: [dex] }\n' },
    [],
    /fairway\.yaml:4:.*dex.*dev/s,
  ],
  ['an unknown environment', CONFIGURED, ['--env', 'produktion'], /produktion/],
  ['an unknown app', CONFIGURED, ['--app', 'goood'], /goood.*good/s],
  ['an unknown base', CONFIGURED, ['--base', 'no-such-branch'], /no-such-branch/],
  ['a base that looks like a flag', CONFIGURED, ['--base=--output=/tmp/x'], /--output/],
  ['a contradiction', CONFIGURED, ['--include-secrets'], /--include-secrets needs --output/],
  ['an unknown flag', CONFIGURED, ['--envs', 'dev'], /unknown option '--envs'/],
  [
    'two apps with one id',
    {
      ...GOOD,
      'fairway.yaml': 'version: 1\nenvironments: { dev: {} }\napps:\n  - path: apps/{app}/{env}\n  - path: other/{env}/{app}\n',
      'other/dev/good/kustomization.yaml': 'resources: [settings.yaml]\n',
      'other/dev/good/settings.yaml': CONFIG_MAP,
    },
    [],
    /apps\/good\/dev[\s\S]*other\/dev\/good|other\/dev\/good[\s\S]*apps\/good\/dev/,
  ],
];

describe('refused before anything is judged', () => {
  it.each(REFUSED)('%s', async (_, files, args, told) => {
    using repository = temporaryRepository({ ...GOOD, ...files });
    const run = await runCli(repository.directory, ['render', ...args]);
    expect(run.stderr).toMatch(told);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
  });

  it('--base outside a git repository', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'fairway-no-git-'));
    const run = await runCli(directory, ['render', '--base', 'main']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/--base needs a git repository/);
  });

  it('a base that a shallow clone does not hold', async () => {
    using origin = temporaryRepository(GOOD);
    const first = origin.git('rev-parse', 'HEAD');
    origin.commit('second', { 'a.txt': 'a' });
    using clone = temporaryRepository();
    clone.git('fetch', '-q', '--depth', '1', `file://${origin.directory}`, 'main');
    clone.git('checkout', '-q', '-B', 'main', 'FETCH_HEAD');
    const run = await runCli(clone.directory, ['render', '--base', first]);
    expect(run.stderr).toMatch(/shallow[\s\S]*fetch/i);
    expect(run.code).toBe(3);
  });

  it('a read-only tree renders all the same, because nothing is written to it', async () => {
    using repository = temporaryRepository(GOOD);
    chmodSync(join(repository.directory, 'apps/good/dev'), 0o555);
    const report = await reportOf(repository.directory, []);
    chmodSync(join(repository.directory, 'apps/good/dev'), 0o755);
    expect(report.verdict).toBe('pass');
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});
