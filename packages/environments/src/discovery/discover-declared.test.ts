// Are the apps of fairway.yaml and app.yaml exactly what they declare?
import { type MemoryFile, memoryTree } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { discover } from './discover.ts';

const PROFILE = (kind = 'argocd') =>
  `cluster:\n  kubernetes: "1.35"\n  reconciler: { kind: ${kind}, version: "3.5.7" }\n  apiVersions: [a.io/v1]\n`;
const CONFIG = `version: 1
environments:
  dev: { stage: dev, cluster: clusters/dev }
  prod: { stage: prod, promoteFrom: [dev] }
apps:
  - path: environments/{env}/apps/{app}
  - { path: "environments/{env}/namespaces/{app}", kind: namespace }
`;
const BASE = { 'fairway.yaml': CONFIG, 'clusters/dev/profile.yaml': PROFILE() };
const K = 'resources: [d.yaml]\n';
const DEPLOYMENT = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n';

const look = async (files: Readonly<Record<string, MemoryFile>>) => {
  const found = await discover(memoryTree({ ...BASE, ...files }));
  return {
    ...found,
    ids: found.apps.map(({ id, kind }) => `${id} ${kind}`),
    reasons: found.skipped.map(({ path, reason }) => `${path}: ${reason}`),
    said: found.problems.map(({ at, message }) => `${at.file}:${at.line}:${at.column} ${message}`),
  };
};

it('patterns give apps of every renderer, and a reason to the rest', async () => {
  const found = await look({
    'environments/dev/apps/web/kustomization.yaml': K,
    'environments/dev/apps/web/release/kustomization.yaml': 'kind: Component\n',
    'environments/dev/apps/plain/d.yaml': DEPLOYMENT,
    'environments/dev/apps/chart/Chart.yaml': 'name: c\n',
    'environments/dev/apps/chart/values-dev.yaml': '',
    'environments/dev/apps/nothing/values.yaml': '',
    'environments/dev/namespaces/team/kustomization.yaml': K,
    'environments/prd/apps/web/kustomization.yaml': K,
    'elsewhere/kustomization.yaml': K,
  });
  expect(found.ids).toEqual(['dev/chart app', 'dev/plain app', 'dev/team namespace', 'dev/web app']);
  expect(found.apps.map(({ renderer }) => renderer)).toMatchObject([
    { kind: 'helm', chart: 'environments/dev/apps/chart', valueFiles: ['environments/dev/apps/chart/values-dev.yaml'] },
    { kind: 'directory', path: 'environments/dev/apps/plain', recurse: false },
    { kind: 'kustomize' },
    { kind: 'kustomize', path: 'environments/dev/apps/web' },
  ]);
  expect(found.reasons).toEqual([
    'elsewhere: no pattern of fairway.yaml takes it',
    'environments/dev/apps/nothing: nothing to render in it: no kustomization, chart, manifest or app.yaml',
    'environments/dev/apps/web/release: Component: it takes part in what includes it',
    "environments/prd/apps/web: 'prd' is no environment of fairway.yaml: did you mean 'prod'?",
  ]);
  expect(found.apps.every(({ inferred }) => !inferred)).toBe(true);
});

