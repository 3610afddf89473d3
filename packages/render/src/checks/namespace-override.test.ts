import { describe, expect, it } from 'vitest';
import { builtContext, changed, type Files, found } from '../../test/check-context.ts';

const config = (name: string, namespace?: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}${namespace === undefined ? '' : `, namespace: ${namespace}`} }\n`;

describe('namespace-override', () => {
  const grant =
    'apiVersion: gateway.networking.k8s.io/v1\nkind: ReferenceGrant\nmetadata: { name: grant, namespace: data }\nspec: { from: [], to: [] }\n';
  const files: Files = {
    'app/kustomization.yaml': 'resources: [a.yaml, b.yaml]\nnamespace: shop\n',
    'app/a.yaml': config('a', 'old'),
    'app/b.yaml': config('b', 'old'),
  };

  it.each([
    ['one namespace for all', files],
    ['no namespace at all', changed(changed(files, 'app/a.yaml', ', namespace: old', ''), 'app/b.yaml', ', namespace: old', '')],
    ['an ordinary object beside one without a namespace', changed(files, 'app/a.yaml', ', namespace: old', '')],
  ])('is no finding: %s', (_, good) => {
    const context = builtContext(good);
    expect(context.printed).not.toContain('old');
    expect(found(context, 'namespace-override')).toEqual([]);
  });

  it.each([
    ['objects of two namespaces', changed(files, 'app/b.yaml', 'old', 'other'), 2],
    ['an object of another namespace beside one of this', changed(files, 'app/b.yaml', 'old', 'shop'), 1],
    [
      'a ReferenceGrant beside objects without a namespace',
      { ...changed(files, 'app/a.yaml', ', namespace: old', ''), 'app/b.yaml': grant },
      1,
    ],
    [
      'a Velero Schedule',
      {
        ...changed(files, 'app/a.yaml', ', namespace: old', ''),
        'app/b.yaml': 'apiVersion: velero.io/v1\nkind: Schedule\nmetadata: { name: daily, namespace: velero }\n',
      },
      1,
    ],
    [
      'a RoleBinding in another namespace',
      {
        ...changed(files, 'app/a.yaml', ', namespace: old', ''),
        'app/b.yaml': 'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: r, namespace: kube-system }\n',
      },
      1,
    ],
  ])('is a finding: %s', (_, bad, objects) => {
    const context = builtContext(bad);
    expect(context.printed.match(/namespace: (?!shop)/)).toBeNull();
    expect(found(context, 'namespace-override')).toMatchObject([
      { severity: 'medium', data: { objects }, location: { file: 'app/kustomization.yaml', line: 2, column: 1 } },
    ]);
  });
});
