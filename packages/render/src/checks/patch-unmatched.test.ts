import { describe, expect, it } from 'vitest';
import { builtContext, changed, type Files, found, nodesFrom, real } from '../../test/check-context.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { tier: front } }
spec: { template: { spec: { containers: [{ name: web, image: web:1 }] } } }
`;

const FILES: Files = {
  'app/kustomization.yaml': `resources: [../base]
namePrefix: dev-
namespace: shop
patches:
- target: { kind: Deployment, name: web }
  patch: |
    - { op: add, path: /spec/replicas, value: 3 }
`,
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': DEPLOYMENT,
};

const edit = (from: string, to: string): Files => changed(FILES, 'app/kustomization.yaml', from, to);

describe('a patch that meets an object', () => {
  it.each([
    ['by its name', FILES],
    ['by a pattern', edit('name: web }', "name: 'w.*' }")],
    ['by group and version', edit('{ kind: Deployment', '{ group: apps, version: v1, kind: Deployment')],
    ['by a label', edit('name: web }', 'labelSelector: "tier in (front,back)" }')],
    ['by the default namespace of an object without one', edit('name: web }', 'namespace: default }')],
    [
      'by the name that a base gave it',
      changed(edit('name: web }', 'name: old-web }'), 'base/kustomization.yaml', 'resources', 'namePrefix: old-\nresources'),
    ],
    ['by its first name after a base renamed it', changed(FILES, 'base/kustomization.yaml', 'resources', 'namePrefix: old-\nresources')],
  ])('is no finding: %s', (_, files) => {
    const context = builtContext(files);
    expect(context.printed).toContain('replicas: 3');
    expect(found(context, 'patch-unmatched')).toEqual([]);
  });
});

describe('a patch that meets nothing', () => {
  it.each([
    ['another name', edit('name: web }', 'name: wep }')],
    ['a pattern that is anchored', edit('name: web }', "name: 'w' }")],
    ['another group', edit('{ kind: Deployment', '{ group: extensions, kind: Deployment')],
    ['another label', edit('name: web }', 'labelSelector: "tier=back" }')],
    ['a namespace that this very kustomization gives later', edit('name: web }', 'namespace: shop }')],
    ['a prefix that this very kustomization gives later', edit('name: web }', 'name: dev-web }')],
  ])('is a finding, and kustomize says nothing: %s', (_, files) => {
    const context = builtContext(files);
    const [finding, ...others] = found(context, 'patch-unmatched');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'high', location: { file: 'app/kustomization.yaml', line: 5, column: 3 } });
    expect(finding?.message).toContain('patches[0]');
    expect(context.printed).not.toContain('replicas');
  });

  it('names what is there', () => {
    expect(found(builtContext(edit('name: web }', 'name: wep }')), 'patch-unmatched')[0]?.hint).toContain('Here are: Deployment web.');
  });

  it('holds for patchesJson6902, which run after the prefix', () => {
    const old = edit('patches:', 'patchesJson6902:');
    expect(
      found(
        builtContext(
          changed(
            old,
            'app/kustomization.yaml',
            'kind: Deployment, name: web',
            'group: apps, version: v1, kind: Deployment, name: dev-web',
          ),
        ),
        'patch-unmatched',
      ),
    ).toEqual([]);
    expect(
      found(
        builtContext(
          changed(old, 'app/kustomization.yaml', 'kind: Deployment, name: web', 'group: apps, version: v1, kind: Deployment, name: nobody'),
        ),
        'patch-unmatched',
      ),
    ).toHaveLength(1);
  });

  it('is reported once for a component, and only if no user of it has the object', () => {
    const files: Files = {
      ...FILES,
      'app/kustomization.yaml': 'resources: [one, two]\n',
      'app/one/kustomization.yaml': 'resources: [web.yaml]\ncomponents: [../part]\n',
      'app/one/web.yaml': DEPLOYMENT,
      'app/two/kustomization.yaml': 'resources: [service.yaml]\ncomponents: [../part]\n',
      'app/two/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n',
      'app/part/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
- target: { kind: Deployment }
  patch: '[{ "op": "add", "path": "/spec/replicas", "value": 3 }]'
`,
    };
    expect(found(builtContext(files), 'patch-unmatched')).toEqual([]);
    expect(
      found(builtContext(changed(files, 'app/part/kustomization.yaml', 'kind: Deployment', 'kind: StatefulSet')), 'patch-unmatched'),
    ).toHaveLength(1);
  });
});

describe('when not everything can be seen', () => {
  it.each([
    ['a transformer plugin', 'namePrefix: dev-', 'transformers: [labels.yaml]'],
    ['a generator plugin', 'namePrefix: dev-', 'generators: [made.yaml]'],
    ['a chart', 'namePrefix: dev-', 'helmCharts: [{ name: x }]'],
  ])('stays silent: %s', (_, from, to) => {
    const broken = changed(edit('name: web }', 'name: wep }'), 'app/kustomization.yaml', from, to);
    const { printed, ...context } = builtContext(edit('name: web }', 'name: wep }'));
    const [first, ...rest] = nodesFrom(broken, 'app');
    expect(first).toBeDefined();
    expect(
      found(
        { ...context, closure: { ...context.closure, kustomizations: first === undefined ? [] : [first, ...rest] } },
        'patch-unmatched',
      ),
    ).toEqual([]);
    expect(printed).toContain('dev-web');
  });
});

it('runs patterns of a hostile repository in linear time', () => {
  const files = edit('name: web }', "name: '(a+)+$' }");
  const long = changed(files, 'base/web.yaml', 'name: web,', `name: ${'a'.repeat(60)}-b,`);
  using disk = real(long);
  expect(disk.kustomize('app').exitCode).toBe(0);
  expect(found(builtContext(long), 'patch-unmatched')).toHaveLength(1);
});

describe('a component', () => {
  const files = (directory: string): Files => ({
    'app/kustomization.yaml': `resources: [web.yaml]\ncomponents: [${directory}]\n`,
    'app/web.yaml': DEPLOYMENT,
    [`${directory === 'part' ? 'app/part' : 'part'}/kustomization.yaml`]: `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
- target: { kind: StatefulSet }
  patch: '[{ "op": "add", "path": "/spec/replicas", "value": 3 }]'
`,
  });

  it('of the app itself is judged like the app', () => {
    expect(found(builtContext(files('part')), 'patch-unmatched')).toMatchObject([{ severity: 'high' }]);
  });

  it('that several apps share may meet nothing in one of them', () => {
    const context = builtContext(files('../part'));
    expect(found(context, 'patch-unmatched')).toEqual([]);
    expect(found(context, 'component-entry-unmatched')).toMatchObject([
      { severity: 'info', location: { file: 'part/kustomization.yaml' } },
    ]);
  });
});
