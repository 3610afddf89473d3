import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type {
  FairwayError,
  HelmRequest,
  KustomizeRequest,
  RendererLimits,
  RendererRequest,
  RendererResult,
  ResolvedTool,
} from '@fairway/contracts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createScratch } from '../disk/scratch.ts';
import type { ProgramOptions } from '../programs/run-program.ts';
import { resolveTool } from '../tools/index.ts';
import { createRenderers } from './create-renderers.ts';

let root = '';
let base = '';
let programs: Record<'kustomize' | 'helm4' | 'helm3', ResolvedTool>;
beforeAll(async () => {
  const [kustomize, helm4, helm3] = await Promise.all(
    ['kustomize', 'helm4', 'helm3'].map((name) => resolveTool(name, { environment: process.env })),
  );
  if (!kustomize || !helm4 || !helm3) throw new Error('no programs');
  programs = { kustomize, helm4, helm3 };
}, 600_000);
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-render-')));
  base = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-base-')));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(base, { recursive: true, force: true });
});

const write = (files: Record<string, string>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
};
const standIn = (script: string): ResolvedTool => {
  const path = join(base, 'stand-in');
  writeFileSync(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  chmodSync(path, 0o755);
  return { ...programs.kustomize, path };
};
const kustomize = (path: string, change: Partial<KustomizeRequest> = {}): KustomizeRequest => ({
  id: path,
  renderer: 'kustomize',
  program: programs.kustomize,
  root,
  path,
  loadRestrictor: 'root-only',
  ...change,
});
const helm = (chart: string, change: Partial<HelmRequest> = {}): HelmRequest => ({
  id: chart,
  renderer: 'helm',
  program: programs.helm4,
  root,
  chart,
  valueFiles: [],
  releaseName: 'shop',
  namespace: 'team-dev',
  kubeVersion: '1.33.0',
  apiVersions: [],
  includeCrds: true,
  ...change,
});
const all = async (batch: readonly RendererRequest[], limits: RendererLimits = {}): Promise<RendererResult[]> => {
  const results: RendererResult[] = [];
  for await (const result of createRenderers({ scratch: createScratch(base) }).render(batch, limits)) results.push(result);
  return results;
};
const output = async (request: RendererRequest): Promise<string> => {
  const [result] = await all([request]);
  if (!result?.ok) throw new Error(result?.error.message);
  return result.stdout;
};
const failure = async (request: RendererRequest, limits: RendererLimits = {}): Promise<FairwayError> => {
  const [result] = await all([request], limits);
  if (result?.ok !== false) throw new Error(`expected a failure, got ${result?.stdout}`);
  expect(result.error.message).not.toContain(root);
  expect(result.error.message).not.toContain(base);
  return result.error;
};

const configMap = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
const chart = (name: string): string => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`;

describe('kustomize', () => {
  it('builds an overlay', async () => {
    write({
      'base/kustomization.yaml': 'resources: [cm.yaml]\n',
      'base/cm.yaml': configMap('a'),
      'dev/kustomization.yaml': 'resources: [../base]\nnamePrefix: dev-\n',
    });
    expect(await output(kustomize('dev'))).toBe(configMap('dev-a'));
  });

  it.each(['-rf', 'github.com/org/repo', 'x.git', 'https:', 'a?ref=main', 'sp ace', "quo'te"])(
    'takes the directory %s for a directory',
    async (name) => {
      write({ [`${name}/kustomization.yaml`]: 'resources: [cm.yaml]\n', [`${name}/cm.yaml`]: configMap('a') });
      expect(await output(kustomize(name))).toBe(configMap('a'));
    },
  );

  it('renders local charts only with a helm', async () => {
    write({
      'app/kustomization.yaml': 'helmGlobals: {chartHome: ../charts}\nhelmCharts: [{name: shop, releaseName: shop, namespace: x}]\n',
      'charts/shop/Chart.yaml': chart('shop'),
      'charts/shop/values.yaml': '',
      'charts/shop/templates/a.yaml': `${configMap('{{ .Release.Name }}')}data:\n  kube: {{ .Capabilities.KubeVersion.Version }}\n  api: "{{ .Capabilities.APIVersions.Has "x.y/v1" }}"\n`,
    });
    const request = kustomize('app', { loadRestrictor: 'none' });
    expect(await failure(request)).toMatchObject({
      message: expect.stringContaining('must specify --enable-helm'),
      hint: expect.stringContaining('vendor the chart'),
    });
    for (const program of [programs.helm4, programs.helm3]) {
      const rendered = await output({ ...request, helm: program, kubeVersion: '1.31.2', apiVersions: ['x.y/v1'] });
      expect(rendered).toContain('kube: v1.31.2');
      expect(rendered).toContain('api: "true"');
    }
  });

  it.each<[string, Record<string, string>, string, RegExp]>([
    [
      'a file outside',
      { 'app/kustomization.yaml': 'resources: [../other/cm.yaml]\n', 'other/cm.yaml': configMap('a') },
      "accumulating resources from '../other/cm.yaml': security; file 'other/cm.yaml' is not in or below 'app'",
      /load-restrictor/,
    ],
    [
      'two kustomization files',
      { 'app/kustomization.yaml': '', 'app/kustomization.yml': '' },
      'Found multiple kustomization files under: app',
      /Keep one/,
    ],
    [
      'a missing file below a base',
      { 'app/kustomization.yaml': 'resources: [../base]\n', 'base/kustomization.yaml': 'resources: [gone.yaml]\n' },
      "accumulating resources from 'gone.yaml': evalsymlink failure on 'base/gone.yaml' : lstat base/gone.yaml: no such file or directory",
      /check the path/,
    ],
    [
      'a cycle',
      { 'app/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'resources: [../app]\n' },
      "cycle detected: candidate root 'app' contains visited root 'app'",
      /lists itself/,
    ],
    [
      'a field that does not exist',
      { 'app/kustomization.yaml': 'resourcez: []\n' },
      'invalid Kustomization: json: unknown field "resourcez"',
      /spelling/,
    ],
    [
      'one object twice',
      { 'app/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n', 'app/a.yaml': configMap('a'), 'app/b.yaml': configMap('a') },
      "merging resources from 'b.yaml': may not add resource with an already registered id: ConfigMap.v1.[noGrp]/a.[noNs]",
      /Patch the one/,
    ],
    [
      'a tab',
      { 'app/kustomization.yaml': 'resources: [a.yaml]\n', 'app/a.yaml': 'a: b\n\tc: d\n' },
      "accumulating resources from 'a.yaml': MalformedYAMLError: yaml: line 2: found a tab character that violates indentation in File: a.yaml",
      /never by tabs/,
    ],
    [
      'a patch without target',
      {
        'app/kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: p.yaml}]\n',
        'app/a.yaml': configMap('a'),
        'app/p.yaml': configMap('z'),
      },
      'no resource matches strategic merge patch "ConfigMap.v1.[noGrp]/z.[noNs]": no matches for Id ConfigMap.v1.[noGrp]/z.[noNs]; failed to find unique target for patch ConfigMap.v1.[noGrp]/z.[noNs]',
      /compare kind/,
    ],
    [
      'no directory',
      {},
      "must build at directory: not a valid directory: evalsymlink failure on './app' : lstat app: no such file or directory",
      /check the path/,
    ],
  ])('names %s', async (_, files, message, hint) => {
    write(files);
    const error = await failure(kustomize('app'));
    expect(error.message).toBe(`kustomize could not render app: ${message}`);
    expect(error.hint).toMatch(hint);
  });

  it('names a file outside through a symlinked root', async () => {
    write({ 'real/app/kustomization.yaml': 'resources: [../cm.yaml]\n', 'real/cm.yaml': configMap('a') });
    symlinkSync('real', join(root, 'link'));
    expect((await failure({ ...kustomize('app'), root: join(root, 'link') })).message).toContain("file 'cm.yaml' is not in or below 'app'");
  });
});

describe.each(['helm4', 'helm3'] as const)('%s', (major) => {
  const request = (change: Partial<HelmRequest> = {}): HelmRequest => helm('chart', { program: programs[major], ...change });

  it('renders hooks, tests and CRDs, with values and versions', async () => {
    write({
      'chart/Chart.yaml': chart('shop'),
      'chart/crds/crd.yaml': 'kind: CustomResourceDefinition\n',
      'chart/templates/a.yaml': `${configMap('{{ .Release.Name }}')}data: {v: "{{ .Values.v }}", kube: "{{ .Capabilities.KubeVersion.Version }}", api: "{{ .Capabilities.APIVersions.Has "x.y/v2" }}", ns: "{{ .Release.Namespace }}"}\n`,
      'chart/templates/hook.yaml': 'kind: Job\nmetadata: {name: hook, annotations: {helm.sh/hook: pre-install}}\n',
      'chart/templates/tests/t.yaml': 'kind: Pod\nmetadata: {name: test, annotations: {helm.sh/hook: test}}\n',
      'one.yaml': 'v: 1\n',
      'd/t,"wo.yaml': 'v: 2\n',
    });
    const rendered = await output(request({ valueFiles: ['one.yaml', 'd/t,"wo.yaml'], apiVersions: ['x.y/v1', 'x.y/v2'] }));
    expect(rendered).toContain('data: {v: "2", kube: "v1.33.0", api: "true", ns: "team-dev"}');
    for (const part of ['kind: CustomResourceDefinition', 'name: hook', 'name: test', 'name: shop']) expect(rendered).toContain(part);
    expect(await output(request({ includeCrds: false, valueFiles: ['one.yaml'] }))).not.toContain('CustomResourceDefinition');
  });

  it('shows errors of the values schema with their paths, line by line', async () => {
    write({
      'chart/Chart.yaml': chart('shop'),
      'chart/values.schema.json':
        '{"type":"object","properties":{"replicas":{"type":"integer"},"image":{"type":"object","required":["tag"]},"a":{"type":"string"},"b":{"type":"string"}}}',
      'chart/values.yaml': 'replicas: two\nimage: {}\na: 1\nb: 1\n',
    });
    const error = await failure(request());
    expect(error.message.split('\n')).toEqual([
      "helm could not render chart: values don't meet the specifications of the schema(s) in the following chart(s):",
      'shop:',
      "- at '/a': got number, want string",
      "- at '/b': got number, want string",
      "- at '/image': missing property 'tag'",
      "- at '/replicas': got string, want integer",
    ]);
    expect(error.hint).toContain('values.schema.json');
  });

  it.each<[string, Record<string, string>, Partial<HelmRequest>, RegExp, RegExp]>([
    [
      'a missing dependency',
      {
        'chart/Chart.yaml': `${chart('shop')}dependencies: [{name: redis, version: 1.0.0, repository: "https://example.invalid/charts"}]\n`,
      },
      {},
      /missing in charts\/ directory: redis$/,
      /file:\/\//,
    ],
    [
      'a chart without name',
      { 'chart/Chart.yaml': 'apiVersion: v2\nversion: 1.0.0\n' },
      {},
      /chart\.metadata\.name is required$/,
      /needs apiVersion, name and version/,
    ],
    [
      'values that are a list',
      { 'chart/Chart.yaml': chart('shop'), 'v.yaml': '- a\n' },
      { valueFiles: ['v.yaml'] },
      /cannot unmarshal array/,
      /not a list/,
    ],
    [
      'values with a tab',
      { 'chart/Chart.yaml': chart('shop'), 'v.yaml': 'a: b\n\tc: d\n' },
      { valueFiles: ['v.yaml'] },
      /line 2: found a tab|found character that cannot start/,
      /tabs|^$/,
    ],
    [
      'values that are not there',
      { 'chart/Chart.yaml': chart('shop') },
      { valueFiles: ['none.yaml'] },
      /none\.yaml: no such file/,
      /check the path/,
    ],
    ['a chart that is not there', {}, {}, /path "\.\/chart" not found$/, /check the path/],
    [
      'a value that is not set',
      { 'chart/Chart.yaml': chart('shop'), 'chart/templates/a.yaml': 'a: {{ .Values.x.y.z }}\n' },
      {},
      /templates\/a\.yaml:1:13.*nil pointer/,
      /default/,
    ],
    ['a release name for a flag', { 'chart/Chart.yaml': chart('shop') }, { releaseName: '--help' }, /invalid release name/, /^$/],
  ])('names %s', async (_, files, change, message, hint) => {
    write(files);
    const error = await failure(request(change));
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^helm could not render chart: /);
    expect(error.hint).toMatch(hint);
  });
});

describe('the batch', () => {
  const overlays = (count: number): KustomizeRequest[] =>
    Array.from({ length: count }, (_, index) => {
      write({ [`a${index}/kustomization.yaml`]: 'resources: [cm.yaml]\n', [`a${index}/cm.yaml`]: configMap(`a${index}`) });
      return kustomize(`a${index}`);
    });

  it('yields every result once; one failure stops no other', async () => {
    const results = await all([...overlays(6), kustomize('none')], { concurrency: 3 });
    expect(results.map(({ id }) => id).sort()).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'none']);
    expect(results.filter(({ ok }) => !ok).map(({ id }) => id)).toEqual(['none']);
    expect(await all([])).toEqual([]);
  });

  it('yields a result when it is there, not when all are', async () => {
    const slow = kustomize('slow', { program: standIn('sleep 600') });
    const renderers = createRenderers({ scratch: createScratch(base) });
    const started = performance.now();
    for await (const result of renderers.render([slow, ...overlays(1)], { concurrency: 2 })) {
      expect(result.id).toBe('a0');
      break;
    }
    // Leaving the loop ends the slow one.
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('runs so many at a time and no more', async () => {
    let running = 0;
    let most = 0;
    const run = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      return { stdout: '', stderr: '', exitCode: 0, milliseconds: 5 };
    };
    for await (const _ of createRenderers({ run, scratch: createScratch(base) }).render(overlays(10), { concurrency: 3 }));
    expect(most).toBe(3);
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    const slow = standIn('sleep 600');
    const results = await all(
      [1, 2, 3, 4].map((id) => kustomize(String(id), { program: slow })),
      { concurrency: 2, signal: stop.signal },
    );
    expect(results.map((result) => !result.ok && result.error.code)).toEqual(Array(4).fill('cancelled'));
  });

  it.each<[string, string, RendererLimits, string, RegExp]>([
    ['hangs', 'sleep 600', { timeoutMs: 300 }, 'tool-timeout', /kustomize did not finish within 300 ms/],
    ['prints 2 GB', "yes 'a: b' | head -c 2147483648", { maxOutputBytes: 1_000_000 }, 'tool-output', /printed more than it may/],
    ['prints garbage', "printf '\\377\\376'", {}, 'tool-output', /not UTF-8/],
    ['dies', 'kill -KILL $$', {}, 'tool-failed', /ended by SIGKILL/],
    ['fails without a word', 'exit 9', {}, 'tool-failed', /exit code 9$/],
  ])('names a program that %s', async (_, script, limits, code, message) => {
    const error = await failure(kustomize('x', { program: standIn(script) }), limits);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('names a program that is not there', async () => {
    expect((await failure(kustomize('x', { program: { ...programs.kustomize, path: '/nowhere/kustomize' } }))).code).toBe('tool-missing');
  });

  it('raises a bug instead of hiding it in a result', async () => {
    const renderers = createRenderers({ run: () => Promise.reject(new TypeError('bug')), scratch: createScratch(base) });
    await expect(
      renderers
        .render([kustomize('x')])
        [Symbol.asyncIterator]()
        .next(),
    ).rejects.toThrow('bug');
  });
});

describe('the environment', () => {
  it('holds nothing of the user', async () => {
    const recorded: { path: string; args: readonly string[]; options: ProgramOptions }[] = [];
    const run = async (path: string, args: readonly string[], options: ProgramOptions = {}) => {
      recorded.push({ path, args, options });
      return { stdout: '', stderr: '', exitCode: 0, milliseconds: 1 };
    };
    for await (const _ of createRenderers({ run, scratch: createScratch(base) }).render([helm('chart')]));
    const [call] = recorded;
    expect(call).toMatchObject({ path: programs.helm4.path, options: { cwd: root, timeoutMs: 120_000 } });
    const environment = call?.options.environment ?? {};
    expect(environment).toMatchObject({
      GOGC: '800',
      GOMEMLIMIT: '2GiB',
      PATH: '',
      HTTPS_PROXY: 'http://127.0.0.1:9',
      GIT_ALLOW_PROTOCOL: 'none',
    });
    expect(Object.keys(environment)).not.toContain('KUBECONFIG');
    const places = Object.entries(environment).filter(([, value]) => value.startsWith('/'));
    expect(places.map(([, value]) => value.startsWith(`${base}/`))).toEqual(places.map(() => true));
    expect(readdirSync(environment.HOME ?? '')).toEqual(['.keep']);
  });

  it('runs no plugin of kustomize or helm, and no exec function', async () => {
    const marker = join(base, 'executed');
    const script = `#!/bin/sh\n/usr/bin/touch ${marker}\n`;
    write({
      'app/kustomization.yaml': 'resources: [cm.yaml]\ngenerators: [gen.yaml]\n',
      'app/cm.yaml': configMap('a'),
      'app/gen.yaml': `apiVersion: x/v1\nkind: Gen\nmetadata:\n  name: g\n  annotations:\n    config.kubernetes.io/function: |\n      exec:\n        path: ./evil.sh\n`,
      'app/evil.sh': script,
      'plugin/kustomization.yaml': 'generators: [gen.yaml]\n',
      'plugin/gen.yaml': 'apiVersion: x/v1\nkind: Gen\nmetadata: {name: g}\n',
      'plugin/x/v1/gen/Gen': script,
    });
    for (const path of ['app/evil.sh', 'plugin/x/v1/gen/Gen']) chmodSync(join(root, path), 0o755);
    for (const path of ['app', 'plugin']) await failure(kustomize(path));
    expect(existsSync(marker)).toBe(false);
  });

  it('lets nothing out to the network', async () => {
    write({
      'file/kustomization.yaml': 'resources:\n- https://example.invalid/a.yaml\n',
      'base/kustomization.yaml': 'resources:\n- https://github.com/org/repo//base?ref=v1\n',
      'chart/kustomization.yaml': 'helmCharts: [{name: x, version: 1.0.0, repo: "https://example.invalid/c"}]\n',
    });
    const file = await failure(kustomize('file'));
    expect(file.message).toContain('proxyconnect tcp: dial tcp 127.0.0.1:9');
    expect(file.hint).toContain('no network');
    expect((await failure(kustomize('base'))).hint).toContain('Remote bases are not fetched');
    const chartFailure = await failure(kustomize('chart', { helm: programs.helm4 }));
    expect(chartFailure.hint).toContain('vendor the chart');
    expect(chartFailure.message).toContain('HELM_CONFIG_HOME=<temporary>/helm');
    expect(chartFailure.message).not.toContain(dirname(programs.helm4.path));
    expect((await failure(kustomize('chart', { helm: programs.helm4 }))).message).toBe(chartFailure.message);
    expect(readdirSync(join(root, 'chart'))).toEqual(['kustomization.yaml']);
  });

  it('leaves nothing behind in the tree that is rendered', async () => {
    write({ 'chart/Chart.yaml': chart('shop'), 'chart/templates/a.yaml': configMap('a') });
    const before = readdirSync(root, { recursive: true });
    await output(helm('chart'));
    expect(readdirSync(root, { recursive: true })).toEqual(before);
    expect(readFileSync(join(root, 'chart/Chart.yaml'), 'utf8')).toBe(chart('shop'));
  });
});
