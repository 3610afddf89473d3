// Does a closure say what is special about its files: ignored, a large-file pointer, not on disk, remote?
import type { SourceTree } from '@fairway/contracts';
import { memoryTree } from '@fairway/testkit';
import { expect, test } from 'vitest';
import { closureIn, closureOf, kustomizeApp, pathsOf, problemsOf } from '../../test/sample-app.ts';

const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n';

/** A memory tree that says it is a work tree, where files that git ignores can be read. */
function workTree(files: Readonly<Record<string, string>>, ignored: Readonly<Record<string, string>>): SourceTree {
  return { ...memoryTree(files, { ignored }), root: '/work-tree' };
}

test('a file that git ignores is in the closure, and marked', async () => {
  const tree = workTree({ 'overlay/kustomization.yaml': 'secretGenerator: [{ name: s, envs: [.env] }]' }, { 'overlay/.env': 'A=b' });
  const closure = await closureIn(tree, kustomizeApp('overlay'));
  expect(problemsOf(closure)).toEqual([]);
  expect(closure.files.get('overlay/.env')).toMatchObject({ ignored: true, mode: '100644' });
  expect(closure.files.get('overlay/kustomization.yaml')?.ignored).toBe(false);
});

test('an ignored second kustomization file is found: kustomize would refuse the directory', async () => {
  const tree = workTree({ 'overlay/kustomization.yaml': 'namePrefix: a' }, { 'overlay/kustomization.yml': '' });
  expect(problemsOf(await closureIn(tree, kustomizeApp('overlay')))[0]).toContain('several kustomization files');
});

test('Git LFS pointers', async () => {
  const closure = await closureOf({
    'overlay/kustomization.yaml': 'resources: [a.yaml, b.yaml]',
    'overlay/a.yaml': POINTER,
    'overlay/b.yaml': '',
  });
  expect(closure.lfsPointers).toEqual(['overlay/a.yaml']);
});

test('a file that is not on disk', async () => {
  const tree = memoryTree({ 'overlay/kustomization.yaml': 'resources: [a.yaml]', 'overlay/a.yaml': '' });
  const entry = { path: 'overlay/a.yaml', kind: 'file', executable: true, offDisk: true } as const;
  const sparse = { ...tree, entries: new Map([...tree.entries, ['overlay/a.yaml', entry]]) };
  const closure = await closureIn(sparse, kustomizeApp('overlay'));
  expect(closure.offDisk).toBe(true);
  expect(closure.files.get('overlay/a.yaml')?.mode).toBe('100755');
  expect((await closureIn(tree, kustomizeApp('overlay'))).offDisk).toBe(false);
});

test.each([
  ['resources: [github.com/org/repo//base?ref=v1]', 'base'],
  ['resources: ["https://example.invalid/org/repo/base?ref=v1"]', 'base'],
  ['resources: ["https://example.invalid/a/b.yaml"]', 'file'],
  ['components: ["git@example.invalid:org/repo.git"]', 'base'],
  ['transformers: ["ssh://git@example.invalid/org/repo"]', 'base'],
  ['patches: [{ path: "https://example.invalid/p.yaml" }]', 'file'],
  ['configMapGenerator: [{ name: m, files: ["k=HTTP://example.invalid/f"] }]', 'file'],
  ['helmCharts: [{ name: c, repo: "https://example.invalid/charts", version: 1.0.0 }]', 'chart'],
])('%s is remote', async (kustomization, what) => {
  const closure = await closureOf({ 'overlay/kustomization.yaml': kustomization });
  expect(problemsOf(closure)).toEqual([]);
  expect(closure.remotes).toMatchObject([{ what, at: { file: 'overlay/kustomization.yaml', line: 1 } }]);
});

test('a local file wins over a repository of the same name only if kustomize can read objects from it', async () => {
  const files = { 'overlay/kustomization.yaml': 'resources: [github.com/org/a.yaml]' };
  const object = 'kind: A\nmetadata: { name: a }';
  const good = await closureOf({ ...files, 'overlay/github.com/org/a.yaml': object });
  const bad = await closureOf({ ...files, 'overlay/github.com/org/a.yaml': 'kind: A' });
  expect(pathsOf(good)).toContain('overlay/github.com/org/a.yaml');
  expect([good.remotes.length, bad.remotes.length]).toEqual([0, 1]);
});
