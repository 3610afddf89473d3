// Does an ApplicationSet give Argo CD the same chart, values files and release name that we render with, whatever is in app.yaml?
import { discover } from '@fairway/environments';
import { isRecord, readYaml } from '@fairway/manifests';
import { memoryTree } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { goTemplateRenderer } from '../go-template/render-go-template.ts';
import { fromPlain } from '../go-template/values.ts';
import { generateReconcilers } from './generate-reconcilers.ts';

const DIGEST = `sha256:${'b'.repeat(64)}`;
const BASE = {
  'fairway.yaml': `version: 1
environments: { dev: { stage: dev } }
apps: [{ path: "environments/{env}/apps/{app}" }]
repository: { url: "https://git.example/platform.git" }
`,
  'clusters/dev/profile.yaml': 'cluster: {}\n',
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
};
const DIRECTORY = 'environments/dev/apps/web';
const app = (renderer: string): string => `name: web\nowner: team-shop\nnamespaces: [shop-dev, shop-jobs-dev]\nrenderer: ${renderer}\n`;

/** Every text of a value, as Argo CD renders the fields of a template. */
const eachText = (value: unknown, render: (text: string) => string): unknown => {
  if (typeof value === 'string') return render(value);
  if (Array.isArray(value)) return value.map((item: unknown) => eachText(item, render));
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, eachText(item, render)])) : value;
};

/** The Application of an app.yaml: the template, and the patch beside it. `seen` is what Argo CD reads, which nobody has checked. */
const applicationOf = async (text: string, more: Readonly<Record<string, string>> = {}, seen = text) => {
  const tree = memoryTree({ ...BASE, [`${DIRECTORY}/app.yaml`]: text, ...more });
  const discovery = await discover(tree);
  const { files, problems } = await generateReconcilers({ discovery, read: async () => undefined });
  expect([...discovery.problems, ...problems]).toEqual([]);
  const [, set] = readYaml(files.get('environments/dev/reconcilers/argocd/objects/team-shop.yaml') ?? '').values;
  const spec = isRecord(set) && isRecord(set.spec) ? set.spec : {};
  const content = readYaml(seen).values[0];
  const data = fromPlain({ ...(isRecord(content) ? content : {}), path: { path: DIRECTORY, basename: 'web' } });
  const renderText = goTemplateRenderer();
  const render = (one: string): string => renderText(one, data, { missingKey: 'error' });
  const patch = typeof spec.templatePatch === 'string' ? render(spec.templatePatch) : '';
  return { app: discovery.apps[0], template: eachText(spec.template, render), patch: readYaml(patch).values[0] ?? {} };
};
const CHART = '../../../../charts/web';
const VALUES = { [`${DIRECTORY}/values.yaml`]: 'a: 1\n' };

it.each([
  ['values files of elsewhere', `{ kind: helm, chart: ${CHART}, valueFiles: [../../../../clusters/dev/profile.yaml, ./values.yaml] }`],
  ['no values files', `{ kind: helm, chart: ${CHART}, valueFiles: [] }`],
  ['a release name', `{ kind: helm, chart: ${CHART}, valueFiles: [values.yaml], releaseName: shop.web, skipCrds: true }`],
])('a chart with %s', async (_, renderer) => {
  const { app: ours, template, patch } = await applicationOf(app(renderer), VALUES);
  if (ours?.renderer.kind !== 'helm') throw new Error('no chart');
  const { chart, valueFiles, releaseName, skipCrds } = ours.renderer;
  expect(template).toMatchObject({
    metadata: { name: 'web-dev', annotations: { 'lks.internal/app': 'dev/web' } },
    spec: { project: 'team-shop-dev', destination: { namespace: 'shop-dev' }, source: { path: chart } },
  });
  const helm = {
    releaseName,
    ...(skipCrds ? { skipCrds } : {}),
    valueFiles: valueFiles.length === 0 ? null : valueFiles.map((file) => `/${file}`),
  };
  expect(patch).toEqual({ spec: { source: { helm } } });
});

it('a chart with the values files that are there, where none is named', async () => {
  const { patch } = await applicationOf(app(`{ kind: helm, chart: ${CHART} }`), VALUES);
  const valueFiles = [`/${DIRECTORY}/values.yaml`, `/${DIRECTORY}/release.yaml`];
  expect(patch).toEqual({ spec: { source: { helm: { releaseName: 'web', valueFiles, ignoreMissingValueFiles: true } } } });
});

it('a chart of a registry, by digest, with values of this repository', async () => {
  const { patch, template } = await applicationOf(app(`{ kind: helm, chart: "oci://r.example/web", digest: "${DIGEST}", valueFiles: [] }`));
  const git = { repoURL: 'https://git.example/platform.git', targetRevision: 'main', ref: 'values' };
  const chart = { repoURL: 'oci://r.example/web', targetRevision: DIGEST, path: '.' };
  expect(template).toMatchObject({ spec: { sources: [chart, git] } });
  expect(patch).toEqual({ spec: { sources: [{ ...chart, helm: { releaseName: 'web', valueFiles: null } }, git] } });
});

it.each([
  ['{ kind: kustomize }', DIRECTORY],
  ['{ kind: kustomize, path: ../../../../overlays/web }', 'overlays/web'],
  ['{ kind: kustomize, path: ./deep }', `${DIRECTORY}/deep`],
])('a kustomization with %s', async (renderer, path) => {
  const { app: ours, template, patch } = await applicationOf(app(renderer), { [`${path}/kustomization.yaml`]: 'resources: []\n' });
  expect(ours?.renderer).toEqual({ kind: 'kustomize', path });
  expect(template).toMatchObject({ spec: { source: { path } } });
  expect(patch).toEqual({});
});

it('a plain directory', async () => {
  const { patch } = await applicationOf(app('{ kind: directory, recurse: true }'), {
    [`${DIRECTORY}/d.yaml`]: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
  });
  expect(patch).toEqual({ spec: { source: { directory: { recurse: true } } } });
});

describe('an app.yaml that nobody checked', () => {
  const good = app(`{ kind: helm, chart: ${CHART}, valueFiles: [values.yaml] }`);
  const evil = (text: string): string => JSON.stringify(`${text}\n  project: platform-dev\n  x: {}\n`);
  it.each([
    ['name', good.replace('name: web', `name: ${evil('web')}`)],
    ['release name', good.replace('valueFiles', `releaseName: ${evil('web')}, valueFiles`)],
    ['skipCrds', good.replace('valueFiles', `skipCrds: ${evil('true')}, valueFiles`)],
    ['values file', good.replace('[values.yaml]', `[${evil('v')}, "x\\" \\\\ y"]`)],
  ])('cannot choose another project by its %s', async (_, seen) => {
    const { template, patch } = await applicationOf(good, VALUES, seen);
    expect(template).toMatchObject({ spec: { project: 'team-shop-dev' } });
    expect(patch).toEqual({ spec: { source: { helm: expect.anything() } } });
  });

  it.each([
    ['a renderer', 'name: web\nnamespaces: [a]\n'],
    ['a name', good.replace('name: web\n', '')],
  ])('fails where %s is missing, instead of writing <no value>', async (_, seen) => {
    await expect(applicationOf(good, VALUES, seen)).rejects.toThrow();
  });
});
