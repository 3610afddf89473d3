// What does a HelmRelease become: which chart, which values, which steps behind it?

import type { AppRenderer } from '@fairway/environments';
import { describe, expect, it } from 'vitest';
import { configMap, expandIn, GIT_CHART, onlyPart, secret } from '../../test/helm-world.ts';

const VALUES = '.fairway/reconciled/helmrelease/apps/web/values.yaml';
type Helm = Extract<AppRenderer, { readonly kind: 'helm' }>;

async function rendererOf(...asked: Parameters<typeof expandIn>): Promise<Helm> {
  const { renderer } = onlyPart(await expandIn(...asked));
  if (renderer.kind !== 'helm') throw new Error(renderer.kind);
  return renderer;
}

const valuesOf = async (...asked: Parameters<typeof expandIn>) => onlyPart(await expandIn(...asked)).files.get(VALUES);

it('renders a chart of this repository', async () => {
  const expansion = await expandIn(GIT_CHART);
  expect(expansion).toEqual({
    kind: 'app',
    parts: [
      {
        renderer: {
          kind: 'helm',
          chart: 'charts/web',
          valueFiles: [],
          releaseName: 'web',
          namespace: 'apps',
          skipCrds: false,
          skipTests: true,
          outputReader: 'kustomize',
        },
        files: new Map(),
        after: [{ kind: 'default-namespace', namespace: 'apps' }],
      },
    ],
    findings: [],
    dependsOn: [],
    uses: [{ group: 'source.toolkit.fluxcd.io', kind: 'GitRepository', namespace: 'apps', name: 'fleet' }],
  });
});

describe('the chart', () => {
  it.each<[string, string, string, Record<string, string>]>([
    [
      'of a Helm repository',
      '  chart: { spec: { chart: web, version: 2.x, sourceRef: { kind: HelmRepository, name: charts, namespace: flux-system } } }',
      '.fairway/sources/chart',
      {},
    ],
    [
      'of a registry',
      '  chart: { spec: { chart: web, sourceRef: { kind: HelmRepository, name: registry } } }',
      '.fairway/sources/chart',
      {},
    ],
    [
      'of another repository',
      '  chart: { spec: { chart: charts/web, sourceRef: { kind: GitRepository, name: other } } }',
      '.fairway/sources/git/charts/web',
      {},
    ],
    [
      'of another repository, by revision',
      '  chart: { spec: { chart: charts/web, reconcileStrategy: Revision, sourceRef: { kind: GitRepository, name: other } } }',
      '.fairway/sources/git/charts/web',
      { '.fairway/sources/git/charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0-rc.1+fedcba987654\n' },
    ],
    [
      'of an artifact, with its digest behind the version',
      '  chartRef: { kind: OCIRepository, name: web }',
      '.fairway/sources/oci/web',
      { '.fairway/sources/oci/web/Chart.yaml': 'apiVersion: v2\nappVersion: "1.10"\nname: web\nversion: "1.4.0+0123456789ab"\n' },
    ],
    [
      'of a HelmChart, with its values files',
      '  chartRef: { kind: HelmChart, name: web }',
      'charts/web',
      { 'charts/web/values.yaml': 'color: green\nextra: 2\n' },
    ],
    [
      'with values files of the repository in the place of its own, one over the other',
      '  chart: { spec: { chart: charts/web, valuesFiles: [charts/web/values.yaml, ./charts/web/ci/prod.yaml], sourceRef: { kind: GitRepository, name: fleet } } }',
      'charts/web',
      { 'charts/web/values.yaml': 'color: blue\nlist: null\nsize: 1\n' },
    ],
    [
      'of a Helm repository with values files of the chart',
      '  chart: { spec: { chart: web, valuesFiles: [ci/prod.yaml, values.yaml], sourceRef: { kind: HelmRepository, name: registry } } }',
      '.fairway/sources/chart',
      { '.fairway/sources/chart/values.yaml': 'color: red\n' },
    ],
    [
      'whose only values file is its own',
      '  chart: { spec: { chart: web, valuesFiles: [./values.yaml], sourceRef: { kind: HelmRepository, name: registry } } }',
      '.fairway/sources/chart',
      {},
    ],
    [
      'with a missing values file that may be missing',
      '  chart: { spec: { chart: charts/web, valuesFiles: [prod.yaml, nope.yaml], ignoreMissingValuesFiles: true, sourceRef: { kind: GitRepository, name: fleet } } }',
      'charts/web',
      { 'charts/web/values.yaml': 'color: green\nextra: 2\n' },
    ],
  ])('%s', async (_, spec, chart, files) => {
    const { renderer, files: laid } = onlyPart(await expandIn(spec));
    expect(renderer).toMatchObject({ chart });
    expect(Object.fromEntries(laid)).toEqual(files);
  });

  it.each([
    [
      'the commit of this repository',
      '  chart: { spec: { chart: charts/web, reconcileStrategy: Revision, sourceRef: { kind: GitRepository, name: fleet } } }',
      1,
    ],
    ['a number of the cluster', '  chartRef: { kind: HelmChart, name: web }', 1],
    ['nothing', GIT_CHART, 0],
  ])('names %s behind the version', async (_, spec, count) => {
    const expansion = await expandIn(spec);
    expect(
      expansion.kind === 'app' && expansion.findings.filter(({ ruleId, detail }) => ruleId === 'fidelity' && detail === 'chart-version'),
    ).toHaveLength(count);
  });
});

