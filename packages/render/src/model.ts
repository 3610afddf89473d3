// What do the parts of render hand to one another?
import type {
  ArchivePort,
  CachePort,
  ErrorCode,
  ProgressPort,
  RendererPort,
  Report,
  ResolvedTool,
  ScratchPort,
  SourceLocation,
  SourceTree,
} from '@fairway/contracts';
import type { App } from '@fairway/environments';
import type { FindingDraft, ManifestObject } from '@fairway/manifests';
import type { ObjectKey } from '@fairway/reconcilers';

/** One file that a rendering reads, or a symlink that it passes. */
export interface InputFile {
  /** SHA-256 (hex) of the bytes, or of the target of a symlink. */
  readonly hash: string;
  readonly mode: '100644' | '100755' | '120000';
  /** Excluded by .gitignore: a commit will not contain it. */
  readonly ignored: boolean;
}

/** Why an app cannot be rendered, found before any program runs. */
export interface ClosureProblem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly at: SourceLocation;
}

/** A base, chart or file that lives elsewhere. Rendering never fetches it. */
export interface RemoteReference {
  readonly url: string;
  readonly what: 'base' | 'chart' | 'file';
  readonly at: SourceLocation;
}

/** One kustomization file of the closure, parsed. `text` is kept so that a finding can point at line and column. */
export interface KustomizationNode {
  /** Directory, relative to the repository root. */
  readonly directory: string;
  readonly file: string;
  readonly text: string;
  /** As parsed, before kustomize fixes old fields. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly component: boolean;
  /** Directories of `resources`, `bases` and `components` that are kustomizations themselves, in order. */
  readonly children: readonly string[];
  /** Files of `resources` (and of `crds`) in order, relative to the repository root. */
  readonly resources: readonly string[];
}

/** One file of a chart, as helm sees it. */
export interface ChartFile {
  /** Place in the chart, relative to its directory. */
  readonly path: string;
  /** The file that holds the bytes, relative to the repository root: another one where a link leads there. */
  readonly source: string;
}

/**
 * A chart and the `file://` dependencies that must be unpacked under `charts/` of a temporary copy. helm reads a chart directory whole,
 * so that in place it would also read what git ignores: a copy of exactly these files is what a commit contains.
 */
export interface ChartStaging {
  /** Chart directory after links, relative to the repository root. */
  readonly chart: string;
  /** Files that go into the copy, links replaced by what they lead to. For a dependency, without what its `.helmignore` leaves out. */
  readonly files: readonly ChartFile[];
  /** Dependencies by `file://` that are not in `charts/` already, each staged to `charts/<name>` of the copy, recursively. */
  readonly dependencies: readonly { readonly name: string; readonly staging: ChartStaging }[];
}

/** Everything that one app's rendering may depend on. Never too narrow: what is not understood widens it. */
export interface InputClosure {
  readonly files: ReadonlyMap<string, InputFile>;
  /** Directories read whole → names of their entries (files and directories), sorted. */
  readonly listings: ReadonlyMap<string, readonly string[]>;
  /** Paths that are probed and not there, sorted. */
  readonly absent: readonly string[];
  readonly problems: readonly ClosureProblem[];
  readonly remotes: readonly RemoteReference[];
  /** Kustomizations of the closure, the app's own first, each once. Empty for helm and directory apps. */
  readonly kustomizations: readonly KustomizationNode[];
  /** Set for helm apps with a chart in the repository, and for each local chart of `helmCharts`. */
  readonly charts: readonly ChartStaging[];
  /** Some file is not to be had in place (sparse checkout), so that the renderer needs a materialised copy. */
  readonly offDisk: boolean;
  /** Files whose bytes are a Git LFS pointer. */
  readonly lfsPointers: readonly string[];
}

/** Of an app that reads nothing, since it could not be expanded. */
export const EMPTY_CLOSURE: InputClosure = {
  files: new Map(),
  listings: new Map(),
  absent: [],
  problems: [],
  remotes: [],
  kustomizations: [],
  charts: [],
  offDisk: false,
  lfsPointers: [],
};

/** What a check on a rendering may look at. Objects are redacted: Secret values stand as keyed hashes. */
export interface CheckContext {
  readonly app: App;
  readonly objects: readonly ManifestObject[];
  readonly closure: InputClosure;
  /** Text of a file of the closure, undefined where it is absent or no text. */
  readonly read: (path: string) => string | undefined;
  /** CustomResourceDefinitions known beyond this app, e.g. of the same environment. */
  readonly crds: readonly ManifestObject[];
}

export type Check = (context: CheckContext) => readonly FindingDraft[];

/** What `renderRepository` is asked. */
export interface RenderRequest {
  readonly head: SourceTree;
  readonly base?: SourceTree;
  readonly headRef?: string;
  readonly baseRef?: string;
  /** Directory below the repository root that `-C` named; only apps under it are selected. '' is the root. */
  readonly below: string;
  /** Environment names or stages; empty: all. */
  readonly environments: readonly string[];
  /** App names or ids; empty: all. */
  readonly apps: readonly string[];
  /** Environments that the change may touch; undefined: no expectation. */
  readonly expectEnvironments?: readonly string[];
  readonly verifyDeterminism: boolean;
  /** The caller needs every object of the head (`--output`). */
  readonly needObjects: boolean;
  /** Keep Secret values in the objects handed back for `--output`; never in the report. */
  readonly includeSecrets: boolean;
  readonly failOn?: 'critical' | 'high' | 'medium' | 'low' | 'info';
  readonly signal?: AbortSignal;
  readonly concurrency?: number;
  /** Milliseconds that one program may take. */
  readonly timeoutMs?: number;
}

export interface RenderPorts {
  readonly renderer: RendererPort;
  readonly cache: CachePort | undefined;
  readonly scratch: ScratchPort;
  readonly progress: ProgressPort;
  /** Archives of charts and repositories that live elsewhere, for one tree; absent: none are here. */
  readonly archives?: (tree: SourceTree) => ArchivePort;
  /** Finds, or installs, a program. `helm3` and `helm4` are separate rows of the tools manifest. Called only when an app needs it. */
  readonly tool: (name: 'helm3' | 'helm4' | 'kustomize') => Promise<ResolvedTool>;
}

/** One app of the head, with its objects where they were asked for. */
export interface RenderedApp {
  readonly id: string;
  readonly env: string;
  readonly app: string;
  readonly objects: readonly ManifestObject[];
}

export interface RenderOutcome {
  readonly report: Report;
  /** Head objects by app, present when `needObjects` was set; failed apps are absent. */
  readonly rendered: readonly RenderedApp[];
  /** By app id, what a reconciler object took its rendering from: sources, ConfigMaps, Secrets, projects. For the graph. */
  readonly uses: ReadonlyMap<string, readonly ObjectKey[]>;
  /** Milliseconds per phase and cache hits: for stderr and timings.json, never for the report. */
  readonly timings: Readonly<Record<string, number>>;
}
