// Which feature of Argo CD is compared by which Application, and where are we not equal, and why?

export type ArgoTree = 'argo-examples' | 'appset-examples' | 'argo-features' | 'fairway';

export interface ArgoRow {
  readonly feature: string;
  readonly tree: ArgoTree;
  /** Applications whose objects are compared. */
  readonly applications?: readonly string[];
  /** ApplicationSets whose Applications are compared. */
  readonly sets?: readonly string[];
  /** Why the two are not equal: nothing is compared then. */
  readonly because?: string;
}

const examples = (feature: string, ...applications: readonly string[]): ArgoRow => ({ feature, tree: 'argo-examples', applications });
const sets = (feature: string, ...names: readonly string[]): ArgoRow => ({ feature, tree: 'appset-examples', sets: names });
const features = (feature: string, ...applications: readonly string[]): ArgoRow => ({ feature, tree: 'argo-features', applications });

export const ARGO_ROWS: readonly ArgoRow[] = [
  examples('directory', 'directory'),
  examples('directory: recurse, exclude', 'directory-recurse'),
  examples('directory: include', 'directory-include'),
  { ...examples('directory: Jsonnet', 'directory-jsonnet'), because: 'Jsonnet is not evaluated; the app is named as not looked at' },
  examples('kustomize overlay', 'kustomize', 'kustomize-yml'),
  examples('kustomize: images', 'kustomize-images'),
  examples('kustomize: common labels and annotations, with variables', 'kustomize-labels'),
  examples('kustomize: labels without selectors, in templates', 'kustomize-labels-plain'),
  examples('kustomize: prefix, suffix, namespace, replicas', 'kustomize-names'),
  examples('kustomize: patches, components, missing components', 'kustomize-patches'),
  features('kustomize: generators and replacements', 'generators'),
  examples('helm chart of the repository, with CRDs, tests and hooks', 'helm'),
  examples('helm: value files, missing ones, values', 'helm-values'),
  examples('helm: value files by pattern', 'helm-values-glob'),
  examples('helm: valuesObject', 'helm-values-object'),
  examples('helm: parameters, file parameters, variables', 'helm-parameters'),
  examples('helm: release name, namespace, skipped CRDs, tests and schema', 'helm-release'),
  examples('.argocd-source.yaml, also of one Application', 'helm-overrides', 'helm-overrides-common'),
  features('helm: sub-charts with alias and condition', 'sub-charts'),
  features('helm: capabilities of the cluster', 'capabilities'),
  examples('several sources, values by $ref', 'multi-source'),
  features('several sources of directories', 'two-directories'),
  features('chart of an HTTP repository, by range, from fairway.lock', 'chart-http'),
  features('chart of an OCI registry, from fairway.lock', 'chart-oci'),
  features('oci:// source with path . by digest, from fairway.lock', 'chart-digest'),
  features('chart of an HTTP repository with values from Git', 'chart-with-values'),
  features('app of apps', 'root'),
  features('hooks and waves of Argo CD', 'hooks'),
  features('default namespace, cluster-scoped kinds', 'namespaces'),
  features('YAML: anchors, merge keys, odd numbers, empty documents', 'odd-yaml'),
  features('Secrets', 'secret'),
  examples('AppProject that the repository does not hold', 'project-default'),
  {
    ...examples('AppProject that is nowhere', 'project-missing'),
    because: 'Argo CD generates nothing; we render, and say that the project is missing',
  },
  {
    ...examples('source hydrator', 'hydrated'),
    because: 'Argo CD applies a branch that its hydrator writes; we render what it writes there',
  },
  sets('ApplicationSet: list', 'list-go', 'list-yaml', 'list-fast'),
  sets('ApplicationSet: git directories', 'git-directories-go', 'git-directories-fast', 'git-directories-prefix'),
  sets('ApplicationSet: git files', 'git-files-go', 'git-files-fast', 'git-files-array'),
  sets('ApplicationSet: clusters', 'clusters-go', 'clusters-selected', 'clusters-flat'),
  sets('ApplicationSet: matrix', 'matrix-go', 'matrix-dependent', 'matrix-nested'),
  sets('ApplicationSet: merge', 'merge-go', 'merge-fast'),
  sets('ApplicationSet: template of a generator', 'template-override'),
  sets('ApplicationSet: templatePatch', 'template-patch'),
  sets('ApplicationSet: values as an object', 'values-object'),
  sets('ApplicationSet: template functions', 'functions'),
  {
    feature: 'objects of Applications that ApplicationSets make',
    tree: 'appset-examples',
    applications: [
      'list-web-test',
      'dir-web',
      'dir-web-site.v2',
      'dirs-group',
      'file-eu',
      'cluster-eu',
      'matrix-shop-prod',
      'tenant-red',
      'merged-web',
    ],
  },
  {
    ...features('a kind that its app does not define'),
    because: 'Argo CD takes it for namespaced; we leave it as it is written, since it may stand for the whole cluster',
  },
  { feature: 'our own environments dev, test, prod and prod-b', tree: 'fairway' },
];

/** Rows that need no comparison. */
export const NOT_LOOKED_AT: readonly { readonly feature: string; readonly because: string }[] = [
  { feature: 'plugins', because: 'a plugin is a program of the cluster, and none is run; the app is named as not looked at' },
  {
    feature: 'ApplicationSet: SCM provider, pull request, cluster decision, plugin generators',
    because: 'they ask other servers; the set is named as not looked at',
  },
];
