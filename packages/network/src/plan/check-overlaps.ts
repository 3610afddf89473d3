// Does every address have one owner, inside a cluster and over all clusters that are routed to each other?
import type { FindingDraft } from '@fairway/manifests';
import type { ClusterPlan, OwnedRange, OwnerKind } from './address-plan.ts';
import { type MayShare, type Overlap, overlapsIn } from './overlaps.ts';
import { ownerAtText, ownerText } from './owner-text.ts';
import { planFinding, rangeKey } from './plan-finding.ts';

/** Owners that share with nobody. Subnets are parts of virtual networks and are compared with one another. */
const DISJOINT = new Set<OwnerKind>(['vnet', 'pods', 'services', 'peered']);

const topOf = ({ ranges }: ClusterPlan): readonly OwnedRange[] => ranges.filter(({ kind }) => DISJOINT.has(kind));

const NOBODY: MayShare = () => false;

/**
 * One network that two clusters are both routed to, a cluster that is declared as peer, and pairs of one cluster, which are looked at
 * by themselves.
 */
const ACROSS: MayShare = (a, b) =>
  a.cluster === b.cluster || (a.kind === 'peered' && b.kind === 'peered' && a.name === b.name) || isPeer(a, b) || isPeer(b, a);

const isPeer = ({ kind, peer }: OwnedRange, other: OwnedRange): boolean => kind === 'peered' && peer === other.cluster;

/** Overlaps of ranges, at most `limit`. */
export function checkOverlaps(plans: readonly ClusterPlan[], limit: number): readonly FindingDraft[] {
  const inside = plans.flatMap((plan) => [
    ...overlapsIn(topOf(plan), NOBODY, limit),
    ...overlapsIn(
      plan.ranges.filter(({ kind }) => kind === 'subnet'),
      NOBODY,
      limit,
    ),
  ]);
  const routed = plans.filter(({ routable }) => routable).flatMap(topOf);
  const across = inside.length >= limit ? [] : overlapsIn(onceEach(routed), ACROSS, limit - inside.length);
  return [...inside, ...across].slice(0, limit).map(overlapFinding);
}

/** A network that many clusters are routed to stands for one: pairs of its mentions mean nothing. */
function onceEach(ranges: readonly OwnedRange[]): readonly OwnedRange[] {
  const seen = new Set<string>();
  return ranges.filter(({ kind, name, peer, range }) => {
    if (kind !== 'peered' || peer !== undefined) return true;
    const key = `${name} ${range.text}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The place is that of the inner range, which is the one to move; of equal ranges that of the later. */
function overlapFinding({ outer, inner }: Overlap) {
  const hint =
    outer.cluster === inner.cluster
      ? 'move one of them: an address has one owner'
      : [
          'move one of them: an address has one owner.',
          'A cluster that is not routed to the other says routable: false; a peered network that is the other cluster names it with cluster:',
        ].join(' ');
  return planFinding({
    message: `${ownerAtText(inner)} overlaps ${ownerAtText(outer)}`,
    hint,
    at: inner.at,
    key: ['overlap', rangeKey(inner), rangeKey(outer)],
    owner: ownerText(inner),
    other: outer,
  });
}
