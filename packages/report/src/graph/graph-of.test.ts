// Does the graph say what the report says, each thing once, and does a view of it merge what is one to the eye?
import { OwnershipGraph } from '@fairway/contracts';
import { hostileReport, reconcilerReport, sampleReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { graphOf } from './graph-of.ts';
import { rootsOf, viewOf } from './graph-view.ts';

const USES = new Map([
  ['prod/ledger', [{ kind: 'HelmRepository', namespace: 'flux-system', name: 'charts' }]],
  [
    'prod/payouts',
    [
      { kind: 'HelmRepository', namespace: 'flux-system', name: 'charts' },
      { kind: 'ConfigMap', namespace: 'payments', name: 'values' },
    ],
  ],
]);
const graph = graphOf(reconcilerReport(), { uses: USES });
const has = (from: string, to: string, kind: string): boolean =>
  graph.edges.some((edge) => edge.from === from && edge.to === to && edge.kind === kind);

describe('graphOf', () => {
  it('fits the contract, each node and edge once, no edge into nothing', () => {
    expect(OwnershipGraph.parse(graph)).toEqual(graph);
    const ids = graph.nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(graph.edges.map((edge) => JSON.stringify(edge))).size).toBe(graph.edges.length);
    for (const { from, to } of graph.edges) expect([ids.includes(from), ids.includes(to)]).toEqual([true, true]);
  });

  it('goes from environment to object to app to object', () => {
    const root = 'object:prod/Kustomization flux-system/flux-system';
    expect(has('environment:prod', root, 'makes')).toBe(true);
    expect(has(root, 'app:prod/flux-system', 'makes')).toBe(true);
    expect(has('app:prod/flux-system', 'object:prod/Kustomization flux-system/payments', 'renders')).toBe(true);
    expect(has('environment:prod', 'object:prod/Kustomization flux-system/payments', 'makes')).toBe(false);
    expect(graph.nodes.find(({ id }) => id === 'app:prod/ledger')).toMatchObject({ status: 'changed', env: 'prod' });
  });

  it('knows dependencies by app id and by name, sources, other objects and files', () => {
    const payments = 'object:prod/Kustomization flux-system/payments';
    expect(has(payments, 'object:prod/Kustomization flux-system/platform', 'depends-on')).toBe(true);
    expect(has('object:prod/HelmRelease payments/ledger', 'object:prod/HelmRepository flux-system/charts', 'uses')).toBe(true);
    expect(graph.nodes.find(({ label }) => label === 'HelmRepository flux-system/charts')?.kind).toBe('source');
    expect(graph.nodes.find(({ label }) => label === 'ConfigMap payments/values')?.kind).toBe('object');
    expect(has('app:prod/ledger', 'file:charts/ledger', 'reads')).toBe(true);
    const report = reconcilerReport();
    const [first] = report.apps;
    const apps =
      first?.reconciler === undefined ? [] : [{ ...first, reconciler: { ...first.reconciler, dependsOn: ['Kustomization a/gone'] } }];
    expect(graphOf({ ...report, apps }).edges).toContainEqual({
      from: 'object:dev/Application argocd/root',
      to: 'object:dev/Kustomization a/gone',
      kind: 'depends-on',
    });
  });

  it('takes apps without a reconciler as they are', () => {
    const plain = graphOf(sampleReport());
    expect(plain.edges).toContainEqual({ from: 'environment:prod', to: 'app:prod/storefront', kind: 'makes' });
    expect(plain.nodes.some(({ kind }) => kind === 'object')).toBe(false);
  });

  it('is the same for the same report, and whole whatever the names are', () => {
    expect(graphOf(reconcilerReport(), { uses: USES })).toEqual(graph);
    const hostile = graphOf(hostileReport('__proto__', reconcilerReport()));
    expect(hostile.edges).toHaveLength(graphOf(reconcilerReport()).edges.length);
  });
});

describe('viewOf', () => {
  const view = viewOf(graph);

  it('makes one thing of an object and its app', () => {
    expect(view.nodes.find(({ app }) => app === 'prod/ledger')).toMatchObject({
      badge: 'HelmRelease',
      name: 'payments/ledger',
      status: 'changed',
      at: { file: 'apps/base/payments/ledger/release.yaml' },
    });
    expect(view.nodes.filter(({ kind }) => kind === 'app')).toEqual([]);
  });

  it('shows a file where several apps of one environment read it, not where environments share it', () => {
    expect(view.nodes.filter(({ kind }) => kind === 'file')).toEqual([]);
    const reads = new Map([
      ['prod/ledger', ['charts/app']],
      ['prod/payouts', ['charts/app']],
    ]);
    const written = new Map([...reads.keys(), 'prod/payments'].map((app) => [app, ['apps/payments']]));
    expect(viewOf(graphOf(reconcilerReport(), { reads: written })).nodes.filter(({ kind }) => kind === 'file')).toEqual([]);
    expect(
      viewOf(graphOf(reconcilerReport(), { reads }))
        .nodes.filter(({ kind }) => kind === 'file')
        .map(({ name }) => name),
    ).toEqual(['charts/app']);
  });

  it('keeps two apps of one object apart', () => {
    const report = reconcilerReport();
    const [root] = report.apps;
    const twins = root === undefined ? [] : [root, { ...root, id: 'dev/twin', app: 'twin', root: 'twin' }];
    const two = viewOf(graphOf({ ...report, apps: twins }));
    expect(two.nodes.map(({ kind }) => kind)).toEqual(['environment', 'object', 'app', 'app']);
  });

  it('begins at the environments', () => {
    expect(rootsOf(view).map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
  });
});
