// Which directories hold plain manifests that nothing takes?
import type { Skipped } from '@fairway/contracts';
import { compare, type Layout } from './layout.ts';
import { directoryOf, isWithin } from './tree-path.ts';

/** Directory → manifests directly in it that no kustomization or chart takes, in path order. */
export function looseManifests(layout: Layout): ReadonlyMap<string, readonly string[]> {
  const loose = [...layout.facts.files].flatMap(([path, { manifest, reconcilers }]) =>
    manifest && reconcilers.length === 0 && !layout.isChartPart(path) && !layout.isTaken(path) ? [path] : [],
  );
  return new Map([...Map.groupBy(loose.toSorted(compare), directoryOf)].toSorted(([a], [b]) => compare(a, b)));
}

/** Directories of an app that takes plain manifests. */
export interface ManifestTaker {
  readonly path: string;
  readonly recurse: boolean;
}

/** One entry per directory of manifests that no app takes. */
export function sightManifests(loose: ReadonlyMap<string, readonly string[]>, takers: readonly ManifestTaker[]): Skipped[] {
  const isTaken = (directory: string): boolean =>
    takers.some(({ path, recurse }) => directory === path || (recurse && isWithin(directory, path)));
  return [...loose].flatMap(([directory, files]) => {
    if (isTaken(directory)) return [];
    const count = files.length === 1 ? 'one plain manifest' : `${files.length} plain manifests`;
    return [
      {
        path: directory,
        reason: `${count} that no kustomization, chart or app takes: declare the directory in fairway.yaml or with an app.yaml`,
      },
    ];
  });
}
