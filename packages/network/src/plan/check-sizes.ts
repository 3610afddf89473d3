// Is there room for all machines, and for the pods of each?
import type { FindingDraft } from '@fairway/manifests';
import type { Address } from './address.ts';
import type { ClusterPlan, NodeSubnet } from './address-plan.ts';
import { countText, ownerText, placeText } from './owner-text.ts';
import { planFinding } from './plan-finding.ts';
import { type Range, sizeOf } from './range.ts';

const VERSIONS: readonly Address['version'][] = [4, 6];
const inVersion = (ranges: readonly Range[], version: Address['version']): readonly Range[] =>
  ranges.filter((one) => one.version === version);

/** Addresses that a subnet of machines needs. */
export const addressesNeeded = ({ nodes, reserved }: NodeSubnet): bigint => BigInt(nodes) + BigInt(reserved);

/** Machines of all subnets while they are upgraded at the same time. */
export const nodesOf = ({ nodeSubnets }: ClusterPlan): number => nodeSubnets.reduce((sum, { nodes }) => sum + nodes, 0);

/** How many blocks of one node fit into these ranges. */
export const blocksIn = (ranges: readonly Range[], block: number): bigint =>
  ranges.reduce((sum, { prefix }) => sum + (prefix > block ? 0n : 1n << BigInt(block - prefix)), 0n);

/** Subnets too small for their machines, and pod ranges with too few blocks for all of them. */
export const checkSizes = (plan: ClusterPlan): readonly FindingDraft[] => [
  ...plan.nodeSubnets.flatMap((subnet) => VERSIONS.flatMap((version) => checkSubnet(plan, subnet, version))),
  ...VERSIONS.flatMap((version) => checkPods(plan, version)),
];

function checkSubnet({ cluster }: ClusterPlan, subnet: NodeSubnet, version: Address['version']): readonly FindingDraft[] {
  const ranges = inVersion(subnet.ranges, version);
  const there = ranges.reduce((sum, range) => sum + sizeOf(range), 0n);
  const needed = addressesNeeded(subnet);
  if (ranges.length === 0 || there >= needed) return [];
  const owner = `subnet ${subnet.name} ${ranges.map(({ text }) => text).join(', ')} of ${cluster}`;
  return [
    planFinding({
      message: `${owner} (${placeText(subnet.at)}) has ${countText(there)} addresses and needs ${countText(needed)}: ${countText(BigInt(subnet.nodes))} nodes with surge (${placeText(subnet.nodesAt)}) and ${subnet.reserved} reserved`,
      hint: `take a larger range (/${prefixFor(needed, version)} holds it), or lower maxNodes or surgePercent`,
      at: subnet.at,
      key: ['subnet-size', cluster, subnet.name, version],
      owner,
    }),
  ];
}

/** The longest prefix that leaves room for so many addresses. */
const prefixFor = (needed: bigint, version: Address['version']): number => (version === 4 ? 32 : 128) - (needed - 1n).toString(2).length;

function checkPods(plan: ClusterPlan, version: Address['version']): readonly FindingDraft[] {
  const block = plan.podBlock[version];
  if (block === undefined) return [];
  const pods = plan.ranges.filter(({ kind, range }) => kind === 'pods' && range.version === version);
  const blocks = blocksIn(
    pods.map(({ range }) => range),
    block,
  );
  const nodes = nodesOf(plan);
  if (blocks >= BigInt(nodes)) return [];
  const [first] = pods;
  const names = pods.length === 0 ? `pods of ${plan.cluster} have no IPv${version} range` : pods.map(ownerText).join(', ');
  const at = first?.at ?? plan.podBlockAt;
  return [
    planFinding({
      message: `${names} (${placeText(at)}): room for ${countText(blocks)} nodes with a /${block} each (${placeText(plan.podBlockAt)}), and there may be ${nodes} with surge`,
      hint: 'take a larger pod range or a smaller block for each node (a longer prefix), or lower maxNodes of the subnets',
      at,
      key: ['pod-blocks', plan.cluster, version],
      owner: first === undefined ? `pods of ${plan.cluster}` : ownerText(first),
    }),
  ];
}
