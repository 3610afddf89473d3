import { memoryScratch, memoryTree } from '@fairway/testkit';
import { expect, it } from 'vitest';
import { layeredTree } from './layered-tree.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const base = memoryTree({ 'a.yaml': 'a', 'dir/b.yaml': 'b' }, { commit: 'c'.repeat(40) });
const textAt = async (tree: ReturnType<typeof layeredTree>, path: string): Promise<string | undefined> => {
  const result = (await tree.read([path])).get(path);
  return result?.kind === 'file' ? Buffer.from(result.bytes).toString('utf8') : result?.kind;
};

it('shows what is laid over it, and the tree below everywhere else', async () => {
  const tree = layeredTree(base, memoryScratch());
  expect(tree.entries).toBe(base.entries);
  tree.lay(
    new Map([
      ['dir/b.yaml', bytes('B')],
      ['new/c.yaml', bytes('C')],
    ]),
  );
  expect([...tree.entries.keys()]).toEqual(['a.yaml', 'dir/b.yaml', 'new/c.yaml']);
  expect(await Promise.all(['a.yaml', 'dir/b.yaml', 'new/c.yaml', 'gone'].map((path) => textAt(tree, path)))).toEqual([
    'a',
    'B',
    'C',
    'absent',
  ]);
  tree.lift(['dir/b.yaml', 'new/c.yaml']);
  expect(await textAt(tree, 'dir/b.yaml')).toBe('b');
  expect([...tree.entries.keys()]).toEqual(['a.yaml', 'dir/b.yaml']);
});

it('sees what is laid over the tree below it later', () => {
  const below = layeredTree(base, memoryScratch());
  const above = layeredTree(below, memoryScratch());
  above.lay(new Map([['x', bytes('x')]]));
  expect(above.entries.has('mounted')).toBe(false);
  below.lay(new Map([['mounted', bytes('m')]]));
  expect([...above.entries.keys()]).toEqual(['a.yaml', 'dir/b.yaml', 'mounted', 'x']);
});

it('never lets a program run in the work tree, for its files are not there', () => {
  expect(layeredTree({ ...base, root: '/work' }, memoryScratch()).root).toBeUndefined();
});

it('copies files of both', async () => {
  const scratch = memoryScratch();
  const copied: string[] = [];
  const below = { ...base, materialise: async (paths: Iterable<string>) => void copied.push(...paths) };
  const tree = layeredTree(below, scratch);
  tree.lay(new Map([['dir/b.yaml', bytes('B')]]));
  await tree.materialise(['a.yaml', 'dir/b.yaml'], '/scratch/head');
  expect(copied).toEqual(['a.yaml']);
  expect([...scratch.written]).toEqual([['/scratch/head/dir/b.yaml', 'B']]);
});
