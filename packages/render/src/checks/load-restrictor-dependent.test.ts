import { describe, expect, it } from 'vitest';
import { builtContext, type Files, found, real } from '../../test/check-context.ts';

const RULE = 'load-restrictor-dependent';
const NONE = { args: ['--load-restrictor', 'LoadRestrictionsNone'] };
const WEB = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 1 }\n';
const SHARED: Files = {
  'app/web.yaml': WEB,
  'shared/extra.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: extra }\ndata: { a: b }\n',
  'shared/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 3 }\n',
  'shared/ops.yaml': '- { op: add, path: /spec/replicas, value: 3 }\n',
  'shared/settings.env': 'a=b\n',
  'shared/replace.yaml':
    'source: { kind: ConfigMap, name: extra, fieldPath: data.a }\ntargets: [{ select: { kind: ConfigMap, name: extra }, fieldPaths: [data.a] }]\n',
};

describe('a file outside of the kustomization', () => {
  it.each([
    ['resources', 'resources: [web.yaml, ../shared/extra.yaml]', '/resources/1'],
    ['patches', 'resources: [web.yaml]\npatches: [{ path: ../shared/patch.yaml }]', '/patches/0'],
    [
      'patchesJson6902',
      'resources: [web.yaml]\npatchesJson6902: [{ target: { version: v1, group: apps, kind: Deployment, name: web }, path: ../shared/ops.yaml }]',
      '',
    ],
    ['patchesStrategicMerge', 'resources: [web.yaml]\npatchesStrategicMerge: [../shared/patch.yaml]', ''],
    ['generator files', 'resources: [web.yaml]\nconfigMapGenerator: [{ name: c, files: [key=../shared/settings.env] }]', ''],
    ['generator envs', 'resources: [web.yaml]\nconfigMapGenerator: [{ name: c, envs: [../shared/settings.env] }]', ''],
    ['generator env', 'resources: [web.yaml]\nconfigMapGenerator: [{ name: c, env: ../shared/settings.env }]', ''],
  ])('is a finding, for the two restrictors differ: %s', (_, text) => {
    const files: Files = { ...SHARED, 'app/kustomization.yaml': `${text}\n` };
    using disk = real(files);
    expect(disk.kustomize('app').stderr).toContain('is not in or below');
    expect(disk.kustomize('app', ...NONE.args).exitCode).toBe(0);
    expect(found(builtContext(files, NONE), RULE)).toMatchObject([{ severity: 'medium', location: { file: 'app/kustomization.yaml' } }]);
  });

  it.each([
    [
      'a base elsewhere is a directory',
      {
        ...SHARED,
        'app/kustomization.yaml': 'resources: [web.yaml, ../base]\n',
        'base/kustomization.yaml': 'resources: [b.yaml]\n',
        'base/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\n',
      },
    ],
    [
      'files below',
      {
        ...SHARED,
        'app/kustomization.yaml': 'resources: [web.yaml, ./below/../below/x.yaml]\n',
        'app/below/x.yaml': SHARED['shared/extra.yaml'] ?? '',
      },
    ],
  ])('is no finding: %s', (_, files: Files) => {
    expect(found(builtContext(files), RULE)).toEqual([]);
  });
});
