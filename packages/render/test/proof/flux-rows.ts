// Which feature of Flux is compared by which object, and where are we not equal, and why?

export interface FluxRow {
  readonly feature: string;
  readonly kind: 'Kustomization' | 'HelmRelease';
  /** Objects whose rendering is compared. */
  readonly names: readonly string[];
  /** Why the two are not equal. The test holds that they are not. */
  readonly because?: string;
}

const kustomization = (feature: string, ...names: readonly string[]): FluxRow => ({ feature, kind: 'Kustomization', names });
const release = (feature: string, ...names: readonly string[]): FluxRow => ({ feature, kind: 'HelmRelease', names });

export const FLUX_ROWS: readonly FluxRow[] = [
  kustomization('Kustomization that applies sources, Kustomizations and namespaces', 'flux-system'),
  kustomization('directory without kustomization.yaml, nested, with one in a sub-directory, .sourceignore', 'plain'),
  kustomization('kustomize overlay: bases, generators, replacements, labels', 'overlay'),
  kustomization('components, missing components', 'components'),
  kustomization('patches: strategic merge, JSON 6902, by selector, deletion', 'patches'),
  kustomization('images', 'images'),
  kustomization('targetNamespace, namePrefix, nameSuffix over those of the overlay', 'names'),
  kustomization('commonMetadata', 'common-metadata'),
  kustomization('buildMetadata', 'build-metadata'),
  kustomization('postBuild: substitute, substituteFrom, optional, disabled, all forms of defaults', 'substitute'),
  kustomization('common kinds: workloads, Service, Ingress, claims, budgets, autoscaler, policies, roles', 'workloads'),
  kustomization('variables that nobody gives', 'without-variables'),
  kustomization('postBuild: substituteStrategy: Always', 'always'),
  kustomization('OCIRepository with objects, from fairway.lock', 'artifact'),
  kustomization('nested Kustomization, dependsOn', 'outer', 'inner'),
  kustomization('Secrets', 'secret'),
  kustomization('custom resource definitions, with resources of them', 'definitions'),
  kustomization('YAML: anchors, merge keys, lists, odd words, empty documents', 'yaml'),
  kustomization('GitRepository: ignore', 'other-source'),
  kustomization('GitRepository: include', 'included'),
  kustomization('Kustomization that applies HelmReleases, with variables', 'releases'),
  release('values', 'values'),
  release('valuesFrom: ConfigMap, Secret, valuesKey, targetPath, literal, optional', 'values-from'),
  release('valuesFiles, missing ones', 'values-files'),
  release('targetNamespace, releaseName, names that are too long', 'names', 'named-by-target-and-far-too-long-for-a-name-of-helm'),
  release('reconcileStrategy: Revision', 'revision'),
  release('sub-charts with alias and condition', 'dependencies'),
  release('dependency on a chart beside (file://)', 'dependency-of-the-repository'),
  release('dependency on a chart of an HTTP repository, from fairway.lock', 'dependency-from-elsewhere'),
  release('postRenderers, also of hooks', 'post-renderers', 'post-renderers-no-hooks'),
  release('commonMetadata', 'common-metadata'),
  release('hooks and tests', 'hooks'),
  release('definitions in crds/, also skipped', 'definitions', 'crds-skipped'),
  release('capabilities of the cluster', 'capabilities'),
  {
    ...release('capabilities: API versions that Kubernetes no longer serves', 'versions-gone'),
    because: '`helm template` knows every version that ever was, and Flux asks the cluster',
  },
  { ...release('lookup', 'lookup'), because: 'a rendering never asks a cluster: `lookup` gives nothing' },
  release('words and dates without quotes (`yes`, `2026-01-02`), which Flux reads by the rules of kustomize', 'plain-words'),
  {
    ...release('custom resource without namespace, whose definition another app brings', 'stranger'),
    because: 'only the definitions of the app itself say that the kind has a namespace: we write none',
  },
  release('chart of an HTTP repository, by range, from fairway.lock', 'chart-http'),
  release('chart of an OCI registry, from fairway.lock', 'chart-oci'),
  release('chartRef to an OCIRepository, from fairway.lock', 'chart-ref'),
  release('chartRef to a HelmChart', 'chart-object'),
];

/** Objects that neither renders. */
export const FLUX_REFUSED: { readonly feature: string } = {
  feature: 'refused by both: a variable without value, a missing directory, a missing ConfigMap of variables, one object twice',
};

/** Rows that need no comparison. */
export const FLUX_NOT_LOOKED_AT: readonly { readonly feature: string; readonly because: string }[] = [
  { feature: 'Bucket', because: 'it holds whatever was put there last; the object is named as not looked at' },
  {
    feature: 'values of Secrets that are encrypted (SOPS, sealed) or made in the cluster',
    because: 'they are not to be had; the app says so',
  },
];
