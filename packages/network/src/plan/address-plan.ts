// Who owns which addresses, over all clusters, and where is it written?
import type { ConfigProblem, NetworkFacts, SourceLocation, SubnetRole } from '@fairway/contracts';
import { type Address, parseAddress, type Reading } from './address.ts';
import { parseRange, type Range } from './range.ts';

/** Address facts of one cluster as they were read. `at` gives the place of a path below `cluster.network`. */
export interface ClusterFacts {
  readonly cluster: string;
  readonly file: string;
  readonly facts: NetworkFacts;
  readonly at: (path: readonly PropertyKey[]) => SourceLocation;
}

export type OwnerKind = 'vnet' | 'subnet' | 'pods' | 'services' | 'peered' | 'egress';

/** A range and who owns it. */
export interface OwnedRange {
  readonly cluster: string;
  readonly kind: OwnerKind;
  /** Name of the virtual network, subnet, peered network or destination; empty for pods and services. */
  readonly name: string;
  readonly range: Range;
  readonly at: SourceLocation;
  readonly role?: SubnetRole;
  /** Peered networks: the cluster whose network this is. */
  readonly peer?: string;
}

/** A subnet of machines, and how many there may be. */
export interface NodeSubnet {
  readonly name: string;
  readonly ranges: readonly Range[];
  /** Machines while an upgrade runs: the most of an ordinary day and the surge, rounded up. */
  readonly nodes: number;
  /** Addresses that the provider keeps. */
  readonly reserved: number;
  /** Place of its first range. */
  readonly at: SourceLocation;
  /** Place of the number of machines. */
  readonly nodesAt: SourceLocation;
}

export interface PlacedAddress {
  readonly address: Address;
  readonly at: SourceLocation;
}

/** The plan of one cluster. Lists are in the order of the file. */
export interface ClusterPlan {
  readonly cluster: string;
  readonly file: string;
  readonly routable: boolean;
  readonly ranges: readonly OwnedRange[];
  readonly nodeSubnets: readonly NodeSubnet[];
  /** Prefix length of the block that each node gets, by IP version. */
  readonly podBlock: Readonly<Partial<Record<Address['version'], number>>>;
  readonly podBlockAt: SourceLocation;
  readonly dns: PlacedAddress;
  readonly apiServer: readonly PlacedAddress[];
}

/** A provider keeps some addresses of a subnet; five is what the large ones say. */
const RESERVED = 5;

/** Reads the plans of all clusters. What is no address is a problem, told with all others; such a cluster has no plan. */
export function readAddressPlan(clusters: readonly ClusterFacts[]): {
  readonly plans: readonly ClusterPlan[];
  readonly problems: readonly ConfigProblem[];
} {
  const read = clusters.map(readCluster);
  return {
    plans: read.flatMap(({ plan }) => plan ?? []),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readCluster(source: ClusterFacts): { readonly plan: ClusterPlan | undefined; readonly problems: readonly ConfigProblem[] } {
  const reader = placeReader(source);
  const plan = planOf(source, reader);
  return { plan, problems: reader.problems };
}

type Path = readonly PropertyKey[];

interface PlaceReader {
  readonly problems: ConfigProblem[];
  readonly range: (text: string, path: Path) => Range | undefined;
  readonly address: (text: string, path: Path) => Address | undefined;
}

function placeReader({ at }: ClusterFacts): PlaceReader {
  const problems: ConfigProblem[] = [];
  const told = <T>(reading: Reading<T>, text: string, path: Path): T | undefined => {
    if (reading.ok) return reading.value;
    problems.push({ message: `'${text}' cannot be taken: ${reading.message}`, hint: reading.hint, at: at(path) });
    return undefined;
  };
  return {
    problems,
    range: (text, path) => told(parseRange(text), text, path),
    address: (text, path) => told(parseAddress(text), text, path),
  };
}

interface Owner extends Omit<OwnedRange, 'cluster' | 'range' | 'at'> {
  readonly cidrs: readonly string[];
  readonly path: Path;
}

function ownersOf(facts: NetworkFacts): readonly Owner[] {
  const { vnets, subnets, podCIDRs, serviceCIDRs, peeredNetworks = [], egress = [] } = facts;
  return [
    ...vnets.map(({ name, cidrs }, at) => ({ kind: 'vnet' as const, name, cidrs, path: ['vnets', at, 'cidrs'] })),
    ...subnets.map(({ name, role, cidrs }, at) => ({ kind: 'subnet' as const, name, role, cidrs, path: ['subnets', at, 'cidrs'] })),
    { kind: 'pods', name: '', cidrs: podCIDRs, path: ['podCIDRs'] },
    { kind: 'services', name: '', cidrs: serviceCIDRs, path: ['serviceCIDRs'] },
    ...peeredNetworks.map(({ name, cidrs, cluster: peer }, at) => ({
      kind: 'peered' as const,
      name,
      cidrs,
      path: ['peeredNetworks', at, 'cidrs'],
      ...(peer === undefined ? {} : { peer }),
    })),
    ...egress.map(({ name, cidrs }, at) => ({ kind: 'egress' as const, name, cidrs, path: ['egress', at, 'cidrs'] })),
  ];
}

function planOf(source: ClusterFacts, reader: PlaceReader): ClusterPlan | undefined {
  const { cluster, file, facts, at } = source;
  const ranges = ownersOf(facts).flatMap(({ cidrs, path, ...owner }) =>
    cidrs.flatMap((text, index) => {
      const range = reader.range(text, [...path, index]);
      return range === undefined ? [] : [{ ...owner, cluster, range, at: at([...path, index]) }];
    }),
  );
  const dns = reader.address(facts.dnsServiceIP, ['dnsServiceIP']);
  const apiServer = facts.apiServer.endpoints.flatMap(({ address: text }, index) => {
    const path = ['apiServer', 'endpoints', index, 'address'];
    const address = reader.address(text, path);
    return address === undefined ? [] : [{ address, at: at(path) }];
  });
  if (dns === undefined || reader.problems.length > 0) return undefined;
  const { v4, v6 } = facts.podBlock ?? {};
  return {
    cluster,
    file,
    routable: facts.routable,
    ranges,
    nodeSubnets: nodeSubnetsOf(source, ranges),
    podBlock: { ...(v4 === undefined ? {} : { 4: v4 }), ...(v6 === undefined ? {} : { 6: v6 }) },
    podBlockAt: at(['podBlock']),
    dns: { address: dns, at: at(['dnsServiceIP']) },
    apiServer,
  };
}

function nodeSubnetsOf({ facts, at }: ClusterFacts, ranges: readonly OwnedRange[]): readonly NodeSubnet[] {
  return facts.subnets.flatMap(({ name, role, maxNodes, surgePercent = 0, reservedAddresses = RESERVED }, index) => {
    if (role !== 'nodes' || maxNodes === undefined) return [];
    const own = ranges.filter((one) => one.kind === 'subnet' && one.name === name).map(({ range }) => range);
    const nodes = Math.ceil((maxNodes * (100 + surgePercent)) / 100);
    return [
      {
        name,
        ranges: own,
        nodes,
        reserved: reservedAddresses,
        at: at(['subnets', index, 'cidrs', 0]),
        nodesAt: at(['subnets', index, 'maxNodes']),
      },
    ];
  });
}
