// Objects that are found in several places, clusters, or environments: is each app made of what is applied, and is nothing lost without a word?
import { FLUX_SOURCE, fluxKustomization, temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import type { RenderRequest } from '../src/index.ts';
import { realRun, statuses } from './real-run.ts';

const release = (name: string, more = ''): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: shop }
spec:
  interval: 10m
  chart: { spec: { chart: ./charts/web, sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system } } }
${more}`;
const application = (name: string, path: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: default
  destination: { server: https://kubernetes.default.svc, namespace: ${name} }
  source: { repoURL: "https://git.example.test/org/fleet.git", targetRevision: HEAD, path: ${path} }
`;
const configMap = (name: string, data: string, namespace = 'x'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: ${namespace} }\ndata: ${data}\n`;
const replacing = (kind: string, path: string, value: string): string =>
  `  patches: [{ patch: '[{"op": "replace", "path": "${path}", "value": "${value}"}]', target: { kind: ${kind} } }]\n`;
const CHART = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/values.yaml': 'color: none\n',
  'charts/web/templates/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}" }\ndata: { color: {{ .Values.color | quote }} }\n',
};
const sync = (cluster: string, path = `clusters/${cluster}`): Readonly<Record<string, string>> => ({
  [`${path}/sync.yaml`]: `${FLUX_SOURCE}---\n${fluxKustomization('cluster', `./${path}`)}`,
});

const rendering = async (files: Readonly<Record<string, string>>, request: Partial<RenderRequest> = {}) => {
  using repository = temporaryRepository(files);
  using run = realRun(repository);
  const { report, rendered } = await run.render(undefined, request);
  const data = (id: string) =>
    rendered
      .find((app) => app.id === id)
      ?.objects.filter(({ kind }) => kind === 'ConfigMap')
      .map((object) => object.data);
  const left = report.skipped.filter(({ reason }) => reason.startsWith('not looked at'));
  return { report, data, left, apps: report.apps.map(({ id, reconciler }) => `${id} < ${reconciler?.parent ?? '-'}`) };
};

const DECLARED = {
  ...sync('prod'),
  'environments/prod/apps/web/app.yaml': 'name: web\nowner: team-a\nscope: namespace\nnamespaces: [other]\nrenderer: { kind: kustomize }\n',
  'environments/prod/apps/web/kustomization.yaml': 'resources: [c.yaml]\n',
  'environments/prod/apps/web/c.yaml': configMap('one', '{ a: "1" }', 'other'),
};

describe('an app that is declared, and an object that applies it', () => {
  it('is rendered as the object says, patches and values included', async () => {
    const patched = fluxKustomization('web', './environments/prod/apps/web', replacing('ConfigMap', '/data/a', 'patched'));
    const { data, apps } = await rendering({ ...DECLARED, 'clusters/prod/web.yaml': patched });
    expect(apps).toEqual(['prod/cluster < -', 'prod/web < prod/cluster']);
    expect(data('prod/web')).toEqual([{ a: 'patched' }]);
  });

  it('is changed where only the object changes', async () => {
    using repository = temporaryRepository({
      ...DECLARED,
      'clusters/prod/web.yaml': fluxKustomization('web', './environments/prod/apps/web'),
    });
    using run = realRun(repository);
    repository.write({
      'clusters/prod/web.yaml': fluxKustomization('web', './environments/prod/apps/web', '  commonMetadata: { labels: { a: b } }\n'),
    });
    const { report } = await run.render('HEAD');
    expect(statuses(report)).toEqual(['prod/cluster changed', 'prod/web changed']);
    expect(report.apps.map(({ touchedBy }) => touchedBy)).toEqual([['clusters/prod/web.yaml'], ['clusters/prod/web.yaml']]);
  });
});

describe('two clusters in one environment', () => {
  it.each([
    [
      'files that nothing names',
      { ...sync('alpha', 'sites/alpha'), ...sync('beta', 'sites/beta') },
      ['sites/beta/sync.yaml Kustomization cluster'],
    ],
    [
      'one of them held by an app that inference found',
      { ...sync('alpha', 'sites/alpha'), ...sync('beta', 'sites/beta'), 'sites/beta/kustomization.yaml': 'resources: [sync.yaml]\n' },
      ['sites/beta/sync.yaml Kustomization cluster'],
    ],
  ])('%s: the second one is named', async (_, files, expected) => {
    const { left, report } = await rendering({ ...files, 'sites/alpha/a.yaml': configMap('a', '{}') });
    expect(left.map(({ path, reason }) => `${path} ${/Kustomization \w+/.exec(reason)?.[0]}`)).toEqual(expected);
    expect(report.verdict).toBe('incomplete');
  });

  it('keeps the Secrets of two environments apart', async () => {
    const cluster = (env: string) => ({
      [`clusters/${env}/web.yaml`]: `${FLUX_SOURCE}---\n${release('web', '  valuesFrom: [{ kind: Secret, name: values }]\n')}---
