// What does each kind of Flux source say?
import { expect, it } from 'vitest';
import { sight } from '../../test/flux-world.ts';
import { readSource } from './sources.ts';

function read(kind: string, spec: string, version = 'v1') {
  const [sighted] = sight(
    `apiVersion: source.toolkit.fluxcd.io/${version}\nkind: ${kind}\nmetadata: {name: s, namespace: ns}\nspec: ${spec}\n`,
    's.yaml',
  );
  if (sighted === undefined) throw new Error('no object');
  return readSource(sighted);
}

const git = 'url: "https://x/y"';

it.each([
  ['GitRepository', `{${git}}`, { kind: 'git', url: 'https://x/y', reference: 'branch=master', include: [], sparse: [] }],
  ['GitRepository', `{${git}, ref: {branch: main, tag: v1, semver: ">1", name: refs/heads/x, commit: abc}}`, { reference: 'commit=abc' }],
  ['GitRepository', `{${git}, ref: {branch: main, tag: v1, semver: ">1", name: refs/heads/x}}`, { reference: 'name=refs/heads/x' }],
  ['GitRepository', `{${git}, ref: {branch: main, tag: v1, semver: ">1"}}`, { reference: 'tag=v1' }],
  ['GitRepository', `{${git}, ref: {branch: main, tag: "", semver: ">1"}}`, { reference: 'semver=>1' }],
  [
    'GitRepository',
    `{${git}, ref: null, ignore: "/*", include: [{repository: {name: a}}]}`,
    { ignore: '/*', include: [{ name: 'a', fromPath: '', toPath: 'a' }] },
  ],
  ['OCIRepository', '{url: "oci://x/y"}', { kind: 'oci', url: 'oci://x/y', reference: '' }],
  ['OCIRepository', '{url: "oci://x/y", ref: {tag: t, semver: "1.x", digest: "sha256:a"}}', { reference: 'digest=sha256:a' }],
  ['OCIRepository', '{url: "oci://x/y", ref: {tag: t, semver: "1.x", semverFilter: rc}}', { reference: 'semver=1.x', semverFilter: 'rc' }],
  [
    'OCIRepository',
    '{url: "oci://x/y", ref: {tag: t}, layerSelector: {mediaType: a/b}}',
    { reference: 'tag=t', layerSelector: { mediaType: 'a/b', operation: 'extract' } },
  ],
  ['HelmRepository', '{url: "https://x/y"}', { kind: 'helm-repository', url: 'https://x/y', type: 'default' }],
  ['HelmRepository', '{url: "oci://x/y", type: oci}', { kind: 'helm-repository', url: 'oci://x/y', type: 'oci' }],
  ['Bucket', '{endpoint: e, bucketName: b, prefix: p}', { kind: 'bucket', url: 'e/b/p' }],
  [
    'HelmChart',
    '{chart: c, sourceRef: {kind: HelmRepository, name: r}}',
    {
      kind: 'helm-chart',
      chart: 'c',
      version: '*',
      sourceRef: { group: 'source.toolkit.fluxcd.io', kind: 'HelmRepository', namespace: 'ns', name: 'r' },
      valuesFiles: [],
      ignoreMissingValuesFiles: false,
      reconcileStrategy: 'ChartVersion',
    },
  ],
  ['ExternalArtifact', '{}', { kind: 'external' }],
])('%s %s', (kind, spec, source) => {
  expect(read(kind, spec)).toMatchObject({ ok: true, value: source });
});

it('reads the old field for one values file', () => {
  expect(read('HelmChart', '{chart: c, sourceRef: {kind: Bucket, name: r}, valuesFile: v.yaml}', 'v1beta2')).toMatchObject({
    value: { valuesFiles: ['v.yaml'] },
  });
});

it.each([
  [
    'GitRepository',
    '{url: "git@x:y.git"}',
    'GitRepository ns/s: spec.url must be an http://, https:// or ssh:// address, found "git@x:y.git"',
  ],
  ['OCIRepository', '{url: "https://x"}', 'OCIRepository ns/s: spec.url must be an oci:// address, found "https://x"'],
  ['HelmRepository', '[]', 'HelmRepository ns/s: spec must be a mapping, found a list'],
  [
    'HelmChart',
    '{chart: "", sourceRef: {kind: HelmRepository, name: r}}',
    'HelmChart ns/s: spec.chart must be text that is not empty, found ""',
  ],
  ['Receiver', '{}', 'Receiver ns/s: this kind is no source'],
])('says what is wrong with %s %s', (kind, spec, message) => {
  expect(read(kind, spec)).toMatchObject({ ok: false, problems: [{ message, at: { file: 's.yaml', line: 1 } }] });
});

it('knows the versions of the API', () => {
  expect(read('Bucket', '{}', 'v3')).toMatchObject({
    ok: false,
    problems: [{ message: 'Bucket ns/s: apiVersion source.toolkit.fluxcd.io/v3 is not known' }],
  });
});
