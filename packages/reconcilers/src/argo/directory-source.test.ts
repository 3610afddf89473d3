// Does a plain directory hold the files that Argo CD takes, in its order?
import { describe, expect, it } from 'vitest';
import { application, argoWorld, partsOf, problemsOf } from '../../test/argo-world.ts';
import { expandApplication } from './application.ts';
import { inWalkOrder, selectedFiles } from './directory-source.ts';

const NAMES = ['a.yaml', 'a/x.yml', 'b.json', 'c.txt', 'd.jsonnet', 'deep/er/y.yaml', '.hidden/z.yaml', '.dot.yaml'];

// getPotentiallyValidManifestFile in reposerver/repository/repository.go, argo-cd v3.5.7
describe('selectedFiles', () => {
  it.each([
    [{}, ['.dot.yaml', 'a.yaml', 'b.json', 'd.jsonnet']],
    [{ recurse: true }, ['.dot.yaml', '.hidden/z.yaml', 'a/x.yml', 'a.yaml', 'b.json', 'd.jsonnet', 'deep/er/y.yaml']],
    [{ recurse: true, include: '*.yaml' }, ['.dot.yaml', '.hidden/z.yaml', 'a.yaml', 'deep/er/y.yaml']],
    [{ recurse: true, exclude: '{a*,.*}' }, ['b.json', 'd.jsonnet', 'deep/er/y.yaml']],
    [{ recurse: true, include: 'deep/*', exclude: '**/y.yaml' }, []],
    [{ include: '[' }, []],
    [{ exclude: '[' }, ['.dot.yaml', 'a.yaml', 'b.json', 'd.jsonnet']],
  ])('%j', (options, expected) => {
    expect(selectedFiles(NAMES, { recurse: false, include: '', exclude: '', ...options })).toEqual(expected);
  });

  it('walks a directory where its name stands among the files', () => {
    expect(inWalkOrder(['b.yaml', 'b/1.yaml', 'a.yaml', 'b-c.yaml'])).toEqual(['a.yaml', 'b/1.yaml', 'b-c.yaml', 'b.yaml']);
  });
});

const directory = async (files: Readonly<Record<string, string>>) =>
  expandApplication(application('  source: { repoURL: SELF, path: d }'), argoWorld({ files }));
const filesOf = async (files: Readonly<Record<string, string>>) => {
  const renderer = partsOf(await directory(files))[0]?.renderer;
  return renderer?.kind === 'directory' ? renderer.files : renderer;
};
const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

describe('files of a directory', () => {
  // getObjsFromYAMLOrJSON and skipFileRenderingMarker
  it.each([
    ['an object', { 'd/a.yaml': OBJECT }, ['d/a.yaml']],
    ['an empty file', { 'd/a.yaml': '# nothing\n' }, ['d/a.yaml']],
    ['settings', { 'd/a.yaml': 'replicas: 1\n' }, []],
    ['a template that is no YAML', { 'd/a.yaml': 'a: {{ .b }}: c\n' }, []],
    ['a broken object', { 'd/a.yaml': 'apiVersion: v1\nkind: {{\nmetadata:\n' }, ['d/a.yaml']],
    ['an object with something else after it', { 'd/a.yaml': `${OBJECT}---\nreplicas: 1\n` }, ['d/a.yaml']],
    ['a marked file', { 'd/a.yaml': `# +argocd:skip-file-rendering\n${OBJECT}`, 'd/b.jsonnet': '// +argocd:skip-file-rendering' }, []],
    ['JSON of any kind', { 'd/a.json': '[]' }, ['d/a.json']],
  ])('%s', async (_, files, expected) => {
    expect(await filesOf({ 'd/keep.txt': '', ...files })).toEqual(expected);
  });

  it('fails for a file that cannot be read', async () => {
    const files = { 'd/a.yaml': OBJECT };
    const world = argoWorld({ files });
    const blind = { ...world, files: { ...world.files, read: async () => undefined } };
    const expansion = await expandApplication(application('  source: { repoURL: SELF, path: d }'), blind);
    expect(problemsOf(expansion)).toEqual([expect.stringContaining('d/a.yaml cannot be read')]);
  });

  it('takes the root of the repository', async () => {
    const expansion = await expandApplication(
      application('  source: { repoURL: SELF, path: . }'),
      argoWorld({ files: { 'a.yaml': OBJECT } }),
    );
    expect(partsOf(expansion)[0]?.renderer).toEqual({ kind: 'directory', path: '', recurse: false, files: ['a.yaml'] });
  });
});
