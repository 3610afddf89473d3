// Where does Flux take the files of a team from?
import type { EnvironmentPlan, GeneratedObject, ReconciledApp, Tenant } from './model.ts';
import { metadataOf } from './text.ts';

const SOURCE = 'source.toolkit.fluxcd.io/v1';

interface Source {
  readonly name: string;
  readonly namespace: string;
  /** Files that are no manifests although they look like it. */
  readonly ignored?: readonly string[];
}

/** The repository, as an object of its own for each tenant: references into another namespace are switched off. */
export function gitRepository({ settings }: EnvironmentPlan, { name, namespace, ignored = [] }: Source): GeneratedObject {
  const { gitSecret, signingSecret } = settings.flux;
  return {
    apiVersion: SOURCE,
    kind: 'GitRepository',
    metadata: metadataOf({ name, namespace }),
    spec: {
      url: settings.url,
      ref: { branch: settings.branch },
      interval: '1m',
      timeout: '1m',
      ...(ignored.length === 0 ? {} : { ignore: `${ignored.map((path) => `/${path}`).join('\n')}\n` }),
      ...(gitSecret === undefined ? {} : { secretRef: { name: gitSecret } }),
      ...(signingSecret === undefined ? {} : { verify: { mode: 'HEAD', secretRef: { name: signingSecret } } }),
    },
  };
}

/** Where a tenant's apps have a kustomization of their own, Flux reads that; a plain directory is read file by file, app.yaml among them. */
export function tenantSource(plan: EnvironmentPlan, tenant: Tenant, namespace: string): GeneratedObject {
  const ignored = tenant.apps.flatMap(({ app }) => (app.renderer.kind === 'directory' ? [app.declaredAt.file] : []));
  return gitRepository(plan, { name: tenant.owner, namespace, ignored });
}

/** A chart of a registry, by the digest of app.yaml: what stands behind a tag may change, a digest cannot. */
export function chartSource({ settings }: EnvironmentPlan, { app, namespace, name }: ReconciledApp): readonly GeneratedObject[] {
  const { renderer, config } = app;
  if (renderer.kind !== 'helm' || !renderer.chart.startsWith('oci://') || config?.renderer?.kind !== 'helm') return [];
  const { pullSecret, identities } = settings.charts;
  return [
    {
      apiVersion: SOURCE,
      kind: 'OCIRepository',
      metadata: metadataOf({ name, namespace, app: app.id }),
      spec: {
        url: renderer.chart,
        ref: { digest: config.renderer.digest },
        interval: '10m',
        timeout: '1m',
        layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
        ...(pullSecret === undefined ? {} : { secretRef: { name: pullSecret } }),
        ...(identities === undefined ? {} : { verify: { provider: 'cosign', matchOIDCIdentity: identities } }),
      },
    },
  ];
}
