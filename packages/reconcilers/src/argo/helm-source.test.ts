// Does helm get what Argo CD gives to it (helmTemplate in reposerver/repository/repository.go, argo-cd v3.5.7)?
import { describe, expect, it } from 'vitest';
import { application, argoWorld, findingsOf, partsOf, problemsOf } from '../../test/argo-world.ts';
import { expandApplication } from './application.ts';
import { parameterText } from './helm-source.ts';

const files: Readonly<Record<string, string>> = {
  'charts/web/Chart.yaml': 'name: web\n',
  'charts/web/values-eu.yaml': '',
  'charts/web/envs/a.yaml': '',
  'charts/web/envs/b.yaml': '',
  'charts/web/envs/deep/c.yaml': '',
  'values/shared.yaml': '',
  '.sources/2/v.yaml': '',
};
const world = argoWorld({ files, sources: { 'git https://git.example.test/other.git name=main': '.sources/2' } });
const helm = (options: string) => expandApplication(application(`  source: { repoURL: SELF, path: charts/web, helm: ${options} }`), world);
const rendererOf = async (options: string) => {
  const renderer = partsOf(await helm(options))[0]?.renderer;
  if (renderer?.kind !== 'helm') throw new Error('expected helm');
  return renderer;
};

describe('values files', () => {
  // getResolvedValueFiles
  it.each([
    ['[values-eu.yaml, ./envs/../envs/a.yaml]', ['charts/web/values-eu.yaml', 'charts/web/envs/a.yaml']],
    ['[../../values/shared.yaml, /values/shared.yaml]', ['values/shared.yaml']],
    ['[missing.yaml]', ['charts/web/missing.yaml']],
    ['[missing.yaml, values-eu.yaml], ignoreMissingValueFiles: true', ['charts/web/values-eu.yaml']],
    ['["envs/*.yaml"]', ['charts/web/envs/a.yaml', 'charts/web/envs/b.yaml']],
    ['["envs/**/*.yaml"]', ['charts/web/envs/a.yaml', 'charts/web/envs/b.yaml', 'charts/web/envs/deep/c.yaml']],
    ['["envs/*.yaml", envs/a.yaml]', ['charts/web/envs/b.yaml', 'charts/web/envs/a.yaml']],
    ['["none/*.yaml", values-eu.yaml], ignoreMissingValueFiles: true', ['charts/web/values-eu.yaml']],
    ['["/${ARGOCD_APP_NAMESPACE}.yaml"]', ['shop.yaml']],
    // In an Application with one source `$values` is a variable like any other, and nobody knows it.
    ['["$values/values/shared.yaml"]', ['values/shared.yaml']],
  ])('%s', async (list, expected) => {
    expect((await rendererOf(`{ valueFiles: ${list} }`)).valueFiles).toEqual(expected);
  });

  it('come from other sources by name', async () => {
    const expansion = await expandApplication(
      application(`  sources:
    - repoURL: SELF
      path: charts/web
      helm: { valueFiles: [$own/values/shared.yaml, $other/v.yaml], fileParameters: [{ name: a, path: $other/v.yaml }] }
    - { repoURL: SELF, ref: own }
    - { repoURL: "https://git.example.test/other.git", targetRevision: main, ref: other }`),
      world,
    );
    expect(partsOf(expansion).map(({ renderer }) => renderer)).toEqual([
      expect.objectContaining({
        valueFiles: ['values/shared.yaml', '.sources/2/v.yaml'],
        parameters: [{ flag: 'set-file', value: 'a=.sources/2/v.yaml' }],
      }),
    ]);
  });

  it.each([
    ['{ valueFiles: [../../../x.yaml] }', 'points outside the repository'],
    ['{ valueFiles: [../..] }', 'is the root of the repository'],
    ['{ valueFiles: ["none/*.yaml"] }', 'none/*.yaml matches no file'],
    ['{ fileParameters: [{ name: a, path: ../../../x }] }', 'points outside the repository'],
  ])('%s fails', async (options, message) => {
    expect(problemsOf(await helm(options))).toEqual([expect.stringContaining(message)]);
  });

  it('of a name that no source has fail, with the names that there are', async () => {
    const source = '{ repoURL: SELF, path: charts/web, helm: { valueFiles: [$nope/v.yaml] } }';
    const named = await expandApplication(application(`  sources: [${source}, { repoURL: SELF, ref: nope2 }]`), world);
    expect(problemsOf(named)).toEqual(['Application argocd/web: spec.sources[0].helm.valueFiles: no source has the ref of $nope/v.yaml']);
    const chart = '{ repoURL: "https://charts.example.test", chart: c, targetRevision: "1", ref: nope }';
    const ofChart = await expandApplication(application(`  sources: [${source}, ${chart}]`), world);
    expect(problemsOf(ofChart)).toEqual([expect.stringContaining('cannot be taken from a chart')]);
  });

  it('do not leave another source', async () => {
    const source = '{ repoURL: SELF, path: charts/web, helm: { valueFiles: [$other/../1/v.yaml] } }';
    const other = '{ repoURL: "https://git.example.test/other.git", targetRevision: main, ref: other }';
    const expansion = await expandApplication(application(`  sources: [${source}, ${other}]`), world);
    expect(problemsOf(expansion)).toEqual([expect.stringContaining('points outside the repository')]);
  });
});

