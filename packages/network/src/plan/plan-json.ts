// What does an address plan look like to another program?
import type { Finding } from '@fairway/contracts';
import { addressText } from './address.ts';
import type { ClusterPlan } from './address-plan.ts';
import { nodesOf } from './check-sizes.ts';
import { sizeOf } from './range.ts';

/** Plain data of the plan. Counts are text: an IPv6 range has more addresses than a JSON number holds exactly. */
export const planJson = (plans: readonly ClusterPlan[], findings: readonly Finding[]) => ({
  schemaVersion: 1,
  clusters: plans.map((plan) => ({
    name: plan.cluster,
    file: plan.file,
    routable: plan.routable,
    nodes: nodesOf(plan),
    dnsServiceIP: addressText(plan.dns.address),
    ranges: plan.ranges.map(({ kind, name, role, peer, range, at }) => ({
      kind,
      ...(name === '' ? {} : { name }),
      ...(role === undefined ? {} : { role }),
      ...(peer === undefined ? {} : { cluster: peer }),
      cidr: range.text,
      addresses: String(sizeOf(range)),
      at,
    })),
  })),
  findings,
});
