// What does the core need from the outside? Ports speak text and plain data, so that an adapter knows no domain.
import type { FairwayError } from './errors.ts';
import type { LockedSource, SourceRequest } from './lock.ts';
import type { ResolvedTool } from './tools.ts';

export interface TreeEntry {
  /** Relative to the repository root, forward slashes. */
  readonly path: string;
  readonly kind: 'file' | 'symlink' | 'submodule';
  readonly executable: boolean;
  /** Git object id, where it surely stands for the bytes that `read` gives: clean, and converted by no attribute. */
  readonly blob?: string;
  /** Not to be had as a plain file in `root` (sparse checkout): a renderer needs a materialised copy. */
  readonly offDisk?: boolean;
  /** The bytes are a Git LFS pointer, not the content. In a commit that is taken from attributes, on disk from the bytes too. */
  readonly lfs?: boolean;
  /** Name of another filter driver that attributes ask for. It is never run: a commit gives the bytes as they are stored. */
  readonly filter?: string;
  /** Left unmerged by a merge: the bytes may hold conflict markers. */
  readonly conflict?: boolean;
}

export type ReadResult =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly ignored: boolean }
  | { readonly kind: 'symlink'; readonly target: string; readonly ignored: boolean }
  | { readonly kind: 'directory' }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'absent' };

/** One version of a repository: the work tree (`root` set) or a commit. Listing is fixed when it is opened. */
export interface SourceTree {
  /** Absolute path of the work tree where programs may run in place; absent for a commit. */
  readonly root: string | undefined;
  /** Commit id; for a work tree the one that is checked out. Absent outside git. */
  readonly commit: string | undefined;
  /** Work tree with changes that are not committed. */
  readonly dirty: boolean;
  /** Addresses of the repository's remotes, without credentials; absent: not known. */
  readonly remotes?: readonly string[];
  /** Tracked files, and for a work tree also untracked files that are not ignored. */
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /**
   * Reads many paths in one go; never follows a symlink, at any component. For a work tree an ignored file on disk is read too and
   * marked `ignored`; a path beyond a symlink is `absent`. Files over `maxBytes` (default 64 MiB) come back `too-large`.
   */
  read(paths: Iterable<string>, options?: { readonly maxBytes?: number }): Promise<ReadonlyMap<string, ReadResult>>;
  /** Writes these paths (files and symlinks as they are) below `directory`, which exists. */
  materialise(paths: Iterable<string>, directory: string): Promise<void>;
}

interface RendererRequestBase {
  /** Chosen by the caller, unique in the batch. */
  readonly id: string;
  readonly program: ResolvedTool;
  /** Absolute directory that the program may read: a work tree or a materialised copy. Stripped from messages. */
  readonly root: string;
}

export interface KustomizeRequest extends RendererRequestBase {
  readonly renderer: 'kustomize';
  /** Directory of the kustomization, relative to `root`. */
  readonly path: string;
  readonly loadRestrictor: 'root-only' | 'none';
  /** Set only where every helmCharts entry is a local chart. */
  readonly helm?: ResolvedTool;
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
}

export interface HelmRequest extends RendererRequestBase {
  readonly renderer: 'helm';
  /** Chart directory, relative to `root`. */
  readonly chart: string;
  /** Values files relative to `root`, the last wins. */
  readonly valueFiles: readonly string[];
  readonly releaseName: string;
  readonly namespace: string;
  readonly kubeVersion: string;
  readonly apiVersions: readonly string[];
  readonly includeCrds: boolean;
  /** Values on the command line, after all files, in order: `--set a=b`. A file of `set-file` is relative to `root`. */
  readonly parameters?: readonly {
    readonly flag: 'set' | 'set-string' | 'set-file' | 'set-json' | 'set-literal';
    readonly value: string;
  }[];
  readonly skipTests?: boolean;
  readonly skipSchemaValidation?: boolean;
}

export type RendererRequest = KustomizeRequest | HelmRequest;

export type RendererResult =
  | { readonly id: string; readonly ok: true; readonly stdout: string; readonly stderr: string; readonly milliseconds: number }
  | { readonly id: string; readonly ok: false; readonly error: FairwayError; readonly milliseconds: number };

export interface RendererLimits {
  /** Programs at a time; default: number of cores. */
  readonly concurrency?: number;
  readonly timeoutMs?: number;
  readonly maxOutputBytes?: number;
  readonly signal?: AbortSignal;
}

/** Runs a batch and yields each result as it comes, in no fixed order. One failing request never stops the others. */
export interface RendererPort {
  render(batch: readonly RendererRequest[], limits?: RendererLimits): AsyncIterable<RendererResult>;
}

/** Content-addressed store. A damaged entry reads as absent. Safe for several processes at once. */
export interface CachePort {
  get(key: string): Promise<Uint8Array | undefined>;
  getMany(keys: Iterable<string>): Promise<ReadonlyMap<string, Uint8Array>>;
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Secret of this cache, made on first use, for keyed hashes of redacted values. 32 bytes. */
  hashKey(): Promise<Uint8Array>;
}

/** Unpacked files of an archive: path → bytes. Links, devices and paths that leave it are refused when it is unpacked. */
export type ArchiveFiles = ReadonlyMap<string, Uint8Array>;

/** Archives of sources that live elsewhere, on this machine: `vendor/` of the repository, then the cache. Never the network. */
export interface ArchivePort {
  /** Files of the archive with this digest; undefined: it is not here. The digest is checked before anything is unpacked. */
  files(digest: string): Promise<ArchiveFiles | undefined>;
}

/** Reaches sources over the network: `fairway lock` and `fairway fetch` alone. */
export interface SourcePort {
  /** Finds what a request means now, and brings its archive. */
  resolve(request: SourceRequest): Promise<{ readonly locked: LockedSource; readonly archive: Uint8Array }>;
  /** Brings the archive of a locked source. Throws FairwayError tool-untrusted when the bytes do not have the digest. */
  fetch(locked: LockedSource): Promise<Uint8Array>;
}

/** Scratch directories; all of them are removed when the process ends, also on a signal. */
export interface ScratchPort {
  directory(purpose: string): Promise<string>;
  write(path: string, bytes: Uint8Array | string): Promise<void>;
  remove(directory: string): Promise<void>;
}

/** Writes a whole tree of files below a directory, atomically: the old tree or the new one, never half. */
export interface OutputPort {
  replaceTree(directory: string, files: ReadonlyMap<string, string>): Promise<void>;
  writeFile(path: string, text: string): Promise<void>;
}

/** What a person sees while a run goes on. Everything goes to stderr. */
export interface ProgressPort {
  start(label: string, total: number): void;
  advance(item: string): void;
  finish(): void;
  note(message: string): void;
}
