// Which files does a cluster with Argo CD sync?
import { platformAccount } from './accounts.ts';
import { applicationSets, SYNC_POLICY } from './argocd-application-set.ts';
import { emptiedDefaultProject, platformProject, tenantProject } from './argocd-project.ts';
import type { EnvironmentPlan, GeneratedObject, ReconciledApp } from './model.ts';
import { keepsObjects } from './model.ts';
import { directoryOfApp, folder, metadataOf, teamName } from './text.ts';

/**
 * `argocd/` is applied once, by an administrator: the platform's account, its project, and the Application that from then on syncs
 * `argocd/objects/`.
 */
export function argocdFiles(plan: EnvironmentPlan): ReadonlyMap<string, string> {
  const directory = `${plan.directory}/argocd`;
  const { namespace } = plan.settings.argocd;
  const own = ['applications.argoproj.io', 'applicationsets.argoproj.io', 'appprojects.argoproj.io'];
  const tenants = plan.tenants.map(
    (tenant) => [`${tenant.owner}.yaml`, [tenantProject(plan, tenant), ...applicationSets(plan, tenant)]] as const,
  );
  return new Map([
    ...folder(directory, {
      'account.yaml': platformAccount(plan, { namespace, everywhere: [], own }),
      'project.yaml': [platformProject(plan)],
      'root.yaml': [rootApplication(plan, `${directory}/objects`)],
    }),
    ...folder(`${directory}/objects`, {
      '_default-project.yaml': [emptiedDefaultProject(plan)],
      '_namespaces.yaml': plan.walls.map((wall) => wallApplication(plan, wall)),
      ...Object.fromEntries(tenants),
    }),
  ]);
}

interface PlatformApplication {
  readonly metadata: GeneratedObject;
  readonly path: string;
  readonly namespace: string;
  readonly prune: boolean;
}

function platformApplication(plan: EnvironmentPlan, { metadata, path, namespace, prune }: PlatformApplication): GeneratedObject {
  const { settings } = plan;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata,
    spec: {
      project: teamName('platform', plan),
      destination: { server: settings.argocd.server, namespace },
      source: { repoURL: settings.url, targetRevision: settings.branch, path },
      syncPolicy: { ...SYNC_POLICY, automated: { ...SYNC_POLICY.automated, prune } },
      revisionHistoryLimit: 10,
    },
  };
}

/** A namespace with its walls, before everything that lives in it. */
function wallApplication(plan: EnvironmentPlan, wall: ReconciledApp): GeneratedObject {
  const annotations = { 'argocd.argoproj.io/sync-wave': '-10' };
  return platformApplication(plan, {
    metadata: metadataOf({ name: wall.name, namespace: plan.settings.argocd.namespace, app: wall.app.id, annotations }),
    path: directoryOfApp(wall),
    namespace: wall.namespace,
    prune: true,
  });
}

function rootApplication(plan: EnvironmentPlan, path: string): GeneratedObject {
  const { namespace } = plan.settings.argocd;
  return platformApplication(plan, {
    metadata: metadataOf({ name: `lks-reconcilers-${plan.environment.name}`, namespace }),
    path,
    namespace,
    prune: !keepsObjects(plan),
  });
}
