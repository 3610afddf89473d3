// What becomes of an Application: which source, which tool, which failure?
import { describe, expect, it } from 'vitest';
import { application, argoWorld, findingsOf, partsOf, problemsOf, sighted } from '../../test/argo-world.ts';
import { destinationOf, expandApplication } from './application.ts';

const FILES: Readonly<Record<string, string>> = {
  'chart/Chart.yaml': 'name: chart\n',
  'chart/values-eu.yaml': '',
  'overlay/kustomization.yaml': 'resources: [a.yaml]\n',
  'plain/a.yaml': 'kind: ConfigMap\n',
  'both/Chart.yaml': 'name: both\n',
  'both/kustomization.yaml': '',
  'both/sub/Kustomization': '',
  'prefixed/myChart.yaml': '',
  'prefixed/kustomization.yaml': '',
  'jsonnet/a.jsonnet': '{}',
  '.sources/1/Chart.yaml': 'name: remote\n',
  '.sources/2/deploy/a.yaml': 'kind: ConfigMap\n',
  '.sources/3/web/Chart.yaml': 'name: web\n',
  '.sources/3/web/values.yaml': '',
};
const SOURCES = {
  'chart https://charts.example.test web 1.x': '.sources/1',
  'chart oci://registry.example.test/charts web 1.2.3': '.sources/1',
  'git https://git.example.test/other.git name=v1.0.0': '.sources/2',
  'oci oci://registry.example.test/charts/web digest=sha256:00': '.sources/3',
  'oci oci://registry.example.test/charts tag=1.2.3': '.sources/3',
};
const world = argoWorld({ files: FILES, sources: SOURCES });
const expand = (spec: string, destination?: string) => expandApplication(application(spec, destination), world);
const rendererOf = async (spec: string) => partsOf(await expand(spec))[0]?.renderer;

