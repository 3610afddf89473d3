// Does a base that takes over what the head's objects made say the same as one that was expanded, and does it take over only what it may?
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { FLUX_SOURCE, fluxKustomization, type TemporaryRepository, temporaryRepository } from '@fairway/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RealRun, realRun } from './real-run.ts';

const configMap = (name: string, data: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: flux-system }\ndata: ${data}\n`;

const deployment = (replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { replicas: ${replicas}, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: "registry.example/web:1" }] } } }
`;

const FILES: Readonly<Record<string, string>> = {
  'fairway.yaml': 'version: 1\nreconcilers: { samples: [{ file: samples/vars.yaml }] }\n',
  'samples/vars.yaml': configMap('only-in-cluster', '{ SIZE: large }'),
  'clusters/prod/sync.yaml': `${FLUX_SOURCE}---
${fluxKustomization('flux-system', './clusters/prod')}`,
  'clusters/prod/web.yaml': fluxKustomization('web', './apps/web', '  targetNamespace: shop\n'),
  'clusters/prod/notes.yaml': fluxKustomization(
    'notes',
    './apps/notes',
    '  postBuild: { substituteFrom: [{ kind: ConfigMap, name: vars }, { kind: ConfigMap, name: only-in-cluster }] }\n',
  ),
  'clusters/prod/vars/kustomization.yaml': 'resources: [vars.yaml]\n',
  'clusters/prod/vars/vars.yaml': configMap('vars', '{ REGION: north }'),
  'clusters/prod/chart.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: chart, namespace: shop }
spec:
  interval: 10m
  chart: { spec: { chart: ./charts/web, valuesFiles: [charts/web/values.yaml, charts/web/prod.yaml], sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system } } }
`,
  'apps/web/kustomization.yaml': 'resources: [deployment.yaml]\nimages: [{ name: registry.example/web, newTag: "2" }]\n',
  'apps/web/deployment.yaml': deployment(1),
  'apps/web/spare.yaml': configMap('spare', '{ a: b }'),
  'apps/notes/notes.yaml': configMap('notes', '{ text: "${REGION} ${SIZE}" }'),
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/values.yaml': 'color: none\n',
  'charts/web/prod.yaml': 'color: red\n',
  'charts/web/templates/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: map }\ndata: { color: "{{ .Values.color }}" }\n',
  'environments/prod/apps/own/app.yaml': 'name: own\nrenderer: { kind: kustomize }\n',
  'environments/prod/apps/own/kustomization.yaml': 'resources: [one.yaml]\n',
  'environments/prod/apps/own/one.yaml': deployment(1),
  'environments/prod/apps/own/two.json': '[{ "op": "replace", "path": "/spec/replicas", "value": 2 }]\n',
  'environments/prod/apps/own/notes.txt': 'nobody reads it\n',
  '.gitignore': 'ignored*\n',
};

let repository: TemporaryRepository;
let run: RealRun;
beforeEach(() => {
  repository = temporaryRepository(FILES);
  run = realRun(repository);
});
afterEach(() => {
  run[Symbol.dispose]();
  repository[Symbol.dispose]();
});

/** Everything that a reader of the report sees; another path on one side keeps the base from taking anything over. */
const both = async (files: Readonly<Record<string, string | null>>) => {
  repository.write(files);
  const { report, timings } = await run.render('HEAD');
  repository.write({ 'zz.txt': 'a path that only the head has\n' });
  const expanded = await run.render('HEAD');
  expect(expanded.timings['takenOver']).toBe(0);
  const shown = ({ apps, findings, errors, skipped, verdict }: typeof report) => ({ apps, findings, errors, skipped, verdict });
  expect(shown(report)).toEqual(shown(expanded.report));
  return {
    takenOver: timings['takenOver'] === 1,
    changed: report.apps.filter(({ status }) => status !== 'unchanged').map(({ id, status }) => `${id} ${status}`),
  };
};

describe('what the head made is taken over', () => {
  it.each([
    ['a manifest', { 'apps/web/deployment.yaml': deployment(3) }, ['prod/web changed']],
    ['a template of a chart', { 'charts/web/templates/map.yaml': `# otherwise\n${FILES['charts/web/templates/map.yaml']}` }, []],
    ['nothing at all', {}, []],
  ])('%s', async (_, files, changed) => {
    expect(await both(files)).toEqual({ takenOver: true, changed });
  });
});

describe('the base is expanded where an answer may differ', () => {
  it.each([
    ['a path', { 'apps/web/new.yaml': configMap('new', '{ a: b }') }, []],
    ['a path that is gone', { 'environments/prod/apps/own/notes.txt': null }, []],
    [
      'what an app is called',
      { 'environments/prod/apps/own/app.yaml': 'name: other\nrenderer: { kind: kustomize }\n' },
      ['prod/other added', 'prod/own removed'],
    ],
    [
      'which files a kustomization names that no object completes',
      {
        'environments/prod/apps/own/kustomization.yaml':
          'resources: [one.yaml]\npatches: [{ path: two.json, target: { kind: Deployment } }]\n',
      },
      ['prod/own changed'],
    ],
    [
      'an object in its file',
      { 'clusters/prod/web.yaml': fluxKustomization('web', './apps/web', '  targetNamespace: store\n') },
      ['prod/flux-system changed', 'prod/web changed'],
    ],
    [
      'an object that another one takes values from',
      { 'clusters/prod/vars/vars.yaml': configMap('vars', '{ REGION: south }') },
      ['prod/flux-system changed', 'prod/notes changed'],
    ],
    ['a sample', { 'samples/vars.yaml': configMap('only-in-cluster', '{ SIZE: small }') }, ['prod/notes changed']],
    ['a values file that is merged', { 'charts/web/prod.yaml': 'color: blue\n' }, ['prod/chart changed']],
    [
      'a file that a generated kustomization names',
      { 'apps/notes/notes.yaml': configMap('notes', '{ text: "${REGION} and ${SIZE}" }') },
      ['prod/notes changed'],
    ],
    [
      'an image in a kustomization that an object completes',
      { 'apps/web/kustomization.yaml': FILES['apps/web/kustomization.yaml']?.replace('"2"', '"3"') ?? '' },
      ['prod/web changed'],
    ],
    [
      'which files a kustomization names',
      { 'apps/web/kustomization.yaml': 'resources: [deployment.yaml, spare.yaml]\n' },
      ['prod/web changed'],
    ],
    ['the ignore file of a source', { '.gitignore': 'ignored*\nother\n', 'charts/web/values.yaml': 'color: green\n' }, []],
    ['the configuration', { 'fairway.yaml': `${FILES['fairway.yaml']}repository: { url: "https://git.example.test/org/fleet" }\n` }, []],
    ['what is broken', { 'apps/web/deployment.yaml': 'kind: [\n' }, ['prod/web failed']],
  ])('%s', async (_, files, changed) => {
    expect(await both(files)).toEqual({ takenOver: false, changed });
  });

  it('a file that became a link', async () => {
    const path = join(repository.directory, 'environments/prod/apps/own/notes.txt');
    rmSync(path);
    symlinkSync('one.yaml', path);
    expect(await both({})).toEqual({ takenOver: false, changed: [] });
  });

  it('a file that git ignores, and no commit has', async () => {
    repository.write({
      'apps/web/kustomization.yaml': 'resources: [deployment.yaml]\nconfigMapGenerator: [{ name: one, files: [ignored.txt] }]\n',
      'apps/web/ignored.txt': 'here\n',
    });
    repository.commit('with a generator');
    const { timings } = await run.render('HEAD');
    expect(timings['takenOver']).toBe(0);
  });
});
