// Are environments and apps found in layouts that nobody told us about, and is everything else named with its reason?
import { type MemoryFile, memoryTree } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { discover } from './discover.ts';

const K = (...resources: string[]) => `resources: [${resources.join(', ')}]\n`;
const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n';
const DEPLOYMENT = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n';
const CHART = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';

const look = async (files: Readonly<Record<string, MemoryFile>>, below?: string) => {
  const found = await discover(memoryTree(files), below === undefined ? {} : { below });
  return {
    ...found,
    ids: found.apps.map(({ id, root }) => `${id} ${root}`),
    reasons: found.skipped.map(({ path, reason }) => `${path}: ${reason}`),
  };
};

describe('layouts', () => {
  it('overlays of one app', async () => {
    const found = await look({
      'base/kustomization.yaml': K('d.yaml'),
      'base/d.yaml': DEPLOYMENT,
      'overlays/dev/kustomization.yaml': K('../../base'),
      'overlays/prod/kustomization.yml': K('../../base'),
    });
    expect(found.ids).toEqual(['dev/app overlays/dev', 'prod/app overlays/prod']);
    expect(found.reasons).toEqual(['base: base of overlays/dev and overlays/prod']);
    expect(found.environments.map(({ name, stage }) => [name, stage])).toEqual([
      ['dev', 'dev'],
      ['prod', 'prod'],
    ]);
  });

  it('app above environment, environment above app, both in one repository', async () => {
    const found = await look({
      'components/web/dev/Kustomization': K('d.yaml'),
      'components/web/dev/d.yaml': DEPLOYMENT,
      'envs/qa/api/kustomization.yaml': K('d.yaml'),
      'envs/qa/api/d.yaml': DEPLOYMENT,
      'envs/qa/web/kustomization.yaml': K('d.yaml'),
      'envs/qa/web/d.yaml': DEPLOYMENT,
    });
    expect(found.ids).toEqual(['dev/web components/web/dev', 'qa/api envs/qa/api', 'qa/web envs/qa/web']);
    expect(found.environments.map(({ stage }) => stage)).toEqual(['dev', 'test']);
  });

  it('prod stays an app when prod-eu builds on it', async () => {
    const found = await look({
      'web/overlays/prod/kustomization.yaml': K('d.yaml'),
      'web/overlays/prod/d.yaml': DEPLOYMENT,
      'web/overlays/prod-eu/kustomization.yaml': K('../prod'),
    });
    expect(found.ids).toEqual(['prod/web web/overlays/prod', 'prod-eu/web web/overlays/prod-eu']);
  });

  it('a root without environment belongs to none, and none comes last', async () => {
    const found = await look({
      'infra/kustomization.yaml': K('d.yaml'),
      'infra/d.yaml': DEPLOYMENT,
      'zzz/prod/kustomization.yaml': K('d.yaml'),
    });
    expect(found.ids).toEqual(['prod/zzz zzz/prod', 'none/infra infra']);
    expect(found.environments.at(-1)).toMatchObject({ name: 'none', stage: undefined, kind: 'standalone' });
  });

  it('the root of the repository', async () => {
    expect((await look({ 'kustomization.yaml': K('d.yaml'), 'd.yaml': DEPLOYMENT })).ids).toEqual(['none/app ']);
  });

  it('names are extended to the left until unique, over all kinds', async () => {
    const found = await look({
      'teams/a/web/dev/kustomization.yaml': K('x'),
      'teams/b/web/dev/kustomization.yaml': K('x'),
      'charts/web/Chart.yaml': CHART,
      'charts/web/values-dev.yaml': '',
      'teams/b/api/dev/kustomization.yaml': K('x'),
    });
    expect(found.ids).toEqual([
      'dev/a-web teams/a/web/dev',
      'dev/api teams/b/api/dev',
      'dev/b-web teams/b/web/dev',
      'dev/charts-web charts/web',
    ]);
  });
});

