// What is said of a HelmRelease that cannot be expanded?
import { expect, it } from 'vitest';
import { configMap, expandIn, GIT_CHART, type HelmWorld } from '../../test/helm-world.ts';

type More = HelmWorld & { readonly name?: string; readonly version?: string };
const chart = (fields: string): string => `  chart: { spec: { ${fields} } }\n`;
const fromMap = (fields: string): string => `${GIT_CHART}  valuesFrom: [{ kind: ConfigMap, name: a, ${fields} }]\n`;
const map = (data: Readonly<Record<string, string>>): More => ({ data: { 'ConfigMap apps/a': configMap(data) } });

it.each<[what: string, spec: string, more: More, kind: string, said: readonly RegExp[]]>([
  [
    'unknown version',
    GIT_CHART,
    { version: 'v3' },
    'failed',
    [/apiVersion helm\.toolkit\.fluxcd\.io\/v3 is not known.*helm\.toolkit\.fluxcd\.io\/v2, .*v2beta1/],
  ],
  ['a version that this Flux has no more', GIT_CHART, { version: 'v2beta2', flux: '2.8.1' }, 'failed', [/v2beta2 is not known/]],
  ['no chart', '  interval: 1m\n', {}, 'failed', [/either spec\.chart or spec\.chartRef.*there is neither/]],
  ['two charts', `${GIT_CHART}  chartRef: { kind: HelmChart, name: web }\n`, {}, 'failed', [/both are there/]],
  [
    'all wrong fields at once',
    `${chart('chart: web, sourceRef: { kind: Gitrepository, name: x }')}  suspend: "yes"\n  values: [1]\n  valuesFrom: [{ kind: ConfigMap, name: a, targetPath: "a b" }]\n`,
    {},
    'failed',
    [
      /sourceRef\.kind must be one of HelmRepository, GitRepository, Bucket, found "Gitrepository"/,
      /suspend must be true or false, found "yes"/,
      /valuesFrom\[0\]\.targetPath must be a path/,
      /values must be a mapping, found a list/,
    ],
  ],
  ['values that are a text', `${GIT_CHART}  values: "a: 1"\n`, {}, 'failed', [/spec\.values must be a mapping, found "a: 1"/]],
  [
    'a missing source',
    chart('chart: web, sourceRef: { kind: HelmRepository, name: none }'),
    {},
    'waiting',
    [/HelmRepository apps\/none, which is not there/],
  ],
  [
    'a missing repository',
    chart('chart: ./web, sourceRef: { kind: GitRepository, name: none }'),
    {},
    'waiting',
    [/GitRepository apps\/none, which is not there/],
  ],
  [
    'a missing HelmChart',
    '  chartRef: { kind: HelmChart, name: none, namespace: other }\n',
    {},
    'waiting',
    [/HelmChart other\/none, which is not there/],
  ],
  [
    'a chart that is not locked',
    chart('chart: other, sourceRef: { kind: HelmRepository, name: registry }'),
    {},
    'failed',
    [/HelmRelease apps\/web: chart oci:\/\/registry\.example\.test\/charts other \* is not in fairway\.lock.*fairway lock/],
  ],
  [
    'an artifact without a chart',
    '  chartRef: { kind: OCIRepository, name: web }\n',
    { files: { '.fairway/sources/oci/other/Chart.yaml': '' } },
    'failed',
    [/holds no chart/],
  ],
  [
    'a tag that is another version',
    '  chartRef: { kind: OCIRepository, name: wrong-tag }\n',
    {},
    'failed',
    [/the tag 1\.5\.0 of the artifact and the version v1\.4 of its chart are not the same/],
  ],
  ['a chart in a bucket', chart('chart: web, sourceRef: { kind: Bucket, name: bucket }'), {}, 'not-looked-at', [/Bucket apps\/bucket/]],
  [
    'an artifact of another controller',
    '  chartRef: { kind: ExternalArtifact, name: x }\n',
    {},
    'not-looked-at',
    [/ExternalArtifact apps\/x/],
  ],
  [
    'a path outside of the repository',
    chart('chart: ../web, sourceRef: { kind: GitRepository, name: fleet }'),
    {},
    'failed',
    [/path-escapes.*"\.\.\/web" leaves the repository/],
  ],
  [
    'a path from the root of the disk',
    chart('chart: /etc, sourceRef: { kind: GitRepository, name: fleet }'),
    {},
    'failed',
    [/path-escapes/],
  ],
  [
    'a name with a way out',
    chart('chart: ../web, sourceRef: { kind: HelmRepository, name: registry }'),
    {},
    'failed',
    [/"\.\.\/web" is no name in HelmRepository apps\/registry/],
  ],
  [
    'a directory that is no chart',
    chart('chart: charts, sourceRef: { kind: GitRepository, name: fleet }'),
    {},
    'failed',
    [/charts is not to be found in GitRepository apps\/fleet: there is no Chart\.yaml in it/],
  ],
  [
    'a directory that is not there',
    chart('chart: nope, sourceRef: { kind: GitRepository, name: fleet }'),
    {},
    'failed',
    [/it is not there/],
  ],
  [
    'a values file that is not there',
    chart('chart: charts/web, valuesFiles: [no.yaml], sourceRef: { kind: GitRepository, name: fleet }'),
    {},
    'failed',
    [/the values file no\.yaml is not in the root of the source/],
  ],
  [
    'a values file outside of the chart',
    chart('chart: web, valuesFiles: [../x.yaml], sourceRef: { kind: HelmRepository, name: registry }'),
    {},
    'failed',
    [/\.\.\/x\.yaml is not in the chart/],
  ],
  [
    'a template as values file',
    chart('chart: web, valuesFiles: [Chart.yaml], sourceRef: { kind: HelmRepository, name: registry }'),
    {},
    'failed',
    [/Chart\.yaml is not in the chart/],
  ],
  [
    'a values file that is a list',
    chart('chart: charts/web, valuesFiles: [l.yaml], sourceRef: { kind: GitRepository, name: fleet }'),
    { files: { 'l.yaml': '- a\n' } },
    'failed',
    [/l\.yaml is no values document: it must be a mapping, found a list/],
  ],
  [
    'values files for a chart without values',
    chart('chart: bare, valuesFiles: [prod.yaml], sourceRef: { kind: GitRepository, name: fleet }'),
    { files: { 'bare/Chart.yaml': 'name: bare\nversion: 1.0.0\n' } },
    'failed',
    [/has no values\.yaml/],
  ],
  [
    'values files for a packaged chart',
    chart('chart: web.tgz, valuesFiles: [prod.yaml], sourceRef: { kind: GitRepository, name: fleet }'),
    { files: { 'web.tgz': 'x' } },
    'not-looked-at',
    [/web\.tgz is packaged/],
  ],
  [
    'a version that is none',
    chart('chart: odd, reconcileStrategy: Revision, sourceRef: { kind: GitRepository, name: other }'),
    { files: { '.fairway/sources/git/odd/Chart.yaml': 'name: odd\nversion: one\n' } },
    'failed',
    [/"one" of the chart is no semantic version/],
  ],
  ['a missing ConfigMap', fromMap('optional: false'), {}, 'waiting', [/valuesFrom\[0\]: ConfigMap apps\/a is not there.*optional: true/]],
  [
    'a missing key',
    fromMap('valuesKey: "no"'),
    map({ b: '1', a: '1' }),
    'failed',
    [/valuesFrom\[0\]: ConfigMap apps\/a has no key no: it has a, b/],
  ],
  ['a key that an object inherits', fromMap('valuesKey: constructor'), map({}), 'failed', [/has no key constructor: it has none/]],
  [
    'a values document that is a list',
    fromMap(''),
    map({ 'values.yaml': '- a\n' }),
    'failed',
    [/values\.yaml is no values document: it must be a mapping, found a list/],
  ],
  ['a values document that is a text', fromMap(''), map({ 'values.yaml': 'text' }), 'failed', [/found a text/]],
  [
    'a values document that is no YAML',
    fromMap(''),
    map({ 'values.yaml': 'a: 1\nb: [\n' }),
    'failed',
    [/is no values document: line \d+, column \d+:/],
  ],
  [
    'a path through a text',
    `${fromMap('targetPath: a.b')}  values: { a: text }\n`,
    map({ 'values.yaml': '1' }),
    'failed',
    [/values\.yaml cannot be set at a\.b: "a" is there and no mapping/],
  ],
  ['a list without end', fromMap('targetPath: a'), map({ 'values.yaml': '{a' }), 'failed', [/a list must end with '}'.*literal: true/]],
  ['lists that fill the memory', fromMap('targetPath: a'), map({ 'values.yaml': `x${',b[65000]=1,c[65000]=1'.repeat(20)}` }), 'app', []],
  [
    'many lists that fill the memory',
    fromMap('targetPath: a'),
    map({ 'values.yaml': `x${Array.from({ length: 40 }, (_, at) => `,k${at}[65000]=1`).join('')}` }),
    'failed',
    [/lists have more than 1000000 items/],
  ],
  [
    'lists in lists',
    fromMap('targetPath: a'),
    map({ 'values.yaml': `x,b${'[0]'.repeat(100_000)}=1` }),
    'failed',
    [/stand in one another more than 100 times/],
  ],
  ['a wrong release name', `${GIT_CHART}  releaseName: Web_1\n`, {}, 'failed', [/spec\.releaseName "Web_1" is no name/]],
  [
    'a release name that is too long',
    `${GIT_CHART}  releaseName: ${'a'.repeat(54)}\n`,
    {},
    'failed',
    [/has 54 characters, and 53 are allowed/],
  ],
  ['a wrong namespace', `${GIT_CHART}  targetNamespace: ../x\n`, {}, 'failed', [/spec\.targetNamespace "\.\.\/x" is no name/]],
  ['a name that is a path', GIT_CHART, { name: '"../../x"' }, 'failed', [/metadata\.name "\.\.\/\.\.\/x" is no name/]],
  ['a loop of one', `${GIT_CHART}  dependsOn: [{ name: web }]\n`, {}, 'failed', [/depends on itself/]],
  [
    'a hidden Secret',
    `${GIT_CHART}  valuesFrom: [{ kind: Secret, name: s }]\n`,
    { data: { 'Secret apps/s': { kind: 'hidden', reason: 'it is encrypted', at: { file: 's.yaml', line: 1, column: 1 } } } },
    'not-looked-at',
    [/its values are not known \(valuesFrom\[0\]: Secret apps\/s\): it is encrypted/],
  ],
])('%s', async (_, spec, more, kind, said) => {
  const expansion = await expandIn(spec, more);
  expect(expansion.kind).toBe(kind);
  const text = expansion.kind === 'app' ? '' : JSON.stringify(expansion).replaceAll('\\"', '"');
  for (const pattern of said) expect(text).toMatch(pattern);
  if (expansion.kind === 'failed')
    for (const { at, hint } of expansion.problems) expect([at.file, hint === '']).toEqual(['apps/web.yaml', false]);
});