apiVersion: v1\nkind: Secret\nmetadata: { name: values, namespace: shop }\nstringData: { values.yaml: "color: ${env}-secret" }\n`,
    });
    const { data } = await rendering({ ...CHART, ...cluster('dev'), ...cluster('prod') }, { includeSecrets: true });
    expect([data('dev/web'), data('prod/web')]).toEqual([[{ color: 'dev-secret' }], [{ color: 'prod-secret' }]]);
  });
});

describe('an object that a rendering says in another way than its file', () => {
  it('leaves nothing behind of what it made before', async () => {
    const { apps } = await rendering({
      ...CHART,
      ...sync('', 'flux'),
      'flux/top.yaml': fluxKustomization('top', './infra', replacing('Kustomization', '/spec/path', './foo/live')),
      'infra/kustomization.yaml': 'resources: [child.yaml]\n',
      'infra/child.yaml': fluxKustomization('child', './foo/base'),
      'foo/base/kustomization.yaml': 'resources: [nested.yaml]\n',
      'foo/base/nested.yaml': fluxKustomization('old', './gone'),
      'foo/live/nested.yaml': fluxKustomization('new', './gone'),
      'gone/c.yaml': configMap('c', '{}'),
    });
    expect(apps.filter((app) => app.includes('child') || app.includes('new'))).toEqual(['none/child < none/top', 'none/new < none/child']);
    expect(apps.filter((app) => app.startsWith('none/old'))).not.toContain('none/old < none/child');
  });

  it('counts in its own environment only', async () => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: set, namespace: argocd }
spec:
  goTemplate: true
  generators: [{ git: { repoURL: "https://git.example.test/org/fleet.git", revision: HEAD, directories: [{ path: "apps/*" }] } }]
  template:
    metadata: { name: "{{ .path.basename }}" }
    spec:
      project: default
      destination: { server: https://kubernetes.default.svc, namespace: x }
      source: { repoURL: "https://git.example.test/org/fleet.git", targetRevision: HEAD, path: "{{ .path.path }}" }
`;
    const { apps } = await rendering({
      'bootstrap/prod/set.yaml': set,
      'apps/one/inner.yaml': application('inner', 'inner'),
      'inner/c.yaml': configMap('c', '{}'),
    });
    expect(apps).toEqual(['prod/inner < prod/one', 'prod/one < -']);
  });
});

it('knows that no namespace means the default one', async () => {
  const plain = (text: string): string => text.replaceAll(', namespace: flux-system', '').replaceAll(', namespace: shop', '');
  const { report } = await rendering({
    ...CHART,
    'clusters/prod/all.yaml': `${plain(FLUX_SOURCE)}---\n${plain(fluxKustomization('a', './x'))}---\n${plain(fluxKustomization('b', './x', '  dependsOn: [{ name: a, namespace: default }]\n'))}---\n${plain(release('web'))}`,
    'x/c.yaml': configMap('c', '{}'),
  });
  expect(report.errors).toEqual([]);
  expect(report.findings.filter(({ ruleId }) => ruleId.startsWith('reconciler-dependency'))).toEqual([]);
});

it('finds the same for a part of the repository as for all of it', async () => {
  const files = {
    ...CHART,
    'apps/web/kustomization.yaml': 'resources: [release.yaml]\n',
    'apps/web/release.yaml': `${FLUX_SOURCE}---\n${release('web', '  values: { color: base }\n')}`,
    'overlays/prod/kustomization.yaml':
      'resources: [../../apps/web]\npatches: [{ patch: \'[{"op": "replace", "path": "/spec/values/color", "value": "prod"}]\', target: { kind: HelmRelease } }]\n',
  };
  const [all, part] = [await rendering(files), await rendering(files, { below: 'apps/web' })];
  expect(part.apps).toEqual(['prod/web < prod/app']);
  expect(part.data('prod/web')).toEqual(all.data('prod/web'));
});

it('says the same whatever the files are called', async () => {
  const files = (names: readonly [string, string, string]): Readonly<Record<string, string>> => ({
    ...CHART,
    ...sync('prod'),
    [`clusters/prod/${names[0]}.yaml`]: fluxKustomization('apps', './apps', '  postBuild: { substitute: { COLOR: red } }\n'),
    'apps/kustomization.yaml': `resources: [${names[1]}.yaml, ${names[2]}.yaml]\n`,
    [`apps/${names[1]}.yaml`]: release('store', '  valuesFrom: [{ kind: ConfigMap, name: store-values }]\n'),
    [`apps/${names[2]}.yaml`]: configMap('store-values', '{ values.yaml: "color: ${COLOR}" }', 'shop'),
  });
  const [one, two] = [await rendering(files(['a', 'a', 'b'])), await rendering(files(['z', 'z', 'b']))];
  expect(one.apps).toEqual(two.apps);
  expect([one.data('prod/store'), two.data('prod/store')]).toEqual([[{ color: 'red' }], [{ color: 'red' }]]);
});

it('shows no value of a Secret, neither encoded, nor as a name, nor in an error', async () => {
  const files = (template: string) => ({
    ...CHART,
    'charts/web/templates/map.yaml': template,
    'clusters/prod/web.yaml': `${FLUX_SOURCE}---\n${release('web', '  valuesFrom: [{ kind: Secret, name: values }]\n')}---
apiVersion: v1\nkind: Secret\nmetadata: { name: values, namespace: shop }\nstringData: { values.yaml: "color: hunter22" }\n`,
  });
  const map =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { one: {{ .Values.color | b64enc }}, "{{ .Values.color }}": two }\n';
  const shown = await rendering(files(map));
  expect(JSON.stringify([shown.report, shown.data('prod/web')])).not.toMatch(/hunter22|aHVudGVyMjI/);
  const failing = await rendering(files('{{ fail (printf "wrong color %s" .Values.color) }}\n'));
  expect(failing.report.errors.map(({ message }) => message)).toEqual([expect.stringContaining('wrong color <redacted>')]);
});
