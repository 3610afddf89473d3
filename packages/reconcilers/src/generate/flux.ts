// Which files does a cluster with Flux sync?
import { platformAccount, rulesFor } from './accounts.ts';
import { appHelmRelease, appKustomization, PACE } from './flux-app.ts';
import { chartSource, gitRepository, tenantSource } from './flux-source.ts';
import type { EnvironmentPlan, GeneratedObject, ReconciledApp, Tenant } from './model.ts';
import { keepsObjects } from './model.ts';
import { directoryOfApp, folder, metadataOf, teamName } from './text.ts';

const TENANT_KINDS = [
  'secrets',
  'gitrepositories.source.toolkit.fluxcd.io',
  'ocirepositories.source.toolkit.fluxcd.io',
  'kustomizations.kustomize.toolkit.fluxcd.io',
  'helmreleases.helm.toolkit.fluxcd.io',
];

/**
 * `flux/` is applied once, by an administrator. What it installs syncs `flux/objects/`: for each team its namespaces, then the objects of
 * `flux/tenants/<team>/`, which live in these namespaces and so cannot come earlier.
 */
export function fluxFiles(plan: EnvironmentPlan): ReadonlyMap<string, string> {
  const directory = `${plan.directory}/flux`;
  const { namespace } = plan.settings.flux;
  const source = gitRepository(plan, { name: plan.settings.platformAccount, namespace });
  return new Map([
    ...folder(directory, {
      'account.yaml': platformAccount(plan, { namespace, everywhere: TENANT_KINDS, own: [] }),
      'root.yaml': [source, rootKustomization(plan, `${directory}/objects`)],
    }),
    ...folder(`${directory}/objects`, {
      '_namespaces.yaml': plan.walls.map((wall) => wallKustomization(plan, wall)),
      ...Object.fromEntries(
        plan.tenants.map((tenant) => [`${tenant.owner}.yaml`, [tenantKustomization(plan, tenant, `${directory}/tenants/${tenant.owner}`)]]),
      ),
    }),
    ...plan.tenants.flatMap((tenant) => [...tenantFiles(plan, tenant, `${directory}/tenants/${tenant.owner}`)]),
  ]);
}

interface PlatformKustomization {
  readonly metadata: GeneratedObject;
  readonly path: string;
  readonly prune: boolean;
  readonly deletionPolicy: 'Orphan' | 'Delete';
  readonly dependsOn?: readonly { readonly name: string }[];
}

function platformKustomization(
  plan: EnvironmentPlan,
  { metadata, path, prune, deletionPolicy, dependsOn = [] }: PlatformKustomization,
): GeneratedObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata,
    spec: {
      serviceAccountName: plan.settings.platformAccount,
      sourceRef: { kind: 'GitRepository', name: plan.settings.platformAccount },
      path: `./${path}`,
      ...PACE,
      prune,
      // What a team's apps do is told by their own objects: a broken app must not hold up the platform.
      wait: false,
      force: false,
      deletionPolicy,
      ...(dependsOn.length === 0 ? {} : { dependsOn }),
    },
  };
}

function rootKustomization(plan: EnvironmentPlan, path: string): GeneratedObject {
  const metadata = metadataOf({ name: `lks-reconcilers-${plan.environment.name}`, namespace: plan.settings.flux.namespace });
  return platformKustomization(plan, { metadata, path, prune: !keepsObjects(plan), deletionPolicy: 'Orphan' });
}

function wallKustomization(plan: EnvironmentPlan, wall: ReconciledApp): GeneratedObject {
  const metadata = metadataOf({ name: wall.name, namespace: plan.settings.flux.namespace, app: wall.app.id });
  return platformKustomization(plan, { metadata, path: directoryOfApp(wall), prune: true, deletionPolicy: 'Orphan' });
}

function tenantKustomization(plan: EnvironmentPlan, tenant: Tenant, path: string): GeneratedObject {
  const metadata = metadataOf({ name: `${teamName(tenant.owner, plan)}-apps`, namespace: plan.settings.flux.namespace });
  const dependsOn = tenant.walls.map(({ name }) => ({ name }));
  const keeps = keepsObjects(plan);
  return platformKustomization(plan, { metadata, path, prune: !keeps, deletionPolicy: keeps ? 'Orphan' : 'Delete', dependsOn });
}

function tenantFiles(plan: EnvironmentPlan, tenant: Tenant, directory: string): ReadonlyMap<string, string> {
  const homes = [...new Set(tenant.apps.map(({ namespace }) => namespace))].toSorted();
  const withHelm = homes.filter((home) => tenant.apps.some(({ app, namespace }) => app.renderer.kind === 'helm' && namespace === home));
  return folder(directory, {
    '_source.yaml': homes.map((namespace) => tenantSource(plan, tenant, namespace)),
    '_helm-storage.yaml': withHelm.flatMap((namespace) => helmStorage(plan, namespace)),
    ...Object.fromEntries(
      tenant.apps.map((one) => [
        `${one.app.name}.yaml`,
        one.app.renderer.kind === 'helm'
          ? [...chartSource(plan, one), appHelmRelease(plan, tenant, one)]
          : [appKustomization(plan, tenant, one)],
      ]),
    ),
  });
}

/** helm-controller keeps what it installed in Secrets of the namespace, and does so as the tenant. */
function helmStorage({ settings }: EnvironmentPlan, namespace: string): readonly GeneratedObject[] {
  const rbac = 'rbac.authorization.k8s.io';
  const name = `${settings.tenantAccount}-helm-storage`;
  return [
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata: metadataOf({ name, namespace }), rules: rulesFor(['secrets']) },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: metadataOf({ name, namespace }),
      roleRef: { apiGroup: rbac, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: settings.tenantAccount, namespace }],
    },
  ];
}
