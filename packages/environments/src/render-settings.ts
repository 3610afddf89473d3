// What do profile and overrides decide about a rendering?
import type { ClusterProfile, RendererOverrides } from '@fairway/contracts';
import type { RenderSettings } from './model.ts';

/** Kubernetes version that templates see when nobody says one. */
export const DEFAULT_KUBE_VERSION = '1.36';

/** What follows from the release of a reconciler, where nobody says otherwise. */
export type RenderDefaults = Pick<RenderSettings, 'helmMajor' | 'loadRestrictor'>;

/** Where it is not known which reconciler there is. */
const SAFE: RenderDefaults = { helmMajor: '4', loadRestrictor: 'root-only' };
/** As each reconciler is shipped: Argo CD runs kustomize with root-only, Flux with none. */
const SHIPPED: Readonly<Record<'argocd' | 'flux', RenderDefaults>> = { argocd: SAFE, flux: { helmMajor: '4', loadRestrictor: 'none' } };

/** What decides the settings of one environment. */
export interface SettingsSources {
  readonly profile: ClusterProfile['cluster'] | undefined;
  /** Of fairway.yaml for all environments. */
  readonly overrides: RendererOverrides | undefined;
  /** Of the environment itself. */
  readonly own: RendererOverrides | undefined;
  /** By the release of the reconciler; default: by its kind. */
  readonly defaults?: RenderDefaults | undefined;
}

/**
 * Settings of one environment: the overrides of the environment win over those of fairway.yaml, those over the cluster profile, that
 * over what its reconciler does, that over the safe defaults (helm 4, root-only, Kubernetes 1.36, no further API versions). A list
 * replaces a list.
 */
export function renderSettings({ profile, overrides, own, defaults }: SettingsSources): RenderSettings {
  const reconciler = profile?.reconciler?.kind;
  const shipped = defaults ?? (reconciler === undefined ? SAFE : SHIPPED[reconciler]);
  return {
    helmMajor: own?.helm ?? overrides?.helm ?? shipped.helmMajor,
    loadRestrictor: own?.loadRestrictor ?? overrides?.loadRestrictor ?? shipped.loadRestrictor,
    kubeVersion: own?.kubernetes ?? overrides?.kubernetes ?? profile?.kubernetes ?? DEFAULT_KUBE_VERSION,
    apiVersions: own?.apiVersions ?? overrides?.apiVersions ?? profile?.apiVersions ?? [],
  };
}
