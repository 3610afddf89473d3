// Apps of every kind, and those that cannot be rendered.
import { memoryCache } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { CONFIG, configMap, kustomizeApp, runStage, SIX_APPS, withFiles } from '../test/fake-run.ts';

const APP = 'environments/dev/apps/store';
const helmApp = (chart = '../../../../charts/store') => ({
  'fairway.yaml': CONFIG,
  [`${APP}/app.yaml`]: `namespaces: [team-dev]\nrenderer: { kind: helm, chart: "${chart}" }\n`,
  [`${APP}/values.yaml`]: 'replicas: 2\n',
  'charts/store/Chart.yaml':
    'apiVersion: v2\nname: store\nversion: 1.0.0\ndependencies:\n  - { name: lib, version: 1.0.0, repository: "file://../lib" }\n',
  'charts/store/templates/cm.yaml': 'kind: ConfigMap\n',
  'charts/lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 1.0.0\n',
  'charts/lib/templates/_helpers.tpl': '{{/* nothing */}}\n',
});

const REGISTRY_APP = `renderer: { kind: helm, chart: "oci://registry.example/store", version: 1.0.0, digest: "sha256:${'a'.repeat(64)}" }\n`;

describe('a helm app', () => {
  const answer = () => configMap('store', '1', 'team-dev');

  it('is rendered from a staged copy with its file dependencies unpacked', async () => {
    const { renderer, scratch, headTree } = await runStage({ head: helmApp(), answer });
    const [request] = renderer.requests;
    expect(request).toEqual({
      renderer: 'helm',
      id: 'head dev/store',
      program: expect.objectContaining({ name: 'helm4' }),
      root: '/scratch/head-1',
      chart: '.fairway-charts/1',
      valueFiles: [`${APP}/values.yaml`],
      releaseName: 'store',
      namespace: 'team-dev',
      kubeVersion: '1.36',
      apiVersions: [],
      includeCrds: true,
    });
    expect([...scratch.written.keys()].toSorted()).toEqual(
      ['Chart.yaml', 'charts/lib/Chart.yaml', 'charts/lib/templates/_helpers.tpl', 'templates/cm.yaml'].map(
        (path) => `/scratch/head-1/.fairway-charts/1/${path}`,
      ),
    );
    expect(headTree.copies.flatMap(({ paths }) => paths)).toContain(`${APP}/values.yaml`);
    expect(scratch.open.size).toBe(0);
  });

  it('shares one staged chart between apps', async () => {
    const files = helmApp();
    const second = Object.fromEntries(
      Object.entries(files)
        .filter(([path]) => path.startsWith(APP))
        .map(([path, text]) => [path.replace('/store/', '/other/'), text]),
    );
    const { renderer, scratch } = await runStage({ head: { ...files, ...second }, answer });
    expect(renderer.requests.map((request) => ('chart' in request ? request.chart : ''))).toEqual([
      '.fairway-charts/1',
      '.fairway-charts/1',
    ]);
    expect(scratch.written.size).toBe(4);
  });

  it('finds values that lie in the chart itself', async () => {
    const values = 'charts/store/values-dev.yaml';
    const app =
      'namespaces: [team-dev]\nrenderer: { kind: helm, chart: ../../../../charts/store, valueFiles: [../../../../charts/store/values-dev.yaml] }\n';
    const head = { ...helmApp(), [`${APP}/app.yaml`]: app, [values]: 'replicas: 1\n' };
    const { renderer, headTree } = await runStage({ head, answer });
    expect(renderer.requests[0]).toMatchObject({ valueFiles: [values] });
    expect(headTree.copies.flatMap(({ paths }) => paths)).toContain(values);
  });

  it('names the chart in a message, not the copy of it', async () => {
    const { report } = await runStage({
      head: helmApp(),
      answer: (request) => new Error(`helm could not render ${'chart' in request ? request.chart : ''}: bad`),
    });
    expect(report.errors[0]?.message).toBe('helm could not render charts/store: bad');
  });

  it('is staged in another directory for the second run', async () => {
    const { renderer } = await runStage({ head: helmApp(), answer, request: { verifyDeterminism: true } });
    expect(renderer.requests.map(({ root }) => root)).toEqual(['/scratch/head-1', '/scratch/head-2']);
  });

  it('is not looked at when its chart is in a registry', async () => {
    const { report, renderer } = await runStage({ head: withFiles(helmApp(), { [`${APP}/app.yaml`]: REGISTRY_APP }) });
    expect(report.apps[0]).toMatchObject({ status: 'skipped', reason: expect.stringContaining('oci://registry.example/store') });
    expect(report.verdict).toBe('incomplete');
    expect(renderer.batches).toEqual([]);
  });

  it('compares the program alone where the sides differ in it', async () => {
    const base = { ...helmApp(), 'fairway.yaml': `${CONFIG}render: { helm: "3", kubernetes: "1.34" }\n` };
    const head = withFiles(helmApp(), { [`${APP}/values.yaml`]: 'replicas: 3\n' });
    const { report, renderer } = await runStage({
      head,
      base,
      answer: ({ program, id }) =>
        `${configMap('store', program.name, 'team-dev')}---\n${configMap('size', id.startsWith('head') ? '3' : '2', 'team-dev')}`,
    });
    expect(renderer.requests.map(({ id, program }) => `${id} ${program.name}`).toSorted()).toEqual([
      'base dev/store helm3',
      'base-as-head dev/store helm4',
      'head dev/store helm4',
    ]);
    expect(report.changes.map(({ object }) => object.name)).toEqual(['size', 'store']);
    expect(report.notes).toContain(
      'dev/store: the way of rendering changes (helm 3 → 4, Kubernetes 1.34 → 1.36); that alone changes ConfigMap team-dev/store',
    );
    expect(report.stats.toolOnlyChanges).toBe(1);
    expect(report.apps[0]?.touchedBy).toEqual([`${APP}/values.yaml`, 'fairway.yaml']);
  });
});

