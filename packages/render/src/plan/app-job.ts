// What is one app on one side, before anything runs?
import type { ReportError, ResolvedTool, SourceTree } from '@fairway/contracts';
import type { App, Discovery, RenderSettings } from '@fairway/environments';
import type { FindingDraft } from '@fairway/manifests';
import type { ObjectKey } from '@fairway/reconcilers';
import type { InputClosure } from '../model.ts';
import type { NeededSource } from '../reconcile/mounts.ts';

/** One version of the repository with what is selected of it. */
export interface Side {
  readonly name: 'head' | 'base';
  readonly tree: SourceTree;
  readonly discovery: Discovery;
  readonly apps: readonly App[];
  readonly closures: ReadonlyMap<string, InputClosure>;
  /** What expanding Flux and Argo CD objects added, by app id; absent for a side that has none. */
  readonly expansion?: SideExpansion;
}

/** What is known of apps that a reconciler object makes. */
export interface SideExpansion {
  /** Tree in which an app is rendered, where that is not the side's own. */
  readonly trees: ReadonlyMap<string, SourceTree>;
  /** Apps that could not be expanded, or must not be rendered. */
  readonly obstacles: ReadonlyMap<string, Obstacle>;
  /** Findings on the objects themselves. */
  readonly findings: ReadonlyMap<string, readonly FindingDraft[]>;
  /** Files that exist for the rendering of an app alone. */
  readonly virtual: ReadonlyMap<string, ReadonlySet<string>>;
  /** Apps whose renderings an app was made from: the one that holds the object, and those that hold what it takes values from. */
  readonly madeFrom: ReadonlyMap<string, readonly string[]>;
  /** Objects that the rendering of an app was made from: sources, ConfigMaps, Secrets, projects. */
  readonly uses: ReadonlyMap<string, readonly ObjectKey[]>;
  /** Jobs that were planned, and may have run, under provisional names. */
  readonly jobs: ReadonlyMap<string, AppJob>;
  /** Sources that live elsewhere, as objects asked for them. */
  readonly needed: readonly NeededSource[];
}

/** Why an app is not rendered, known before any program runs. */
export interface Obstacle {
  readonly status: 'failed' | 'skipped';
  readonly reason: string;
  readonly errors: readonly ReportError[];
}

interface JobBase {
  /** Unique in the run: side and app. */
  readonly key: string;
  readonly side: Side;
  /** Tree in which the app is rendered: the side's, or the side's with files laid over it. */
  readonly tree: SourceTree;
  readonly app: App;
  readonly closure: InputClosure;
  readonly settings: RenderSettings;
}

export interface BlockedJob extends JobBase {
  readonly state: 'blocked';
  readonly obstacle: Obstacle;
}

export interface ReadyJob extends JobBase {
  readonly state: 'ready';
  /** Every program that takes part, sorted by name; empty for a plain directory. */
  readonly tools: readonly ResolvedTool[];
  readonly bodyKey: string;
  readonly factsKey: string;
}

export type AppJob = BlockedJob | ReadyJob;

export const isReady = (job: AppJob | undefined): job is ReadyJob => job?.state === 'ready';
