// Which lines does an address plan have, in a table as in a picture?
import type { Finding } from '@fairway/contracts';
import { addressText } from './address.ts';
import type { ClusterPlan, OwnedRange } from './address-plan.ts';
import { addressesNeeded, nodesOf } from './check-sizes.ts';
import { countText, placeText } from './owner-text.ts';
import { contains, type Range, sizeOf, without } from './range.ts';

/** Part of a bar, from 0 to 1. */
export interface Share {
  readonly from: number;
  readonly length: number;
}

export interface PlanRow {
  readonly kind: OwnedRange['kind'] | 'free';
  /** 1 for a part of the range above. */
  readonly depth: 0 | 1;
  readonly name: string;
  readonly role: string;
  readonly range: string;
  readonly addresses: string;
  /** What the addresses are used for, as far as the plan says it. */
  readonly use: string;
  /** Where a subnet lies in its virtual network; of pods, how much the blocks of all nodes take; else the whole. */
  readonly share: Share;
  /** A finding is about it. */
  readonly wrong: boolean;
}

export interface ClusterRows {
  readonly cluster: string;
  readonly file: string;
  readonly routable: boolean;
  readonly rows: readonly PlanRow[];
}

const WHOLE: Share = { from: 0, length: 1 };
const STEPS = 1_000_000n;

/** Position of a range in one that contains it. */
function shareOf(inner: Range, outer: Range): Share {
  if (!contains(outer, inner)) return WHOLE;
  const whole = sizeOf(outer);
  const part = (value: bigint): number => Number((value * STEPS) / whole) / Number(STEPS);
  return { from: part(inner.first - outer.first), length: part(sizeOf(inner)) };
}

/** Blocks of all nodes are taken from the first range on. */
function usedShare({ kind, range }: OwnedRange, plan: ClusterPlan): Share {
  const block = plan.podBlock[range.version];
  if (kind !== 'pods' || block === undefined || block < range.prefix) return WHOLE;
  const blocks = 1n << BigInt(block - range.prefix);
  return { from: 0, length: Math.min(1, Number((BigInt(nodesOf(plan)) * STEPS) / blocks) / Number(STEPS)) };
}

/** Lines of each cluster: virtual networks with their subnets and what is free, then pods, services, peered networks, destinations. */
export function planRows(plans: readonly ClusterPlan[], findings: readonly Finding[]): readonly ClusterRows[] {
  const wrong = new Set(
    findings.flatMap(({ location, data }) => [location === undefined ? '' : placeText(location), String(data?.otherAt ?? '')]),
  );
  return plans.map((plan) => ({
    cluster: plan.cluster,
    file: plan.file,
    routable: plan.routable,
    rows: rowsOf(plan, ({ at }) => wrong.has(placeText(at))),
  }));
}

function rowsOf(plan: ClusterPlan, isWrong: (owned: OwnedRange) => boolean): readonly PlanRow[] {
  const row = (owned: OwnedRange, home?: OwnedRange): PlanRow => ({
    kind: owned.kind,
    depth: owned.kind === 'subnet' ? 1 : 0,
    name: owned.name === '' ? owned.kind : owned.name,
    role: owned.role ?? owned.kind,
    range: owned.range.text,
    addresses: countText(sizeOf(owned.range)),
    use: useOf(owned, plan),
    share: home === undefined ? usedShare(owned, plan) : shareOf(owned.range, home.range),
    wrong: isWrong(owned),
  });
  const subnets = plan.ranges.filter(({ kind }) => kind === 'subnet');
  const homeless = new Set(subnets);
  const vnets = plan.ranges.filter(({ kind }) => kind === 'vnet');
  const nested = vnets.flatMap((vnet) => {
    const inside = subnets.filter((subnet) => homeless.has(subnet) && contains(vnet.range, subnet.range));
    for (const subnet of inside) homeless.delete(subnet);
    return [row(vnet), ...inside.toSorted(byAddress).map((subnet) => row(subnet, vnet)), ...freeRow(vnet, inside)];
  });
  const others = plan.ranges.filter(({ kind }) => kind !== 'vnet' && kind !== 'subnet');
  return [...nested, ...[...homeless].map((subnet) => row(subnet)), ...others.map((owned) => row(owned))];
}

const byAddress = (a: OwnedRange, b: OwnedRange): number => (a.range.first < b.range.first ? -1 : a.range.first > b.range.first ? 1 : 0);

/** One line for all that is left, with the largest block of it. */
function freeRow(vnet: OwnedRange, inside: readonly OwnedRange[]): readonly PlanRow[] {
  const free = without(
    [vnet.range],
    inside.map(({ range }) => range),
  );
  const [largest] = free.toSorted((a, b) => a.prefix - b.prefix);
  if (inside.length === 0 || largest === undefined) return [];
  const addresses = free.reduce((sum, range) => sum + sizeOf(range), 0n);
  return [
    {
      kind: 'free',
      depth: 1,
      name: 'free',
      role: '',
      range: largest.text,
      addresses: countText(addresses),
      use: free.length > 1 ? `largest of ${free.length} blocks` : '',
      share: shareOf(largest, vnet.range),
      wrong: false,
    },
  ];
}

function useOf(owned: OwnedRange, plan: ClusterPlan): string {
  const { kind, name, range, peer } = owned;
  const dns = plan.dns.address;
  if (kind === 'peered') return peer === undefined ? '' : `cluster ${peer}`;
  if (kind === 'services' && dns.version === range.version && dns.value >= range.first && dns.value <= range.last)
    return `DNS ${addressText(dns)}`;
  if (kind === 'pods') {
    const block = plan.podBlock[range.version];
    return block === undefined ? '' : `/${block} for each of ${nodesOf(plan)} nodes`;
  }
  const nodes = kind === 'subnet' ? plan.nodeSubnets.find((one) => one.name === name) : undefined;
  return nodes === undefined ? '' : `${nodes.nodes} nodes with surge, needs ${countText(addressesNeeded(nodes))}`;
}

/** Everything of a row that a pointer resting on it may ask. */
export const rowTitle = ({ name, role, range, addresses, use }: PlanRow): string =>
  [`${name} ${range}`, role, `${addresses} addresses`, use].filter((part) => part !== '').join(' · ');
