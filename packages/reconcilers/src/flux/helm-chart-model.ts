// What is known of a chart once it is found?
import type { Expansion, ExpansionProblem, ObjectKey, SightedObject } from '../model.ts';
import { keyText, problemOf } from './flux-object.ts';
import { resolvePath } from './kustomization-files.ts';
import type { HelmChartSource } from './sources.ts';

/** What of the revision Flux writes behind the version of the chart: `1.2.3+0123456789ab`. */
export interface VersionMark {
  /** `unknown`: the commit of this repository, or a number that only the cluster has. */
  readonly text: string | 'unknown' | undefined;
  /** The tag that was asked for, which must be the version of the chart. */
  readonly tag?: string;
}

export interface PlacedChart {
  readonly kind: 'placed';
  /** Chart directory or packaged chart; '' is the root. */
  readonly path: string;
  /** What paths of values files are relative to. */
  readonly valuesRoot: string;
  /** Values files come from the chart alone, not from the source around it. */
  readonly remote: boolean;
  readonly valuesFiles: readonly string[];
  readonly ignoreMissing: boolean;
  readonly mark: VersionMark;
  /** Files of included repositories. */
  readonly extra: ReadonlyMap<string, Uint8Array>;
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  readonly isFile: (path: string) => boolean;
  readonly list: (directory: string) => readonly string[];
  readonly uses: readonly ObjectKey[];
}
export type Placing = PlacedChart | Exclude<Expansion, { readonly kind: 'app' | 'objects' }>;

/** A chart as a HelmChart object, or the template of one, names it. */
export type NamedChart = Omit<HelmChartSource, 'kind'>;

/** Not to be had, for one reason. */
export const failed = (problem: ExpansionProblem): Placing => ({ kind: 'failed', problems: [problem] });

/** An object that may still come. */
export function missing(sighted: SightedObject, key: ObjectKey): Placing {
  const hint = 'add it to what is rendered for this environment, or correct the reference';
  return { kind: 'waiting', problem: problemOf(sighted, `it refers to ${keyText(key)}, which is not there`, { hint }) };
}

/** Of a digest or commit, what Flux writes behind versions. */
export function shortRevision(revision: string): string | undefined {
  return /(?:^|:)([0-9a-f]{12})[0-9a-f]*$/.exec(revision)?.[1];
}

/** One file that is `values.yaml` says what is the case anyhow. */
export function valuesFilesOf({ valuesFiles }: NamedChart): readonly string[] {
  return valuesFiles.length === 1 && resolvePath('', valuesFiles[0] ?? '') === 'values.yaml' ? [] : valuesFiles;
}
