// What does a report look like whose apps Flux and Argo CD objects make, in trees of three levels?
import type { AppResult, Change, Report } from '@fairway/contracts';
import { sampleChange } from './sample-change.ts';
import { sampleReport } from './sample-report.ts';

type Reconciler = NonNullable<AppResult['reconciler']>;

const GROUPS: Readonly<Record<string, string>> = {
  Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
  HelmRelease: 'helm.toolkit.fluxcd.io/v2',
  Application: 'argoproj.io/v1alpha1',
};

const object = (kind: string, namespace: string, name: string): Reconciler['object'] => ({
  apiVersion: GROUPS[kind] ?? 'v1',
  kind,
  namespace,
  name,
});

const made = (env: string, name: string, reconciler: Reconciler, more: Partial<AppResult> = {}): AppResult => ({
  id: `${env}/${name}`,
  env,
  app: name,
  kind: 'app',
  root: reconciler.object.kind === 'HelmRelease' ? `charts/${name}` : `apps/${env}/${name}`,
  renderer: reconciler.object.kind === 'HelmRelease' ? 'helm' : 'kustomize',
  status: 'unchanged',
  objects: 7,
  reconciler,
  ...more,
});

const TEAMS: Readonly<Record<string, readonly string[]>> = {
  storefront: ['storefront', 'checkout', 'search', 'recommendations'],
  payments: ['ledger', 'payouts', 'fraud-check', 'invoices'],
  platform: ['cert-manager', 'ingress-nginx', 'external-dns'],
};

const kustomization = (env: string, name: string, parent: string | undefined, dependsOn: readonly string[] = []): Reconciler => ({
  object: object('Kustomization', 'flux-system', name),
  at: { file: `clusters/${env}/${name}.yaml`, line: 1 },
  ...(parent === undefined ? {} : { parent }),
  dependsOn: [...dependsOn],
});

const STATUS: Readonly<Record<string, AppResult['status']>> = {
  'prod/storefront': 'changed',
  'prod/ledger': 'changed',
  'prod/invoices': 'failed',
  'prod/recommendations': 'added',
  'staging/storefront': 'changed',
};

const fluxApps = (env: string): readonly AppResult[] => {
  const root = made(env, 'flux-system', kustomization(env, 'flux-system', undefined), { kind: 'platform', root: `clusters/${env}` });
  const teams = Object.keys(TEAMS).map((team) =>
    made(env, team, kustomization(env, team, root.id, team === 'platform' ? [] : [`${env}/platform`]), { root: `apps/${env}/${team}` }),
  );
  const releases = Object.entries(TEAMS).flatMap(([team, names]) =>
    names.map((name, i): AppResult => {
      const id = team === name ? `${name}-web` : name;
      const status = STATUS[`${env}/${name}`] ?? 'unchanged';
      return made(
        env,
        id,
        {
          object: object('HelmRelease', team, name),
          at: { file: `apps/base/${team}/${name}/release.yaml`, line: 1 },
          parent: `${env}/${team}`,
          dependsOn: i === 1 ? [`${env}/${team === names[0] ? `${names[0]}-web` : (names[0] ?? '')}`] : [],
        },
        { status, ...(status === 'failed' ? { reason: 'its chart is not in fairway.lock', objects: 0 } : {}) },
      );
    }),
  );
  return [root, ...teams, ...releases];
};

const APPLICATIONS: readonly AppResult[] = [
  made('dev', 'root', { object: object('Application', 'argocd', 'root'), at: { file: 'argocd/root.yaml', line: 1 }, dependsOn: [] }),
  ...['shop', 'docs'].map((name) =>
    made(
      'dev',
      name,
      {
        object: object('Application', 'argocd', name),
        at: { file: `argocd/apps/${name}.yaml`, line: 3 },
        parent: 'dev/root',
        dependsOn: [],
      },
      { status: name === 'shop' ? 'changed' : 'unchanged' },
    ),
  ),
];

const CHANGES: readonly Change[] = [
  {
    ...sampleChange('prod/storefront-web', 'image'),
    origin: {
      chain: ['Kustomization flux-system/storefront', 'overlay apps/prod/storefront', 'base apps/base/storefront'],
      source: 'apps/base/storefront/deployment.yaml',
    },
  },
  sampleChange('prod/ledger', 'replicas'),
  sampleChange('prod/recommendations', 'added'),
  sampleChange('staging/storefront-web', 'image'),
  {
    ...sampleChange('dev/shop', 'exposure'),
    origin: { chain: ['Application argocd/shop', 'chart templates/helm/lks-app', 'templates/service.yaml'] },
  },
];

const gap = (kind: string, name: string, why: string): Report['skipped'][number] => ({
  path: `argocd/apps/${name}.yaml`,
  reason: `not looked at: ${kind} argocd/${name} ${why}`,
});

const SKIPPED: Report['skipped'] = [
  ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) =>
    gap('ApplicationSet', `team-${name}`, 'has a pull-request generator, which only the cluster can ask'),
  ),
  gap('Application', 'legacy', 'has jsonnet, which is not supported'),
  { path: 'archive/old', reason: 'nothing points at it and it has no kustomization.yaml' },
];

/** Two Flux clusters of fifteen apps each and three Argo CD Applications, with changes, a failure and what was not looked at. The same overrides give the same report. */
export const reconcilerReport = (overrides: Partial<Report> = {}): Report =>
  sampleReport({
    environments: [
      { name: 'dev', stage: 'dev' },
      { name: 'staging', stage: 'test' },
      { name: 'prod', stage: 'prod' },
    ],
    apps: [...APPLICATIONS, ...fluxApps('staging'), ...fluxApps('prod')],
    changes: [...CHANGES],
    skipped: [...SKIPPED],
    findings: [],
    errors: [
      {
        code: 'tool-failed',
        message: 'HelmRelease payments/invoices: its chart invoices 2.4.0 is not in fairway.lock.',
        hint: 'Run fairway lock, and commit fairway.lock.',
        at: { file: 'apps/base/payments/invoices/release.yaml', line: 8, column: 7 },
        app: 'prod/invoices',
      },
    ],
    ...overrides,
  });

/** A report of one root Kustomization with `count` Kustomizations, each with one HelmRelease. */
export const manyReconcilers = (count: number): Report => {
  const root = made('prod', 'root', kustomization('prod', 'root', undefined));
  const apps = Array.from({ length: count }, (_, i): readonly AppResult[] => {
    const parent = made('prod', `tenant-${i}`, kustomization('prod', `tenant-${i}`, root.id));
    return [
      parent,
      made(
        'prod',
        `release-${i}`,
        {
          object: object('HelmRelease', `tenant-${i}`, 'web'),
          at: { file: `tenants/${i}/release.yaml`, line: 1 },
          parent: parent.id,
          dependsOn: [],
        },
        { status: i % 100 === 0 ? 'changed' : 'unchanged' },
      ),
    ];
  });
  return reconcilerReport({ environments: [{ name: 'prod' }], apps: [root, ...apps.flat()], changes: [], errors: [], skipped: [] });
};
