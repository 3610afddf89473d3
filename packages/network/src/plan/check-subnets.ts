// Does every subnet lie inside exactly one virtual network of its cluster?
import type { FindingDraft } from '@fairway/manifests';
import type { ClusterPlan, OwnedRange } from './address-plan.ts';
import { ownerAtText, ownerText } from './owner-text.ts';
import { planFinding, rangeKey } from './plan-finding.ts';
import { contains, overlaps } from './range.ts';

/** Subnets outside of every virtual network, and subnets spread over several. That virtual networks overlap is told elsewhere. */
export function checkSubnets({ ranges }: ClusterPlan): readonly FindingDraft[] {
  const subnets = ranges.filter(({ kind }) => kind === 'subnet');
  const vnets = ranges.filter(({ kind }) => kind === 'vnet');
  const homeOf = ({ range }: OwnedRange): OwnedRange | undefined => vnets.find((vnet) => contains(vnet.range, range));
  const homes = new Map<string, OwnedRange>();
  return subnets.flatMap((subnet) => {
    const home = homeOf(subnet);
    if (home === undefined) return [outside(subnet, ranges)];
    const first = homes.get(subnet.name);
    if (first === undefined) homes.set(subnet.name, home);
    return first === undefined || first.name === home.name ? [] : [spread(subnet, first, home)];
  });
}

/** Names the owner that the subnet lies in instead, where there is one. */
function outside(subnet: OwnedRange, ranges: readonly OwnedRange[]): FindingDraft {
  const others = ranges.filter(({ kind, range }) => kind !== 'subnet' && kind !== 'egress' && overlaps(range, subnet.range));
  const other = others.find(({ kind }) => kind === 'vnet') ?? others[0] ?? ranges.find(({ kind }) => kind === 'vnet');
  const larger = other !== undefined && other.kind === 'vnet' && contains(subnet.range, other.range);
  const why =
    other === undefined
      ? ''
      : larger
        ? `: it is larger than ${ownerAtText(other)}`
        : `: ${others.length > 0 ? 'it lies in' : 'there is'} ${ownerAtText(other)}`;
  return planFinding({
    message: `${ownerAtText(subnet)} is in no virtual network${why}`,
    hint: 'choose a range inside a virtual network of this cluster, or add the one that it is in',
    at: subnet.at,
    key: ['outside', rangeKey(subnet)],
    owner: ownerText(subnet),
    ...(other === undefined ? {} : { other }),
  });
}

function spread(subnet: OwnedRange, first: OwnedRange, home: OwnedRange): FindingDraft {
  return planFinding({
    message: `${ownerAtText(subnet)} is in ${ownerText(home)}, and its first range in ${ownerAtText(first)}`,
    hint: 'a subnet belongs to one virtual network: make two subnets of it',
    at: subnet.at,
    key: ['spread', rangeKey(subnet), home.name],
    owner: ownerText(subnet),
    other: home,
  });
}