describe('the values', () => {
  it('come from references in their order, then from the object', async () => {
    const text = await valuesOf(
      `${GIT_CHART}  valuesFrom: [{ kind: ConfigMap, name: a }, { kind: ConfigMap, name: b, valuesKey: more }]\n  values: { c: 3, gone: null }\n`,
      {
        data: {
          'ConfigMap apps/a': configMap({ 'values.yaml': 'a: 1\nb: 1\nc: 1\n' }),
          'ConfigMap apps/b': configMap({ more: 'b: "2"\nc: 2\n' }),
        },
      },
    );
    expect(text).toBe('a: 1\nb: "2"\nc: 3\ngone: null\n');
  });

  it('keep whole numbers that came by a path', async () => {
    const asked: Parameters<typeof expandIn> = [
      `${GIT_CHART}  valuesFrom: [{ kind: ConfigMap, name: a, valuesKey: id, targetPath: "user\\\\.x.ids[1]" }]\n`,
      { data: { 'ConfigMap apps/a': configMap({ id: '1000660000' }) } },
    ];
    expect(await valuesOf(...asked)).toBe('user.x:\n  ids:\n  - null\n  - 1000660000\n');
    expect((await rendererOf(...asked)).parameters).toEqual([{ flag: 'set', value: 'user\\.x.ids[1]=1000660000' }]);
  });

  it('that are literal are taken as they are, from Flux 2.9 on', async () => {
    const spec = `${GIT_CHART}  valuesFrom: [{ kind: ConfigMap, name: a, valuesKey: t, targetPath: a, literal: true }]\n`;
    const data = { 'ConfigMap apps/a': configMap({ t: '{x,y}' }) };
    expect(await valuesOf(spec, { data })).toBe('a: "{x,y}"\n');
    expect(await valuesOf(spec, { data, flux: '2.9.1' })).toBe('a: "{x,y}"\n');
    expect(await valuesOf(spec, { data, flux: '2.8' })).toBe('a:\n- x\n- "y"\n');
  });

  it('of a Secret are marked, the short ones not', async () => {
    const expansion = await expandIn(
      `${GIT_CHART}  valuesFrom: [{ kind: Secret, name: s }, { kind: Secret, name: s, valuesKey: t, targetPath: token }]\n`,
      {
        data: {
          'Secret apps/s': secret({ 'values.yaml': 'password: correct-horse\npin: "1234"\nlist: [123456789]\n', t: '"quoted-token"' }),
        },
      },
    );
    expect(onlyPart(expansion).after.at(-1)).toEqual({ kind: 'mask', texts: ['correct-horse', 'quoted-token', '123456789'] });
  });

  it('that are hidden are placeholders at a path, left out where optional', async () => {
    const data = { 'Secret apps/s': { kind: 'hidden', reason: 'it is encrypted', at: { file: 's.yaml', line: 1, column: 1 } } } as const;
    const expansion = await expandIn(
      `${GIT_CHART}  valuesFrom: [{ kind: Secret, name: s, optional: true }, { kind: Secret, name: s, valuesKey: t, targetPath: token }]\n`,
      { data },
    );
    expect(onlyPart(expansion).files.get(VALUES)).toBe('token: "<encrypted>"\n');
    expect(expansion.kind === 'app' && expansion.findings.map(({ ruleId, detail }) => [ruleId, detail])).toEqual([
      ['fidelity', 'valuesFrom[0]: Secret apps/s'],
    ]);
  });

  it('that are optional may be missing, the object or the key', async () => {
    const spec = `${GIT_CHART}  valuesFrom: [{ kind: ConfigMap, name: none, optional: true }, { kind: ConfigMap, name: a, valuesKey: none, optional: true }]\n`;
    const expansion = await expandIn(spec, { data: { 'ConfigMap apps/a': configMap({ other: '1' }) } });
    expect(onlyPart(expansion).files.size).toBe(0);
    expect(expansion.kind === 'app' && expansion.uses.map(({ name }) => name)).toEqual(['fleet', 'none', 'a']);
  });
});

