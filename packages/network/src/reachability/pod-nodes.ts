// Which pods are alike to every policy?
import { selects } from './label-selector.ts';
import type { Cluster, NamedPort, Namespace, Policy, Workload } from './model.ts';
import { rulesOf, type UniquePeer } from './peer-table.ts';
import { KEPT, type WorkLimit } from './work-limit.ts';

/** Workloads that are selected by the same policies, are the same peers, and have the same ports of the names that policies use. */
export interface PodNode {
  readonly kind: 'pods';
  readonly workloads: readonly Workload[];
  /** Policies that select these pods, by their place in the cluster's list. */
  readonly policies: readonly number[];
  /** Peers that mean these pods, by their place in the peer table. */
  readonly peers: readonly number[];
  readonly namedPorts: readonly NamedPort[];
  readonly hostNetwork: boolean;
}

/** Workloads with the same labels in the same namespace: asked once. */
interface Group {
  readonly workloads: Workload[];
  readonly ports: readonly NamedPort[];
  readonly policies: number[];
  readonly peers: number[];
}

function portKey({ protocol, name, port }: NamedPort): string {
  return `${protocol}/${name}=${port}`;
}

function groupWorkloads(cluster: Cluster): ReadonlyMap<Namespace, readonly Group[]> {
  const used = new Set(cluster.policies.flatMap(rulesOf).flatMap(({ portNames }) => portNames.map(({ name }) => name)));
  const namespaces = new Map<Namespace, Map<string, Group>>();
  for (const workload of cluster.workloads) {
    const { namespace, labels, namedPorts, hostNetwork } = workload;
    const groups = namespaces.get(namespace) ?? new Map<string, Group>();
    namespaces.set(namespace, groups);
    const ports = namedPorts.filter(({ name }) => used.has(name));
    const key = JSON.stringify([hostNetwork, [...labels].toSorted(([a], [b]) => (a < b ? -1 : 1)), ports.map(portKey).toSorted()]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { workloads: [workload], ports, policies: [], peers: [] });
    else group.workloads.push(workload);
  }
  return new Map(namespaces.entries().map(([namespace, groups]) => [namespace, [...groups.values()]]));
}

/** The node's network hides a pod: neither a policy nor a peer selects it (NetworkPolicy, "pods with hostNetwork"). */
function selectable(groups: readonly Group[] = []): readonly Group[] {
  return groups.filter(({ workloads: [first] }) => first?.hostNetwork !== true);
}

function markPolicies(policies: readonly Policy[], groups: ReadonlyMap<Namespace, readonly Group[]>, limit: WorkLimit): void {
  for (const [at, { namespace, subject }] of policies.entries()) {
    const candidates = selectable(groups.get(namespace));
    limit.spend(candidates.length);
    const chosen = candidates.filter(({ workloads: [first] }) => first !== undefined && selects(subject, first.labels));
    limit.spend(KEPT * chosen.length);
    for (const group of chosen) group.policies.push(at);
  }
}

function markPeers(peers: readonly UniquePeer[], groups: ReadonlyMap<Namespace, readonly Group[]>, limit: WorkLimit): void {
  const open = new Map(groups.entries().map(([namespace, list]) => [namespace, selectable(list)]));
  for (const peer of peers) {
    if (peer.kind !== 'pods') continue;
    for (const namespace of peer.namespaces) {
      const candidates = open.get(namespace) ?? [];
      limit.spend(candidates.length + 1);
      const chosen = candidates.filter(({ workloads: [first] }) => first !== undefined && selects(peer.pods, first.labels));
      limit.spend(KEPT * chosen.length);
      for (const group of chosen) group.peers.push(peer.id);
    }
  }
}

/** Groups the pods of a cluster. The order follows the first workload of each node. */
export function podNodes(cluster: Cluster, peers: readonly UniquePeer[], limit: WorkLimit): readonly PodNode[] {
  const groups = groupWorkloads(cluster);
  markPolicies(cluster.policies, groups, limit);
  markPeers(peers, groups, limit);
  const nodes = new Map<string, PodNode & { readonly workloads: Workload[] }>();
  for (const group of [...groups.values()].flat()) {
    const hostNetwork = group.workloads[0]?.hostNetwork === true;
    const key = `${hostNetwork}|${group.policies}|${group.peers}|${group.ports.map(portKey).toSorted()}`;
    const node = nodes.get(key);
    if (node !== undefined) for (const workload of group.workloads) node.workloads.push(workload);
    else nodes.set(key, { kind: 'pods', workloads: [...group.workloads], ...pick(group), hostNetwork });
  }
  return [...nodes.values()];
}

function pick({ policies, peers, ports }: Group): Pick<PodNode, 'policies' | 'peers' | 'namedPorts'> {
  return { policies, peers, namedPorts: ports };
}
