// What does each release of Flux and of Argo CD embed, and how does it call helm and kustomize?

/** A minor release, as its newest known patch does it. */
export interface ReleaseRow {
  readonly kind: 'argocd' | 'flux';
  /** Major and minor. */
  readonly version: string;
  /** Release of kustomize: embedded as a library by Flux, called as a program by Argo CD. */
  readonly kustomize: string;
  readonly helm: { readonly major: '3' | '4'; readonly version: string };
  /** May a kustomization read files outside of its directory? Flux bounds it to the source as a whole. */
  readonly loadRestrictor: 'none' | 'root-only';
  /** Flux: is a variable of postBuild without value and default an error, when nobody says so? */
  readonly strictSubstitution: boolean;
  /** Flux: does a post-renderer get hooks, when the HelmRelease does not say? */
  readonly postRenderHooks: 'nohooks' | 'combined';
  /** Flux: versions of the HelmRelease API that it serves. */
  readonly helmReleaseVersions: readonly string[];
  /** Flux: does it know `spec.postRenderStrategy`, `spec.commonMetadata` and `literal` of valuesFrom of a HelmRelease? */
  readonly postRenderStrategyField: boolean;
  readonly helmCommonMetadata: boolean;
  readonly valuesLiteral: boolean;
  /** Flags of `helm template`, for Argo CD. */
  readonly helmFlags: readonly string[];
  /** Are Kubernetes version and API versions of the cluster given to helm inside of a kustomization? */
  readonly kustomizeHelmVersions: boolean;
  /** Where the facts stand: module@version and file. */
  readonly sources: readonly string[];
  readonly notes: readonly string[];
  /** What the patches before one did in another way. */
  readonly earlier?: { readonly beforePatch: number; readonly postRenderHooks: ReleaseRow['postRenderHooks'] };
}

type Flux = Partial<ReleaseRow> & Pick<ReleaseRow, 'version' | 'kustomize' | 'helm' | 'sources'>;

/** What most releases of Flux have in common; the load restrictor is off, and the file system ends at the source. */
function flux(row: Flux): ReleaseRow {
  return {
    kind: 'flux',
    loadRestrictor: 'none',
    strictSubstitution: false,
    postRenderHooks: 'nohooks',
    helmReleaseVersions: ['v2', 'v2beta2', 'v2beta1'],
    postRenderStrategyField: false,
    helmCommonMetadata: false,
    valuesLiteral: false,
    helmFlags: [],
    kustomizeHelmVersions: false,
    notes: [],
    ...row,
  };
}

const ARGO_FLAGS = ['--name-template', '--namespace', '--kube-version', '--api-versions', '--include-crds'];
const SKIP_FLAGS = ['--skip-schema-validation', '--skip-tests'];

type Argo = Partial<ReleaseRow> & Pick<ReleaseRow, 'version' | 'kustomize' | 'helm'> & { readonly module: string };

/** Argo CD calls the programs of its image: kustomize with its default load restrictor, helm with facts of the cluster. */
function argo({ module, ...row }: Argo): ReleaseRow {
  return {
    kind: 'argocd',
    loadRestrictor: 'root-only',
    strictSubstitution: false,
    postRenderHooks: 'nohooks',
    helmReleaseVersions: [],
    postRenderStrategyField: false,
    helmCommonMetadata: false,
    valuesLiteral: false,
    helmFlags: [...ARGO_FLAGS, ...SKIP_FLAGS],
    kustomizeHelmVersions: true,
    sources: [`${module} hack/tool-versions.sh`, `${module} util/helm/cmd.go`],
    notes: [],
    ...row,
  };
}