describe('the release', () => {
  it.each<[string, string, Partial<Helm>]>([
    ['its own name', '  releaseName: other\n', { releaseName: 'other', namespace: 'apps' }],
    ['the target namespace before its name', '  targetNamespace: shop\n', { releaseName: 'shop-web', namespace: 'shop' }],
    ['its own name in another namespace', '  targetNamespace: shop\n  releaseName: x\n', { releaseName: 'x', namespace: 'shop' }],
    ['no definitions', '  install: { crds: Skip }\n  upgrade: { crds: CreateReplace }\n', { skipCrds: true }],
    ['definitions', '  install: { crds: CreateReplace }\n  upgrade: { crds: Skip }\n', { skipCrds: false }],
    [
      'no check of values',
      '  install: { disableSchemaValidation: true, disableOpenAPIValidation: true }\n',
      { skipSchemaValidation: true },
    ],
    ['tests', '  test: { enable: true }\n', { skipTests: false }],
  ])('has %s', async (_, spec, expected) => expect(await rendererOf(GIT_CHART + spec)).toMatchObject(expected));

  it('has a name that helm takes', async () => {
    const { releaseName } = await rendererOf(`${GIT_CHART}  targetNamespace: some-front-appended-namespace\n`, {
      name: 'release-with-quite-a-long-name-behind-it',
    });
    // printf some-front-appended-namespace-release-with-quite-a-long-name-behind-it | sha256sum
    expect(releaseName).toBe('some-front-appended-namespace-release-wi-e216fd707a91');
    expect(releaseName).toHaveLength(53);
  });
});

const POST = `${GIT_CHART}  postRenderers:
    - kustomize:
        patches: [{ patch: "[]", target: { kind: ConfigMap, name: "" } }]
    - kustomize: { images: [{ name: web, newTag: "2" }] }
    - {}
  commonMetadata: { labels: { team: blue } }
`;

describe('what comes after helm', () => {
  it('runs in its order', async () => {
    const except = ['crds'];
    expect(onlyPart(await expandIn(`${POST}  targetNamespace: shop\n`)).after).toEqual([
      { kind: 'kustomize', kustomization: { patches: [{ patch: '[]', target: { kind: 'ConfigMap' } }] }, except },
      { kind: 'kustomize', kustomization: { images: [{ name: 'web', newTag: '2' }] }, except },
      { kind: 'metadata', labels: { team: 'blue' }, annotations: {}, except },
      { kind: 'default-namespace', namespace: 'shop' },
    ]);
  });

  it.each<[string | undefined, string | undefined, readonly string[]]>([
    [undefined, undefined, ['crds']],
    [undefined, 'nohooks', ['hooks', 'crds']],
    ['2.9', 'nohooks', ['hooks', 'crds']],
    ['2.9', 'separate', ['crds']],
    ['2.8.5', undefined, ['crds']],
    ['2.8.5', 'nohooks', ['crds']],
    ['2.8', undefined, ['hooks', 'crds']],
    ['2.7', undefined, ['hooks', 'crds']],
    ['2.7', 'combined', ['hooks', 'crds']],
  ])('does not see hooks by version %s and strategy %s', async (flux, strategy, except) => {
    const spec = `${POST}${strategy === undefined ? '' : `  postRenderStrategy: ${strategy}\n`}`;
    expect(onlyPart(await expandIn(spec, flux === undefined ? {} : { flux })).after[0]).toMatchObject({ except });
  });

  it('has no common metadata before Flux 2.7', async () => {
    const expansion = await expandIn(POST, { flux: '2.6' });
    expect(onlyPart(expansion).after.map(({ kind }) => kind)).toEqual(['kustomize', 'kustomize', 'default-namespace']);
    expect(expansion.kind === 'app' && expansion.findings.map(({ ruleId, field }) => [ruleId, field])).toEqual([
      ['reconciler-ignored-field', '/spec/commonMetadata'],
    ]);
  });
});

describe('what a person should know', () => {
  it.each<[string, readonly (string | undefined)[][]]>([
    ['  suspend: true\n', [['reconciler-suspended', '/spec/suspend']]],
    ['  kubeConfig: { secretRef: { name: x } }\n', [['reconciler-remote-cluster', '/spec/kubeConfig']]],
    ['  install: { disableHooks: true }\n', [['fidelity', '/spec/install/disableHooks']]],
    [
      '  postRenderers: [{ kustomize: { patchesStrategicMerge: [] } }]\n',
      [['reconciler-ignored-field', '/spec/postRenderers/0/kustomize/patchesStrategicMerge']],
    ],
    ['  driftDetection: { mode: enabled }\n  rollback: {}\n  storageNamespace: x\n', []],
  ])('%s', async (spec, expected) => {
    const expansion = await expandIn(GIT_CHART + spec);
    expect(expansion.kind === 'app' && expansion.findings.map(({ ruleId, field }) => [ruleId, field])).toEqual(expected);
  });

  it('depends on others, in its own namespace where none is said', async () => {
    const expansion = await expandIn(`${GIT_CHART}  dependsOn: [{ name: a }, { name: b, namespace: other }]\n`);
    expect(expansion.kind === 'app' && expansion.dependsOn).toEqual([
      { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease', namespace: 'apps', name: 'a' },
      { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease', namespace: 'other', name: 'b' },
    ]);
  });
});
