// Which directories hold plain manifests that nothing takes?
import type { Skipped } from '@fairway/contracts';
import { compare, type Layout } from './layout.ts';
import { makesApps } from './reconciler-facts.ts';
import { UNNAMED_CHART } from './sight-charts.ts';
import { NO_PATTERN } from './sight-patterns.ts';
import { directoryOf, isWithin } from './tree-path.ts';

const UNTAKEN = 'that no kustomization, chart or app takes';

/** Was a directory skipped because nothing of the tree was known to take it? A reconciler object may. */
export function isUnusedReason(reason: string): boolean {
  return reason.includes(UNTAKEN) || reason.startsWith(UNNAMED_CHART) || reason === NO_PATTERN;
}

/** Directory → manifests directly in it that no kustomization or chart takes, in path order. */
export function looseManifests(layout: Layout): ReadonlyMap<string, readonly string[]> {
  const loose = [...layout.facts.files].flatMap(([path, { manifest, reconcilers }]) =>
    manifest && !reconcilers.some(makesApps) && !layout.isChartPart(path) && !layout.isTaken(path) ? [path] : [],
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
        reason: `${count} ${UNTAKEN}: declare the directory in fairway.yaml or with an app.yaml`,
      },
    ];
  });
}
