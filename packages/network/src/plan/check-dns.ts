// Is the address of the cluster DNS one that a Service may have, and that no other Service gets?
import type { FindingDraft } from '@fairway/manifests';
import { addressText } from './address.ts';
import type { ClusterPlan, OwnedRange } from './address-plan.ts';
import { ownerAtText, placeText } from './owner-text.ts';
import { planFinding } from './plan-finding.ts';
import { holds } from './range.ts';

/** The first address names the range, the one behind it is the Service `kubernetes` (kube-apiserver), the last may be a broadcast address. */
function takenBy({ range }: OwnedRange, value: bigint): string | undefined {
  if (value === range.first) return 'the first address, which names the range';
  if (value === range.first + 1n) return 'the second address, which belongs to the Service `kubernetes`';
  return value === range.last ? 'the last address, which no Service gets' : undefined;
}

/** `dnsServiceIP` inside a service range, and neither its first, nor its second, nor its last address. */
export function checkDns({ cluster, dns, ranges }: ClusterPlan): readonly FindingDraft[] {
  const services = ranges.filter(({ kind }) => kind === 'services');
  const home = services.find(({ range }) => holds(range, dns.address));
  const taken = home === undefined ? undefined : takenBy(home, dns.address.value);
  if (home !== undefined && taken === undefined) return [];
  const other = home ?? services[0];
  const owner = `dnsServiceIP ${addressText(dns.address)} of ${cluster}`;
  const problem = taken === undefined ? 'is in no service range' : `is ${taken}`;
  return [
    planFinding({
      message: `${owner} (${placeText(dns.at)}) ${problem}${other === undefined ? '' : `: ${ownerAtText(other)}`}`,
      hint: 'take an address inside of serviceCIDRs, for example the tenth',
      at: dns.at,
      key: ['dns', cluster],
      owner,
      ...(other === undefined ? {} : { other }),
    }),
  ];
}
