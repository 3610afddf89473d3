// Is a peered network that is said to be another cluster's really that?
import type { FindingDraft } from '@fairway/manifests';
import type { ClusterPlan, OwnedRange } from './address-plan.ts';
import { ownerAtText, ownerText } from './owner-text.ts';
import { planFinding, rangeKey } from './plan-finding.ts';
import { contains } from './range.ts';

/** More names than these do not help. */
const SHOWN = 20;

/** Declared peers that are unknown, that are the cluster itself, or that own no such range. */
export function checkPeers(plans: readonly ClusterPlan[]): readonly FindingDraft[] {
  const byName = new Map(plans.map((plan) => [plan.cluster, plan]));
  return plans.flatMap(({ ranges }) => ranges.flatMap((owned) => (owned.peer === undefined ? [] : checkPeer(owned, owned.peer, byName))));
}

function checkPeer(owned: OwnedRange, peer: string, byName: ReadonlyMap<string, ClusterPlan>): readonly FindingDraft[] {
  const mistake = (problem: string, hint: string, other?: OwnedRange): readonly FindingDraft[] => [
    planFinding({
      message: `${ownerAtText(owned)} ${problem}`,
      hint,
      at: owned.at,
      key: ['peer', rangeKey(owned), peer],
      owner: ownerText(owned),
      ...(other === undefined ? {} : { other }),
    }),
  ];
  if (peer === owned.cluster) return mistake('names its own cluster as peer', 'name the other one, or remove cluster:');
  const plan = byName.get(peer);
  if (plan === undefined)
    return mistake(
      `is said to belong to cluster ${peer}, which has no network.yaml`,
      `clusters with one: ${[...byName.keys()].slice(0, SHOWN).join(', ')}`,
    );
  const reachable = plan.ranges.filter(({ kind }) => kind === 'vnet' || kind === 'pods');
  if (reachable.some(({ range }) => contains(range, owned.range))) return [];
  const [other] = reachable;
  const where = other === undefined ? '' : `: there is ${ownerAtText(other)}`;
  return mistake(
    `is not inside the virtual networks or pods of ${peer}${where}`,
    `write the range that ${peer} has, or a part of it`,
    other,
  );
}
