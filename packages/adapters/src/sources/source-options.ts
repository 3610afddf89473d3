// What does reaching a source need, and how much may it take?
import type { Environment } from '../tools/paths.ts';

/** Bytes, counts and milliseconds. */
export interface SourceLimits {
  /** One archive, as it comes. */
  readonly archiveBytes: number;
  /** All files of an archive together. */
  readonly unpackedBytes: number;
  readonly files: number;
  /** index.yaml of a Helm repository. */
  readonly indexBytes: number;
  /** A manifest, a token, a page of tags. */
  readonly documentBytes: number;
  readonly tags: number;
  /** Until a server answers, and between two pieces of an answer. */
  readonly waitMs: number;
  /** One download, or one git program. */
  readonly totalMs: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_SOURCE_LIMITS: SourceLimits = {
  archiveBytes: 64 * MEBIBYTE,
  unpackedBytes: 512 * MEBIBYTE,
  files: 20_000,
  indexBytes: 50 * MEBIBYTE,
  documentBytes: 4 * MEBIBYTE,
  tags: 100_000,
  waitMs: 30_000,
  totalMs: 300_000,
};

/** What the caller gives to `createSourcePort`. Nothing of it comes from a file of the repository. */
export interface SourceOptions {
  /**
   * PATH and HOME for git and credential helpers, DOCKER_CONFIG, and FAIRWAY_SOURCE_CREDENTIALS: addresses with user and password, one a
   * line, each for what lies below it.
   */
  readonly environment: Environment;
  /** Root of the repository: no credential helper below it is run. */
  readonly workTree?: string;
  readonly limits?: Partial<SourceLimits>;
  /** Names of hosts that may be asked although they stand for link-local or metadata services. */
  readonly allowHosts?: readonly string[];
  /** Told what a person should know and no result says, such as a submodule that was left out. */
  readonly onNote?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** The same with all limits set. */
export interface SourceContext extends SourceOptions {
  readonly limits: SourceLimits;
}
