// What does a person see when fairway.lock or vendor/ is wrong, and does a value of a Secret ever leave the rendering?
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import {
  application,
  argoRepository,
  CHART,
  configMap,
  type Files,
  helmRelease,
  inFluxApp,
  LOCAL_CHART,
  rendered,
  told,
} from './reconciler-repositories.ts';
import { runCli } from './run-cli.ts';

const DIGEST = 'a'.repeat(64);
const lock = (digest = `sha256:${DIGEST}`, more = ''): string =>
  `version: 1\nsources:\n  - kind: chart\n    repository: https://charts.example\n    chart: web\n    version: 1.x\n    resolved: 1.0.0\n    digest: ${digest}\n${more}`;
const REMOTE: Files = inFluxApp({
  'bad.yaml': helmRelease('bad', 'chart: { spec: { chart: web, version: 1.x, sourceRef: { kind: HelmRepository, name: charts } } }'),
  'charts.yaml':
    'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: { name: charts, namespace: apps }\nspec: { url: "https://charts.example" }\n',
});
const WHAT = 'HelmRelease apps/bad: the chart web 1.x of https://charts.example';

describe('a chart that is not to be had', () => {
  it.each<[string, Files, RegExp]>([
    ['is not in the lock', {}, /is not in fairway\.lock \| run `fairway lock`/],
    [
      'is in the lock and nowhere else',
      { 'fairway.lock': lock() },
      /is locked and neither in vendor\/ nor in the cache \| run `fairway fetch`, or `fairway vendor`/,
    ],
    [
      'was changed',
      { 'fairway.lock': lock(), [`vendor/web-${DIGEST.slice(0, 12)}.tgz`]: 'changed' },
      /cannot be used: .*does not have the digest of fairway\.lock.* \| `fairway vendor` writes it anew/,
    ],
  ])('%s', async (_, files, message) => {
    using repository = temporaryRepository({ ...REMOTE, ...files });
    const report = await rendered(repository);
    expect(report).toMatchObject({ code: 3, verdict: 'incomplete' });
    const line = told(report)
      .split('\n')
      .find((text) => text.startsWith('dev/bad '));
    expect(line).toContain(`dev/bad file-unreadable apps/a/bad.yaml:1 ${WHAT} `);
    expect(line).toMatch(message);
  });

  it('unpacks to more than anybody needs', async () => {
    const header = Buffer.alloc(512);
    const size = 600 * 2 ** 20;
    const fields = { 0: 'web/Chart.yaml', 100: '0000644', 108: '0000000', 116: '0000000', 124: size.toString(8).padStart(11, '0') };
    for (const [at, text] of Object.entries({ ...fields, 136: '00000000000', 148: '        ', 156: '0', 257: 'ustar', 263: '00' }))
      header.write(text, Number(at));
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(sum.toString(8).padStart(6, '0'), 148);
    header.write(' ', 155);
    header[154] = 0;
    const archive = gzipSync(Buffer.concat([header, Buffer.alloc(size + 1024)]));
    const digest = createHash('sha256').update(archive).digest('hex');
    using repository = temporaryRepository({ ...REMOTE, 'fairway.lock': lock(`sha256:${digest}`) });
    mkdirSync(join(repository.directory, 'vendor'));
    writeFileSync(join(repository.directory, 'vendor', `web-${digest.slice(0, 12)}.tgz`), archive);
    repository.git('add', '.');
    repository.git('commit', '-q', '-m', 'vendor');
    const report = await rendered(repository);
    expect(report.code).toBe(3);
    expect(told(report)).toContain(`${WHAT} cannot be used: the archive unpacks to more than 536870912 bytes`);
  }, 60_000);
});

describe('a fairway.lock that is wrong ends with 2', () => {
  it.each<[string, string, RegExp]>([
    ['is no YAML', 'version: 1\nsources: [\n', /fairway\.lock:3:1: the YAML cannot be read/],
    [
      'has an unknown key',
      lock(undefined, '    digst: x\n'),
      /fairway\.lock:9:5: unknown key 'digst' in sources\[0\]\s+did you mean 'digest'\?/,
    ],
    ['has a digest that is none', lock('sha256:123'), /fairway\.lock:8:13: sources\[0\]\.digest is 'sha256:123': expected sha256: and 64/],
    ['is of another time', 'version: 7\nsources: []\n', /fairway\.lock:1:10: version is the number 7: expected 1/],
    ['is a list', '- a\n', /fairway\.lock:1:1: the file is a list: expected a mapping/],
    ['is empty', '', /fairway\.lock:1:1: the file is empty/],
  ])('%s', async (_, text, message) => {
    using repository = temporaryRepository({ ...REMOTE, 'fairway.lock': text });
    const run = await runCli(repository.directory, ['render']);
    expect(run.stderr).toMatch(message);
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });
});

