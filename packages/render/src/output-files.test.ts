import type { Report } from '@fairway/contracts';
import { type ManifestObject, parseManifests } from '@fairway/manifests';
import { sampleReport } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { outputFiles } from './output-files.ts';

const report: Report = sampleReport();
const objects = (...texts: readonly string[]): readonly ManifestObject[] => parseManifests(texts.join('\n---\n')).objects;
const ref = (apiVersion: string, kind: string, name: string, more = ''): string =>
  `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: "${name}"${more} } }`;
const files = (list: readonly ManifestObject[]): readonly string[] => [
  ...outputFiles([{ id: 'dev/web', env: 'dev', app: 'web', objects: list }], { report }).keys(),
];

describe('file names', () => {
  it('are kind and name, below environment and app', () => {
    expect(files(objects(ref('apps/v1', 'Deployment', 'web')))).toEqual(['dev/web/deployment-web.yaml', 'index.json']);
  });

  it('hold group and namespace where kind and name are not enough, and a number where nothing is', () => {
    const list = objects(
      ref('v1', 'Service', 'a'),
      ref('serving.knative.dev/v1', 'Service', 'a'),
      ref('v1', 'ConfigMap', 'c', ', namespace: one'),
      ref('v1', 'ConfigMap', 'c', ', namespace: two'),
      ref('v1', 'Secret', 's'),
      ref('v1', 'Secret', 's'),
    );
    expect(files(list)).toEqual([
      'dev/web/configmap-one-c.yaml',
      'dev/web/configmap-two-c.yaml',
      'dev/web/secret-s-2.yaml',
      'dev/web/secret-s.yaml',
      'dev/web/service-a.yaml',
      'dev/web/service-serving.knative.dev-a.yaml',
      'index.json',
    ]);
  });

  it('stay inside and are safe on every file system', () => {
    const list = objects(ref('rbac.authorization.k8s.io/v1', 'ClusterRole', 'system:../../x'), ref('v1', 'ConfigMap', 'a'.repeat(250)));
    const names = files(list);
    for (const name of names) expect(name).toMatch(/^(index\.json|dev\/web\/[a-z0-9][a-zA-Z0-9._-]{0,130}\.yaml)$/);
    expect(names.every((name) => !name.split('/').includes('..'))).toBe(true);
  });

  it('differ where case alone differs', () => {
    expect(new Set(files(objects(ref('x/v1', 'Thing', 'a'), ref('x/v1', 'THING', 'a'))).map((name) => name.toLowerCase())).size).toBe(3);
  });

  it('keep two apps apart whose names become the same', () => {
    const app = (id: string) => ({ id: `dev/${id}`, env: 'dev', app: id, objects: objects(ref('v1', 'ConfigMap', 'c')) });
    expect([...outputFiles([app('a b'), app('a_b')], { report }).keys()]).toHaveLength(3);
  });
});

describe('contents', () => {
  it('do not depend on the order of objects or apps', () => {
    const list = objects(ref('v1', 'Service', 'b'), ref('v1', 'Service', 'a'), ref('x/v1', 'Service', 'a'));
    const app = (id: string, own: readonly ManifestObject[]) => ({ id: `dev/${id}`, env: 'dev', app: id, objects: own });
    const one = outputFiles([app('x', list), app('y', list)], { report });
    const two = outputFiles([app('y', list.toReversed()), app('x', list.toReversed())], { report });
    expect([...two]).toEqual([...one]);
  });

  it('list every object with its file and hash, hooks marked, and what is missing', () => {
    const list = objects(ref('batch/v1', 'Job', 'migrate', ', annotations: { "helm.sh/hook": pre-install }'));
    const made = outputFiles([{ id: 'dev/web', env: 'dev', app: 'web', objects: list }], { report });
    const index = JSON.parse(made.get('index.json') ?? '');
    expect(index.apps[0].objects).toEqual([
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        name: 'migrate',
        hook: 'pre-install',
        file: 'dev/web/job-migrate.yaml',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    expect(index.missing.map(({ id }: { id: string }) => id)).toEqual(
      report.apps.filter(({ status }) => status === 'failed' || status === 'skipped').map(({ id }) => id),
    );
  });

  it('show no hash that stands for a value', () => {
    const marker = '<redacted hmac-sha256:0123456789abcdef>';
    const list = objects(`{ apiVersion: v1, kind: Secret, metadata: { name: s }, data: { a: "${marker}" } }`);
    const text = [...outputFiles([{ id: 'dev/web', env: 'dev', app: 'web', objects: list }], { report }).values()].join();
    expect(text).toContain('<redacted>');
    expect(text).not.toContain('hmac');
  });
});
