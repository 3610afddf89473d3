import type { App, AppRenderer } from '@fairway/environments';
import { memoryScratch, memoryTree } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { createClosureMemo } from '../closure/index.ts';
import { layeredTree } from './layered-tree.ts';
import { createLayers, type Layered } from './layers.ts';

const FILES = {
  'base/kustomization.yaml': 'resources: [cm.yaml]\n',
  'base/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
  'over/kustomization.yaml': 'resources: [../base]\n',
  'plain/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: p }\n',
  'plain/sub/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: s }\n',
};
const app = (id: string, renderer: AppRenderer): App => ({
  id,
  env: 'dev',
  name: id,
  kind: 'app',
  root: '',
  renderer,
  scope: 'cluster',
  namespaces: [],
  config: undefined,
  declaredAt: { file: 'x.yaml' },
  inferred: true,
});
const kustomize = (id: string, path: string, files: Readonly<Record<string, string>> = {}): Layered => ({
  app: app(id, { kind: 'kustomize', path }),
  files: new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])),
  mounted: false,
});
const place = async (apps: readonly Layered[]) => {
  const tree = memoryTree(FILES);
  const scratch = memoryScratch();
  const layers = createLayers({
    tree,
    main: layeredTree(tree, scratch),
    scratch,
    settings: () => ({ helmMajor: '4', loadRestrictor: 'none', kubeVersion: '1.36', apiVersions: [] }),
    memo: createClosureMemo(),
    signal: undefined,
  });
  const placed = await layers.place(apps);
  const seen = async (id: string, path: string): Promise<string> => {
    const result = (await placed.get(id)?.tree.read([path]))?.get(path);
    return result?.kind === 'file' ? Buffer.from(result.bytes).toString('utf8') : (result?.kind ?? 'nowhere');
  };
  return { tree, placed, seen };
};

describe('an app', () => {
  it('without files of its own stays where programs may run in place', async () => {
    const { tree, placed } = await place([kustomize('a', 'over')]);
    expect(placed.get('a')?.tree).toBe(tree);
    expect(placed.get('a')?.closure.files.has('base/cm.yaml')).toBe(true);
  });

  it('sees its own files, and shares a tree with apps that do not meet it', async () => {
    const { placed, seen } = await place([
      kustomize('a', 'base', { 'base/kustomization.yaml': 'namePrefix: a-\nresources: [cm.yaml]\n' }),
      kustomize('p', 'plain', { 'plain/kustomization.yaml': 'resources: [cm.yaml]\n' }),
    ]);
    expect(placed.get('a')?.tree).toBe(placed.get('p')?.tree);
    expect(await seen('a', 'base/kustomization.yaml')).toContain('namePrefix');
    expect(placed.get('p')?.closure.files.has('plain/kustomization.yaml')).toBe(true);
  });
});

describe('two apps that lay files', () => {
  const edited = 'namePrefix: a-\nresources: [cm.yaml]\n';
  it.each([
    ['over the same path', kustomize('b', 'base', { 'base/kustomization.yaml': 'namePrefix: b-\nresources: [cm.yaml]\n' }), 'b-'],
    [
      'where the other one reads',
      kustomize('b', 'over', { 'over/kustomization.yaml': 'nameSuffix: -b\nresources: [../base]\n' }),
      undefined,
    ],
  ])('%s get a tree each, in whatever order', async (_, other, prefix) => {
    for (const order of [
      [kustomize('a', 'base', { 'base/kustomization.yaml': edited }), other],
      [other, kustomize('a', 'base', { 'base/kustomization.yaml': edited })],
    ]) {
      const { placed, seen } = await place(order);
      expect(placed.get('a')?.tree).not.toBe(placed.get('b')?.tree);
      expect(await seen('a', 'base/kustomization.yaml')).toContain('a-');
      expect(await seen('b', 'base/kustomization.yaml')).toEqual(
        prefix === undefined ? FILES['base/kustomization.yaml'] : expect.stringContaining(prefix),
      );
    }
  });

  it('of which each is read by the other end in trees of their own', async () => {
    const { placed } = await place([
      kustomize('a', 'base', { 'base/kustomization.yaml': 'resources: [../over]\n' }),
      kustomize('b', 'over', { 'over/kustomization.yaml': 'resources: [../base]\nnamePrefix: b-\n' }),
      kustomize('c', 'over', { 'over/kustomization.yaml': 'resources: [../base]\nnamePrefix: c-\n' }),
    ]);
    const trees = ['a', 'b', 'c'].map((id) => placed.get(id)?.tree);
    expect(new Set(trees).size).toBe(3);
    expect(trees.includes(undefined)).toBe(false);
  });

  it('does not show a file to an app that probes for it', async () => {
    const listed = {
      ...kustomize('d', ''),
      app: app('d', { kind: 'directory', path: 'plain', recurse: true }),
      files: new Map([['other/x', Buffer.from('')]]),
    };
    const { placed } = await place([listed, kustomize('p', 'plain', { 'plain/kustomization.yaml': 'resources: [cm.yaml]\n' })]);
    expect(placed.get('d')?.closure.files.has('plain/kustomization.yaml')).toBe(false);
    expect(placed.get('d')?.tree).not.toBe(placed.get('p')?.tree);
  });
});
