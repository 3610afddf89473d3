import { describe, expect, it } from 'vitest';
import { builtContext, changed, type Files, found, templatedContext } from '../../test/check-context.ts';

const CHART: Files = {
  'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 0.1.0\n',
  'app/values.yaml': 'enabled: true\n',
  'app/templates/a.yaml': '{{ if .Values.enabled }}\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n{{ end }}\n',
};

describe('duplicate-object', () => {
  const twice: Files = { ...CHART, 'app/templates/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\n' };

  it('is a finding for a chart that prints an object twice', () => {
    expect(found(templatedContext(twice), 'duplicate-object')).toEqual([]);
    expect(found(templatedContext(changed(twice, 'app/templates/b.yaml', 'name: b', 'name: a')), 'duplicate-object')).toMatchObject([
      { severity: 'high', object: { kind: 'ConfigMap', name: 'a' }, data: { times: 2 } },
    ]);
  });

  it('takes an object without a namespace for one of the app', () => {
    const both = changed(twice, 'app/templates/b.yaml', 'name: b', 'name: a, namespace: shop');
    expect(found(templatedContext(both, { namespaces: ['shop'] }), 'duplicate-object')).toHaveLength(1);
    expect(found(templatedContext(both, { namespaces: ['other'] }), 'duplicate-object')).toEqual([]);
  });

  it('sees one object in two versions, which kustomize accepts', () => {
    const scaler = (version: string): string =>
      `apiVersion: autoscaling/${version}\nkind: HorizontalPodAutoscaler\nmetadata: { name: web }\n`;
    const files: Files = {
      'app/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
      'app/a.yaml': scaler('v1'),
      'app/b.yaml': scaler('v2'),
    };
    expect(found(builtContext(files), 'duplicate-object')).toMatchObject([
      { message: expect.stringContaining('autoscaling/v1 and autoscaling/v2') },
    ]);
    expect(found(builtContext(changed(files, 'app/b.yaml', 'name: web', 'name: api')), 'duplicate-object')).toEqual([]);
  });
});
