// Whom does each rule let through, as numbers?
import type { AddressNode } from './address-nodes.ts';
import { unionOf } from './interval-set.ts';
import type { Cluster, Direction, Policy, Rule } from './model.ts';
import type { PeerTable } from './peer-table.ts';
import type { PodNode } from './pod-nodes.ts';
import type { PortId, PortTable } from './port-table.ts';
import { type PortSet, portRange } from './ports.ts';
import { KEPT, type WorkLimit } from './work-limit.ts';

/** Pods or addresses; `index` in the list of nodes stands for them. */
export type Node = PodNode | AddressNode;

export interface CompiledRule {
  readonly policy: number;
  readonly direction: Direction;
  readonly rule: Rule;
  /** Nodes that the rule's peers mean; undefined: everybody. */
  readonly members: readonly number[] | undefined;
  /** What the rule opens at the receiving node. */
  readonly portsAt: (target: number) => PortId;
}

/** Ports of a rule at a receiver: names mean what its pods call so, with the same protocol; addresses have no names. */
export function resolvePorts({ ports, portNames }: Rule, target: Node): PortSet {
  if (target.kind === 'addresses') return ports;
  const named = portNames.flatMap(({ protocol, name }) =>
    target.namedPorts.filter((port) => port.name === name && port.protocol === protocol),
  );
  return named.length === 0 ? ports : unionOf([ports, ...named.map(({ protocol, port }) => portRange(protocol, port))]);
}

function portsAtOf(rule: Rule, nodes: readonly Node[], table: PortTable): (target: number) => PortId {
  const fixed = table.idOf(rule.ports);
  if (rule.portNames.length === 0) return () => fixed;
  const known = new Map<number, PortId>();
  return (target) => {
    const before = known.get(target);
    if (before !== undefined) return before;
    const node = nodes[target];
    const id = node === undefined ? fixed : table.idOf(resolvePorts(rule, node));
    known.set(target, id);
    return id;
  };
}

interface Compiling {
  readonly cluster: Cluster;
  readonly nodes: readonly Node[];
  readonly peers: PeerTable;
  readonly ports: PortTable;
  readonly limit: WorkLimit;
}

/** Nodes per peer. */
function membersByPeer({ nodes, peers, limit }: Compiling): readonly (readonly number[])[] {
  const lists: number[][] = peers.peers.map(() => []);
  for (const [at, node] of nodes.entries()) {
    limit.spend(node.peers.length);
    for (const id of node.peers) lists[id]?.push(at);
  }
  return lists;
}

/** All rules that count, in the order of policies. Rules with the same peers share one list of nodes. */
export function compileRules(compiling: Compiling): readonly CompiledRule[] {
  const { cluster, nodes, peers, ports, limit } = compiling;
  const byPeer = membersByPeer(compiling);
  const known = new Map<string, readonly number[]>();
  const membersOf = (policy: Policy, rule: Rule): readonly number[] | undefined => {
    if (rule.peers === undefined) return undefined;
    const ids = [...new Set(rule.peers.map((peer) => peers.idOf(policy, peer)))];
    const key = ids.join();
    const before = known.get(key);
    if (before !== undefined) return before;
    const lists = ids.map((id) => byPeer[id] ?? []);
    for (const list of lists) limit.spend(KEPT * list.length);
    const [only] = lists;
    const members = lists.length === 1 && only !== undefined ? only : [...new Set(lists.flat())];
    known.set(key, members);
    return members;
  };
  return cluster.policies.flatMap((policy, at) =>
    (['ingress', 'egress'] as const).flatMap((direction) =>
      (policy[direction] ?? []).map((rule) => ({
        policy: at,
        direction,
        rule,
        members: membersOf(policy, rule),
        portsAt: portsAtOf(rule, nodes, ports),
      })),
    ),
  );
}
