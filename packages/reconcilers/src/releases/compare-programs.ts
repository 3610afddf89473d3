// Do the programs here do what the release of a reconciler embeds?
import { type NamedRelease, releaseOf } from './release-of.ts';

/** Versions of the programs that render here; absent: not there. */
export interface ProgramVersions {
  readonly kustomize?: string | undefined;
  readonly helm3?: string | undefined;
  readonly helm4?: string | undefined;
}

export interface ReleaseComparison {
  /** `Flux 2.8 embeds kustomize 5.8.1 and helm 4.1.1`. */
  readonly embeds: string;
  /** What differs here, one clause each; empty: the same minor of both. */
  readonly differences: readonly string[];
}

const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

const difference = (name: string, embedded: string, here: string | undefined): readonly string[] => {
  if (here === undefined) return [`${name} is not here`];
  return minorOf(here) === minorOf(embedded) ? [] : [`${name} ${here} renders here`];
};

/** Undefined: the version is none. Patches of one minor are taken for alike. */
export function compareWithRelease(reconciler: NamedRelease, programs: ProgramVersions): ReleaseComparison | undefined {
  const found = releaseOf(reconciler);
  if (found === undefined) return undefined;
  const { kustomize, helm } = found.row;
  const name = reconciler.kind === 'flux' ? 'Flux' : 'Argo CD';
  return {
    embeds: `${name} ${reconciler.version} embeds kustomize ${kustomize} and helm ${helm.version}`,
    differences: [
      ...(found.note === undefined ? [] : [found.note]),
      ...difference('kustomize', kustomize, programs.kustomize),
      ...difference('helm', helm.version, helm.major === '3' ? programs.helm3 : programs.helm4),
    ],
  };
}