describe('app.yaml', () => {
  it('names everything, with paths from its own directory', async () => {
    const found = await look({
      'environments/dev/apps/shop/app.yaml':
        'name: storefront\nkind: platform\nnamespaces: [a, b]\nrenderer: { kind: helm, chart: ../../../../charts/web }\n',
      'environments/dev/apps/shop/values.yaml': '',
      'environments/dev/apps/shop/release.yaml': '',
      'charts/web/Chart.yaml': 'name: web\n',
    });
    expect(found.apps).toMatchObject([
      {
        id: 'dev/storefront',
        kind: 'platform',
        scope: 'cluster',
        namespaces: ['a', 'b'],
        root: 'environments/dev/apps/shop',
        renderer: {
          kind: 'helm',
          chart: 'charts/web',
          valueFiles: ['environments/dev/apps/shop/values.yaml', 'environments/dev/apps/shop/release.yaml'],
          releaseName: 'storefront',
        },
        declaredAt: { file: 'environments/dev/apps/shop/app.yaml', line: 1 },
      },
    ]);
    expect(found.reasons).toEqual(['charts/web: rendered by environments/dev/apps/shop/app.yaml']);
  });

  it('an oci:// chart stays as it is written', async () => {
    const found = await look({ 'environments/dev/apps/a/app.yaml': 'renderer: { kind: helm, chart: "oci://r.io/web", version: 1.2.3 }\n' });
    expect(found.apps[0]?.renderer).toMatchObject({ chart: 'oci://r.io/web', valueFiles: [] });
  });

  it('a directory is taken whole where Flux is the reconciler', async () => {
    const files = { 'environments/dev/apps/a/app.yaml': 'renderer: { kind: directory }\n', 'environments/dev/apps/a/x/d.yaml': DEPLOYMENT };
    const flux = await look({ ...files, 'clusters/dev/profile.yaml': PROFILE('flux') });
    expect(flux.apps[0]?.renderer).toMatchObject({ recurse: true });
    expect(flux.reasons).toEqual([]);
    const argocd = await look(files);
    expect(argocd.apps[0]?.renderer).toMatchObject({ recurse: false });
    expect(argocd.reasons).toHaveLength(1);
  });

  it('declares an app without fairway.yaml too, if it speaks our words', async () => {
    const found = await discover(
      memoryTree({
        'x/dev/web/app.yaml': 'renderer: { kind: directory }\n',
        'x/dev/web/d.yaml': DEPLOYMENT,
        'gae/app.yaml': 'runtime: nodejs\nservice: web\n',
        'm/app.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {}\nrelease: x\n',
        'c/Chart.yaml': 'name: c\n',
        'c/templates/app.yaml': 'renderer: { kind: x }\n',
      }),
    );
    expect(found.apps.map(({ id }) => id)).toEqual(['dev/web']);
    expect(found.problems).toEqual([]);
  });

  it('all that is wrong in all files is said at once', async () => {
    const found = await look({
      'environments/dev/apps/a/app.yaml': 'nam: a\ntier: 9\n',
      'environments/dev/apps/b/app.yaml': 'renderer: { kind: helm, chart: ../../../../../../etc, valueFiles: [../../../../../x] }\n',
      'environments/dev/apps/a/kustomization.yaml': K,
      'clusters/dev/profile.yaml': 'cluster: { kubernetes: 1.3 }\n',
    });
    expect(found.ids).toEqual([]);
    expect(found.said).toEqual([
      'clusters/dev/profile.yaml:1:24 cluster.kubernetes is the number 1.3: expected text',
      "environments/dev/apps/a/app.yaml:1:1 unknown key 'nam'",
      'environments/dev/apps/a/app.yaml:2:7 tier is the number 9: expected at most 3',
      "environments/dev/apps/b/app.yaml:1:32 the path '../../../../../../etc' leaves the repository",
      "environments/dev/apps/b/app.yaml:1:68 the path '../../../../../x' leaves the repository",
    ]);
  });

  it('two apps with one id name both files', async () => {
    const found = await look({
      'environments/dev/apps/a/app.yaml': 'name: web\nrenderer: { kind: directory }\n',
      'environments/dev/apps/b/app.yaml': 'owner: x\nname: web\nrenderer: { kind: directory }\n',
      'environments/dev/namespaces/c/kustomization.yaml': K,
      'environments/dev/apps/c/kustomization.yaml': K,
    });
    expect(found.said).toEqual([
      'environments/dev/namespaces/c/kustomization.yaml:1:undefined two apps have the id dev/c: environments/dev/apps/c/kustomization.yaml and environments/dev/namespaces/c/kustomization.yaml',
      'environments/dev/apps/b/app.yaml:2:7 two apps have the id dev/web: environments/dev/apps/a/app.yaml and environments/dev/apps/b/app.yaml',
    ]);
  });
});

