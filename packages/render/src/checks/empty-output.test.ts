import { describe, expect, it } from 'vitest';
import { changed, type Files, found, templatedContext } from '../../test/check-context.ts';

const CHART: Files = {
  'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 0.1.0\n',
  'app/values.yaml': 'enabled: true\n',
  'app/templates/a.yaml': '{{ if .Values.enabled }}\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n{{ end }}\n',
};

describe('empty-output', () => {
  it('is a finding where every condition is off', () => {
    expect(found(templatedContext(CHART), 'empty-output')).toEqual([]);
    expect(found(templatedContext(changed(CHART, 'app/values.yaml', 'true', 'false')), 'empty-output')).toMatchObject([
      { severity: 'high' },
    ]);
  });
});
