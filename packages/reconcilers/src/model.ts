// What goes into the expansion of a Flux or Argo CD object, and what comes out?
import type { ErrorCode, Location, SourceRequest } from '@fairway/contracts';
import type { AfterStep, AppRenderer } from '@fairway/environments';
import type { FindingDraft, ManifestObject } from '@fairway/manifests';

/** A Flux or Argo CD object: rendered by an app, or written in a file that nobody renders. */
export interface SightedObject {
  readonly object: ManifestObject;
  /** Where a person edits it, as far as that is known; never a generated file. */
  readonly at: Location;
}

/** Which object is meant. An absent namespace stands for a cluster-scoped object. */
export interface ObjectKey {
  /** API group without version, '' for the core. */
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** The files of this repository, or of a fetched source that is mounted in it. Paths are relative to the repository root; '' is the root. */
export interface RepositoryFiles {
  /** All files below a directory at any depth, sorted by code units. Symlinks are listed as such and not followed. */
  list(directory: string): readonly string[];
  /** Is it a directory that holds at least one file? */
  isDirectory(path: string): boolean;
  /** Is it a file (or a symlink)? */
  isFile(path: string): boolean;
  /** Bytes of a file; symlinks inside the repository are followed; undefined: absent, no file, or too large (8 MiB). */
  read(path: string): Promise<Uint8Array | undefined>;
}

/** Plain data of a ConfigMap or Secret of the cluster. Values of a Secret are decoded. */
export type DataLookup =
  | { readonly kind: 'found'; readonly data: Readonly<Record<string, string>>; readonly at: Location; readonly secret: boolean }
  /** Encrypted (SOPS), sealed, or made in the cluster (ExternalSecret): the values are not to be had. `reason` is one clause. */
  | { readonly kind: 'hidden'; readonly reason: string; readonly at: Location }
  /** No such object among those known so far. */
  | { readonly kind: 'absent' };

/** A source that is there: its files are mounted at `root`, below a directory that no repository has. For a chart `root` is the chart directory. */
export interface MountedSource {
  readonly ok: true;
  readonly root: string;
  /** What the lock resolved: chart version, manifest digest or commit. */
  readonly revision: string;
}
/** Not in the lock, or not in vendor/ or cache. `message` is one sentence, `hint` names the command. */
export interface MissingSource {
  readonly ok: false;
  readonly message: string;
  readonly hint: string;
}

/** The release that reconciles this cluster: a row of `releases/`. */
export interface ReconcilerRelease {
  readonly kind: 'argocd' | 'flux';
  readonly version: string;
}

/** Facts of a cluster for the Argo CD cluster generator. */
export interface ClusterFacts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly server: string;
}

/** All that an expansion may ask. One world per environment; lookups see the objects known so far, of rendered apps and of loose files. */
export interface World {
  readonly environment: string;
  readonly reconciler: ReconcilerRelease | undefined;
  readonly files: RepositoryFiles;
  readonly find: (key: ObjectKey) => SightedObject | undefined;
  /** All known objects of a kind. */
  readonly all: (group: string, kind: string) => readonly SightedObject[];
  readonly data: (kind: 'ConfigMap' | 'Secret', namespace: string, name: string) => Promise<DataLookup>;
  /** Brings a source that lives elsewhere into `files`, from vendor/ or cache, by the digest of fairway.lock. Never the network. */
  readonly source: (request: SourceRequest) => Promise<MountedSource | MissingSource>;
  /**
   * Is this address the repository that is looked at? By its remotes and by `repository.urls` of fairway.yaml; where neither says so, by the
   * paths that are asked of it: `paths` are those that the asking object needs, relative to the root of the source.
   */
  readonly isSelf: (url: string, paths: readonly string[]) => boolean;
  readonly clusters: readonly ClusterFacts[];
}

/** Why an object cannot be expanded. The app that it stands for is `failed`. */
export interface ExpansionProblem {
  readonly code: ErrorCode;
  /** One sentence that names the object, what was found and what was expected. */
  readonly message: string;
  readonly hint: string;
  readonly at: Location;
}

/** How one app is rendered. Some Argo CD Applications have several. */
export interface ExpandedPart {
  readonly renderer: AppRenderer;
  /** Files that exist for this rendering only: repository path → content. A path that exists already is replaced for this app alone. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** What happens to the objects after the program, in order. */
  readonly after: readonly AfterStep[];
}

export type Expansion =
  | {
      readonly kind: 'app';
      readonly parts: readonly [ExpandedPart, ...ExpandedPart[]];
      readonly findings: readonly FindingDraft[];
      /** What the object depends on, for the graph and for cycles. */
      readonly dependsOn: readonly ObjectKey[];
      /** Objects that the rendering was made from: sources, ConfigMaps, Secrets. For the graph. */
      readonly uses: readonly ObjectKey[];
    }
  /** An ApplicationSet: the Applications that it makes. */
  | {
      readonly kind: 'objects';
      readonly objects: readonly ManifestObject[];
      readonly findings: readonly FindingDraft[];
      /** Generators that were not expanded, one sentence each: something was not looked at. */
      readonly notLookedAt: readonly string[];
      readonly uses: readonly ObjectKey[];
    }
  /** Refers to an object that is not known yet. Asked again when more is known; if nothing more comes, `problem` is told. */
  | { readonly kind: 'waiting'; readonly problem: ExpansionProblem }
  | { readonly kind: 'failed'; readonly problems: readonly [ExpansionProblem, ...ExpansionProblem[]] }
  /** Cannot be looked at from outside of the cluster (SCM generators, jsonnet, a bucket): named, never counted as free of findings. */
  | { readonly kind: 'not-looked-at'; readonly reason: string };

/** Expands one object. Never throws for bad objects; what a lookup throws goes through. */
export type Expand = (sighted: SightedObject, world: World) => Promise<Expansion>;