describe('expandApplication', () => {
  // Discover in util/app/discovery/discovery.go and GetAppSourceType in reposerver/repository/repository.go, argo-cd v3.5.7
  it.each([
    ['chart', '', 'helm'],
    ['overlay', '', 'kustomize'],
    ['plain', '', 'directory'],
    ['both', '', 'kustomize'],
    ['prefixed', '', 'helm'],
    ['both/sub', '', 'kustomize'],
    ['both', 'helm: { releaseName: x }', 'helm'],
    ['both', 'directory: { recurse: true }', 'directory'],
    ['overlay', 'directory: {}', 'kustomize'],
    ['overlay', 'directory: { exclude: x }', 'directory'],
    ['both', 'helm: { parameters: [], skipCrds: false, valuesObject: null }', 'kustomize'],
    ['both', 'helm: { valuesObject: {} }', 'helm'],
    ['chart', 'kustomize: { forceCommonLabels: true }', 'helm'],
  ])('%s with %s is %s', async (path, options, kind) => {
    expect((await rendererOf(`  source: { repoURL: SELF, path: ${path}, ${options} }`))?.kind).toBe(kind);
  });

  // IsOCI, IsHelm, IsHelmOciRepo of the API types
  it.each([
    ['repoURL: https://charts.example.test, chart: web, targetRevision: 1.x', { kind: 'helm', chart: '.sources/1' }],
    ['repoURL: registry.example.test/charts, chart: web, targetRevision: 1.2.3', { kind: 'helm', chart: '.sources/1' }],
    ['repoURL: https://git.example.test/other.git, path: deploy, targetRevision: v1.0.0', { kind: 'directory', path: '.sources/2/deploy' }],
    ['repoURL: oci://registry.example.test/charts/web, path: ., targetRevision: sha256:00', { kind: 'helm', chart: '.sources/3/web' }],
  ])('takes files from %s', async (source, expected) => {
    expect(await rendererOf(`  source: { ${source.replaceAll('sha256:00', '"sha256:00"')} }`)).toMatchObject(expected);
  });

  it('says that a chart is ignored beside an oci:// address', async () => {
    const expansion = await expand('  source: { repoURL: "oci://registry.example.test/charts", chart: web, targetRevision: 1.2.3 }');
    expect(findingsOf(expansion)).toEqual([expect.stringContaining('chart is not used')]);
  });

  it('defaults the namespace of all parts, and uses the project', async () => {
    const expansion = await expand('  sources: [{ repoURL: SELF, path: chart }, { repoURL: SELF, path: overlay }]');
    expect(partsOf(expansion).map(({ renderer, after }) => [renderer.kind, after])).toEqual([
      ['helm', [{ kind: 'default-namespace', namespace: 'shop', strip: true }]],
      ['kustomize', [{ kind: 'default-namespace', namespace: 'shop', strip: true }]],
    ]);
    expect(expansion).toMatchObject({ uses: [{ group: 'argoproj.io', kind: 'AppProject', namespace: 'argocd', name: 'shop' }] });
    const bare = await expand('  source: { repoURL: SELF, path: chart }', '{ name: prod }');
    expect(partsOf(bare)[0]).toMatchObject({ after: [], renderer: { namespace: 'default' } });
  });

  it('renders the dry source of a hydrator, and says so', async () => {
    const expansion = await expand(`  sourceHydrator:
    drySource: { repoURL: SELF, path: overlay, targetRevision: HEAD, kustomize: { namePrefix: x- } }
    syncSource: { targetBranch: env/prod, path: out }`);
    expect(partsOf(expansion)[0]?.files.get('overlay/kustomization.yaml')).toContain('namePrefix: x-');
    expect(findingsOf(expansion)).toEqual([expect.stringContaining('branch env/prod')]);
  });

  it('tells where the checked-out files are not the revision that it follows', async () => {
    expect(findingsOf(await expand('  source: { repoURL: SELF, path: chart, targetRevision: v1.2.3 }'))).toEqual([
      'reconciler-revision: Application argocd/web: spec.source follows v1.2.3 of this repository and is rendered from the files that are checked out',
    ]);
    expect(findingsOf(await expand('  source: { repoURL: SELF, path: chart, targetRevision: main }'))).toEqual([]);
  });

  it('merges .argocd-source files into how a source is rendered, and into nothing else', async () => {
    const files = {
      ...FILES,
      'chart/.argocd-source.yaml': 'path: overlay\nhelm: { releaseName: all, namespace: kept, parameters: [{ name: a, value: b }] }\n',
      'chart/.argocd-source-web.yaml': 'helm: { releaseName: one, parameters: null }\n',
    };
    const expansion = await expandApplication(application('  source: { repoURL: SELF, path: chart }'), argoWorld({ files }));
    expect(partsOf(expansion)[0]?.renderer).toEqual({
      kind: 'helm',
      chart: 'chart',
      valueFiles: [],
      releaseName: 'one',
      namespace: 'kept',
      skipCrds: false,
    });
    const broken = argoWorld({ files: { ...FILES, 'chart/.argocd-source.yaml': 'helm: [1]\n' } });
    const failure = await expandApplication(application('  source: { repoURL: SELF, path: chart }'), broken);
    expect(problemsOf(failure)).toEqual([expect.stringContaining('chart/.argocd-source.yaml does not fit')]);
  });

  it.each([
    ['  source: { repoURL: SELF, path: chart, plugin: { name: cdk } }', 'a plugin'],
    ['  source: { repoURL: SELF, path: jsonnet }', 'jsonnet/a.jsonnet is Jsonnet'],
    ['  source: { repoURL: SELF, path: plain, directory: { jsonnet: { libs: [vendor] } } }', 'jsonnet is set'],
    ['  source: { repoURL: "https://git.example.test/other.git", path: deploy, targetRevision: 1.x, tagPrefix: web- }', 'prefix web-'],
    ['  source: { repoURL: SELF, path: chart, helm: { valueFiles: ["https://example.test/v.yaml"] } }', 'lies on the network'],
  ])('does not look at %s', async (spec, reason) => {
    expect(await expand(spec)).toMatchObject({ kind: 'not-looked-at', reason: expect.stringContaining(reason) });
  });
});

