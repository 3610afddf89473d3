// Does a strange or hostile tree end in an answer: bounded, complete, and without leaving the repository?
import { memoryTree } from '@fairway/testkit';
import { expect, it } from 'vitest';
import { discover } from './discover.ts';
import { createDiscoveryMemo } from './discovery-memo.ts';

const K = (...resources: string[]) => `resources: [${resources.join(', ')}]\n`;

it('follows symlinks inside the tree, and names those that leave it or go round', async () => {
  const found = await discover(
    memoryTree({
      'base/kustomization.yaml': K('x'),
      link: { symlink: 'base' },
      'web/dev/kustomization.yaml': K('../../link'),
      'web/prod/kustomization.yaml': { symlink: '../dev/kustomization.yaml' },
      'web/test/kustomization.yaml': { symlink: '../../../etc/passwd' },
      out: { symlink: '/etc' },
      round: { symlink: 'round' },
      'logo.png': { symlink: '/tmp/logo.png' },
      sub: { submodule: 'abc' },
    }),
  );
  expect(found.apps.map(({ id }) => id)).toEqual(['dev/web', 'test/web', 'prod/web']);
  expect(found.skipped.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
    'base: base of web/dev and web/prod',
    'link: symlink to base, which is looked at under its own name',
    'out: symlink that leaves the repository or goes round in a circle',
    'round: symlink that leaves the repository or goes round in a circle',
    'sub: submodule: its files belong to another repository',
    'web/test/kustomization.yaml: symlink that leaves the repository or goes round in a circle',
  ]);
  expect(found.notes).toContain('web/test/kustomization.yaml is not to be read: no plain file of this repository');
});

it('a reference that leaves the tree, or is remote, is no reference of ours', async () => {
  const found = await discover(
    memoryTree({
      'a/kustomization.yaml': K('../../a', '/b', 'https://x.io//b?ref=1', 'github.com/o/r//b', 'b'),
      'b/kustomization.yaml': K('x'),
    }),
  );
  expect(found.apps.map(({ id }) => id)).toEqual(['none/a', 'none/b']);
});

it('a kustomization that cannot be read is an app that will fail, and its bases stay bases', async () => {
  const found = await discover(
    memoryTree({ 'web/dev/kustomization.yaml': 'resources:\n- ../../base\nimages: [\n', 'base/kustomization.yaml': K('x') }),
  );
  expect(found.apps.map(({ id }) => id)).toEqual(['dev/web']);
  expect(found.skipped).toEqual([{ path: 'base', reason: 'base of web/dev' }]);
});

it('a file too large to be searched makes the answer incomplete', async () => {
  const tree = memoryTree({ 'big.yaml': `apiVersion: v1\n${'# x\n'.repeat(10)}`, 'web/dev/kustomization.yaml': K('x') });
  const small = { ...tree, read: (paths: Iterable<string>) => tree.read(paths, { maxBytes: 20 }) };
  const found = await discover(small);
  expect(found.notLookedAt).toEqual([{ kind: 'file', name: 'too large to be read: 55 bytes', at: { file: 'big.yaml' } }]);
});

it.each([
  [
    'one list of half a million',
    `items:\n${'- apiVersion: argoproj.io/v1alpha1\n  kind: Application\n  metadata: {name: x}\n'.repeat(600_000)}`,
    1,
  ],
  ['half a million documents', 'apiVersion: argoproj.io/v1alpha1\nkind: Application\n---\n'.repeat(100_000), 100_000],
  ['one line of 50 MB', `a: ${'x'.repeat(50_000_000)}argoproj.io/`, 1],
  ['millions of separators', `${'---\n'.repeat(1_500_000)}x: argoproj.io/v1\n`, 0],
])('a huge file ends in time: %s', async (_, text, expected) => {
  const started = performance.now();
  const found = await discover(memoryTree({ 'a.yaml': text }));
  expect(found.notLookedAt).toHaveLength(expected);
  expect(performance.now() - started).toBeLessThan(20_000);
});

