// What do profile and overrides decide about a rendering?
import type { ClusterProfile, RendererOverrides } from '@fairway/contracts';
import type { RenderSettings } from './model.ts';

/** Kubernetes version that templates see when nobody says one. */
export const DEFAULT_KUBE_VERSION = '1.36';

/** Load restrictor of each reconciler as it is shipped: Argo CD runs kustomize with root-only, Flux with none. */
const LOAD_RESTRICTOR = { argocd: 'root-only', flux: 'none' } as const;

/**
 * Settings of one environment: the overrides of the environment win over those of fairway.yaml, those over the cluster profile, that
 * over the safe defaults (helm 4, root-only, Kubernetes 1.36, no further API versions). A list replaces a list.
 */
export function renderSettings(
  profile: ClusterProfile['cluster'] | undefined,
  overrides: RendererOverrides | undefined,
  own: RendererOverrides | undefined,
): RenderSettings {
  const reconciler = profile?.reconciler?.kind;
  return {
    helmMajor: own?.helm ?? overrides?.helm ?? '4',
    loadRestrictor:
      own?.loadRestrictor ?? overrides?.loadRestrictor ?? (reconciler === undefined ? 'root-only' : LOAD_RESTRICTOR[reconciler]),
    kubeVersion: own?.kubernetes ?? overrides?.kubernetes ?? profile?.kubernetes ?? DEFAULT_KUBE_VERSION,
    apiVersions: own?.apiVersions ?? overrides?.apiVersions ?? profile?.apiVersions ?? [],
  };
}
