// What does the reachability engine offer?
export { type AddressSet, ALL_ADDRESSES, ALL_V4, ALL_V6, addressRanges, readCidr } from './address-set.ts';
export type { AllowingRule, ExplainedDirection } from './explain.ts';
export { type Exposure, exposure, type Gate, type Opening, type Place } from './exposure.ts';
export { difference, type IntervalSet, intersection, isSubset, rangesOf, sameSet, union } from './interval-set.ts';
export type * from './model.ts';
export {
  ALL_PORTS,
  isProtocol,
  NO_PORTS,
  type PortRange,
  type PortSet,
  PROTOCOLS,
  type Protocol,
  portRange,
  portRanges,
  portText,
} from './ports.ts';
export type { ProofCluster, ProofEnvironment } from './proof/context.ts';
export type { GoldenDocuments } from './proof/golden.ts';
export {
  type LabelSelector,
  type Obligation,
  type Party,
  PLATFORM_NAMES,
  type PlatformNames,
  type PodsWhere,
  standardObligations,
} from './proof/obligation.ts';
export { type IsolationProof, proveIsolation } from './proof/prove-isolation.ts';
export { type Connection, type Explanation, type Reachability, reachability } from './reachability.ts';
export { NAME_LABEL, readCluster } from './read-cluster.ts';
export type { Node } from './rule-table.ts';
