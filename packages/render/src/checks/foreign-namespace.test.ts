import { describe, expect, it } from 'vitest';
import { builtContext, changed, contextOf, type Files, found } from '../../test/check-context.ts';

const config = (name: string, namespace?: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}${namespace === undefined ? '' : `, namespace: ${namespace}`} }\n`;

describe('foreign-namespace', () => {
  const files: Files = {
    'app/kustomization.yaml': 'resources: [a.yaml, b.yaml, c.yaml]\n',
    'app/a.yaml': config('a', 'shop'),
    'app/b.yaml': config('b', 'shop'),
    'app/c.yaml': config('c'),
  };
  const app = { namespaces: ['shop'] };

  it('is no finding for declared namespaces, or where none are declared', () => {
    expect(found(builtContext(files, app), 'foreign-namespace')).toEqual([]);
    expect(found(builtContext(changed(files, 'app/b.yaml', 'shop', 'kube-system')), 'foreign-namespace')).toEqual([]);
  });

  it('is a finding for another namespace', () => {
    expect(found(builtContext(changed(files, 'app/b.yaml', 'shop', 'kube-system'), app), 'foreign-namespace')).toMatchObject([
      { severity: 'medium', object: { namespace: 'kube-system', name: 'b' }, field: '/metadata/namespace' },
    ]);
  });

  it('takes the namespace of the kustomization for the declared one', () => {
    const named = changed(files, 'app/kustomization.yaml', 'resources', 'namespace: shop\nresources');
    const { printed, ...context } = builtContext(named);
    expect(found(context, 'foreign-namespace')).toEqual([]);
    expect(found(contextOf(named, printed.replace('namespace: shop', 'namespace: other')), 'foreign-namespace')).toHaveLength(1);
  });

  it('leaves cluster-scoped kinds to another check', () => {
    const role = changed(
      files,
      'app/b.yaml',
      config('b', 'shop'),
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: b, namespace: other }\n',
    );
    expect(found(builtContext(role, app), 'foreign-namespace')).toEqual([]);
  });
});

describe('namespace-missing', () => {
  const files: Files = { 'app/kustomization.yaml': 'resources: [a.yaml]\n', 'app/a.yaml': config('a') };

  it('is a finding only for an app of several namespaces', () => {
    const app = { namespaces: ['shop', 'shop-jobs'], scope: 'namespaces' } as const;
    expect(found(builtContext(files, app), 'namespace-missing')).toMatchObject([{ severity: 'low', object: { name: 'a' } }]);
    expect(found(builtContext(files, { ...app, scope: 'namespace' }), 'namespace-missing')).toEqual([]);
    expect(found(builtContext(changed(files, 'app/a.yaml', 'name: a', 'name: a, namespace: shop'), app), 'namespace-missing')).toEqual([]);
  });
});
