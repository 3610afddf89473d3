// What is an environment, and what is an app in it, once configuration and inference have spoken?
import type { AppConfig, AppKind, ClusterProfile, ConfigProblem, FairwayConfig, Location, Skipped, Stage } from '@fairway/contracts';

/** How an app is rendered. All paths are relative to the repository root; they may still point at nothing. */
export type AppRenderer =
  | { readonly kind: 'kustomize'; readonly path: string }
  | {
      readonly kind: 'helm';
      /** Chart directory, or an oci:// reference, which is not looked at yet. */
      readonly chart: string;
      readonly valueFiles: readonly string[];
      readonly releaseName: string;
      readonly skipCrds: boolean;
    }
  | { readonly kind: 'directory'; readonly path: string; readonly recurse: boolean };

export interface App {
  /** env/name */
  readonly id: string;
  readonly env: string;
  readonly name: string;
  readonly kind: AppKind;
  /** Directory of the app, relative to the repository root; '' is the root itself. */
  readonly root: string;
  readonly renderer: AppRenderer;
  readonly scope: 'namespace' | 'namespaces' | 'cluster';
  /** Namespaces that the app declares, the first is where it is installed; empty: not declared, no check of it. */
  readonly namespaces: readonly string[];
  readonly config: AppConfig | undefined;
  /** Where the app is declared: app.yaml, or the kustomization or chart that inference found. */
  readonly declaredAt: Location;
  readonly inferred: boolean;
}

/** Settings that decide a rendering, after profile, overrides and defaults. */
export interface RenderSettings {
  readonly helmMajor: '3' | '4';
  readonly loadRestrictor: 'root-only' | 'none';
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
}

export interface Environment {
  /** As written; 'none' for apps without one. */
  readonly name: string;
  readonly stage: Stage | undefined;
  readonly kind: 'permanent' | 'preview' | 'standalone';
  /** Name of the cluster: last segment of the cluster directory. */
  readonly cluster: string | undefined;
  readonly profile: ClusterProfile['cluster'] | undefined;
  readonly promoteFrom: readonly string[];
  readonly render: RenderSettings;
}

/** A reconciler object (Flux Kustomization or HelmRelease, Argo CD Application or ApplicationSet) found in the tree and not expanded. */
export interface ReconcilerObject {
  readonly kind: string;
  readonly name: string;
  readonly at: Location;
}

/** All that configuration and inference say about one side of a repository. */
export interface Discovery {
  readonly config: FairwayConfig | undefined;
  readonly environments: readonly Environment[];
  readonly apps: readonly App[];
  /** Directories that look like an app and are not one, each with its reason. */
  readonly skipped: readonly Skipped[];
  /** Apps that the configuration ignores: id or directory → reason. */
  readonly ignored: readonly { readonly app: string; readonly reason: string }[];
  /** Found and not expanded: the verdict is incomplete. */
  readonly notLookedAt: readonly ReconcilerObject[];
  /** What was inferred, assumed or ambiguous, one sentence each. */
  readonly notes: readonly string[];
  /** Wrong configuration files: nothing can be judged. */
  readonly problems: readonly ConfigProblem[];
}