describe('bad Applications', () => {
  it.each([
    ['  source: { repoURL: SELF, path: ../x }', ['path ../x points outside the repository'], 'path-escapes'],
    ['  source: { repoURL: SELF, path: chart/../../x }', ['points outside the repository'], 'path-escapes'],
    ['  source: { repoURL: SELF, path: /chart }', ['must be relative to the root'], 'path-escapes'],
    ['  source: { repoURL: SELF, path: absent }', ['spec.source.path absent does not exist'], 'file-unreadable'],
    ['  source: { repoURL: SELF, path: chart/Chart.yaml }', ['is a file, not a directory'], 'file-unreadable'],
    ['  source: { repoURL: SELF }', ['has neither path nor chart'], 'file-unreadable'],
    ['  source: { repoURL: "https://charts.example.test", chart: web }', ['has a chart and no targetRevision'], 'file-unreadable'],
    ['  source: { repoURL: "https://git.example.test/unknown.git", path: x }', ['is not in fairway.lock'], 'file-unreadable'],
    ['', ['spec has neither source nor sources'], 'file-unreadable'],
    ['  sources: [{ repoURL: SELF, ref: a }]', ['no source of spec.sources has a path or a chart'], 'file-unreadable'],
    ['  sources: [{ repoURL: SELF, ref: "a/b", path: chart }]', ['may hold letters, digits'], 'file-unreadable'],
    ['  sources: [{ repoURL: SELF, ref: a }, { repoURL: SELF, ref: a }]', ['is the name of another source too'], 'file-unreadable'],
    [
      '  source: { repoURL: SELF, path: both, helm: { releaseName: a }, kustomize: { namePrefix: b } }',
      ['several tools: kustomize, helm'],
      'file-unreadable',
    ],
    [
      '  source: { repoURL: SELF, path: chart, helm: { version: v2, releaseName: a } }',
      ['helm.version v2 is not supported'],
      'file-unreadable',
    ],
    [
      '  source: { path: 3, helm: { valueFiles: a } }',
      [
        'spec.source.repoURL must be text, found nothing',
        'spec.source.path must be text, found 3',
        'spec.source.helm.valueFiles must be a list, found "a"',
      ],
      'file-unreadable',
    ],
    [
      '  sources: [{ repoURL: SELF, path: a }, { repoURL: SELF, path: b }]',
      ['spec.sources[0].path a', 'spec.sources[1].path b'],
      'file-unreadable',
    ],
  ])('%s', async (spec, messages, code) => {
    const expansion = await expand(spec);
    expect(problemsOf(expansion)).toEqual(messages.map((message) => expect.stringContaining(message)));
    const at = { file: 'applications/web.yaml', line: 1, column: 1 };
    expect(expansion).toMatchObject({ problems: messages.map(() => ({ code, at, hint: expect.stringMatching(/./) })) });
  });

  it('names the object, and the versions that are known', async () => {
    const future = sighted('apiVersion: argoproj.io/v2\nkind: Application\nmetadata: { name: web, namespace: argocd }\nspec: {}\n');
    expect(await expandApplication(future, world)).toMatchObject({
      kind: 'failed',
      problems: [
        { message: 'Application argocd/web: apiVersion argoproj.io/v2 is not known', hint: 'known versions: argoproj.io/v1alpha1' },
      ],
    });
  });

  it('does not take a destination with both server and name', async () => {
    const both = '{ server: "https://a", name: b, namespace: shop }';
    const message = 'Application argocd/web: spec.destination has both server https://a and name b';
    expect(problemsOf(await expand('  source: { repoURL: SELF, path: chart }', both))).toEqual([message]);
    expect(destinationOf(application('', both))).toMatchObject({ kind: 'failed', problems: [{ message }] });
    expect(destinationOf(application('', '{ name: b }'))).toEqual({ kind: 'made', value: { name: 'b' } });
  });

  it('keeps prototype keys of an override for what they are', async () => {
    const files = { ...FILES, 'chart/.argocd-source.yaml': '__proto__: { polluted: true }\nhelm: { __proto__: { polluted: true } }\n' };
    await expandApplication(application('  source: { repoURL: SELF, path: chart }'), argoWorld({ files }));
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});