describe('a kustomize app with a local chart', () => {
  it('is rendered from a copy of its own, with helm', async () => {
    const dir = 'environments/dev/apps/web';
    const head = {
      ...helmApp(),
      'charts/store/values.yaml': '{}\n',
      [`${dir}/kustomization.yaml`]: 'helmCharts:\n  - { name: store, releaseName: web }\nhelmGlobals: { chartHome: ../../../../charts }\n',
    };
    const { renderer, report } = await runStage({ head, answer: () => configMap('web', '1'), request: { apps: ['web'] } });
    expect(report.errors).toEqual([]);
    expect(renderer.requests[0]).toMatchObject({
      renderer: 'kustomize',
      helm: { name: 'helm4' },
      kubeVersion: '1.36',
      root: '/scratch/head-1',
      path: dir,
    });
  });
});

describe('a plain directory', () => {
  const files = {
    'fairway.yaml': CONFIG,
    'environments/dev/apps/plain/app.yaml': 'renderer: { kind: directory }\n',
    'environments/dev/apps/plain/b.yaml': configMap('b', '1'),
    'environments/dev/apps/plain/a.yaml': `${configMap('a', '1')}---\n${configMap('a2', '1')}`,
  };

  it('needs no program, and app.yaml is no manifest of it', async () => {
    const tool = async () => {
      throw new Error('no program is needed');
    };
    const { report, rendered, renderer } = await runStage({ head: files, tool, request: { needObjects: true } });
    expect(renderer.batches).toEqual([]);
    expect(rendered[0]?.objects.map(({ metadata }) => metadata.name)).toEqual(['a', 'a2', 'b']);
    expect(report.tools).toEqual([]);
  });

  it('names file, line and column of a bad manifest', async () => {
    const head = withFiles(files, { 'environments/dev/apps/plain/b.yaml': 'kind: ConfigMap\n\tx: 1\n' });
    const { report } = await runStage({ head });
    expect(report.errors[0]).toMatchObject({ app: 'dev/plain', at: { file: 'environments/dev/apps/plain/b.yaml', line: 2 } });
  });
});

describe('an app that cannot be rendered', () => {
  const remote = withFiles(SIX_APPS, {
    'environments/dev/apps/web/kustomization.yaml': 'resources: ["https://github.com/example/repo//base?ref=v1"]\n',
  });

  it('fails without an attempt when it needs something remote, which is a finding too', async () => {
    const { report, renderer } = await runStage({ head: remote });
    expect(renderer.requests.map(({ id }) => id)).not.toContain('head dev/web');
    expect(report.apps.find(({ id }) => id === 'dev/web')).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('https://github.com/example/repo//base?ref=v1'),
    });
    expect(report.findings.map(({ ruleId, status }) => `${ruleId} ${status}`)).toEqual(['remote-base existing']);
    expect(report.verdict).toBe('incomplete');
  });

  it('knows a finding of the inputs that was there before', async () => {
    const { report } = await runStage({ head: remote, base: remote });
    expect(report.findings.map(({ ruleId, status }) => `${ruleId} ${status}`)).toEqual(['remote-base existing']);
  });

  it('fails with the place of what is missing', async () => {
    const head = withFiles(SIX_APPS, { 'environments/dev/apps/web/kustomization.yaml': 'resources:\n  - missing.yaml\n' });
    const { report } = await runStage({ head });
    expect(report.errors[0]).toMatchObject({ app: 'dev/web', at: { file: 'environments/dev/apps/web/kustomization.yaml', line: 2 } });
  });

  it('may fail when the configuration ignores it, with the reason shown', async () => {
    const config = `${CONFIG}ignore: [{ path: dev/web, reason: "moves next week" }]\n`;
    const { report } = await runStage({ head: withFiles(remote, { 'fairway.yaml': config }) });
    expect(report.verdict).toBe('pass');
    expect(report.apps.find(({ id }) => id === 'dev/web')?.reason).toMatch(/ignored by the configuration: moves next week$/);
  });
});

