// Is the tree on the terminal right where the graph is none: shared things, circles, thousands of nodes?
import { stripVTControlCharacters } from 'node:util';
import type { GraphEdge, GraphNode, OwnershipGraph } from '@fairway/contracts';
import { HOSTILE_PAYLOADS, hostileReport, manyReconcilers, reconcilerReport } from '@fairway/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folded } from './fold.ts';
import { graphOf } from './graph-of.ts';
import { graphText } from './graph-text.ts';
import { viewOf } from './graph-view.ts';

const node = (name: string): GraphNode => ({
  id: name,
  kind: name === 'env' ? 'environment' : 'object',
  label: name === 'env' ? name : `K ${name}`,
  env: 'env',
});
const graphFrom = (...edges: readonly (readonly [string, string, GraphEdge['kind']?])[]): OwnershipGraph => ({
  schemaVersion: 1,
  nodes: [...new Set(edges.map(([from]) => from).concat(edges.map(([, to]) => to)))].map(node),
  edges: edges.map(([from, to, kind = 'makes']) => ({ from, to, kind })),
});

describe('graphText', () => {
  it('draws environments, what they make, and what that needs', () => {
    const uses = new Map([['prod/ledger', [{ kind: 'HelmRepository', namespace: 'flux-system', name: 'charts' }]]]);
    const text = graphText(graphOf(reconcilerReport(), { uses }), { width: 140 });
    expect(text).toContain(
      'dev\n└─ Application argocd/root  dev/root  argocd/root.yaml:1\n   ├─ ~ Application argocd/shop  dev/shop  argocd/apps/shop.yaml:3\n',
    );
    expect(text).toContain('   │  │  depends on Kustomization flux-system/platform\n');
    expect(text).toContain('   │  │     uses HelmRepository flux-system/charts\n');
    expect(text).toContain('✗ HelmRelease payments/invoices');
  });

  it('marks what it met before', () => {
    expect(graphText(graphFrom(['env', 'a'], ['env', 'b'], ['a', 'c'], ['b', 'c'], ['c', 'd']))).toBe(
      'env\n├─ K a\n│  └─ K c\n│     └─ K d\n└─ K b\n   └─ K c ↑ shown above\n',
    );
  });

  it.each<[string, OwnershipGraph, string]>([
    [
      'a circle below an environment',
      graphFrom(['env', 'a'], ['a', 'b'], ['b', 'a']),
      'env\n└─ K a\n   └─ K b\n      └─ K a ↻ goes round in a circle\n',
    ],
    ['a circle on its own', graphFrom(['a', 'b'], ['b', 'a']), 'K a\n└─ K b\n   └─ K a ↻ goes round in a circle\n'],
    [
      'dependencies in a circle',
      graphFrom(['env', 'a'], ['env', 'b'], ['a', 'b', 'depends-on'], ['b', 'a', 'depends-on']),
      'env\n├─ K a\n│     depends on K b\n└─ K b\n      depends on K a\n',
    ],
    ['nothing', { schemaVersion: 1, nodes: [], edges: [] }, 'No app was found here, so there is nothing to draw.\n'],
  ])('%s', (_, graph, text) => {
    expect(graphText(graph)).toBe(text);
  });

  it('ends for any graph, and tells every node that somebody owns', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { minLength: 1, maxLength: 40 }), (pairs) => {
        const graph = graphFrom(...pairs.map(([from, to]) => [`n${from}`, `n${to}`] as const));
        const text = graphText(graph);
        for (const { from, to } of viewOf(graph).edges) for (const name of [from, to]) expect(text).toMatch(new RegExp(`K ${name}\\b`));
      }),
    );
  });

  it('is short for thousands, tells what changes first, and says what is folded', () => {
    const text = graphText(graphOf(manyReconcilers(3000)), { limit: 100 });
    expect(text.split('\n').length).toBeLessThan(105);
    expect(text.match(/~ HelmRelease/g)?.length).toBe(30);
    expect(text).toMatch(/… Kustomization: 2,\d+ more, 2,\d+ below/);
    expect(text).toMatch(/[\d,]+ of 6,002 nodes are folded\n$/);
  });

  it('has the same words with colour', () => {
    const graph = graphOf(reconcilerReport());
    expect(stripVTControlCharacters(graphText(graph, { color: true }))).toBe(graphText(graph));
    expect(graphText(graph)).not.toContain('\u001b');
  });

  it.each(HOSTILE_PAYLOADS)('obeys nothing: %j', (payload) => {
    const text = graphText(graphOf(hostileReport(payload, reconcilerReport())));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]|^\s*::|##\[/m);
  });
});

describe('folded', () => {
  it.each([5000, 400, 60, 20, 7, 3, 1, 0])('never has more than %i nodes, and counts those that are gone', (limit) => {
    for (const report of [manyReconcilers(700), reconcilerReport()]) {
      const view = viewOf(graphOf(report));
      const small = folded(view, limit);
      expect(small.nodes.length).toBeLessThanOrEqual(limit);
      const folds = small.nodes.filter(({ kind }) => kind === 'fold').length;
      if (limit > 3) expect(small.nodes.length - folds + small.folded).toBe(view.nodes.length);
      const ids = new Set(small.nodes.map(({ id }) => id));
      expect(ids.size).toBe(small.nodes.length);
      for (const { from, to } of small.edges) expect(ids.has(from) && ids.has(to)).toBe(true);
    }
  });

  it('folds leaves before branches, and brings dependencies to the fold', () => {
    const leaves = Array.from({ length: 20 }, (_, i) => `leaf${i}`);
    const graph = graphFrom(['env', 'a'], ['env', 'b'], ...leaves.map((leaf) => ['a', leaf] as const), ['leaf19', 'b', 'depends-on']);
    const small = folded(viewOf(graph), 8);
    expect(small.nodes.map(({ name }) => name)).toEqual(['env', 'a', 'b', 'leaf0', 'leaf1', 'leaf2', 'leaf3', '16 more']);
    expect(small.edges).toContainEqual({ from: 'fold:a/K', to: 'b', kind: 'depends-on' });
  });

  it('keeps what one owner has of a kind within bounds, also where all would fit', () => {
    const small = folded(viewOf(graphOf(manyReconcilers(50))), 1000, 10);
    expect(small.nodes.filter(({ badge, kind }) => badge === 'Kustomization' && kind === 'object')).toHaveLength(11);
    expect(small.nodes.at(-1)?.name).toBe('40 more, 40 below');
  });

  it('is quick for thousands', () => {
    const view = viewOf(graphOf(manyReconcilers(5000)));
    const started = performance.now();
    folded(view, 150, 24);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