it('a Git LFS pointer makes the answer incomplete; a file that is gone is no file', async () => {
  const tree = memoryTree({ 'a.yaml': 'x: 1\n', 'web/dev/kustomization.yaml': K('x') });
  const entries = new Map(
    [...tree.entries.values(), { path: 'gone/kustomization.yaml', kind: 'file', executable: false } as const].map((entry) => [
      entry.path,
      entry.path === 'a.yaml' ? { ...entry, lfs: true } : entry,
    ]),
  );
  const found = await discover({ ...tree, entries });
  expect(found.notLookedAt).toEqual([{ kind: 'file', name: 'a Git LFS pointer, and its content is not here', at: { file: 'a.yaml' } }]);
  expect(found.apps.map(({ id }) => id)).toEqual(['dev/web']);
});

it('a chart at the root does not hide what lies beside it', async () => {
  const found = await discover(
    memoryTree({
      'Chart.yaml': 'name: c\n',
      'crds/crd.yaml': 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n',
      'm/d.yaml': 'apiVersion: v1\nkind: Service\n',
      'x/dev/app.yaml': 'renderer: { kind: directory }\n',
    }),
  );
  expect(found.apps.map(({ id }) => id)).toEqual(['dev/x']);
  expect(found.skipped.map(({ path }) => path)).toEqual(['', 'm']);
});

it('a huge kustomization is not parsed, and is an app all the same', async () => {
  const found = await discover(memoryTree({ 'web/dev/kustomization.yaml': `resources: [x]\n${'# padding\n'.repeat(200_000)}` }));
  expect(found.apps.map(({ id }) => id)).toEqual(['dev/web']);
  expect(found.notes.join()).toContain('web/dev/kustomization.yaml is too large for a kustomization.yaml: 2000015 bytes');
});

it('fairway.yaml that leaves the repository, or is no text, is a problem', async () => {
  const linked = await discover(memoryTree({ 'fairway.yaml': { symlink: '../secret.yaml' } }));
  expect(linked.problems.map(({ message }) => message)).toEqual(['fairway.yaml is not to be read: no plain file of this repository']);
  const binary = await discover(memoryTree({ 'fairway.yaml': Uint8Array.of(0x76, 0xff, 0xfe) }));
  expect(binary.problems.map(({ message }) => message)).toEqual(['the file is no UTF-8 text']);
});

it('names of directories that are no names do no harm', async () => {
  const found = await discover(
    memoryTree({
      '__proto__/dev/kustomization.yaml': K('x'),
      'constructor/kustomization.yaml': K('x'),
      'a b/ü/prod/kustomization.yaml': K('x'),
    }),
  );
  expect(found.apps.map(({ id }) => id)).toEqual(['dev/proto', 'prod/a-b', 'none/constructor']);
});

it('reads in few round trips, and files with a known blob not at all', async () => {
  const files: Record<string, string> = {};
  for (let index = 0; index < 1000; index += 1) files[`environments/dev/apps/app-${index}/kustomization.yaml`] = K(`../../base-${index}`);
  const trips: number[] = [];
  const memo = createDiscoveryMemo();
  const options = { blobs: true, onRead: (paths: readonly string[]) => void trips.push(paths.length) };
  const first = await discover(memoryTree(files, options), { memo });
  expect(trips).toEqual([1000]);
  const second = await discover(memoryTree({ ...files, 'environments/dev/apps/app-1/kustomization.yaml': K('z') }, options), { memo });
  expect(trips).toEqual([1000, 1]);
  expect(second.apps).toEqual(first.apps);
});

it('thousands of kustomizations in circles end in time', async () => {
  const files: Record<string, string> = {};
  for (let index = 0; index < 3000; index += 1) files[`k${index}/kustomization.yaml`] = K(`../k${(index + 1) % 3000}`);
  const started = performance.now();
  const found = await discover(memoryTree(files));
  expect(found.apps).toHaveLength(1);
  expect(found.skipped).toHaveLength(2999);
  expect(performance.now() - started).toBeLessThan(20_000);
});

it('remembers nothing of a file that changed after its tree was listed', async () => {
  const memo = createDiscoveryMemo();
  const tree = memoryTree({ 'environments/dev/apps/web/kustomization.yaml': K('x') }, { blobs: true });
  const changed = Buffer.from('kind: Component\n');
  const changing: typeof tree = {
    ...tree,
    read: async (paths) => new Map([...paths].map((path) => [path, { kind: 'file', bytes: changed, ignored: false }] as const)),
  };
  expect((await discover(changing, { memo })).apps).toEqual([]);
  expect((await discover(tree, { memo })).apps.map(({ id }) => id)).toEqual(['dev/web']);
});
