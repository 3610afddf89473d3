// Who may talk to whom, on which ports?

import { addressNodes } from './address-nodes.ts';
import type { AddressSet } from './address-set.ts';
import { type ExplainedDirection, explainDirection } from './explain.ts';
import type { Cluster, Direction, Workload } from './model.ts';
import { peerTable } from './peer-table.ts';
import { podNodes } from './pod-nodes.ts';
import { ALL, NONE, type PortTable, portTable } from './port-table.ts';
import type { PortSet } from './ports.ts';
import { type CompiledRule, compileRules, type Node } from './rule-table.ts';
import { KEPT, type WorkLimit, workLimit } from './work-limit.ts';

/** All pods of the source may open these ports on all pods of the target. A pod of one node may always talk to itself, whatever is said here. */
export interface Connection {
  readonly source: Node;
  readonly target: Node;
  readonly ports: PortSet;
}

/** Why a connection is as it is: what each side's policies say. Only what both let through gets through. */
export interface Explanation {
  readonly ports: PortSet;
  readonly egress: ExplainedDirection;
  readonly ingress: ExplainedDirection;
}

export interface Reachability {
  readonly cluster: Cluster;
  /** Groups of pods, then groups of addresses; together they are everybody. */
  readonly nodes: readonly Node[];
  readonly nodeOf: (workload: Workload) => Node | undefined;
  /** What gets through, source by source. Between addresses nothing is said. One row is in memory at a time. */
  readonly connections: () => Generator<Connection>;
  /** Ports of one source at every node, in the order of `nodes`; of addresses, only at pods, which come first. */
  readonly from: (source: Node) => readonly PortSet[];
  readonly explain: (source: Node, target: Node) => Explanation;
}

interface Compiled {
  readonly cluster: Cluster;
  readonly nodes: readonly Node[];
  readonly ports: PortTable;
  readonly limit: WorkLimit;
  readonly rules: readonly CompiledRule[];
  /** Egress rules by policy; ingress rules by the node that they let in, and those that let everybody in. */
  readonly egressOf: readonly (readonly CompiledRule[])[];
  readonly letIn: readonly (readonly CompiledRule[])[];
  readonly letAllIn: readonly CompiledRule[];
  readonly subjectsOf: readonly (readonly number[])[];
}

/** Is the node selected by a policy that speaks of this direction? */
function isIsolated({ cluster }: Compiled, node: Node | undefined, direction: Direction): boolean {
  return node?.kind === 'pods' && node.policies.some((at) => cluster.policies[at]?.[direction] !== undefined);
}

function writeEgress(compiled: Compiled, source: Node, row: Uint32Array): void {
  const { ports, egressOf, limit } = compiled;
  if (source.kind === 'addresses' || !isIsolated(compiled, source, 'egress')) {
    row.fill(ALL);
    return;
  }
  row.fill(NONE);
  for (const policy of source.policies) {
    for (const { members, portsAt } of egressOf[policy] ?? []) {
      const count = members?.length ?? row.length;
      limit.spend(count);
      for (let at = 0; at < count; at += 1) {
        const target = members === undefined ? at : (members[at] ?? 0);
        row[target] = ports.unite(row[target] ?? NONE, portsAt(target));
      }
    }
  }
}

function writeIngress(compiled: Compiled, source: number, { open, row }: { readonly open: Uint32Array; readonly row: Uint32Array }): void {
  const { ports, letIn, letAllIn, subjectsOf, limit } = compiled;
  row.set(open);
  for (const rules of [letIn[source] ?? [], letAllIn]) {
    for (const { policy, portsAt } of rules) {
      const subjects = subjectsOf[policy] ?? [];
      limit.spend(subjects.length);
      for (const target of subjects) row[target] = ports.unite(row[target] ?? NONE, portsAt(target));
    }
  }
}

