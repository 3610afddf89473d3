// What is wrong with the addresses of all clusters together (LKS-NET-01)?

import type { Finding } from '@fairway/contracts';
import { type FindingDraft, finishFinding } from '@fairway/manifests';
import type { ClusterPlan } from './address-plan.ts';
import { checkDns } from './check-dns.ts';
import { checkOverlaps } from './check-overlaps.ts';
import { checkPeers } from './check-peers.ts';
import { checkSizes } from './check-sizes.ts';
import { checkSubnets } from './check-subnets.ts';

/** More overlaps than a person reads: after so many the search ends. */
const MAX_FINDINGS = 500;

export interface PlanCheck {
  /** In the order of files and lines. They all block: an address plan is right as a whole or not. */
  readonly findings: readonly Finding[];
  /** There may be more than these: the search ended early. */
  readonly cut: boolean;
}

/** Checks one plan or a fleet. Every finding names the owners and the places of both. */
export function checkAddressPlan(plans: readonly ClusterPlan[], limit = MAX_FINDINGS): PlanCheck {
  const found = [
    ...checkOverlaps(plans, limit + 1),
    ...plans.flatMap((plan) => [...checkSubnets(plan), ...checkSizes(plan), ...checkDns(plan)]),
    ...checkPeers(plans),
  ];
  const shown = found.toSorted(byPlace).slice(0, limit);
  return { findings: shown.map((draft) => finishFinding(draft, { status: 'existing', blocking: true })), cut: found.length > limit };
}

function byPlace(a: FindingDraft, b: FindingDraft): number {
  const [one, two] = [a.location, b.location];
  return (
    compare(one?.file ?? '', two?.file ?? '') ||
    (one?.line ?? 0) - (two?.line ?? 0) ||
    (one?.column ?? 0) - (two?.column ?? 0) ||
    compare(a.message, b.message)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
