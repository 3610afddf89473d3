// What is an environment, and what is an app in it, once configuration and inference have spoken?
import type {
  AppConfig,
  AppKind,
  ClusterProfile,
  ConfigProblem,
  FairwayConfig,
  Location,
  ObjectRef,
  Skipped,
  Stage,
} from '@fairway/contracts';

/** A value that is set on helm's command line, after all values files: `--set`, `--set-string`, `--set-file` (repository path), `--set-json`, `--set-literal`. */
export interface HelmParameter {
  readonly flag: 'set' | 'set-string' | 'set-file' | 'set-json' | 'set-literal';
  /** `path=value` as helm reads it. */
  readonly value: string;
}

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
      /** Namespace of the release; default: the first namespace that the app declares, else `default`. */
      readonly namespace?: string;
      readonly parameters?: readonly HelmParameter[];
      /** Leave out hooks that are tests (`--skip-tests`). */
      readonly skipTests?: boolean;
      readonly skipSchemaValidation?: boolean;
      /** Flux sends the output of helm through kustomize, whatever the release says: it reads plain words and dates in another way. */
      readonly outputReader?: 'kustomize';
    }
  | {
      readonly kind: 'directory';
      readonly path: string;
      readonly recurse: boolean;
      /** Exactly these files, in this order, instead of what the directory holds. */
      readonly files?: readonly string[];
    };

/** Objects that a step does not get to see, and that stay as they are: hooks of helm, and definitions from the `crds/` directory of a chart. */
export type UnseenObjects = readonly ('hooks' | 'crds')[];

/** What a reconciler does to rendered objects before it applies them. Steps run in order, each over the result of the one before. */
export type AfterStep =
  /** A kustomization over the objects, which stand as its only resource: helm post-renderers. Its fields but `resources`, paths not allowed. */
  | { readonly kind: 'kustomize'; readonly kustomization: Readonly<Record<string, unknown>>; readonly except?: UnseenObjects }
  /** Flux postBuild: `${VAR}` in the text of each object. `strict`: a variable without value and default is an error. */
  | { readonly kind: 'substitute'; readonly variables: Readonly<Record<string, string>>; readonly strict: boolean }
  | {
      readonly kind: 'metadata';
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
      readonly except?: UnseenObjects;
    }
  /** Namespaced objects without a namespace get this one. `strip`: cluster-scoped objects lose theirs, as Argo CD does it. */
  | { readonly kind: 'default-namespace'; readonly namespace: string; readonly strip?: boolean }
  /** SOPS ciphertext becomes a marked placeholder with a stable pseudo-hash; the `sops` block goes. */
  | { readonly kind: 'placeholders' }
  /** These texts came from a Secret: wherever they stand in the objects, a keyed mark replaces them. */
  | { readonly kind: 'mask'; readonly texts: readonly string[] };

/** The reconciler object that makes an app. */
export interface ReconciledBy {
  readonly object: ObjectRef;
  /** Where a person edits it, as far as that is known. */
  readonly at: Location;
  /** Id of the app whose rendering holds the object; undefined: written in a file. */
  readonly parent: string | undefined;
  /** Ids or object texts of what must be there before. */
  readonly dependsOn: readonly string[];
}

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
  /** Set where a Flux or Argo CD object makes the app. */
  readonly reconciledBy?: ReconciledBy;
  /** What the reconciler does to the objects after the program. */
  readonly after?: readonly AfterStep[];
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
  /** Why, as one clause; absent: nobody tried. */
  readonly reason?: string;
}

/** Such an object, or a source that it names, as it stands in a file. */
export interface WrittenReconciler extends ReconcilerObject {
  /** Environment by the path of the file. */
  readonly env: string;
  /** No kustomization names the file and no chart holds it: somebody applies it as it is. */
  readonly loose: boolean;
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
  /** Flux and Argo CD objects in files, whatever directory was asked for: from these, apps are found. */
  readonly reconcilers: readonly WrittenReconciler[];
  /** What was inferred, assumed or ambiguous, one sentence each. */
  readonly notes: readonly string[];
  /** Wrong configuration files: nothing can be judged. */
  readonly problems: readonly ConfigProblem[];
}