/** Oldest first, Flux before Argo CD. */
export const RELEASES: readonly ReleaseRow[] = [
  flux({
    version: '2.3',
    kustomize: '5.4.1',
    helm: { major: '3', version: '3.14.4' },
    sources: ['github.com/fluxcd/flux2/v2@v2.3.0 go.mod', 'github.com/fluxcd/source-controller@v1.3.0 go.mod'],
    notes: ['the changelog of its controllers says kustomize 5.4.0, the modules of the release are those of 5.4.1'],
  }),
  flux({
    version: '2.4',
    kustomize: '5.4.3',
    helm: { major: '3', version: '3.16.1' },
    sources: ['github.com/fluxcd/flux2/v2@v2.4.0 go.mod', 'github.com/fluxcd/helm-controller@v1.6.4 CHANGELOG.md'],
  }),
  flux({
    version: '2.5',
    kustomize: '5.6.0',
    helm: { major: '3', version: '3.17.0' },
    sources: ['github.com/fluxcd/flux2/v2@v2.5.0 go.mod'],
  }),
  flux({
    version: '2.6',
    kustomize: '5.6.0',
    helm: { major: '3', version: '3.17.3' },
    sources: ['github.com/fluxcd/flux2/v2@v2.6.0 go.mod', 'github.com/fluxcd/kustomize-controller@v1.6.0 go.mod'],
  }),
  flux({
    version: '2.7',
    kustomize: '5.7.1',
    helm: { major: '3', version: '3.19.2' },
    helmReleaseVersions: ['v2', 'v2beta2'],
    helmCommonMetadata: true,
    sources: [
      'github.com/fluxcd/flux2/v2@v2.7.5 go.mod',
      'github.com/fluxcd/kustomize-controller@v1.7.3 go.mod',
      'github.com/fluxcd/helm-controller/api@v1.4.0 v2/helmrelease_types.go',
    ],
    notes: ['the flux program itself has newer kustomize modules than its controllers, which pin 5.7.1'],
  }),
  flux({
    version: '2.8',
    kustomize: '5.8.1',
    helm: { major: '4', version: '4.1.1' },
    earlier: { beforePatch: 6, postRenderHooks: 'combined' },
    helmReleaseVersions: ['v2'],
    helmCommonMetadata: true,
    sources: [
      'github.com/fluxcd/flux2/v2@v2.8.0 go.mod',
      'github.com/fluxcd/source-controller@v1.8.0 go.mod',
      'github.com/fluxcd/helm-controller@v1.6.4 CHANGELOG.md',
    ],
    notes: [
      'later patches have helm 4.1.3 and 4.2.0',
      'up to 2.8.5 post-renderers get hooks, too: https://github.com/fluxcd/helm-controller/pull/1470',
    ],
  }),
  flux({
    version: '2.9',
    kustomize: '5.8.1',
    helm: { major: '4', version: '4.2.4' },
    strictSubstitution: true,
    postRenderHooks: 'combined',
    helmReleaseVersions: ['v2'],
    postRenderStrategyField: true,
    helmCommonMetadata: true,
    valuesLiteral: true,
    sources: [
      'github.com/fluxcd/flux2/v2@v2.9.5 go.mod',
      'github.com/fluxcd/helm-controller@v1.6.4 go.mod',
      'github.com/fluxcd/kustomize-controller@v1.9.6 internal/features/features.go',
    ],
    notes: ['with the feature gate UseHelm3Defaults, hooks are kept from post-renderers'],
  }),
  argo({
    module: 'github.com/argoproj/argo-cd/v2@v2.12.3',
    version: '2.12',
    kustomize: '5.4.2',
    helm: { major: '3', version: '3.15.2' },
    helmFlags: ARGO_FLAGS,
    kustomizeHelmVersions: false,
    notes: ['parameters to skip tests and schema validation are not known yet'],
  }),
  argo({
    module: 'github.com/argoproj/argo-cd/v2@v2.13.9',
    version: '2.13',
    kustomize: '5.4.3',
    helm: { major: '3', version: '3.15.4' },
    helmFlags: ARGO_FLAGS,
    notes: ['parameters to skip tests and schema validation are not known yet'],
  }),
  argo({ module: 'github.com/argoproj/argo-cd/v2@v2.14.21', version: '2.14', kustomize: '5.4.3', helm: { major: '3', version: '3.16.3' } }),
  argo({ module: 'github.com/argoproj/argo-cd/v3@v3.0.23', version: '3.0', kustomize: '5.6.0', helm: { major: '3', version: '3.17.1' } }),
  argo({ module: 'github.com/argoproj/argo-cd/v3@v3.1.16', version: '3.1', kustomize: '5.7.0', helm: { major: '3', version: '3.18.4' } }),
  argo({ module: 'github.com/argoproj/argo-cd/v3@v3.2.12', version: '3.2', kustomize: '5.7.0', helm: { major: '3', version: '3.18.4' } }),
  argo({ module: 'github.com/argoproj/argo-cd/v3@v3.3.19', version: '3.3', kustomize: '5.8.1', helm: { major: '3', version: '3.19.4' } }),
  argo({ module: 'github.com/argoproj/argo-cd/v3@v3.4.13', version: '3.4', kustomize: '5.8.1', helm: { major: '3', version: '3.19.4' } }),
  argo({ module: 'github.com/argoproj/argo-cd/v3@v3.5.7', version: '3.5', kustomize: '5.8.1', helm: { major: '4', version: '4.2.1' } }),
];
