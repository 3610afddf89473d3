// Which Flux object stands for an app?
import semver from 'semver';
import type { EnvironmentPlan, GeneratedObject, ReconciledApp, Tenant } from './model.ts';
import { keepsObjects } from './model.ts';
import { directoryOfApp, metadataOf } from './text.ts';

/** How often the cluster is compared with Git although nothing changed, how soon a failure is tried again, and how long one try may take. */
export const PACE = { interval: '10m', retryInterval: '1m', timeout: '5m' };

/** A Kustomization for a kustomization or a plain directory. */
export function appKustomization(plan: EnvironmentPlan, tenant: Tenant, one: ReconciledApp): GeneratedObject {
  const { settings } = plan;
  const { decryptionSecret } = settings.flux;
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: metadataOf({ name: one.name, namespace: one.namespace, app: one.app.id }),
    spec: {
      serviceAccountName: settings.tenantAccount,
      sourceRef: { kind: 'GitRepository', name: tenant.owner },
      path: `./${directoryOfApp(one)}`,
      // Only where the overlay says the same: it would overrule what fairway.yaml and the overlay say, and the rendering would differ.
      ...(one.overlayNamespace === one.namespace ? { targetNamespace: one.namespace } : {}),
      ...PACE,
      prune: true,
      wait: true,
      force: false,
      deletionPolicy: keepsObjects(plan) ? 'Orphan' : 'Delete',
      ...(decryptionSecret === undefined ? {} : { decryption: { provider: 'sops', secretRef: { name: decryptionSecret } } }),
    },
  };
}

/** A HelmRelease. `Revision`: a change of a path chart or of a values file counts although the version of the chart stays. */
export function appHelmRelease(plan: EnvironmentPlan, tenant: Tenant, one: ReconciledApp): GeneratedObject {
  const { app, name, namespace } = one;
  if (app.renderer.kind !== 'helm') throw new Error(`${app.id} is no Helm app`);
  const crds = app.renderer.skipCrds ? 'Skip' : 'CreateReplace';
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: metadataOf({ name, namespace, app: app.id }),
    spec: {
      serviceAccountName: plan.settings.tenantAccount,
      releaseName: app.renderer.releaseName,
      targetNamespace: namespace,
      storageNamespace: namespace,
      interval: PACE.interval,
      timeout: PACE.timeout,
      maxHistory: 5,
      ...chartOf(app.renderer, tenant, one),
      driftDetection: { mode: 'enabled' },
      ...postRenderStrategy(plan),
      // The first install is tried again where it stands; an upgrade that fails goes back to what ran.
      install: { createNamespace: false, crds, strategy: { name: 'RetryOnFailure', retryInterval: PACE.retryInterval } },
      upgrade: {
        crds,
        cleanupOnFail: true,
        strategy: { name: 'RemediateOnFailure' },
        remediation: { strategy: 'rollback', retries: 3, remediateLastFailure: true },
      },
      rollback: { cleanupOnFail: true },
    },
  };
}

interface HelmSource {
  readonly chart: string;
  readonly valueFiles: readonly string[];
}

function chartOf({ chart, valueFiles }: HelmSource, tenant: Tenant, one: ReconciledApp): GeneratedObject {
  if (chart.startsWith('oci://')) {
    return { chartRef: { kind: 'OCIRepository', name: one.name }, ...(one.mergedValues === undefined ? {} : { values: one.mergedValues }) };
  }
  // Once any file is named, the chart's own is not taken unless it is named too.
  const own = one.chartValues ? [`${chart}/values.yaml`] : [];
  return {
    chart: {
      spec: {
        chart: `./${chart}`,
        sourceRef: { kind: 'GitRepository', name: tenant.owner },
        interval: '1m',
        reconcileStrategy: 'Revision',
        ...(valueFiles.length === 0 ? {} : { valuesFiles: [...own, ...valueFiles] }),
      },
    },
  };
}

/** The default changed with Flux 2.9, which also brought the field: it is written down where it is known. */
function postRenderStrategy({ environment }: EnvironmentPlan): GeneratedObject {
  const reconciler = environment.profile?.reconciler;
  if (reconciler?.kind !== 'flux') return { postRenderStrategy: 'combined' };
  const version = semver.coerce(reconciler.version);
  return version !== null && semver.lt(version, '2.9.0') ? {} : { postRenderStrategy: 'combined' };
}
