// Do generated objects have every protective field, and is a wrong app.yaml told instead of generated?
import { discover } from '@fairway/environments';
import { isRecord, parseManifests } from '@fairway/manifests';
import { type MemoryFile, memoryTree } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { generateReconcilers } from './generate-reconcilers.ts';
import type { Generated } from './model.ts';
import { isGenerated } from './text.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const CONFIG = `version: 1
environments:
  dev: { stage: dev, cluster: clusters/dev }
  prod: { stage: prod, cluster: clusters/prod }
apps:
  - path: environments/{env}/apps/{app}
  - { path: "environments/{env}/namespaces/{app}", kind: namespace }
repository: { url: "https://git.example/platform.git" }
`;
const EVERYTHING = `reconcilers:
  serviceAccounts: { tenant: applier, platform: platform }
  kinds: [services, jobs.batch]
  groups: { prefix: "idp:", platform: "idp:platform" }
  argocd:
    namespace: gitops
    server: https://10.0.0.1:6443
    permitOnlyProjectScopedClusters: true
    syncWindows: [{ kind: deny, schedule: "0 14 * * 5", duration: 64h }]
    signingKeys: [0123456789ABCDEF]
  flux: { namespace: flux, gitSecret: git, signingSecret: keys, decryptionSecret: sops }
  charts: { pullSecret: pull, identities: [{ issuer: ^https://issuer$, subject: ^https://builder/.*$ }] }
`;
const app = (env: string, name: string, renderer: string, more = ''): Record<string, string> => ({
  [`environments/${env}/apps/${name}/app.yaml`]: `name: ${name}\nowner: team-shop\nnamespaces: [shop-${env}]\nrenderer: ${renderer}\n${more}`,
});
const HELM = `{ kind: helm, chart: ../../../../charts/web, valueFiles: [../../../../clusters/dev/profile.yaml, values.yaml] }`;
const OCI = `{ kind: helm, chart: "oci://registry.example/charts/web", digest: "${DIGEST}", valueFiles: [values.yaml, release.yaml] }`;
const FILES: Readonly<Record<string, MemoryFile>> = {
  'fairway.yaml': CONFIG,
  'clusters/dev/profile.yaml': 'cluster: { reconciler: { kind: argocd, version: 3.5.7 } }\n',
  'clusters/prod/profile.yaml': 'cluster: { reconciler: { kind: flux, version: 2.9.5 } }\n',
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'charts/web/values.yaml': 'a: 1\n',
  'environments/dev/namespaces/team-shop/app.yaml':
    'name: team-shop\nowner: platform\nnamespaces: [shop-dev]\nrenderer: { kind: kustomize }\n',
  'environments/dev/namespaces/team-shop/kustomization.yaml': 'namespace: shop-dev\nresources: []\n',
  ...app('dev', 'web', HELM),
  'environments/dev/apps/web/values.yaml': 'b: 1\n',
  ...app('dev', 'site', '{ kind: kustomize }'),
  'environments/dev/apps/site/kustomization.yaml': 'namespace: shop-dev\nresources: []\n',
  ...app('dev', 'loose', '{ kind: kustomize }'),
  'environments/dev/apps/loose/kustomization.yaml': 'resources: []\n',
  ...app('dev', 'plain', '{ kind: directory, recurse: true }'),
  'environments/dev/apps/plain/d.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n',
  ...app('prod', 'web', OCI),
  'environments/prod/apps/web/values.yaml': 'a: { b: 1, c: 2 }\nlist: [1, 2]\nempty: {}\n',
  'environments/prod/apps/web/release.yaml': 'a: { c: 3, d: null }\nlist: [3]\n',
};

const generate = async (files: Readonly<Record<string, MemoryFile>> = FILES): Promise<Generated> => {
  const tree = memoryTree(files);
  const discovery = await discover(tree);
  expect(discovery.problems).toEqual([]);
  const read = async (path: string): Promise<string | undefined> => {
    const found = (await tree.read([path])).get(path);
    return found?.kind === 'file' ? new TextDecoder().decode(found.bytes) : undefined;
  };
  return generateReconcilers({ discovery, read });
};
const said = ({ problems }: Generated): readonly string[] => problems.map(({ at, message }) => `${at.file}: ${message}`);

/** One object of the generated files, or of a set of them. */
const objectsOf = ({ files }: Generated, below: string) =>
  [...files].filter(([path]) => path.startsWith(below)).flatMap(([, text]) => parseManifests(text).objects);
const find = (generated: Generated, below: string, kind: string, name: string) => {
  const object = objectsOf(generated, below).find((one) => one.kind === kind && one.metadata.name === name);
  if (object === undefined) throw new Error(`no ${kind} ${name} below ${below}`);
  return object;
};

it('marks every file and names the app that an object stands for', async () => {
  const generated = await generate();
  expect(said(generated)).toEqual([]);
  expect([...generated.files.values()].every(isGenerated)).toBe(true);
  const apps = new Set(
    objectsOf(generated, '').flatMap(({ metadata }) =>
      Object.entries(metadata.annotations ?? {}).flatMap(([key, value]) => (key === 'lks.internal/app' ? [value] : [])),
    ),
  );
  expect([...apps]).toEqual(['dev/team-shop', 'dev/loose', 'dev/plain', 'dev/site', 'dev/web', 'prod/web']);
  const unlabelled = objectsOf(generated, '').filter(
    ({ apiVersion, metadata }) =>
      !apiVersion.startsWith('kustomize.config') && metadata.labels?.['lks.internal/generated-by'] === undefined,
  );
  expect(unlabelled).toEqual([]);
});

it('lists every file of a directory in its kustomization', async () => {
  const { files } = await generate();
  const listed = [...files]
    .filter(([path]) => path.endsWith('/kustomization.yaml'))
    .flatMap(([path, text]) => [
      path,
      ...[...text.matchAll(/^- (.+)$/gm)].map(([, name]) => path.replace('kustomization.yaml', name ?? '')),
    ]);
  expect(listed.toSorted()).toEqual([...files.keys()].toSorted());
});

describe('Argo CD', () => {
  it('bounds a team to one repository, its namespaces and its account', async () => {
    const { spec } = find(await generate(), 'environments/dev/reconcilers/argocd/objects/team-shop.yaml', 'AppProject', 'team-shop-dev');
    const server = 'https://kubernetes.default.svc';
    expect(spec).toEqual({
      description: 'Apps of team-shop in dev',
      sourceRepos: ['https://git.example/platform.git'],
      sourceNamespaces: [],
      destinations: [{ server, namespace: 'shop-dev' }],
      destinationServiceAccounts: [{ server, namespace: 'shop-dev', defaultServiceAccount: 'lks-reconciler' }],
      clusterResourceWhitelist: [],
      namespaceResourceBlacklist: [
        { group: '', kind: 'LimitRange' },
        { group: '', kind: 'ResourceQuota' },
        { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
        { group: 'rbac.authorization.k8s.io', kind: 'Role' },
        { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
      ],
      orphanedResources: { warn: true },
      roles: [
        {
          name: 'operator',
          groups: ['team-shop'],
          policies: ['applications, get', 'logs, get', 'applications, sync'].map(
            (what) => `p, proj:team-shop-dev:operator, ${what}, team-shop-dev/*, allow`,
          ),
        },
      ],
    });
  });

  it('keeps what runs in prod, where people only read', async () => {
    const generated = await generate({ ...FILES, 'fairway.yaml': CONFIG + EVERYTHING });
    const project = find(generated, 'environments/prod/reconcilers/argocd', 'AppProject', 'team-shop-prod');
    expect(project).toMatchObject({
      metadata: { namespace: 'gitops' },
      spec: {
        sourceRepos: ['https://git.example/platform.git', 'oci://registry.example/charts/web'],
        permitOnlyProjectScopedClusters: true,
        syncWindows: [{ kind: 'deny', schedule: '0 14 * * 5', duration: '64h', applications: ['*'], timeZone: 'UTC', manualSync: false }],
        sourceIntegrity: {
          git: { policies: [{ repos: [{ url: 'https://git.example/platform.git' }], gpg: { mode: 'head', keys: ['0123456789ABCDEF'] } }] },
        },
        roles: [{ name: 'reader', groups: ['idp:team-shop'] }],
      },
    });
    const set = find(generated, 'environments/prod/reconcilers/argocd', 'ApplicationSet', 'team-shop-prod-helm-oci');
    expect(set.spec).toMatchObject({ syncPolicy: { preserveResourcesOnDeletion: true, applicationsSync: 'create-update' } });
    expect(find(generated, 'environments/dev/reconcilers/argocd', 'AppProject', 'team-shop-dev').spec).not.toHaveProperty('syncWindows');
  });

  it('names each app.yaml and the project in an ApplicationSet, so that no file can choose another project', async () => {
    const generated = await generate();
    const sets = objectsOf(generated, 'environments/dev/reconcilers/argocd').filter(({ kind }) => kind === 'ApplicationSet');
    expect(sets.map(({ metadata }) => metadata.name)).toEqual(['team-shop-dev-directory', 'team-shop-dev-helm', 'team-shop-dev-kustomize']);
    for (const { spec } of sets)
      expect(spec).toMatchObject({
        goTemplate: true,
        goTemplateOptions: ['missingkey=error'],
        template: { spec: { project: 'team-shop-dev' } },
      });
    expect(sets[2]?.spec).toMatchObject({
      generators: [
        {
          git: {
            revision: 'main',
            files: [{ path: 'environments/dev/apps/loose/app.yaml' }, { path: 'environments/dev/apps/site/app.yaml' }],
          },
        },
      ],
      syncPolicy: { preserveResourcesOnDeletion: false, applicationsSync: 'sync' },
    });
    expect(sets[0]?.spec).toMatchObject({ template: { spec: { source: { directory: { exclude: 'app.yaml' } } } } });
  });

  it('quotes whatever a patch takes from app.yaml: it is text, and a line break could add a project', async () => {
    const sets = objectsOf(await generate(), '').filter(
      ({ kind, spec }) => kind === 'ApplicationSet' && isRecord(spec) && 'templatePatch' in spec,
    );
    expect(sets).toHaveLength(3);
    for (const { spec } of sets) {
      const actions = [...String(isRecord(spec) ? spec.templatePatch : '').matchAll(/\{\{(?:- )?([^}]*)\}\}/g)].map(([, action = '']) =>
        action.trim(),
      );
      const printed = actions.filter((action) => !/^(if|else|end|range)\b/.test(action));
      expect(printed.filter((action) => !action.endsWith(' | quote'))).toEqual([]);
    }
  });

  it('empties the default project and lets the platform make only the namespaces that are declared', async () => {
    const generated = await generate();
    expect(find(generated, 'environments/dev/reconcilers/argocd', 'AppProject', 'default').spec).toMatchObject({
      sourceRepos: [],
      destinations: [],
    });
    expect(find(generated, 'environments/dev/reconcilers/argocd', 'AppProject', 'platform-dev').spec).toMatchObject({
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: 'shop-dev' }],
      destinationServiceAccounts: [{ namespace: 'argocd', defaultServiceAccount: 'argocd:lks-platform' }, { namespace: 'shop-dev' }],
    });
  });
});

describe('Flux', () => {
  it('gives each tenant a source of its own and runs everything as its account', async () => {
    const generated = await generate();
    const below = 'environments/dev/reconcilers/flux/tenants/team-shop';
    expect(find(generated, below, 'GitRepository', 'team-shop')).toMatchObject({
      metadata: { namespace: 'shop-dev' },
      spec: { url: 'https://git.example/platform.git', ref: { branch: 'main' }, ignore: '/environments/dev/apps/plain/app.yaml\n' },
    });
    expect(find(generated, below, 'Kustomization', 'site-dev').spec).toEqual({
      serviceAccountName: 'lks-reconciler',
      sourceRef: { kind: 'GitRepository', name: 'team-shop' },
      path: './environments/dev/apps/site',
      targetNamespace: 'shop-dev',
      interval: '10m',
      retryInterval: '1m',
      timeout: '5m',
      prune: true,
      wait: true,
      force: false,
      deletionPolicy: 'Delete',
    });
    expect(find(generated, below, 'Kustomization', 'loose-dev').spec).not.toHaveProperty('targetNamespace');
    expect(find(generated, below, 'HelmRelease', 'web-dev').spec).toMatchObject({
      serviceAccountName: 'lks-reconciler',
      releaseName: 'web',
      targetNamespace: 'shop-dev',
      storageNamespace: 'shop-dev',
      chart: {
        spec: {
          chart: './charts/web',
          sourceRef: { kind: 'GitRepository', name: 'team-shop' },
          reconcileStrategy: 'Revision',
          valuesFiles: ['charts/web/values.yaml', 'clusters/dev/profile.yaml', 'environments/dev/apps/web/values.yaml'],
        },
      },
      driftDetection: { mode: 'enabled' },
      postRenderStrategy: 'combined',
      upgrade: { remediation: { strategy: 'rollback' } },
    });
  });

  it('takes a chart of a registry by digest, with the values in the release', async () => {
    const generated = await generate({ ...FILES, 'fairway.yaml': CONFIG + EVERYTHING });
    const below = 'environments/prod/reconcilers/flux/tenants/team-shop';
    expect(find(generated, below, 'OCIRepository', 'web-prod').spec).toMatchObject({
      url: 'oci://registry.example/charts/web',
      ref: { digest: DIGEST },
      secretRef: { name: 'pull' },
      verify: { provider: 'cosign', matchOIDCIdentity: [{ issuer: '^https://issuer$', subject: '^https://builder/.*$' }] },
    });
    expect(find(generated, below, 'HelmRelease', 'web-prod').spec).toMatchObject({
      serviceAccountName: 'applier',
      chartRef: { kind: 'OCIRepository', name: 'web-prod' },
      values: { a: { b: 1, c: 3, d: null }, list: [3], empty: {} },
    });
    expect(find(generated, below, 'GitRepository', 'team-shop').spec).toMatchObject({
      secretRef: { name: 'git' },
      verify: { mode: 'HEAD', secretRef: { name: 'keys' } },
    });
  });

  it('makes namespaces before what lives in them, and deletes nothing of prod', async () => {
    const generated = await generate();
    const objects = (env: string, name: string) => find(generated, `environments/${env}/reconcilers/flux`, 'Kustomization', name).spec;
    expect(objects('dev', 'team-shop-dev-apps')).toMatchObject({
      dependsOn: [{ name: 'team-shop-dev' }],
      prune: true,
      deletionPolicy: 'Delete',
    });
    expect(objects('prod', 'team-shop-prod-apps')).toMatchObject({ prune: false, deletionPolicy: 'Orphan' });
    expect(objects('prod', 'lks-reconcilers-prod')).toMatchObject({ prune: false, path: './environments/prod/reconcilers/flux/objects' });
    expect(generated.notes).toEqual(['no app of kind namespace makes shop-prod in prod']);
  });

  it('leaves out a field that the release of Flux does not know', async () => {
    const old = { ...FILES, 'clusters/prod/profile.yaml': 'cluster: { reconciler: { kind: flux, version: 2.8.1 } }\n' };
    expect(find(await generate(old), 'environments/prod/reconcilers/flux', 'HelmRelease', 'web-prod').spec).not.toHaveProperty(
      'postRenderStrategy',
    );
  });
});

it.each(['argocd', 'flux'])('lets the platform of %s hand out no more than it holds', async (reconciler) => {
  const { rules } = find(await generate(), `environments/dev/reconcilers/${reconciler}/account.yaml`, 'ClusterRole', 'lks-platform');
  const text = JSON.stringify(rules);
  expect(text).not.toMatch(/"\*"|escalate|bind"|impersonate/);
  expect(text).toContain('"deployments"');
  expect(text.includes('"secrets"')).toBe(reconciler === 'flux');
  expect(JSON.stringify(rules)).toContain(
    '{"apiGroups":[""],"resources":["namespaces"],"verbs":["get","list","watch","create","update","patch"]}',
  );
});

it('is the same whatever the order of apps', async () => {
  const reversed = Object.fromEntries(Object.entries(FILES).toReversed());
  expect([...(await generate(reversed)).files]).toEqual([...(await generate()).files]);
});

describe('wrong input', () => {
  const web = 'environments/dev/apps/web/app.yaml';
  const GOOD = 'name: web\nowner: team-shop\nnamespaces: [shop-dev]\nrenderer: { kind: kustomize }\n';
  it.each([
    ['no name', GOOD.replace('name: web\n', ''), 'app.yaml does not say its name'],
    ['no owner', GOOD.replace('owner: team-shop\n', ''), 'app.yaml does not say who owns it'],
    ['no namespace', GOOD.replace('namespaces: [shop-dev]\n', ''), 'app.yaml names no namespace'],
    ['no renderer', GOOD.replace('renderer: { kind: kustomize }\n', ''), 'app.yaml does not say how it is rendered'],
    [
      'an owner that is no name',
      GOOD.replace('team-shop', 'Team Shop'),
      "the owner 'Team Shop' cannot be part of the name of a Kubernetes object",
    ],
    ['an owner with a path', GOOD.replace('team-shop', '../x'), "the owner '../x' cannot be part of the name of a Kubernetes object"],
    ['the platform as owner', GOOD.replace('team-shop', 'platform'), "the owner 'platform' is taken by what is generated itself"],
    [
      'a name of ours',
      GOOD.replace('name: web', 'name: lks-reconcilers'),
      "the name 'lks-reconcilers' is taken by what is generated itself",
    ],
    ['a name too long', GOOD.replace('team-shop', 'a'.repeat(60)), "its name or its owner's together with 'dev' is longer than 63 letters"],
    [
      'a chart by tag',
      GOOD.replace('{ kind: kustomize }', '{ kind: helm, chart: "oci://r.example/c/web", version: 1.0.0 }'),
      'its chart of a registry is not pinned',
    ],
  ])('%s', async (_, text, message) => {
    const generated = await generate({ ...FILES, [web]: text, 'environments/dev/apps/web/kustomization.yaml': 'resources: []\n' });
    expect(generated.files.size).toBe(0);
    expect(said(generated)).toEqual([expect.stringMatching(/^environments\/dev\/apps\/web\/app\.yaml: dev\//)]);
    expect(said(generated)[0]).toContain(message);
    expect(generated.problems[0]?.hint).not.toBe('');
  });

  it.each([
    ['is not there', null, 'dev/web: the values file environments/dev/apps/web/values.yaml is not there'],
    ['is a list', '- 1\n', 'dev/web: environments/dev/apps/web/values.yaml holds no values: '],
    ['is no YAML', 'a: [\n', 'dev/web: environments/dev/apps/web/values.yaml holds no values: '],
  ])('a values file that %s', async (_, text, message) => {
    const { 'environments/dev/apps/web/values.yaml': __, ...rest } = FILES;
    const files = {
      ...rest,
      ...app('dev', 'web', OCI.replace(', release.yaml', '')),
      ...(text === null ? {} : { 'environments/dev/apps/web/values.yaml': text }),
    };
    expect((await generate(files)).problems.map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
  });

  it('no address of the repository', async () => {
    expect(said(await generate({ ...FILES, 'fairway.yaml': CONFIG.replace(/^repository.*\n/m, '') }))).toEqual([
      'fairway.yaml: fairway.yaml does not say where the clusters find this repository',
    ]);
  });

  it('two apps with one name on one cluster', async () => {
    const files = {
      ...FILES,
      'fairway.yaml': CONFIG.replace('  prod:', '  b-dev: { stage: dev, cluster: clusters/dev }\n  prod:'),
      ...app('dev', 'a-b', '{ kind: kustomize }'),
      'environments/dev/apps/a-b/kustomization.yaml': 'resources: []\n',
      ...app('b-dev', 'a', '{ kind: kustomize }'),
      'environments/b-dev/apps/a/kustomization.yaml': 'resources: []\n',
    };
    expect(said(await generate(files))).toEqual([
      "environments/b-dev/apps/a/app.yaml: dev/a-b and b-dev/a would both be reconciled as 'a-b-dev' on one cluster",
    ]);
  });

  it('leaves out what a person keeps, and says what it cannot do', async () => {
    const files = {
      ...FILES,
      ...app('dev', 'web', HELM, 'reconciled: false\n'),
      ...app('dev', 'addon', '{ kind: kustomize }', 'kind: platform\n'),
      'environments/dev/apps/addon/kustomization.yaml': 'resources: []\n',
      'environments/dev/apps/bare/kustomization.yaml': 'resources: [x.yaml]\n',
    };
    const generated = await generate(files);
    expect([...generated.files.values()].join('\n')).not.toMatch(/environments\/dev\/apps\/(web|addon|bare)/);
    expect(generated.notes).toEqual([
      'dev/addon is a platform app: it needs rights that are its own, so its reconciler object is written by a person',
      'dev/bare has no app.yaml, so no reconciler object is made for it',
      'no app of kind namespace makes shop-prod in prod',
    ]);
  });

  it('a plain directory that Flux would read deeper than we do', async () => {
    const files = {
      ...FILES,
      'environments/prod/apps/plain/d.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n',
      ...app('prod', 'plain', '{ kind: directory, recurse: false }'),
    };
    expect(said(await generate(files))).toEqual([
      'environments/prod/apps/plain/app.yaml: prod/plain: Flux takes a plain directory with all that is below',
    ]);
  });
});

it.each([
  ['environments/dev/reconcilers/argocd/x.yaml', true],
  ['environments/gone/reconcilers/x.yaml', true],
  ['environments/dev/reconcilers', false],
  ['environments/dev/apps/reconcilers/x.yaml', false],
])('is %s one of its own files: %s', async (path, own) => {
  expect((await generate()).isHome(path)).toBe(own);
});
