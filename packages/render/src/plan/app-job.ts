// What is one app on one side, before anything runs?
import type { ReportError, ResolvedTool, SourceTree } from '@fairway/contracts';
import type { App, Discovery, RenderSettings } from '@fairway/environments';
import type { InputClosure } from '../model.ts';

/** One version of the repository with what is selected of it. */
export interface Side {
  readonly name: 'head' | 'base';
  readonly tree: SourceTree;
  readonly discovery: Discovery;
  readonly apps: readonly App[];
  readonly closures: ReadonlyMap<string, InputClosure>;
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
