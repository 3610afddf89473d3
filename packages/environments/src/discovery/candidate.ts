// What is an app before it has a name?
import type { AppConfig, AppKind, Skipped } from '@fairway/contracts';
import type { ConfigReading } from '../config/parse-config.ts';

type GoodReading = Extract<ConfigReading<AppConfig>, { readonly ok: true }>;

/** An app.yaml of ours that reads well. */
export interface AppFile {
  readonly path: string;
  readonly directory: string;
  readonly reading: GoodReading;
}

/** A directory that is an app of an environment. */
export interface Candidate {
  readonly env: string;
  readonly root: string;
  readonly renderer: 'kustomize' | 'helm' | 'directory';
  /** Names to try, shortest first; one when it is declared. */
  readonly names: readonly string[];
  readonly kind: AppKind;
  /** File that makes it an app. */
  readonly file: string;
  /** Values file of this environment, for a chart that has one per environment. */
  readonly valueFile?: string;
  readonly appFile?: AppFile;
  readonly inferred: boolean;
}

/** What a look at the tree gives: apps, what is none and why, and what was uncertain. */
export interface Sighting {
  readonly candidates: readonly Candidate[];
  readonly skipped: readonly Skipped[];
  readonly notes: readonly string[];
}