/** Rows of port numbers, one source after the other; the same memory is used for each. */
function rowsOf(compiled: Compiled): (source: number) => Uint32Array {
  const { nodes, ports, limit } = compiled;
  const [wide, wideIngress] = [new Uint32Array(nodes.length), new Uint32Array(nodes.length)];
  const pods = nodes.filter(({ kind }) => kind === 'pods').length;
  const open = Uint32Array.from(nodes, (node) => (isIsolated(compiled, node, 'ingress') ? NONE : ALL));
  return (source) => {
    const node = nodes[source];
    if (node === undefined) return wide.fill(NONE);
    // Pods come first: of addresses only they are asked for.
    const width = node.kind === 'addresses' ? pods : nodes.length;
    const [egress, ingress] = [wide.subarray(0, width), wideIngress.subarray(0, width)];
    limit.spend(1 + width);
    writeEgress(compiled, node, egress);
    writeIngress(compiled, source, { open: open.subarray(0, width), row: ingress });
    for (let at = 0; at < egress.length; at += 1) egress[at] = ports.cut(egress[at] ?? NONE, ingress[at] ?? NONE);
    return egress;
  };
}

function compile(cluster: Cluster, ranges: readonly AddressSet[], limit: WorkLimit): Compiled {
  const peers = peerTable(cluster, limit);
  const ports = portTable();
  const nodes: readonly Node[] = [...podNodes(cluster, peers.peers, limit), ...addressNodes(peers.peers, { limit, ranges })];
  const rules = compileRules({ cluster, nodes, peers, ports, limit });
  const egressOf: CompiledRule[][] = cluster.policies.map(() => []);
  const letIn: CompiledRule[][] = nodes.map(() => []);
  for (const rule of rules) {
    if (rule.direction === 'egress') egressOf[rule.policy]?.push(rule);
    else {
      limit.spend(KEPT * (rule.members?.length ?? 0));
      for (const member of rule.members ?? []) letIn[member]?.push(rule);
    }
  }
  const letAllIn = rules.filter(({ direction, members }) => direction === 'ingress' && members === undefined);
  const subjectsOf: number[][] = cluster.policies.map(() => []);
  for (const [at, node] of nodes.entries()) if (node.kind === 'pods') for (const policy of node.policies) subjectsOf[policy]?.push(at);
  return { cluster, nodes, ports, limit, rules, egressOf, letIn, letAllIn, subjectsOf };
}

function* connectionsOf(compiled: Compiled): Generator<Connection> {
  const { nodes, ports } = compiled;
  const rowOf = rowsOf(compiled);
  for (const [at, source] of nodes.entries()) {
    // A copy: between two results somebody may ask for another row.
    const row = rowOf(at).slice();
    for (let index = 0; index < row.length; index += 1) {
      const id = row[index] ?? NONE;
      const target = id === NONE ? undefined : nodes[index];
      if (target !== undefined) yield { source, target, ports: ports.setOf(id) };
    }
  }
}

/**
 * The semantics of networking.k8s.io/v1 NetworkPolicy over everything in a cluster. Selectors mean pods and never addresses, ipBlocks mean
 * addresses and never pods of this cluster (whether a plugin matches them is undefined by the API: judge it with `ranges`).
 * Errors: InputError where the input needs too many steps.
 */
export function reachability(
  cluster: Cluster,
  options: { readonly ranges?: readonly AddressSet[]; readonly maxSteps?: number } = {},
): Reachability {
  const compiled = compile(cluster, options.ranges ?? [], workLimit(options.maxSteps));
  const { nodes, ports, rules } = compiled;
  const places = new Map(nodes.map((node, at) => [node, at]));
  const byWorkload = new Map(
    nodes.flatMap((node) => (node.kind === 'pods' ? node.workloads.map((workload) => [workload, node] as const) : [])),
  );
  const rowOf = rowsOf(compiled);
  const from = (source: Node): readonly PortSet[] => Array.from(rowOf(places.get(source) ?? -1), ports.setOf);
  return {
    cluster,
    nodes,
    nodeOf: (workload) => byWorkload.get(workload),
    connections: () => connectionsOf(compiled),
    from,
    explain: (source, target) => {
      const [sourceAt, targetAt] = [places.get(source) ?? -1, places.get(target) ?? -1];
      const given = { policies: cluster.policies, rules };
      return {
        ports: from(source)[targetAt] ?? [],
        egress: explainDirection(given, { direction: 'egress', subject: source, other: targetAt, receiver: target }),
        ingress: explainDirection(given, { direction: 'ingress', subject: target, other: sourceAt, receiver: target }),
      };
    },
  };
}
