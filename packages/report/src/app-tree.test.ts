// Are apps put under the apps that make them, whatever their parents say?
import type { AppResult } from '@fairway/contracts';
import { reconcilerReport, sampleReport } from '@fairway/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appTrees, chainText, flatBranches, isReconciled, reconciledTrees, withAncestors } from './app-tree.ts';

const app = (name: string, parent?: string): AppResult => ({
  id: `e/${name}`,
  env: 'e',
  app: name,
  kind: 'app',
  root: name,
  renderer: 'kustomize',
  status: 'unchanged',
  objects: 1,
  reconciler: {
    object: { apiVersion: 'v1', kind: 'Kustomization', name },
    ...(parent === undefined ? {} : { parent: `e/${parent}` }),
    dependsOn: [],
  },
});
const drawn = (apps: readonly AppResult[]): readonly string[] =>
  flatBranches(appTrees(apps)).map(({ result, depth }) => `${' '.repeat(depth)}${result.app}`);

describe('appTrees', () => {
  it.each<[string, readonly AppResult[], readonly string[]]>([
    ['a chain, written the wrong way round', [app('c', 'b'), app('b', 'a'), app('a')], ['a', ' b', '  c']],
    ['children in the order of the report', [app('a'), app('z', 'a'), app('b', 'a')], ['a', ' z', ' b']],
    ['a parent that is not in the report', [app('b', 'gone')], ['b']],
    ['an app that is its own parent', [app('a', 'a')], ['a']],
    ['a circle, cut at its first app', [app('a', 'b'), app('b', 'a'), app('c', 'b')], ['a', ' b', '  c']],
    ['a circle that is reached from outside', [app('x', 'a'), app('a', 'b'), app('b', 'a')], ['a', ' x', ' b']],
  ])('%s', (_, apps, lines) => {
    expect(drawn(apps)).toEqual(lines);
  });

  it('holds every app once, whatever the parents are', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(30), { nil: undefined }), { maxLength: 31 }), (parents) => {
        const apps = parents.map((parent, i) => app(String(i), parent === undefined ? undefined : String(parent)));
        const told = flatBranches(appTrees(apps)).map(({ result }) => result.id);
        expect(told.toSorted()).toEqual(apps.map(({ id }) => id).toSorted());
      }),
    );
  });

  it('does not overflow on a chain of 50,000', () => {
    const apps = Array.from({ length: 50_000 }, (_, i) => app(String(i), i === 0 ? undefined : String(i - 1)));
    const branches = appTrees(apps);
    expect(flatBranches(branches)).toHaveLength(50_000);
    expect(withAncestors(branches, ({ app: name }) => name === '49999').size).toBe(50_000);
    expect(chainText(apps[49_999] ?? app('x'), new Map(apps.map((one) => [one.id, one]))).split(' → ')).toHaveLength(12);
  });
});

describe('reconciledTrees', () => {
  it('leaves out apps that have nothing to do with a reconciler, and keeps what renders its objects', () => {
    const { reconciler: _, ...plain } = app('plain');
    const { reconciler: __, ...root } = app('root');
    expect(flatBranches(reconciledTrees([plain, root, app('made', 'root')])).map(({ result }) => result.app)).toEqual(['root', 'made']);
    expect(reconciledTrees(sampleReport().apps)).toEqual([]);
    expect([isReconciled(sampleReport().apps), isReconciled([plain, app('a')])]).toEqual([false, true]);
  });
});

it('tells a chain in one line', () => {
  const { apps } = reconcilerReport();
  const byId = new Map(apps.map((one) => [one.id, one]));
  const storefront = byId.get('prod/storefront-web') ?? app('x');
  expect(chainText(storefront, byId)).toBe(
    'Kustomization flux-system/flux-system → Kustomization flux-system/storefront → HelmRelease storefront/storefront (apps/base/storefront/storefront/release.yaml:1)',
  );
  expect(chainText(sampleReport().apps[0] ?? storefront, byId)).toBe('');
});
