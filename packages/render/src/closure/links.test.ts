// Are links followed inside the repository, recorded, and never followed out of it?
import { type MemoryFile, memoryTree } from '@fairway/testkit';
import { expect, test } from 'vitest';
import { closureIn, closureOf, kustomizeApp, pathsOf, problemsOf } from '../../test/sample-app.ts';

const link = (symlink: string): MemoryFile => ({ symlink });

test('links on the way and at the end are recorded', async () => {
  const closure = await closureOf({
    'overlay/kustomization.yaml': 'resources: [a.yaml, way/b.yaml, way]\n',
    'overlay/a.yaml': link('../real/one.yaml'),
    'overlay/way': link('.././real/dir'),
    'real/one.yaml': '',
    'real/dir': link('deep'),
    'real/deep/b.yaml': '',
    'real/deep/kustomization.yaml': link('other.yaml'),
    'real/deep/other.yaml': 'configMapGenerator: [{ name: m, files: [b.yaml] }]',
  });
  expect(problemsOf(closure)).toEqual([]);
  expect(pathsOf(closure)).toEqual([
    'overlay/a.yaml',
    'overlay/kustomization.yaml',
    'overlay/way',
    'real/deep/b.yaml',
    'real/deep/kustomization.yaml',
    'real/deep/other.yaml',
    'real/dir',
    'real/one.yaml',
  ]);
  expect(closure.files.get('overlay/way')?.mode).toBe('120000');
  expect(closure.kustomizations.map(({ directory }) => directory)).toEqual(['overlay', 'real/deep']);
});

test.each([
  ['/etc/passwd', 'path-escapes'],
  ['../../x', 'path-escapes'],
  ['../overlay/../../back/x', 'path-escapes'],
  ['a.yaml', 'file-unreadable'],
])('a link to %s', async (target, code) => {
  const closure = await closureOf({ 'overlay/kustomization.yaml': 'resources:\n- a.yaml\n', 'overlay/a.yaml': link(target) });
  expect(closure.problems).toMatchObject([{ code, at: { file: 'overlay/kustomization.yaml', line: 2, column: 3 } }]);
  expect(pathsOf(closure)).toEqual(['overlay/a.yaml', 'overlay/kustomization.yaml']);
});

test('.. after a link is taken before the link is followed, as kustomize does', async () => {
  const closure = await closureOf({
    'overlay/kustomization.yaml': 'resources: [way/../a.yaml]\n',
    'overlay/way': link('../real/dir'),
    'overlay/a.yaml': '',
    'real/dir/x': '',
  });
  expect(pathsOf(closure)).toEqual(['overlay/a.yaml', 'overlay/kustomization.yaml']);
});

test('a link that dangles: what it leads to is recorded as absent', async () => {
  const closure = await closureOf({ 'overlay/kustomization.yaml': 'resources: [a.yaml]\n', 'overlay/a.yaml': link('../no/where.yaml') });
  expect(closure.absent).toEqual(['no', 'no/where.yaml', 'overlay/Kustomization', 'overlay/kustomization.yml']);
  expect(problemsOf(closure)).toHaveLength(1);
});

test('the directory of the app may be a link', async () => {
  const tree = memoryTree({ current: link('v1'), 'v1/kustomization.yaml': 'resources: [a.yaml]', 'v1/a.yaml': '' });
  const closure = await closureIn(tree, kustomizeApp('current'));
  expect(pathsOf(closure)).toEqual(['current', 'v1/a.yaml', 'v1/kustomization.yaml']);
});
