// Does a run that knows the files already say the same, read less, and keep no value of a Secret?
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkTree } from '@fairway/adapters';
import type { SourceTree } from '@fairway/contracts';
import { createDiscoveryMemo } from '@fairway/environments';
import { memoryCache, temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { type Memos, openLearned } from '../src/cache/learned.ts';
import { openRenderCache } from '../src/cache/render-cache.ts';
import { createClosureMemo } from '../src/closure/index.ts';
import { realRun } from './real-run.ts';

const CANARY = 'canary-5f1c';

const app = (index: number): Readonly<Record<string, string>> => ({
  [`apps/app-${index}/kustomization.yaml`]: `resources: [map.yaml] # of ${index}\n`,
  [`apps/app-${index}/map.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: app-${index} }\ndata: { index: "${index}" }\n`,
  [`clusters/prod/app-${index}.yaml`]: `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: app-${index}, namespace: flux-system }
spec: { interval: 1h, path: ./apps/app-${index}, prune: true, targetNamespace: team, sourceRef: { kind: GitRepository, name: flux-system } }
`,
});

const FILES: Readonly<Record<string, string>> = {
  ...Object.assign({}, ...Array.from({ length: 12 }, (_, index) => app(index))),
  'clusters/prod/sync.yaml':
    'apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: flux-system, namespace: flux-system }\nspec: { interval: 1m, url: "https://git.example.test/org/fleet.git" }\n',
  'apps/app-1/kustomization.yaml': `resources: [map.yaml]\nsecretGenerator: [{ name: generated, literals: ["password=${CANARY}-literal"] }]\n`,
  'clusters/prod/token.yaml': `apiVersion: v1
kind: Secret
metadata: { name: token, namespace: flux-system }
stringData: { token: ${CANARY}-token }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: Bucket
metadata: { name: bucket, namespace: flux-system }
spec: { interval: 1m, bucketName: b, endpoint: e.example, secretRef: { name: token } }
`,
};

const cachedText = (directory: string): string =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

it('gives the report of a first run, and keeps no value of a Secret', async () => {
  using repository = temporaryRepository(FILES);
  using run = realRun(repository);
  const first = await run.render();
  const text = cachedText(run.cache);
  expect(text).toContain('"kustomizations":[[');
  expect(text).not.toContain(CANARY);
  const second = await run.render();
  expect(second.report).toEqual(first.report);
  expect(second.timings['rendered']).toBe(0);
});

interface Counted {
  readonly tree: SourceTree;
  readonly read: Set<string>;
}

const counted = (tree: SourceTree): Counted => {
  const read = new Set<string>();
  return {
    read,
    tree: {
      ...tree,
      read: (paths, options) => {
        const wanted = [...paths];
        for (const path of wanted) if (tree.entries.has(path)) read.add(path);
        return tree.read(wanted, options);
      },
    },
  };
};

it('reads only what may hold a Secret, and what is new', async () => {
  using repository = temporaryRepository(FILES);
  using run = realRun(repository);
  const open = async () => counted(await openWorkTree(repository.directory, { environment: process.env, git: true }));
  const first = await open();
  await run.render(undefined, { head: first.tree, needObjects: false });
  expect(first.read.size).toBeGreaterThan(30);
  repository.commit('new', { 'apps/app-2/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: new }\n' });
  const second = await open();
  await run.render(undefined, { head: second.tree, needObjects: false });
  expect([...second.read].toSorted()).toEqual(['apps/app-1/kustomization.yaml', 'apps/app-2/map.yaml', 'clusters/prod/token.yaml']);
});

it('remembers nothing of a file that changed after its tree was listed', async () => {
  using repository = temporaryRepository(FILES);
  using run = realRun(repository);
  const tree = await openWorkTree(repository.directory, { environment: process.env, git: true });
  const other: Readonly<Record<string, string>> = {
    'apps/app-3/map.yaml': FILES['clusters/prod/app-5.yaml'] ?? '',
    'apps/app-4/kustomization.yaml': 'resources: [map.yaml, ../../../outside]\n',
    'clusters/prod/app-5.yaml': FILES['clusters/prod/app-5.yaml']?.replace('apps/app-5', 'apps/app-6') ?? '',
  };
  const changing: SourceTree = {
    ...tree,
    read: async (paths, options) =>
      new Map(
        [...(await tree.read(paths, options))].map(([path, result]) => {
          const text = other[path];
          return [path, text === undefined ? result : { kind: 'file', bytes: Buffer.from(text), ignored: false }] as const;
        }),
      ),
  };
  await run.render(undefined, { head: changing });
  using fresh = realRun(repository);
  expect((await run.render()).report).toEqual((await fresh.render()).report);
});

const memos = (): Memos => ({ discovery: createDiscoveryMemo(), closure: createClosureMemo() });

const treeOf = (blobs: readonly string[]): SourceTree => ({
  root: '/repository',
  commit: undefined,
  dirty: false,
  entries: new Map(blobs.map((blob) => [blob, { path: blob, kind: 'file', executable: false, blob }] as const)),
  read: async () => new Map(),
  materialise: async () => undefined,
});

const BLOBS = Array.from({ length: 40 }, (_, index) => `blob-${index}`);

const parsed = (content: Readonly<Record<string, unknown>>) => ({ content, component: false, references: [], passesObjectsOn: true });

/** Memos as a run leaves them: each blob was read, and one is a kustomization with this content. */
const filled = (content: Readonly<Record<string, unknown>>, text = 'resources: []\n'): Memos => {
  const made = memos();
  for (const blob of BLOBS) made.closure.blobs.set(blob, { hash: `hash of ${blob}`, lfs: false, grows: false });
  made.closure.texts.set('hash of blob-0', text);
  made.closure.kustomizations.set('hash of blob-0', parsed(content));
  return made;
};

describe('an entry', () => {
  it.each([
    ['plain data', { resources: ['a.yaml'], count: 3, on: true, none: null }, true],
    ['a number that is none', { count: Number.NaN }, false],
    ['a negative zero', { count: -0 }, false],
    ['a large integer', { count: 12345678901234567890n }, false],
    ['a date', { when: new Date(0) }, false],
    ['something undefined', { nothing: undefined }, false],
  ])('brings back %s as it was, or not at all', async (_, content, kept) => {
    const cache = await openRenderCache(memoryCache(), () => undefined);
    const before = filled(content);
    await (await openLearned(treeOf(BLOBS), before, cache)).keep([treeOf(BLOBS)], { facts: new Map(), steady: new Set() });
    const after = memos();
    await openLearned(treeOf(BLOBS), after, cache);
    expect(after.closure.blobs).toEqual(before.closure.blobs);
    expect(after.closure.kustomizations.get('hash of blob-0')).toEqual(kept ? parsed(content) : undefined);
  });

  it('holds only what the trees still have, and is left alone where little is new', async () => {
    const cache = await openRenderCache(memoryCache(), () => undefined);
    await (await openLearned(treeOf(BLOBS), filled({}), cache)).keep([treeOf(BLOBS.slice(0, 30))], { facts: new Map(), steady: new Set() });
    const after = memos();
    const learned = await openLearned(treeOf(BLOBS), after, cache);
    expect(after.closure.blobs.size).toBe(30);
    after.closure.blobs.set('one more', { hash: 'x', lfs: false, grows: false });
    await learned.keep([treeOf([...BLOBS, 'one more'])], { facts: new Map(), steady: new Set() });
    const again = memos();
    await openLearned(treeOf(BLOBS), again, cache);
    expect(again.closure.blobs.has('one more')).toBe(false);
  });

  it('believes no rendering quiet whose files changed meanwhile', async () => {
    const cache = await openRenderCache(memoryCache(), () => undefined);
    const before = filled({});
    before.closure.quiet.add('steady').add('unsteady');
    const known = { facts: new Map(), steady: new Set(['steady']) };
    await (await openLearned(treeOf(BLOBS), before, cache)).keep([treeOf(BLOBS)], known);
    const after = memos();
    await openLearned(treeOf(BLOBS), after, cache);
    expect([...after.closure.quiet]).toEqual(['steady']);
  });

  it('of another form is as good as none', async () => {
    for (const form of [undefined, null, 'text', {}, { blobs: [], facts: [], kustomizations: [], written: [], contents: [], quiet: [] }]) {
      const open = memos();
      const cache = { ...(await openRenderCache(undefined, () => undefined)), learned: async () => form };
      await openLearned(treeOf(BLOBS), open, cache);
      expect(open.closure.blobs.size).toBe(0);
    }
  });

  it('is one for each repository', async () => {
    const keys: string[] = [];
    const cache = {
      ...(await openRenderCache(undefined, () => undefined)),
      learned: async (key: string) => void keys.push(key),
    };
    const tree = treeOf(BLOBS);
    for (const one of [tree, { ...tree, root: '/other' }, { ...tree, remotes: ['https://git.example.test/a'] }])
      await openLearned(one, memos(), cache);
    expect(new Set(keys).size).toBe(3);
  });
});