describe('fairway.yaml', () => {
  it('that is wrong stops everything else', async () => {
    const found = await look({ 'fairway.yaml': 'version: 2\n', 'x/dev/kustomization.yaml': K });
    expect(found.said).toEqual(['fairway.yaml:1:10 version is the number 2: expected 1']);
    expect([found.apps, found.environments, found.skipped]).toEqual([[], [], []]);
  });

  it('under another name is not passed over', async () => {
    const found = await discover(memoryTree({ 'fairway.yml': 'version: 1\n' }));
    expect(found.problems.map(({ message }) => message)).toEqual(['fairway.yml is not read']);
  });

  it('a cluster without a profile is a problem with its place', async () => {
    const found = await look({ 'fairway.yaml': 'version: 1\nenvironments:\n  dev: { cluster: clusters/dve }\n' });
    expect(found.problems).toEqual([
      {
        message: 'the cluster of dev has no clusters/dve/profile.yaml',
        hint: "did you mean 'clusters/dev'? write the profile, or remove cluster to render with safe defaults",
        at: { file: 'fairway.yaml', line: 3, column: 19 },
      },
    ]);
  });

  it('without apps they are inferred, and declared names are environments', async () => {
    const found = await look({
      'fairway.yaml': 'version: 1\nenvironments: { eu: { stage: prod } }\n',
      'web/eu/kustomization.yaml': K,
      'web/dev/kustomization.yaml': K,
    });
    expect(found.ids).toEqual(['eu/web app', 'dev/web app']);
    expect(found.notes.join('\n')).toContain("found in the tree and not in fairway.yaml: environment 'dev'");
  });

  it('a pattern with a name gives a chart one app per values file', async () => {
    const found = await look({
      'fairway.yaml': 'version: 1\napps: [{ path: deploy/chart, name: shop }, { path: "x/{app}" }, { path: ., name: top }]\n',
      'deploy/chart/Chart.yaml': 'name: c\n',
      'deploy/chart/values-dev.yaml': '',
      'deploy/chart/values-prod.yaml': '',
      'kustomization.yaml': K,
    });
    expect(found.ids).toEqual(['dev/shop app', 'prod/shop app', 'none/top app']);
    expect(found.notes).toContain('the pattern x/{app} of fairway.yaml matches nothing');
  });

  it('ignores by id, by directory and by pattern, with the reason', async () => {
    const found = await look({
      'fairway.yaml':
        'version: 1\nignore: [{ path: dev/web, reason: later }, { path: "old/**", reason: gone }, { path: nothing, reason: r }]\n',
      'web/dev/kustomization.yaml': K,
      'old/x/kustomization.yaml': K,
      'old/app.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\n',
    });
    expect(found.ids).toEqual(['dev/web app', 'none/x app']);
    expect(found.ignored).toEqual([
      { app: 'dev/web', reason: 'later' },
      { app: 'none/x', reason: 'gone' },
    ]);
    expect(found.notLookedAt).toEqual([]);
    expect(found.notes).toContain("fairway.yaml ignores 'nothing', which is nothing here");
  });
});

describe('render settings', () => {
  it('follow profile, overrides, then the environment', async () => {
    const found = await look({
      'fairway.yaml': `version: 1
environments:
  dev: { cluster: clusters/dev }
  test: { cluster: clusters/flux, render: { kubernetes: "1.33", helm: "3" } }
  prod: {}
render: { apiVersions: [b.io/v1] }
`,
      'clusters/flux/profile.yaml': PROFILE('flux'),
    });
    expect(found.environments.map(({ render }) => render)).toEqual([
      { helmMajor: '4', loadRestrictor: 'root-only', kubeVersion: '1.35', apiVersions: ['b.io/v1'] },
      { helmMajor: '3', loadRestrictor: 'none', kubeVersion: '1.33', apiVersions: ['b.io/v1'] },
      { helmMajor: '4', loadRestrictor: 'root-only', kubeVersion: '1.36', apiVersions: ['b.io/v1'] },
    ]);
    expect(found.notes.filter((note) => note.startsWith('safe defaults'))).toEqual([
      'safe defaults for prod: Kubernetes 1.36, helm 4, load restrictor root-only where nothing else is said; a cluster profile says more',
    ]);
  });

  it('a profile that bears the name of an inferred environment is taken, another program’s is not', async () => {
    const found = await discover(
      memoryTree({
        'web/dev/kustomization.yaml': K,
        'web/prod/kustomization.yaml': K,
        'clusters/dev/profile.yaml': PROFILE(),
        'clusters/prod/profile.yaml': 'size: 3\n',
      }),
    );
    expect(found.environments.map(({ cluster, render }) => [cluster, render.kubeVersion])).toEqual([
      ['dev', '1.35'],
      [undefined, '1.36'],
    ]);
    expect(found.problems).toEqual([]);
  });
});