describe('values of the Application itself', () => {
  const FILE = '.fairway/reconciled/argocd-web/values.yaml';

  it('come after the files, as a file', async () => {
    const part = partsOf(await helm('{ valueFiles: [values-eu.yaml], values: "a: 1 # one" }'))[0];
    expect(part?.renderer).toMatchObject({ valueFiles: ['charts/web/values-eu.yaml', FILE] });
    expect(part?.files).toEqual(new Map([[FILE, 'a: 1 # one']]));
  });

  it('as an object win over values as text', async () => {
    const part = partsOf(await helm('{ values: "a: 1", valuesObject: { b: [1, null], c: "on" } }'))[0];
    expect(part?.files.get(FILE)).toBe('b:\n- 1\n- null\nc: "on"\n');
  });

  it.each([
    ['"[1, 2]"', 'must be a mapping of values, found a list'],
    ['just-text', 'must be a mapping of values, found a single value'],
    ['"a: [1"', 'helm.values is no YAML'],
    ['{ a: 1 }', 'spec.source.helm.values must be text, found a mapping'],
  ])('%s is refused', async (values, message) => {
    expect(problemsOf(await helm(`{ values: ${values} }`))).toEqual([expect.stringContaining(message)]);
  });

  it('of two sources do not share a file, and no name leaves its directory', async () => {
    const source = '{ repoURL: SELF, path: charts/web, helm: { values: "a: 1" } }';
    const { object, at } = application(`  sources: [${source}, ${source}]`);
    const hostile = { at, object: { ...object, metadata: { ...object.metadata, name: '../../x', namespace: '..' } } };
    const paths = partsOf(await expandApplication(hostile, world)).flatMap(({ files: own }) => [...own.keys()]);
    expect(paths).toEqual(['.fairway/reconciled/_-__.._x/values.yaml', '.fairway/reconciled/_-__.._x/values-1.yaml']);
  });
});

describe('parameters', () => {
  // cleanSetParameters in util/helm/cmd.go
  it.each([
    ['a,b', 'a\\,b'],
    ['a\\,b', 'a\\,b'],
    [',', '\\,'],
    ['{a,b}', '{a,b}'],
    ['{a,b', '{a\\,b'],
  ])('%s is given as %s', (value, expected) => {
    expect(parameterText(value)).toBe(expected);
  });

  it('become --set and --set-string, the last of a name counts, variables are replaced', async () => {
    const { parameters } = await rendererOf(`{ parameters: [
      { name: a, value: "1" }, { name: b, value: "true", forceString: true }, { name: a, value: "$ARGOCD_APP_NAME,$$" }, { name: c } ] }`);
    expect(parameters).toEqual([
      { flag: 'set', value: 'a=web\\,$' },
      { flag: 'set-string', value: 'b=true' },
      { flag: 'set', value: 'c=' },
    ]);
  });

  it('with a variable of the cluster are told', async () => {
    const expansion = await helm('{ parameters: [{ name: a, value: $ARGOCD_APP_REVISION }, { name: b, value: "$nothing" }] }');
    expect(findingsOf(expansion)).toEqual([
      'fidelity: Application argocd/web: helm parameter a uses $ARGOCD_APP_REVISION, which only Argo CD knows: it is left as written',
      'fidelity: Application argocd/web: helm parameter b uses $nothing, which is no variable of Argo CD: nothing stands in its place',
    ]);
  });
});

describe('switches', () => {
  it('default to the application and its destination', async () => {
    const bare = await rendererOf('{}');
    expect(bare).toEqual({ kind: 'helm', chart: 'charts/web', valueFiles: [], releaseName: 'web', skipCrds: false, namespace: 'shop' });
  });

  it('are carried over', async () => {
    const options = '{ releaseName: r, namespace: ns, skipCrds: true, skipTests: true, skipSchemaValidation: true, version: v3 }';
    const expected = { releaseName: 'r', namespace: 'ns', skipCrds: true, skipTests: true, skipSchemaValidation: true };
    expect(await rendererOf(options)).toMatchObject(expected);
  });

  it('that the renderer cannot follow are told', async () => {
    expect(findingsOf(await helm('{ kubeVersion: 1.30.0, apiVersions: [a/v1] }'))).toEqual([
      expect.stringContaining('Kubernetes 1.30.0 is asked for'),
      expect.stringContaining('API versions are named'),
    ]);
  });
});
