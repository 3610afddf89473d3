// What goes into the generation of reconciler objects, and what comes out?
import type { ConfigProblem } from '@fairway/contracts';
import type { App, Discovery, Environment } from '@fairway/environments';
import type { GenerateSettings } from './settings.ts';

export interface GenerateInput {
  readonly discovery: Pick<Discovery, 'config' | 'environments' | 'apps'>;
  /** Text of a file of the repository; undefined: there is none. */
  readonly read: (path: string) => Promise<string | undefined>;
}

/** A Kubernetes object, or a kustomization file. */
export type GeneratedObject = Readonly<Record<string, unknown>>;

export interface Generated {
  /** Repository path → text, sorted by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Is the path where generated files are, of whatever environment? A generated file there that is not in `files` is stale. */
  readonly isHome: (path: string) => boolean;
  /** Why nothing can be generated: then there are no files. */
  readonly problems: readonly ConfigProblem[];
  /** What was left out, one sentence each. */
  readonly notes: readonly string[];
}

/** An app that both reconcilers can be told about. */
export interface ReconciledApp {
  readonly app: App;
  /** Where it is installed. */
  readonly namespace: string;
  /** Name of its Application, Kustomization or HelmRelease. */
  readonly name: string;
  /** Namespace that its kustomization gives to everything; undefined: none, or it is no kustomization. */
  readonly overlayNamespace: string | undefined;
  /** The chart directory has a values.yaml of its own. */
  readonly chartValues: boolean;
  /** All values files, merged as helm merges them; only for a chart of a registry. */
  readonly mergedValues: GeneratedObject | undefined;
}

/** The apps of one owner in one environment. */
export interface Tenant {
  readonly owner: string;
  readonly apps: readonly ReconciledApp[];
  /** Namespaces of all its apps, sorted. */
  readonly namespaces: readonly string[];
  /** The apps that make these namespaces. */
  readonly walls: readonly ReconciledApp[];
}

/** One environment with all that is reconciled in it. */
export interface EnvironmentPlan {
  readonly environment: Environment;
  readonly settings: GenerateSettings;
  /** Directory of the environment's objects. */
  readonly directory: string;
  readonly tenants: readonly Tenant[];
  readonly walls: readonly ReconciledApp[];
}

/** Deleting in Git must not delete in prod: such objects stay until a person removes them. */
export function keepsObjects({ environment }: EnvironmentPlan): boolean {
  return environment.stage === 'prod';
}
