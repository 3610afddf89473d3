// Does the text that init writes read back as the environments and apps that were found?
import { type MemoryFile, memoryTree } from '@fairway/testkit';
import { expect, it } from 'vitest';
import { parseFairwayConfig } from './config/fairway-config.ts';
import { discover } from './discovery/discover.ts';
import { initText } from './init-text.ts';
import type { App } from './model.ts';

type Files = Readonly<Record<string, MemoryFile>>;
const K = 'resources: [x]\n';
const kustomizations = (...directories: string[]): Files =>
  Object.fromEntries(directories.map((path) => [path === '' ? 'kustomization.yaml' : `${path}/kustomization.yaml`, K]));

const LAYOUTS: readonly (readonly [string, Files])[] = [
  [
    'overlays per app',
    kustomizations('web/overlays/dev', 'web/overlays/prod', 'api/overlays/dev', 'api/overlays/prod', 'web/overlays/prod-eu'),
  ],
  [
    'environments above apps',
    kustomizations('environments/dev/apps/web', 'environments/dev/apps/api', 'environments/prod/apps/web', 'environments/sandbox/apps/web'),
  ],
  ['one app', kustomizations('overlays/dev', 'overlays/prod', '')],
  ['clashing names', kustomizations('a/web/dev', 'b/web/dev', 'a/web/prod', 'deploy/x', 'other/x')],
  [
    'bases and components beside',
    {
      ...kustomizations('web/prod', 'web/base', 'api/prod', 'api/base'),
      'web/prod/kustomization.yaml': 'resources: [../base]\ncomponents: [../c]\n',
      'web/c/kustomization.yaml': 'kind: Component\n',
      'web/empty/kustomization.yaml': '',
    },
  ],
  [
    'charts',
    {
      'charts/web/Chart.yaml': 'name: w\n',
      'charts/web/values-dev.yaml': '',
      'charts/web/values-prod.yaml': '',
      'charts/api/Chart.yaml': 'name: a\n',
      'charts/api/values-dev.yaml': '',
      'charts/lib/Chart.yaml': 'name: l\ntype: library\n',
    },
  ],
  ['a chart at the root', { 'Chart.yaml': 'name: w\n', 'values-dev.yaml': '' }],
  [
    'app.yaml',
    {
      ...kustomizations('x/dev/one', 'x/dev/two'),
      'x/dev/one/app.yaml': 'name: first\nrenderer: {kind: kustomize}\n',
      'x/prod/two/app.yaml': 'renderer: {kind: directory}\n',
    },
  ],
  ['a profile', { ...kustomizations('web/dev', 'web/prod'), 'clusters/dev/profile.yaml': 'cluster: {kubernetes: "1.35"}\n' }],
  ['plain manifests in the way', { ...kustomizations('a/one/k8s', 'a/two/k8s'), 'a/three/k8s/d.yaml': 'apiVersion: v1\nkind: Service\n' }],
  [
    'a base beside what builds on it',
    {
      ...kustomizations('infra/c'),
      'infra/a/kustomization.yaml': 'resources: [../c]\n',
      'infra/b/kustomization.yaml': 'resources: [../c]\n',
    },
  ],
  ['words that YAML takes for something else', kustomizations('no/dev', 'yes/prod', '1e3/prod', 'null/dev')],
  ['nothing', { 'README.md': '#' }],
];

const facts = ({ id, env, name, kind, root, renderer, scope, namespaces }: App) => ({
  id,
  env,
  name,
  kind,
  root,
  renderer,
  scope,
  namespaces,
});

it.each(LAYOUTS)('%s', async (_, files) => {
  const found = await discover(memoryTree(files));
  const text = initText(found);
  expect(parseFairwayConfig(text).version).toBe(1);
  const again = await discover(memoryTree({ ...files, 'fairway.yaml': text }));
  expect(again.problems).toEqual([]);
  expect(again.apps.map(facts)).toEqual(found.apps.map(facts));
  expect(again.environments).toEqual(found.environments);
  expect(again.notLookedAt).toEqual(found.notLookedAt);
});

it('writes few lines, and says what was uncertain and what is no app', async () => {
  const found = await discover(
    memoryTree({ ...kustomizations('apps/web/dev', 'apps/web/pre-prod', 'apps/api/dev'), 'c/kustomization.yaml': 'kind: Component\n' }),
  );
  expect(initText(found)).toBe(`# yaml-language-server: $schema=https://fairway.lks.internal/schemas/fairway.schema.json
# Written by fairway init from what is in the repository. Read it, then change what is wrong.
version: 1
environments:
  dev: { stage: dev }
  pre-prod: { stage: prod }
# promoteFrom says from where a change may come, for example: test: { stage: test, promoteFrom: [dev] }
apps:
  - { path: "apps/{app}/{env}" }

# What was uncertain:
#   environment 'pre-prod': stage ambiguous, took prod by its word

# What is no app:
#   c: Component: it takes part in what includes it
`);
});

it('a directory cannot write lines of its own into the file', async () => {
  const found = await discover(memoryTree({ 'a\nversion: 2/kustomization.yaml': 'kind: Component\n', 'b\n/dev/kustomization.yaml': K }));
  expect(parseFairwayConfig(initText(found))).toMatchObject({ version: 1 });
  expect(initText(found)).toContain('#   a\\u000aversion: 2: Component');
});
