// What does this package offer?
export { type Address, addressText, parseAddress, type Reading } from './plan/address.ts';
export {
  type ClusterFacts,
  type ClusterPlan,
  type NodeSubnet,
  type OwnedRange,
  type OwnerKind,
  readAddressPlan,
} from './plan/address-plan.ts';
export { checkAddressPlan, type PlanCheck } from './plan/check-address-plan.ts';
export { checkIpBlocks, IP_BLOCK_RULE } from './plan/check-ip-blocks.ts';
export { type DeclaredRange, declaredRanges, NODE_LOCAL_DNS } from './plan/declared-ranges.ts';
export { type IpBlock, ipBlocksOf } from './plan/ip-blocks.ts';
export { PLAN_RULE } from './plan/plan-finding.ts';
export { planJson } from './plan/plan-json.ts';
export { type ClusterRows, type PlanRow, planRows } from './plan/plan-rows.ts';
export { type PlanPictureFacts, planSvg } from './plan/plan-svg.ts';
export { planText } from './plan/plan-text.ts';
export { contains, holds, overlaps, parseRange, type Range, rangeOfAddress, sizeOf, without } from './plan/range.ts';
export * from './reachability/index.ts';
