// Which objects does Argo CD need before it starts?

const LABELS = { 'app.kubernetes.io/part-of': 'argocd' };

const named = (name: string) => ({ name, namespace: 'argocd', labels: { ...LABELS, 'app.kubernetes.io/name': name } });

const EMPTY = ['argocd-rbac-cm', 'argocd-cmd-params-cm', 'argocd-gpg-keys-cm', 'argocd-tls-certs-cm', 'argocd-ssh-known-hosts-cm'];

export interface ArgoSettings {
  /** Are objects applied as the service account that the AppProject names? */
  readonly impersonation: boolean;
}

/** Namespace, ConfigMaps and the Secret: without the label `part-of` they are not seen. */
export const argoObjects = ({ impersonation }: ArgoSettings): readonly object[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: named('argocd-cm'),
    data: {
      'application.sync.impersonation.enabled': String(impersonation),
      'application.resourceTrackingMethod': 'annotation',
      'timeout.reconciliation': '3s',
      'timeout.reconciliation.jitter': '0s',
    },
  },
  ...EMPTY.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: named(name) })),
  // No API server of Argo CD runs, and its settings are refused without a key all the same.
  { apiVersion: 'v1', kind: 'Secret', metadata: named('argocd-secret'), stringData: { 'server.secretkey': 'for-this-test-only' } },
];

/** A project that allows everything, for a comparison of renderings. */
export const openProject = (name: string): object => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name, namespace: 'argocd' },
  spec: {
    sourceRepos: ['*'],
    destinations: [{ server: '*', namespace: '*' }],
    clusterResourceWhitelist: [{ group: '*', kind: '*' }],
  },
});

/** Where a registry or chart repository is, and that it speaks HTTP. `helm` with `oci: true` is a chart registry, `oci` an `oci://` source. */
export const argoRepository = (name: string, { type, url, oci = false }: { type: 'helm' | 'oci'; url: string; oci?: boolean }): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'argocd', labels: { ...LABELS, 'argocd.argoproj.io/secret-type': 'repository' } },
  stringData: { type, url, name, ...(oci ? { enableOCI: 'true' } : {}), insecureOCIForceHttp: 'true' },
});

/** A cluster that ApplicationSets see; nothing is ever applied there. */
export const argoCluster = (
  name: string,
  facts: {
    readonly server: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  },
): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: `cluster-${name.toLowerCase().replaceAll('_', '-')}`,
    namespace: 'argocd',
    labels: { ...facts.labels, 'argocd.argoproj.io/secret-type': 'cluster' },
    annotations: facts.annotations,
  },
  stringData: { name, server: facts.server, config: '{}' },
});
