// What is learned from bytes once, and holds for both sides of a comparison?
import type { ManifestObject } from '@fairway/manifests';
import type { ParsedKustomization } from './parse-kustomization.ts';

/** What a git blob is, once it was read. */
export interface BlobFact {
  /** SHA-256 (hex) of the bytes, or of a link's target. */
  readonly hash: string;
  readonly lfs: boolean;
  /** Its aliases stand for more than any reader should expand. */
  readonly grows: boolean;
  /** Set when the blob was read as a symlink. */
  readonly target?: string;
}

/** Shared by the head and the base of one run: a blob that both have is read and hashed once, a kustomization is parsed once. */
export interface ClosureMemo {
  readonly blobs: Map<string, BlobFact>;
  /** SHA-256 of a file → its text; only files that had to be parsed. */
  readonly texts: Map<string, string>;
  /** SHA-256 of a kustomization file → what it says. */
  readonly kustomizations: Map<string, ParsedKustomization>;
  /** Git object id → bytes of a small file that an expansion read. */
  readonly contents: Map<string, Uint8Array>;
  /** Git object id → objects of a file that holds reconciler objects; undefined: it is no YAML of objects. */
  readonly written: Map<string, readonly ManifestObject[] | undefined>;
  /** Keys of renderings in which no object says what else is applied. */
  readonly quiet: Set<string>;
}

export function createClosureMemo(): ClosureMemo {
  return { blobs: new Map(), texts: new Map(), kustomizations: new Map(), contents: new Map(), written: new Map(), quiet: new Set() };
}
