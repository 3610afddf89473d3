// A Flux repository without any configuration: does every object become an app, and does one edit reach exactly its consumers?
import { FLUX_SOURCE, fluxKustomization, type TemporaryRepository, temporaryRepository } from '@fairway/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RealRun, realRun, statuses } from './real-run.ts';

const release = (name: string, more: string): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: shop }
spec:
  interval: 10m
  chart: { spec: { chart: ./charts/web, sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system } } }
${more}`;

const FILES: Readonly<Record<string, string>> = {
  'clusters/prod/flux-system/kustomization.yaml': 'resources: [gotk-sync.yaml]\n',
  'clusters/prod/flux-system/gotk-sync.yaml': `${FLUX_SOURCE}---
${fluxKustomization('flux-system', './clusters/prod')}`,
  'clusters/prod/apps.yaml': fluxKustomization(
    'apps',
    './apps',
    '  postBuild:\n    substitute: { TEAM: blue }\n    substituteFrom: [{ kind: ConfigMap, name: cluster-vars }]\n',
  ),
  'clusters/prod/plain.yaml': fluxKustomization(
    'plain',
    './plain',
    '  targetNamespace: plain\n  patches:\n    - patch: \'[{"op": "add", "path": "/data/patched", "value": "yes"}]\'\n      target: { kind: ConfigMap }\n',
  ),
  'clusters/prod/vars.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: cluster-vars, namespace: flux-system }\ndata: { REGION: north }\n',
  'apps/kustomization.yaml': 'resources: [store.yaml, web.yaml, values.yaml, notes.yaml]\n',
  'apps/store.yaml': release('store', '  valuesFrom: [{ kind: ConfigMap, name: store-values }]\n  values: { greeting: hello }\n'),
  'apps/web.yaml': release(
    'web',
    '  values: { greeting: plain }\n  postRenderers:\n    - kustomize:\n        patches:\n          - target: { kind: ConfigMap }\n            patch: \'[{"op": "add", "path": "/metadata/labels", "value": {"post": "rendered"}}]\'\n',
  ),
  'apps/values.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: store-values, namespace: shop }\ndata: { values.yaml: "color: red\\ngreeting: overridden\\n" }\n',
  'apps/notes.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: notes, namespace: shop }\ndata: { team: "${TEAM}", region: "${REGION}", level: "${LEVEL:=high}" }\n',
  'plain/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\ndata: { a: "1" }\n',
  'plain/deep/two.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: two }\ndata: { a: "2" }\n',
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/values.yaml': 'greeting: none\ncolor: none\n',
  'charts/web/templates/map.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}" }\ndata: { greeting: "{{ .Values.greeting }}", color: "{{ .Values.color }}", ns: "{{ .Release.Namespace }}" }\n',
};

let repository: TemporaryRepository;
let run: RealRun;
beforeEach(() => {
  repository = temporaryRepository(FILES);
  run = realRun(repository);
});
afterEach(() => {
  run[Symbol.dispose]();
  repository[Symbol.dispose]();
});

const edit = async (files: Readonly<Record<string, string | null>>) => {
  repository.write(files);
  const { report } = await run.render('HEAD');
  return { report, changed: statuses(report).filter((text) => !text.endsWith(' unchanged')) };
};

it('becomes apps, each with the object that makes it', async () => {
  const { report, rendered } = await run.render();
  expect(report.errors).toEqual([]);
  expect(statuses(report)).toEqual([
    'prod/apps unchanged',
    'prod/flux-system unchanged',
    'prod/plain unchanged',
    'prod/store unchanged',
    'prod/web unchanged',
  ]);
  expect(report.apps.map(({ id, reconciler }) => [id, reconciler?.object.kind, reconciler?.parent, reconciler?.at?.file])).toEqual([
    ['prod/apps', 'Kustomization', 'prod/flux-system', 'clusters/prod/apps.yaml'],
    ['prod/flux-system', 'Kustomization', undefined, 'clusters/prod/flux-system/gotk-sync.yaml'],
    ['prod/plain', 'Kustomization', 'prod/flux-system', 'clusters/prod/plain.yaml'],
    ['prod/store', 'HelmRelease', 'prod/apps', 'apps/store.yaml'],
    ['prod/web', 'HelmRelease', 'prod/apps', 'apps/web.yaml'],
  ]);
  const data = (app: string) =>
    rendered
      .find(({ id }) => id === app)
      ?.objects.filter(({ kind }) => kind === 'ConfigMap')
      .map(({ metadata, data: values }) => [metadata.name, metadata.namespace, values]);
  expect(data('prod/apps')).toContainEqual(['notes', 'shop', { team: 'blue', region: 'north', level: 'high' }]);
  expect(data('prod/plain')).toEqual([
    ['one', 'plain', { a: '1', patched: 'yes' }],
    ['two', 'plain', { a: '2', patched: 'yes' }],
  ]);
  expect(data('prod/store')).toEqual([['store', 'shop', { greeting: 'hello', color: 'red', ns: 'shop' }]]);
  expect(rendered.find(({ id }) => id === 'prod/web')?.objects.map(({ metadata }) => metadata.labels)).toEqual([{ post: 'rendered' }]);
  expect(report.skipped.filter(({ reason }) => reason.startsWith('not looked at'))).toEqual([]);
  expect(report.verdict).toBe('pass');
});

describe('one edit reaches exactly its consumers', () => {
  it.each<[string, Readonly<Record<string, string | null>>, readonly string[]]>([
    [
      'a ConfigMap that valuesFrom names',
      { 'apps/values.yaml': FILES['apps/values.yaml']?.replace('red', 'blue') ?? '' },
      ['prod/apps changed', 'prod/store changed'],
    ],
    [
      'a variable of the cluster',
      { 'clusters/prod/vars.yaml': FILES['clusters/prod/vars.yaml']?.replace('north', 'south') ?? '' },
      ['prod/apps changed', 'prod/flux-system changed'],
    ],
    [
      'a file of a directory without kustomization',
      { 'plain/deep/two.yaml': FILES['plain/deep/two.yaml']?.replace('"2"', '"3"') ?? '' },
      ['prod/plain changed'],
    ],
    [
      'a new file there',
      { 'plain/three.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: three }\ndata: {}\n' },
      ['prod/plain changed'],
    ],
    ['the chart', { 'charts/web/values.yaml': 'greeting: none\ncolor: green\n' }, ['prod/web changed']],
    ['a Kustomization that is removed', { 'clusters/prod/plain.yaml': null }, ['prod/flux-system changed', 'prod/plain removed']],
    [
      'a HelmRelease that is added',
      {
        'apps/kustomization.yaml': 'resources: [store.yaml, web.yaml, values.yaml, notes.yaml, more.yaml]\n',
        'apps/more.yaml': release('more', '  values: {}\n'),
      },
      ['prod/apps changed', 'prod/more added'],
    ],
  ])('%s', async (_, files, expected) => {
    await run.render();
    const { report, changed } = await edit(files);
    expect(changed).toEqual(expected);
    for (const app of report.apps.filter(({ status }) => status === 'changed'))
      expect([app.id, app.touchedBy]).toEqual([app.id, Object.keys(files).toSorted()]);
  });
});

it('links a changed object to what made it', async () => {
  const { report } = await edit({
    'charts/web/values.yaml': 'greeting: none\ncolor: green\n',
    'plain/one.yaml': FILES['plain/one.yaml']?.replace('"1"', '"5"') ?? '',
  });
  expect(report.changes.map(({ app, origin }) => [app, origin])).toEqual([
    [
      'prod/plain',
      { chain: ['Kustomization flux-system/flux-system', 'Kustomization flux-system/plain', 'overlay plain'], source: 'plain/one.yaml' },
    ],
    [
      'prod/web',
      {
        chain: [
          'Kustomization flux-system/flux-system',
          'Kustomization flux-system/apps',
          'HelmRelease shop/web',
          'chart charts/web',
          'templates/map.yaml',
        ],
        source: 'charts/web/templates/map.yaml',
      },
    ],
  ]);
});

describe('a ConfigMap that only the cluster has', () => {
  const withoutVars = { 'clusters/prod/vars.yaml': null };
  const sample = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: cluster-vars, namespace: flux-system }\ndata: { REGION: sampled }\n';

  it('makes the app fail, and a declared sample stands for it', async () => {
    repository.write(withoutVars);
    const failed = (await run.render()).report;
    expect(failed.apps.find(({ id }) => id === 'prod/apps')).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('cluster-vars'),
    });

    repository.write({
      'samples/vars.yaml': `${sample.replaceAll('cluster-vars', 'others')}---\n${sample}`,
      'fairway.yaml': 'version: 1\nreconcilers: { samples: [{ file: samples/vars.yaml, environments: [prod] }] }\n',
    });
    const { report, rendered } = await run.render();
    expect(JSON.stringify(rendered.find(({ id }) => id === 'prod/apps'))).toContain('"region":"sampled"');
    expect(
      report.findings
        .filter(({ ruleId }) => ruleId === 'fidelity')
        .map(({ message, location }) => [message, location?.file, location?.line]),
    ).toEqual([
      [
        'Kustomization flux-system/apps takes values from ConfigMap cluster-vars, for which the sample samples/vars.yaml stands',
        'samples/vars.yaml',
        6,
      ],
    ]);
    expect(report.verdict).toBe('pass');
  });

  it('is what a file of the repository says, if one does', async () => {
    repository.write({
      'samples/vars.yaml': sample,
      'fairway.yaml': 'version: 1\nreconcilers: { samples: [{ file: samples/vars.yaml }] }\n',
    });
    const { rendered } = await run.render();
    expect(JSON.stringify(rendered.find(({ id }) => id === 'prod/apps'))).toContain('"region":"north"');
  });

  it('ends the run where the sample is not there', async () => {
    repository.write({ 'fairway.yaml': 'version: 1\nreconcilers: { samples: [{ file: samples/gone.yaml }] }\n' });
    await expect(run.render()).rejects.toThrow('the sample samples/gone.yaml is not there');
  });
});
