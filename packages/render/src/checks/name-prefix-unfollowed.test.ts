import { describe, expect, it } from 'vitest';
import { builtContext, changed, type Files, found } from '../../test/check-context.ts';

const RULE = 'name-prefix-unfollowed';
const FILES: Files = {
  'app/kustomization.yaml': 'resources: [service.yaml, holder.yaml]\nnamePrefix: dev-\nconfigurations: [references.yaml]\n',
  'app/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n',
  'app/holder.yaml': `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web }
spec:
  parentRefs: [{ name: outer, namespace: gateways }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
  'app/references.yaml': `nameReference:
- kind: Service
  fieldSpecs: [{ path: spec/rules/backendRefs/name, kind: HTTPRoute }]
`,
};
const unconfigured = changed(FILES, 'app/kustomization.yaml', 'configurations: [references.yaml]\n', '');

describe('a route', () => {
  it('is no finding with a configured reference', () => {
    const context = builtContext(FILES);
    expect(context.printed).toMatch(/backendRefs:\n\s+- name: dev-web/);
    expect(found(context, RULE)).toEqual([]);
  });

  it('is a finding where kustomize leaves the old name', () => {
    const context = builtContext(unconfigured);
    expect(context.printed).toMatch(/backendRefs:\n\s+- name: web/);
    expect(found(context, RULE)).toMatchObject([
      {
        severity: 'high',
        object: { name: 'dev-web' },
        field: '/spec/rules/0/backendRefs/0/name',
        location: { file: 'app/holder.yaml', line: 6 },
        message: 'HTTPRoute dev-web names Service web, which is called dev-web now',
      },
    ]);
  });

  it.each([
    [
      'another object has the old name',
      {
        'app/kustomization.yaml': 'resources: [../inner, plain.yaml]\n',
        'app/plain.yaml': FILES['app/service.yaml'] ?? '',
        'inner/kustomization.yaml': 'resources: [service.yaml, holder.yaml]\nnamePrefix: dev-\n',
        'inner/service.yaml': FILES['app/service.yaml'] ?? '',
        'inner/holder.yaml': FILES['app/holder.yaml'] ?? '',
      },
    ],
    ['the prefix is gone', changed(unconfigured, 'app/kustomization.yaml', 'namePrefix: dev-\n', '')],
    ['the name is that of nothing here', changed(unconfigured, 'app/holder.yaml', '{ name: web, port', '{ name: elsewhere, port')],
    [
      'the reference leads to another namespace',
      changed(unconfigured, 'app/holder.yaml', '{ name: web, port', '{ name: web, namespace: other, port'),
    ],
  ])('depends on the old name being gone: %s', (_, files) => {
    expect(found(builtContext(files), RULE)).toEqual([]);
  });

  it('is a finding for its Gateway', () => {
    const files = changed(
      changed(
        FILES,
        'app/service.yaml',
        'name: web }',
        'name: web }\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: outer }',
      ),
      'app/holder.yaml',
      ', namespace: gateways',
      '',
    );
    expect(found(builtContext(files), RULE)).toMatchObject([{ field: '/spec/parentRefs/0/name' }]);
  });
});

describe('other holders', () => {
  it.each([
    [
      'a ServiceMonitor whose Secret was generated',
      'secretGenerator: [{ name: web, literals: [a=b] }]',
      'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: { name: m }\nspec: { endpoints: [{ basicAuth: { username: { name: web, key: a } } }] }\n',
      '/spec/endpoints/0/basicAuth/username/name',
    ],
    [
      'a Velero Schedule whose Namespace was renamed',
      'namespace: prod',
      'apiVersion: velero.io/v1\nkind: Schedule\nmetadata: { name: s }\nspec: { template: { includedNamespaces: [shop] } }\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n',
      '/spec/template/includedNamespaces/0',
    ],
    [
      'a Velero Schedule whose objects were moved',
      'namespace: prod',
      'apiVersion: velero.io/v1\nkind: Schedule\nmetadata: { name: s }\nspec: { template: { includedNamespaces: [shop] } }\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, namespace: shop }\n',
      '/spec/template/includedNamespaces/0',
    ],
    ['a suffix', 'nameSuffix: -v2', FILES['app/holder.yaml'] ?? '', '/spec/rules/0/backendRefs/0/name'],
  ])('are findings: %s', (_, line, holder, field) => {
    const files: Files = {
      ...FILES,
      'app/kustomization.yaml': `resources: [service.yaml, holder.yaml]\n${line}\n`,
      'app/holder.yaml': holder,
    };
    expect(found(builtContext(files), RULE)).toMatchObject([{ field }]);
    expect(found(builtContext(changed(files, 'app/kustomization.yaml', `${line}\n`, '')), RULE)).toEqual([]);
  });
});
