import { describe, expect, it } from 'vitest';
import { builtContext, changed, contextOf, type Files, found, templatedContext } from '../../test/check-context.ts';

describe('cluster-scoped-namespace', () => {
  const policy = 'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: { name: walls }\n';
  const files: Files = {
    'app/kustomization.yaml': 'resources: [role.yaml]\nnamespace: shop\n',
    'app/role.yaml': 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: reader }\n',
  };

  it('is no finding for kinds that kustomize knows', () => {
    expect(found(builtContext(files), 'cluster-scoped-namespace')).toEqual([]);
  });

  it('is a finding where kustomize stamps a kind that is newer than its schema', () => {
    const context = builtContext({ ...files, 'app/role.yaml': policy });
    expect(context.printed).toContain('namespace: shop');
    expect(found(context, 'cluster-scoped-namespace')).toMatchObject([
      {
        severity: 'high',
        object: { kind: 'ValidatingAdmissionPolicy', name: 'walls' },
        location: { file: 'app/kustomization.yaml', line: 2 },
      },
    ]);
  });

  it('is a finding for a custom kind whose definition says Cluster, from this app or from elsewhere', () => {
    const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.org }
spec: { group: example.org, scope: Cluster, names: { kind: Widget, plural: widgets }, versions: [] }
`;
    const widget = 'apiVersion: example.org/v1\nkind: Widget\nmetadata: { name: one }\n';
    const alone = builtContext({ ...files, 'app/role.yaml': widget });
    expect(found(alone, 'cluster-scoped-namespace')).toEqual([]);
    expect(found({ ...alone, crds: contextOf({}, definition).objects }, 'cluster-scoped-namespace')).toHaveLength(1);
    expect(found(builtContext({ ...files, 'app/role.yaml': `${widget}---\n${definition}` }), 'cluster-scoped-namespace')).toHaveLength(1);
    const namespaced = definition.replace('scope: Cluster', 'scope: Namespaced');
    expect(found(builtContext({ ...files, 'app/role.yaml': `${widget}---\n${namespaced}` }), 'cluster-scoped-namespace')).toEqual([]);
  });

  it('is a finding for a chart that writes one', () => {
    const chart: Files = {
      'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 0.1.0\n',
      'app/templates/role.yaml':
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: x, namespace: {{ .Release.Namespace }} }\n',
    };
    expect(found(templatedContext(chart), 'cluster-scoped-namespace')).toHaveLength(1);
    expect(
      found(
        templatedContext(changed(chart, 'app/templates/role.yaml', ', namespace: {{ .Release.Namespace }}', '')),
        'cluster-scoped-namespace',
      ),
    ).toEqual([]);
  });
});