describe('findings', () => {
  const unmatched = 'resources: [manifests.yaml]\nimages: [{ name: nothing, newTag: "2" }]\n';
  const kustomization = 'environments/dev/apps/web/kustomization.yaml';
  const bad = withFiles(SIX_APPS, { [kustomization]: unmatched });

  it('block without a base where an edit matched nothing', async () => {
    const { report } = await runStage({ head: bad });
    expect(report.findings).toEqual([expect.objectContaining({ ruleId: 'images-unmatched', status: 'existing', blocking: true })]);
    expect(report.verdict).toBe('fail');
  });

  it('block with a base only when they are new; what is gone is fixed', async () => {
    const status = async (head: typeof bad, base: typeof bad) => {
      const { report } = await runStage({ head, base });
      return [report.verdict, ...report.findings.map((finding) => `${finding.ruleId} ${finding.status}`)];
    };
    expect(await status(bad, SIX_APPS)).toEqual(['fail', 'images-unmatched new']);
    expect(await status(bad, bad)).toEqual(['pass', 'images-unmatched existing']);
    expect(await status(SIX_APPS, bad)).toEqual(['pass', 'images-unmatched fixed']);
  });

  it('are the same from a warm cache, to the byte', async () => {
    const cache = memoryCache();
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\nstringData: { a: b }\n';
    const head = { ...bad, ...kustomizeApp('dev', 'secret', secret) };
    const cold = await runStage({ head, base: SIX_APPS, cache });
    expect(cold.report.findings.map(({ ruleId }) => ruleId)).toEqual(['plaintext-secret', 'images-unmatched']);
    const warm = await runStage({ head, base: SIX_APPS, cache });
    expect(warm.renderer.batches).toEqual([]);
    expect(JSON.stringify(warm.report)).toBe(JSON.stringify(cold.report));
  });

  it('are made again without a rendering when only what the app declares changed', async () => {
    const cache = memoryCache();
    const declared = (namespace: string) => ({ ...SIX_APPS, 'environments/dev/apps/web/app.yaml': `namespaces: [${namespace}]\n` });
    await runStage({ head: declared('shop'), cache });
    const { renderer, report } = await runStage({ head: declared('other'), base: declared('shop'), cache });
    expect(renderer.batches).toEqual([]);
    expect(report.findings.map(({ ruleId, status }) => `${ruleId} ${status}`)).toEqual(['foreign-namespace new']);
    expect(report.stats.appsUnchanged).toBe(6);
  });

  it('are made again when git begins to ignore a file that is read', async () => {
    const cache = memoryCache();
    const file = 'environments/dev/apps/web/manifests.yaml';
    await runStage({ head: SIX_APPS, cache });
    const { renderer, report } = await runStage({
      head: withFiles(SIX_APPS, { [file]: null }),
      ignored: { [file]: SIX_APPS[file] ?? '' },
      cache,
    });
    expect(renderer.batches).toEqual([]);
    expect(report.findings.map(({ ruleId }) => ruleId)).toEqual(['ignored-input']);
  });

  it('follow a definition that another app of the environment brings, also from a warm cache', async () => {
    const crd = (scope: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.io }
spec: { group: example.io, names: { kind: Thing, plural: things }, scope: ${scope} }
`;
    const thing = 'apiVersion: example.io/v1\nkind: Thing\nmetadata: { name: one, namespace: shop }\n';
    const files = (scope: string) => ({
      'fairway.yaml': CONFIG,
      ...kustomizeApp('dev', 'crds', crd(scope)),
      ...kustomizeApp('dev', 'user', thing),
    });
    const rules = (run: Awaited<ReturnType<typeof runStage>>) => run.report.findings.map(({ ruleId }) => ruleId);
    const cache = memoryCache();
    expect(rules(await runStage({ head: files('Namespaced'), cache }))).toEqual([]);
    const run = await runStage({ head: files('Cluster'), cache });
    expect(run.renderer.requests.map(({ id }) => id)).toEqual(['head dev/crds']);
    expect(rules(run)).toEqual(['cluster-scoped-namespace']);
    expect(rules(await runStage({ head: files('Namespaced'), cache }))).toEqual([]);
  });
});