describe('charts', () => {
  it('with one values file per environment is an app in each', async () => {
    const found = await look({
      'charts/web/Chart.yaml': CHART,
      'charts/web/values.yaml': '',
      'charts/web/values-dev.yaml': '',
      'charts/web/values-prod-eu.yaml': '',
      'charts/web/values-common.yaml': '',
      'charts/web/templates/d.yaml': `{{ if .x }}\n${DEPLOYMENT}{{ end }}`,
      'charts/web/templates/kustomization.yaml': K('d.yaml'),
    });
    expect(found.ids).toEqual(['dev/web charts/web', 'prod-eu/web charts/web']);
    expect(found.apps[0]?.renderer).toEqual({
      kind: 'helm',
      chart: 'charts/web',
      valueFiles: ['charts/web/values-dev.yaml'],
      releaseName: 'web',
      skipCrds: false,
    });
    expect(found.reasons).toEqual(['charts/web/templates: inside the templates of chart charts/web']);
    expect(found.notes.join()).toContain('charts/web: these values files name no environment and are not used: values-common.yaml');
  });

  it('others are named with their reason', async () => {
    const found = await look({
      'a/Chart.yaml': CHART,
      'a/charts/sub/Chart.yaml': CHART,
      'lib/Chart.yaml': 'name: lib\ntype: library\n',
      'dep/Chart.yaml': 'name: dep\n',
      'user/Chart.yaml': 'name: u\ndependencies: [{name: dep, repository: "file://../dep"}]\n',
      'k/dev/kustomization.yaml': 'helmGlobals: {chartHome: ../..}\nhelmCharts: [{name: inflated}]\n',
      'inflated/Chart.yaml': 'name: inflated\n',
      'templates/next/Chart.yaml': 'name: {{ x }}\n',
    });
    const bare = 'chart without a values file per environment: name it in an app.yaml, or add values-<environment>.yaml';
    expect(found.reasons).toEqual([
      `a: ${bare}`,
      'a/charts/sub: subchart of a',
      'dep: chart of user',
      'inflated: chart of k/dev',
      'lib: library chart: other charts use it',
      'templates/next: template chart without a values file per environment',
      `user: ${bare}`,
    ]);
  });

  it('two values files for one environment are an ambiguity with a name', async () => {
    const found = await look({ 'c/Chart.yaml': CHART, 'c/values-dev.yaml': '', 'c/values/dev.yaml': '' });
    expect(found.ids).toEqual(['dev/c c']);
    expect(found.notes.join()).toContain("c: ambiguous values for 'dev', took values-dev.yaml and left values/dev.yaml");
  });

  it('a chart at the root bears the name of its Chart.yaml', async () => {
    expect((await look({ 'Chart.yaml': CHART, 'values-prod.yaml': '' })).ids).toEqual(['prod/web ']);
  });
});

