// Which directories below `clusters` are environments, although no word of their name is a stage? Those whose reconciler has objects there.
import { environmentFinder } from './environment-segment.ts';
import type { Layout } from './layout.ts';
import { isBaseSegment, isGeneric } from './path-words.ts';
import { makesApps } from './reconciler-facts.ts';
import { directoryOf, segmentsOf } from './tree-path.ts';

const HOLD_CLUSTERS = new Set(['clusters', 'cluster']);

const nameIn = (segments: readonly string[]): string | undefined => {
  const at = segments.findIndex((segment) => HOLD_CLUSTERS.has(segment.toLowerCase()));
  const name = at === -1 ? undefined : segments[at + 1];
  return name === undefined || isGeneric(name) || isBaseSegment(name) ? undefined : name;
};

/** Two clusters must never share a world: their objects may bear the same names. */
export function clusterDirectories(layout: Layout): ReadonlySet<string> {
  const known = environmentFinder(new Set());
  const names = [...layout.facts.files].flatMap(([file, { reconcilers }]) => {
    if (!reconcilers.some(makesApps) || layout.isPatchOnly(file) || layout.isChartPart(file)) return [];
    const directory = directoryOf(file);
    return known(directory) === undefined ? (nameIn(segmentsOf(directory)) ?? []) : [];
  });
  return new Set(names);
}
