// Which ids has an object for kustomize while it is being built?
// Rules: sigs.k8s.io/kustomize/kyaml resid/resid.go and openapi/openapi.go (5.8.1).

/** Kind, name and effective namespace: an object without one stands in `default`, one of a cluster-scoped kind in no namespace at all. */
export interface Identity {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

const CLUSTER_SCOPED = new Map<string, readonly string[]>([
  ['admissionregistration.k8s.io/v1', ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']],
  ['admissionregistration.k8s.io/v1beta1', ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']],
  ['apiextensions.k8s.io/v1', ['CustomResourceDefinition']],
  ['apiextensions.k8s.io/v1beta1', ['CustomResourceDefinition']],
  ['apiregistration.k8s.io/v1', ['APIService']],
  ['apiregistration.k8s.io/v1beta1', ['APIService']],
  ['certificates.k8s.io/v1', ['CertificateSigningRequest']],
  ['certificates.k8s.io/v1beta1', ['CertificateSigningRequest']],
  ['flowcontrol.apiserver.k8s.io/v1beta1', ['FlowSchema', 'PriorityLevelConfiguration']],
  ['networking.k8s.io/v1', ['IngressClass']],
  ['networking.k8s.io/v1beta1', ['IngressClass']],
  ['node.k8s.io/v1', ['RuntimeClass']],
  ['node.k8s.io/v1beta1', ['RuntimeClass']],
  ['policy/v1beta1', ['PodSecurityPolicy']],
  ['rbac.authorization.k8s.io/v1', ['ClusterRole', 'ClusterRoleBinding']],
  ['rbac.authorization.k8s.io/v1beta1', ['ClusterRole', 'ClusterRoleBinding']],
  ['scheduling.k8s.io/v1', ['PriorityClass']],
  ['scheduling.k8s.io/v1beta1', ['PriorityClass']],
  ['storage.k8s.io/v1', ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment']],
  ['storage.k8s.io/v1beta1', ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment']],
  ['v1', ['ComponentStatus', 'Namespace', 'Node', 'NodeProxyOptions', 'PersistentVolume']],
]);

/** What the schema inside kustomize knows to be cluster-scoped. It is that of Kubernetes 1.21, so newer kinds and all custom ones are missing. */
export const kustomizeKnowsClusterScoped = (apiVersion: string, kind: string): boolean =>
  CLUSTER_SCOPED.get(apiVersion)?.includes(kind) ?? false;

/** Group and version of an apiVersion; the group of the core API is ''. */
export const groupVersion = (apiVersion: string): { readonly group: string; readonly version: string } => {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? { group: '', version: apiVersion } : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
};

/** The identity of an object with this namespace, as kustomize compares it. */
export const identityOf = (
  apiVersion: string,
  kind: string,
  of: { readonly name: string; readonly namespace: string | undefined },
): Identity => ({
  kind,
  name: of.name,
  namespace: kustomizeKnowsClusterScoped(apiVersion, kind) ? '_non_namespaceable_' : of.namespace || 'default',
});