describe('what is no app', () => {
  it('each kustomization has its reason', async () => {
    const found = await look({
      'c/kustomization.yaml': COMPONENT,
      'empty/dev/kustomization.yaml': '# soon\n',
      'templates/web/kustomization.yaml': K('x'),
      'skeleton/kustomization.yaml': K('{{ x'),
      'flux/kustomization.yaml': 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: f}\n',
      'tenants/base/dev-team/kustomization.yaml': K('x'),
      'tenants/prod/kustomization.yaml': K('../base/dev-team'),
    });
    expect(found.reasons).toEqual([
      'c: Component: it takes part in what includes it',
      'empty/dev: empty kustomization: it names nothing to render',
      'flux: flux/kustomization.yaml is no kustomization but an object of another API',
      'skeleton: template: it is made to be copied and filled in',
      'templates/web: template: it is made to be copied and filled in',
      'tenants/base/dev-team: base of tenants/prod',
    ]);
    expect(found.ids).toEqual(['prod/tenants tenants/prod']);
    expect(found.notLookedAt).toEqual([{ kind: 'Kustomization', name: 'f', at: { file: 'flux/kustomization.yaml', line: 1, column: 1 } }]);
  });

  it('plain manifests that nothing takes, once per directory; other programs’ files are none', async () => {
    const found = await look({
      'm/a.yaml': DEPLOYMENT,
      'm/b.yaml': DEPLOYMENT,
      'm/skaffold.yaml': 'apiVersion: skaffold/v4beta1\nkind: Config\n',
      'k/dev/kustomization.yaml': K('d.yaml', './e.yaml', '../far/f.yaml'),
      'k/dev/d.yaml': DEPLOYMENT,
      'k/dev/e.yaml': DEPLOYMENT,
      'k/far/f.yaml': DEPLOYMENT,
      'k/far/g.yaml': DEPLOYMENT,
      '.github/workflows/x.yaml': 'on: push\n',
    });
    const loose = 'that no kustomization, chart or app takes: declare the directory in fairway.yaml or with an app.yaml';
    expect(found.reasons).toEqual([`k/far: one plain manifest ${loose}`, `m: 2 plain manifests ${loose}`]);
  });

  it('a base stays a base, also one per environment', async () => {
    const found = await look({ 'web/base/dev/kustomization.yaml': K('x'), 'web/overlays/dev/kustomization.yaml': K('../../base/dev') });
    expect(found.ids).toEqual(['dev/web web/overlays/dev']);
    expect(found.reasons).toEqual(['web/base/dev: base of web/overlays/dev']);
  });

  it('a circle without a root is an app, so that its failure is seen', async () => {
    const found = await look({
      'a/kustomization.yaml': K('../b'),
      'b/kustomization.yaml': K('../a', '../c'),
      'c/kustomization.yaml': K('x'),
    });
    expect(found.ids).toEqual(['none/a a']);
    expect(found.reasons).toEqual(['b: base of a', 'c: base of b']);
    expect(found.notes.join()).toContain('a: these kustomizations build on one another in a circle');
  });

  it('two kustomization files in one directory, and an environment with two readings, are named', async () => {
    const found = await look({ 'x/dev/kustomization.yaml': K('a'), 'x/dev/Kustomization': K('b'), 'prod/test/kustomization.yaml': K('a') });
    expect(found.notes).toContain('x/dev: ambiguous, it has several kustomization files (x/dev/kustomization.yaml, x/dev/Kustomization)');
    expect(found.notes).toContain("prod/test: environment ambiguous, took 'test', could be 'prod'");
  });

  it('an aggregate of the same environment is said to hold objects twice', async () => {
    const found = await look({ 'envs/prod/kustomization.yaml': K('web'), 'envs/prod/web/kustomization.yaml': K('x') });
    expect(found.ids).toEqual(['prod/app envs/prod', 'prod/web envs/prod/web']);
    expect(found.notes).toContain('envs/prod/web: also part of envs/prod in the same environment, so that its objects are in both');
  });
});

describe('objects of reconcilers', () => {
  it('are not looked at, never passed over; a patch of one is none', async () => {
    const release = (name: string) => `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}}\n`;
    const found = await look({
      'apps/base/kustomization.yaml': K('release.yaml'),
      'apps/base/release.yaml': release('podinfo'),
      'apps/prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: values.yaml}]\n',
      'apps/prod/values.yaml': release('podinfo'),
      'chart/Chart.yaml': CHART,
      'chart/templates/a.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: {{ .x }}\n',
    });
    expect(found.notLookedAt.map(({ kind, at }) => `${kind} ${at.file}:${at.line}`)).toEqual([
      'HelmRelease apps/base/release.yaml:1',
      'Application chart/templates/a.yaml:1',
    ]);
  });
});

it('below a directory only what is there is reported, with the ids of the whole', async () => {
  const files = {
    'a/web/dev/kustomization.yaml': K('x'),
    'b/web/dev/kustomization.yaml': K('x'),
    'b/c/kustomization.yaml': COMPONENT,
    'bb/d/kustomization.yaml': COMPONENT,
  };
  const found = await look(files, './b/');
  expect(found.ids).toEqual(['dev/b-web b/web/dev']);
  expect(found.reasons).toEqual(['b/c: Component: it takes part in what includes it']);
});

it('the order of the files does not matter', async () => {
  const files = {
    'a/dev/kustomization.yaml': K('../../c'),
    'b/dev/kustomization.yaml': K('../../c'),
    'c/kustomization.yaml': K('x'),
    'c/kustomization.yml': K('y'),
  };
  const tree = memoryTree(files);
  const reversed = { ...tree, entries: new Map([...tree.entries].toReversed()) };
  expect(await discover(reversed)).toEqual(await discover(tree));
});
