// What does fairway.yaml say about the objects to generate, with defaults filled in?
import type { FairwayConfig, ReconcilersConfig, SyncWindow } from '@fairway/contracts';

/** Prefix of all labels and annotations of ours. */
const PREFIX = 'lks.internal';
/** Annotation with the id of the app that an object stands for, env/app. */
export const APP_ANNOTATION = `${PREFIX}/app`;
/** Label of every object that we generate, so that it can be told from one that a person wrote. */
export const GENERATED_LABEL = `${PREFIX}/generated-by`;
export const GENERATED_VALUE = 'fairway-reconcilers';

/** Default of `reconcilers.kinds`: what the chart lks-app and the kustomize base render. */
const KINDS = ['configmaps', 'serviceaccounts', 'services', 'deployments.apps', 'poddisruptionbudgets.policy'];

export interface GenerateSettings {
  readonly url: string;
  readonly branch: string;
  /** Directory of an environment's objects, with {env} in it. */
  readonly path: string;
  readonly tenantAccount: string;
  readonly platformAccount: string;
  readonly kinds: readonly string[];
  readonly groupPrefix: string;
  readonly platformGroup: string | undefined;
  readonly argocd: {
    readonly namespace: string;
    readonly server: string;
    readonly permitOnlyProjectScopedClusters: boolean | undefined;
    readonly syncWindows: readonly SyncWindow[];
    readonly signingKeys: readonly string[];
  };
  readonly flux: NonNullable<ReconcilersConfig['flux']> & { readonly namespace: string };
  readonly charts: NonNullable<ReconcilersConfig['charts']>;
}

/** Settings of a configuration; undefined where it does not say where the repository is. */
export function generateSettings(config: FairwayConfig | undefined): GenerateSettings | undefined {
  if (config?.repository === undefined) return undefined;
  const { repository, reconcilers = {} } = config;
  const { serviceAccounts, groups, argocd, flux, charts } = reconcilers;
  return {
    url: repository.url,
    branch: repository.branch ?? 'main',
    path: reconcilers.path ?? 'environments/{env}/reconcilers',
    tenantAccount: serviceAccounts?.tenant ?? 'lks-reconciler',
    platformAccount: serviceAccounts?.platform ?? 'lks-platform',
    kinds: reconcilers.kinds ?? KINDS,
    groupPrefix: groups?.prefix ?? '',
    platformGroup: groups?.platform,
    argocd: {
      namespace: argocd?.namespace ?? 'argocd',
      server: argocd?.server ?? 'https://kubernetes.default.svc',
      permitOnlyProjectScopedClusters: argocd?.permitOnlyProjectScopedClusters,
      syncWindows: argocd?.syncWindows ?? [],
      signingKeys: argocd?.signingKeys ?? [],
    },
    flux: { ...flux, namespace: flux?.namespace ?? 'flux-system' },
    charts: charts ?? {},
  };
}