const PLAIN = 'correct-horse-battery';
const filesBelow = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const secret = (name: string, namespace: string, text: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: ${name}, namespace: ${namespace} }\nstringData:\n${text}`;

describe('a value of a Secret', () => {
  const forms = (): readonly string[] => [PLAIN, Buffer.from(PLAIN).toString('base64'), encodeURIComponent(PLAIN)];
  const encoded: Files = {
    'charts/web/templates/encoded.yaml':
      'apiVersion: v1\nkind: Secret\nmetadata: { name: web }\ndata: { a: {{ .Values.a | b64enc | quote }} }\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: encoded }\ndata: { a: {{ .Values.a | b64enc | quote }} }\n',
  };
  const vars = secret('vars', 'flux-system', `  TOKEN: ${PLAIN}\n`);
  it.each<[string, Files]>([
    [
      'through valuesFrom and substituteFrom',
      {
        ...CHART,
        ...encoded,
        ...inFluxApp(
          {
            'web.yaml': helmRelease('web', `${LOCAL_CHART}valuesFrom: [{ kind: Secret, name: vals }]`),
            'vals.yaml': secret('vals', 'apps', `  values.yaml: "a: ${PLAIN}"\n`),
            'settings.yaml': configMap('shown', 'a: "${TOKEN}", b: "x-${TOKEN}-y"'),
          },
          'postBuild: { substituteFrom: [{ kind: Secret, name: vars }] }',
        ),
        'clusters/dev/vars-app.yaml':
          'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: vars, namespace: flux-system }\nspec: { path: ./apps/vars, sourceRef: { kind: GitRepository, name: fleet } }\n',
        'apps/vars/kustomization.yaml': 'resources: [vars.yaml]\n',
        'apps/vars/vars.yaml': vars,
      },
    ],
    [
      'where the chart fails on it',
      {
        ...CHART,
        'charts/web/templates/settings.yaml': '{{ fail (printf "token %s, encoded %s" .Values.a (b64enc .Values.a)) }}\n',
        ...inFluxApp({
          'web.yaml': helmRelease('web', `${LOCAL_CHART}valuesFrom: [{ kind: Secret, name: vals }]`),
          'vals.yaml': secret('vals', 'apps', `  values.yaml: "a: ${PLAIN}"\n`),
        }),
      },
    ],
    [
      'where its values document is wrong',
      {
        ...CHART,
        ...inFluxApp({
          'web.yaml': helmRelease('web', `${LOCAL_CHART}valuesFrom: [{ kind: Secret, name: vals }]`),
          'vals.yaml': secret('vals', 'apps', `  values.yaml: "${PLAIN}"\n`),
        }),
      },
    ],
    [
      'where it is no YAML or cannot be set',
      {
        ...CHART,
        ...inFluxApp({
          'web.yaml': helmRelease(
            'web',
            `${LOCAL_CHART}valuesFrom: [{ kind: Secret, name: vals, targetPath: a.b }, { kind: Secret, name: vals, targetPath: a.b.c }]`,
          ),
          'vals.yaml': secret('vals', 'apps', `  values.yaml: "{${PLAIN}"\n`),
        }),
      },
    ],
    [
      'of an Application',
      argoRepository({
        'clusters/dev/s.yaml': application('s', 'path: apps/s'),
        'apps/s/secret.yaml': secret('s', 'apps', `  a: ${PLAIN}\n`),
      }),
    ],
  ])(
    'never shows: %s',
    async (_, files) => {
      using repository = temporaryRepository(files);
      const out = mkdtempSync(join(tmpdir(), 'fairway-secrets-'));
      const env = { FAIRWAY_RENDER_CACHE_DIR: join(out, 'cache') };
      const flags = ['--report-dir', join(out, 'report'), '--output', join(out, 'objects'), '--verbose'];
      for (const args of [flags, [...flags, '--json'], ['--format', 'html'], ['--no-cache', '--verify-determinism']]) {
        const run = await runCli(repository.directory, ['render', ...args], { env });
        for (const form of forms()) expect(run.stdout + run.stderr).not.toContain(form);
        expect([0, 3]).toContain(run.code);
      }
      const written = filesBelow(out);
      expect(written.length).toBeGreaterThan(6);
      for (const file of written) {
        const bytes = readFileSync(file);
        const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString('latin1') : bytes.toString('latin1');
        for (const form of forms()) expect(text.includes(form), `${file} holds ${form}`).toBe(false);
      }
      rmSync(out, { recursive: true });
    },
    60_000,
  );
});
