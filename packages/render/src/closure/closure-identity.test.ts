// Does the identity of a closure change exactly when a renderer could see something else?
import { memoryTree } from '@fairway/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closureIn, closureOf, helmApp, kustomizeApp, pathsOf, sampleApp } from '../../test/sample-app.ts';
import { closureIdentity } from './closure-identity.ts';
import { createClosureMemo } from './closure-memo.ts';
import { computeClosures } from './compute-closures.ts';

const files = {
  'overlay/kustomization.yaml': 'resources: [../base, a.yaml]\nconfigMapGenerator: [{ name: m, files: [x.txt] }]\n',
  'overlay/a.yaml': 'kind: A',
  'overlay/x.txt': 'x',
  'base/kustomization.yaml': 'resources: [b.yaml]\n',
  'base/b.yaml': 'kind: B',
};

const identityOf = async (all: Readonly<Record<string, string>>): Promise<string> => closureIdentity(await closureOf(all));

const isFree = (path: string): boolean =>
  !Object.keys(files).some((known) => known === path || known.startsWith(`${path}/`) || path.startsWith(`${known}/`));

/** A path of a few segments that the fixture does not use, and that is no kustomization file. */
const unrelated = fc
  .array(fc.stringMatching(/^[a-z]{1,8}(\.yaml)?$/), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))
  .filter((path) => [path, `overlay/${path}`].every(isFree))
  .filter((path) => !path.endsWith('kustomization.yaml'));

test('an unrelated file never changes a closure', async () => {
  const before = await closureOf(files);
  await fc.assert(
    fc.asyncProperty(unrelated, fc.string(), async (path, content) => {
      expect(await closureOf({ ...files, [path]: content, [`overlay/${path}`]: content, [`base/extra/${path}`]: content })).toEqual(before);
    }),
    { numRuns: 200 },
  );
});

test('any changed file, and only a file of the closure, changes the identity', async () => {
  const before = await identityOf(files);
  for (const path of Object.keys(files)) {
    expect(await identityOf({ ...files, [path]: `${files[path as keyof typeof files]}\n# changed` }), path).not.toBe(before);
  }
  expect(await identityOf({ ...files, 'overlay/y.txt': 'y' })).toBe(before);
});

test.each(['overlay/kustomization.yml', 'overlay/Kustomization', 'base/kustomization.yml', 'base/Kustomization'])(
  '%s appears',
  async (path) => {
    const before = await closureOf(files);
    const after = await closureOf({ ...files, [path]: 'resources: []' });
    expect(before.absent).toContain(path);
    expect(closureIdentity(after)).not.toBe(closureIdentity(before));
    const forgotten = { ...before, absent: before.absent.filter((known) => known !== path) };
    expect(closureIdentity(forgotten)).not.toBe(closureIdentity(before));
  },
);

test('mode, listing and the place of a line break in a name count', async () => {
  const closure = await closureOf(files);
  const identity = closureIdentity(closure);
  const executable = new Map([...closure.files].map(([path, file]) => [path, { ...file, mode: '100755' as const }]));
  expect(closureIdentity({ ...closure, files: executable })).not.toBe(identity);
  expect(closureIdentity({ ...closure, listings: new Map([['overlay', ['a.yaml']]]) })).not.toBe(identity);
  expect(closureIdentity({ ...closure, absent: ['a\nabsent "b"'] })).not.toBe(closureIdentity({ ...closure, absent: ['a', 'b'] }));
  expect(closureIdentity({ ...closure, files: new Map([...closure.files].reverse()) })).toBe(identity);
});

describe('directories read whole', () => {
  const manifests = { 'd/a.yaml': 'a', 'd/b.yml': 'b', 'd/c.json': '{}', 'd/d.txt': '', 'd/sub/e.yaml': 'e' };
  const app = (recurse: boolean) => sampleApp('plain', { kind: 'directory', path: 'd', recurse }, 'd/a.yaml');

  test.each([
    [false, ['d/a.yaml', 'd/b.yml', 'd/c.json'], ['d']],
    [true, ['d/a.yaml', 'd/b.yml', 'd/c.json', 'd/sub/e.yaml'], ['d', 'd/sub']],
  ])('recurse: %s', async (recurse, paths, listings) => {
    const closure = await closureIn(memoryTree(manifests), app(recurse));
    expect(pathsOf(closure)).toEqual(paths);
    expect([...closure.listings.keys()]).toEqual(listings);
  });

  test('a new file in a chart changes the identity, although no other file names it', async () => {
    const chart = { 'c/Chart.yaml': 'name: c\nversion: 1.0.0' };
    const before = closureIdentity(await closureOf(chart, helmApp('c')));
    expect(closureIdentity(await closureOf({ ...chart, 'c/templates/new.yaml': '' }, helmApp('c')))).not.toBe(before);
  });
});

describe('the memo that head and base share', () => {
  test('what both sides have is read once, and the closures are those of a side on its own', async () => {
    const reads: string[] = [];
    const options = { blobs: true, onRead: (paths: readonly string[]) => reads.push(...paths) };
    const base = { ...files, 'base/b.yaml': 'kind: Before' };
    const memo = createClosureMemo();
    const head = await closureIn(memoryTree(files, options), kustomizeApp('overlay'), { memo });
    expect(reads.filter((path) => path in files).sort()).toEqual(Object.keys(files).sort());
    reads.length = 0;
    const second = await closureIn(memoryTree(base, options), kustomizeApp('overlay'), { memo });
    expect(reads).toEqual(['base/b.yaml']);
    expect(second).toEqual(await closureOf(base));
    expect(head).toEqual(await closureOf(files));
  });
});

test('many overlays are read level by level, not one by one', async () => {
  const all: Record<string, string> = { 'base/kustomization.yaml': 'resources: [b.yaml]', 'base/b.yaml': 'b' };
  for (let index = 0; index < 200; index += 1) {
    all[`o${index}/kustomization.yaml`] = `resources: [../mid${index % 5}]\npatches: [{ path: p.yaml }]`;
    all[`o${index}/p.yaml`] = 'p';
    all[`mid${index % 5}/kustomization.yaml`] = 'resources: [../base]';
  }
  let batches = 0;
  const onRead = (): void => {
    batches += 1;
  };
  const tree = memoryTree(all, { onRead });
  const apps = Array.from({ length: 200 }, (_, index) => kustomizeApp(`o${index}`, `web${index}`));
  const settings = { helmMajor: '4', loadRestrictor: 'root-only', kubeVersion: '1.36.0', apiVersions: [] } as const;
  const closures = await computeClosures(tree, apps, { settings: () => settings });
  expect(closures.size).toBe(200);
  expect(batches).toBeLessThanOrEqual(6);
});
