import { describe, expect, it } from 'vitest';
import { builtContext, changed, type Files, found, templatedContext } from '../../test/check-context.ts';

const CHART: Files = {
  'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 0.1.0\n',
  'app/values.yaml': 'enabled: true\n',
  'app/templates/a.yaml': '{{ if .Values.enabled }}\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n{{ end }}\n',
};

describe('helm-hook', () => {
  const hook: Files = {
    ...CHART,
    'app/templates/b.yaml':
      'apiVersion: batch/v1\nkind: Job\nmetadata: { name: b, annotations: { helm.sh/hook: "pre-install,pre-upgrade" } }\n',
  };

  it('marks hooks and tests', () => {
    expect(found(templatedContext(CHART), 'helm-hook')).toEqual([]);
    expect(found(templatedContext(hook), 'helm-hook')).toMatchObject([
      { severity: 'info', data: { hook: 'pre-install,pre-upgrade', test: false }, message: expect.not.stringContaining('Argo') },
    ]);
    expect(found(templatedContext(changed(hook, 'app/templates/b.yaml', 'pre-install,pre-upgrade', 'test')), 'helm-hook')).toMatchObject([
      { data: { test: true } },
    ]);
  });

  it('says when Argo CD ignores it', () => {
    const argo = {
      ...hook,
      'app/templates/c.yaml': 'apiVersion: batch/v1\nkind: Job\nmetadata: { name: c, annotations: { argocd.argoproj.io/hook: PreSync } }\n',
    };
    expect(found(templatedContext(argo), 'helm-hook')).toMatchObject([{ message: expect.stringContaining('Argo CD ignores it') }]);
  });

  it('says that outside of a Helm release it is an ordinary object to Flux', () => {
    const files: Files = { 'app/kustomization.yaml': 'resources: [b.yaml]\n', 'app/b.yaml': hook['app/templates/b.yaml'] ?? '' };
    expect(found(builtContext(files), 'helm-hook')).toMatchObject([{ message: expect.stringContaining('like any other object') }]);
  });
});
