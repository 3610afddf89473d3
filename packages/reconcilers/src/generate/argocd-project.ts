// What may the Applications of a team, and those of the platform, do on a cluster that runs Argo CD?
import type { EnvironmentPlan, GeneratedObject, Tenant } from './model.ts';
import { keepsObjects } from './model.ts';
import { metadataOf, teamName } from './text.ts';

/** Kinds that are walls: a team that could write them would move its own. */
const WALL_KINDS = [
  { group: '', kind: 'LimitRange' },
  { group: '', kind: 'ResourceQuota' },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
  { group: 'rbac.authorization.k8s.io', kind: 'Role' },
  { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
];

interface Project {
  readonly name: string;
  readonly spec: GeneratedObject;
}

function project(plan: EnvironmentPlan, { name, spec }: Project): GeneratedObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      ...metadataOf({ name, namespace: plan.settings.argocd.namespace }),
      // Not deleted while an Application is in it.
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: { sourceNamespaces: [], ...spec },
  };
}

/** Where the project may read from and write to, and as whom. */
function bounds(plan: EnvironmentPlan, namespaces: readonly string[], account: string): GeneratedObject {
  const { server, permitOnlyProjectScopedClusters } = plan.settings.argocd;
  return {
    destinations: namespaces.map((namespace) => ({ server, namespace })),
    destinationServiceAccounts: namespaces.map((namespace) => ({ server, namespace, defaultServiceAccount: account })),
    ...(permitOnlyProjectScopedClusters === undefined ? {} : { permitOnlyProjectScopedClusters }),
    ...(keepsObjects(plan) ? prodBounds(plan) : {}),
  };
}

function prodBounds(plan: EnvironmentPlan): GeneratedObject {
  const windows = plan.settings.argocd.syncWindows;
  if (windows.length === 0) return {};
  return { syncWindows: windows.map((window) => ({ applications: ['*'], timeZone: 'UTC', manualSync: false, ...window })) };
}

function integrity({ settings }: EnvironmentPlan): GeneratedObject {
  const { signingKeys } = settings.argocd;
  if (signingKeys.length === 0) return {};
  const gpg = { mode: 'head', keys: signingKeys };
  return { sourceIntegrity: { git: { policies: [{ repos: [{ url: settings.url }], gpg }] } } };
}

/** What people of a group may do with the Applications of a project. Writes go through Git; in prod even a sync does. */
function role(projectName: string, group: string, writes: boolean): GeneratedObject {
  const name = writes ? 'operator' : 'reader';
  const allow = (resource: string, action: string): string =>
    `p, proj:${projectName}:${name}, ${resource}, ${action}, ${projectName}/*, allow`;
  return {
    name,
    groups: [group],
    policies: [allow('applications', 'get'), allow('logs', 'get'), ...(writes ? [allow('applications', 'sync')] : [])],
  };
}

/** One project per team and environment. Charts of a registry are named one by one, next to the one repository. */
export function tenantProject(plan: EnvironmentPlan, tenant: Tenant): GeneratedObject {
  const { settings } = plan;
  const name = teamName(tenant.owner, plan);
  const charts = tenant.apps.flatMap(({ app }) =>
    app.renderer.kind === 'helm' && app.renderer.chart.startsWith('oci://') ? [app.renderer.chart] : [],
  );
  return project(plan, {
    name,
    spec: {
      description: `Apps of ${tenant.owner} in ${plan.environment.name}`,
      sourceRepos: [settings.url, ...new Set(charts)],
      ...bounds(plan, tenant.namespaces, settings.tenantAccount),
      ...integrity(plan),
      clusterResourceWhitelist: [],
      namespaceResourceBlacklist: WALL_KINDS,
      orphanedResources: { warn: true },
      roles: [role(name, `${settings.groupPrefix}${tenant.owner}`, !keepsObjects(plan))],
    },
  });
}

/** Namespaces with their walls, and the reconciler objects themselves: nothing that a team owns. */
export function platformProject(plan: EnvironmentPlan): GeneratedObject {
  const { settings } = plan;
  const name = teamName('platform', plan);
  const { namespace } = settings.argocd;
  const namespaces = [...new Set(plan.walls.map((wall) => wall.namespace))].toSorted();
  const argo = ['AppProject', 'Application', 'ApplicationSet'].map((kind) => ({ group: 'argoproj.io', kind }));
  return project(plan, {
    name,
    spec: {
      description: `Namespaces and reconciler objects of ${plan.environment.name}`,
      sourceRepos: [settings.url],
      ...bounds(plan, [namespace, ...namespaces], `${namespace}:${settings.platformAccount}`),
      ...integrity(plan),
      clusterResourceWhitelist: namespaces.map((one) => ({ group: '', kind: 'Namespace', name: one })),
      namespaceResourceWhitelist: [...argo, { group: '', kind: 'ServiceAccount' }, ...WALL_KINDS],
      ...(settings.platformGroup === undefined ? {} : { roles: [role(name, settings.platformGroup, true)] }),
    },
  });
}

/** The project that Argo CD makes by itself allows everything; an Application that forgot to name one lands in it. */
export function emptiedDefaultProject(plan: EnvironmentPlan): GeneratedObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: metadataOf({ name: 'default', namespace: plan.settings.argocd.namespace }),
    spec: {
      description: 'Nothing may be in this project',
      sourceRepos: [],
      destinations: [],
      sourceNamespaces: [],
      clusterResourceWhitelist: [],
      namespaceResourceBlacklist: [{ group: '*', kind: '*' }],
    },
  };
}
