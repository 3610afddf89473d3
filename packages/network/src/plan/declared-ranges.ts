// Which ranges may a network policy of a cluster name?
import { type Address, addressText } from './address.ts';
import type { ClusterPlan } from './address-plan.ts';
import { ownerAtText, placeText } from './owner-text.ts';
import { type Range, rangeOfAddress } from './range.ts';

/** Address of the DNS cache on each node, where there is one (Kubernetes, "Using NodeLocal DNSCache in Kubernetes Clusters"). */
export const NODE_LOCAL_DNS: Address = { version: 4, value: 0xa9fe_140an };

/** A range that somebody declared. */
export interface DeclaredRange {
  readonly range: Range;
  /** Who declared it and where, for a sentence. */
  readonly owner: string;
}

/** What a plan declares: its own networks, pods and services, peered networks, destinations, addresses of the API server. */
export function declaredRanges(plan: ClusterPlan, options: { readonly nodeLocalDNS: boolean }): readonly DeclaredRange[] {
  const single = (address: Address, owner: string): DeclaredRange => ({ range: rangeOfAddress(address), owner });
  return [
    ...plan.ranges.map((owned) => ({ range: owned.range, owner: ownerAtText(owned) })),
    ...plan.apiServer.map(({ address, at }) => single(address, `API server ${addressText(address)} of ${plan.cluster} (${placeText(at)})`)),
    ...(options.nodeLocalDNS ? [single(NODE_LOCAL_DNS, `DNS cache on the nodes of ${plan.cluster}`)] : []),
  ];
}
