// Is every environment out of reach of every other one: its pods, pods that may yet come, and other clusters?
import { addressRanges } from '../address-set.ts';
import { type ExplainedDirection, portsMeet } from '../explain.ts';
import type { Gate, Opening, Place } from '../exposure.ts';
import { intersection } from '../interval-set.ts';
import type { Requirement } from '../label-selector.ts';
import type { Direction, Namespace, NetworkFinding, Rule, Workload } from '../model.ts';
import type { PodNode } from '../pod-nodes.ts';
import { portText } from '../ports.ts';
import { NAME_LABEL } from '../read-cluster.ts';
import { type NamedAddresses, namespacesOf, type ProofContext, selectorOf } from './context.ts';
import type { Obligation } from './obligation.ts';
import {
  blameGates,
  blameNamespace,
  blamePolicy,
  bounded,
  type Checked,
  finding,
  gateText,
  placeText,
  policyText,
  workloadText,
} from './proof-finding.ts';

type Apart = Extract<Obligation, { readonly kind: 'apart' }>;

interface RealWay {
  readonly source: Workload;
  readonly target: Workload;
  readonly nodes: readonly [PodNode, PodNode];
}

function pairKey(source: Namespace, target: Namespace): string {
  return JSON.stringify([source.environment, source.name, target.environment, target.name]);
}

/** One pod per namespace for each group of pods that are alike. */
function firstPerNamespace(tenants: ReadonlySet<Namespace>): (node: PodNode) => readonly Workload[] {
  const known = new Map<PodNode, readonly Workload[]>();
  return (node) => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const first = new Map<Namespace, Workload>();
    for (const workload of node.workloads) {
      if (tenants.has(workload.namespace) && !first.has(workload.namespace)) first.set(workload.namespace, workload);
    }
    known.set(node, [...first.values()]);
    return [...first.values()];
  };
}

/** For each pair of namespaces in two environments, one pair of pods that may talk. Pods on the host have a check of their own. */
function realWays({ engine, limit }: ProofContext, tenants: ReadonlySet<Namespace>): ReadonlyMap<string, RealWay> {
  const ways = new Map<string, RealWay>();
  const firstOf = firstPerNamespace(tenants);
  for (const { source: from, target: to } of engine.connections()) {
    if (from.kind !== 'pods' || to.kind !== 'pods' || from.hostNetwork || to.hostNetwork) continue;
    limit.spend(firstOf(from).length * firstOf(to).length);
    for (const source of firstOf(from)) {
      for (const target of firstOf(to)) {
        if (source.namespace.environment === target.namespace.environment) continue;
        const key = pairKey(source.namespace, target.namespace);
        if (!ways.has(key)) ways.set(key, { source, target, nodes: [from, to] });
      }
    }
  }
  return ways;
}

function gateOf({ isolatedBy, allowedBy }: ExplainedDirection, other: ExplainedDirection, { namespace }: Workload): Gate {
  const allowing = allowedBy.find(({ ports }) => portsMeet(ports, other.ports));
  if (isolatedBy.length === 0 || allowing === undefined) return { kind: 'unselected', place: { kind: 'namespace', namespace } };
  return { kind: 'rule', policy: allowing.policy, rule: allowing.rule, peer: [] };
}

const HINT =
  'let the peer name the namespace by kubernetes.io/metadata.name or by its environment label, and select all pods by a default-deny';

function realFinding(obligation: Apart, { engine }: ProofContext, { source, target, nodes }: RealWay): NetworkFinding {
  const { ports, egress, ingress } = engine.explain(...nodes);
  const gates = [gateOf(egress, ingress, source), gateOf(ingress, egress, target)] as const;
  const message = `${workloadText(source)} reaches ${workloadText(target)} on ${portText(ports)}: ${gateText(gates[0], 'egress')}, and ${gateText(gates[1], 'ingress')}`;
  const detail = pairKey(source.namespace, target.namespace);
  return finding(obligation, blameGates(gates), { message, hint: HINT, detail });
}

function possibleFinding(obligation: Apart, { source, target, ports, egress, ingress }: Opening): NetworkFinding {
  const ways = `${gateText(egress, 'egress')}, and ${gateText(ingress, 'ingress')}`;
  const message = `a pod with suitable labels in ${placeText(source)} would reach one in ${placeText(target)} on ${portText(ports)}: ${ways}`;
  return finding(obligation, blameGates([egress, ingress]), { message, hint: HINT, detail: `${placeText(source)} > ${placeText(target)}` });
}

/** For each environment a namespace that does not exist yet, with the labels of a tenant's. */
function futurePlaces(context: ProofContext, obligation: Apart): readonly Place[] {
  const tenant = selectorOf(obligation.namespaces, obligation.id);
  const taken = [...new Set(context.cluster.namespaces.map(({ name }) => name))].toSorted();
  const named: readonly Requirement[] = taken.length === 0 ? [] : [{ key: NAME_LABEL, operator: 'NotIn', values: taken }];
  return context.environments.map(({ environment, label = environment }) => ({
    kind: 'future',
    environment,
    labels: [...tenant, { key: obligation.label, operator: 'In', values: [label] }, ...named],
  }));
}

function environmentOf(place: Place): string {
  return place.kind === 'namespace' ? place.namespace.environment : place.environment;
}

function possibleWays(
  context: ProofContext,
  obligation: Apart,
  tenants: readonly Namespace[],
  real: ReadonlyMap<string, RealWay>,
): readonly Opening[] {
  const known: readonly Place[] = tenants.map((namespace) => ({ kind: 'namespace', namespace }));
  const future = futurePlaces(context, obligation);
  const pairs = known.flatMap((place) => [
    ...known.map((other) => [place, other] as const),
    ...future.flatMap((other) => [[place, other] as const, [other, place] as const]),
  ]);
  return pairs.flatMap(([source, target]) => {
    if (environmentOf(source) === environmentOf(target)) return [];
    const both = source.kind === 'namespace' && target.kind === 'namespace';
    if (both && real.has(pairKey(source.namespace, target.namespace))) return [];
    return context.exposure.opening(source, target) ?? [];
  });
}

/** Ranges of all clusters but the environment's own. */
function foreignRanges(
  { environments, ranges }: ProofContext,
  environment: string,
): readonly (NamedAddresses & { readonly cluster: string })[] {
  const own = environments.find((entry) => entry.environment === environment)?.cluster;
  return [...ranges].flatMap(([cluster, list]) => (cluster === own ? [] : list.map((range) => ({ ...range, cluster }))));
}

function overlapOf(rule: Rule, range: NamedAddresses): { readonly pointer: string; readonly text: string } | undefined {
  if (rule.peers === undefined) return { pointer: rule.pointer, text: 'everybody' };
  for (const peer of rule.peers) {
    const shared = peer.kind === 'addresses' ? intersection(peer.addresses, range.addresses) : [];
    if (shared.length > 0) return { pointer: peer.pointer, text: addressRanges(shared).slice(0, 3).join(', ') };
  }
  return undefined;
}

/** Rules by which pods of a namespace, present or not, exchange traffic with another cluster. */
function foreignFindings(obligation: Apart, context: ProofContext, namespace: Namespace): readonly NetworkFinding[] {
  const ranges = foreignRanges(context, namespace.environment);
  const policies = context.cluster.policies.filter((policy) => policy.namespace === namespace);
  const directions: readonly Direction[] = ['ingress', 'egress'];
  return ranges.flatMap((range) =>
    directions.flatMap((direction) => {
      const speaking = policies.filter((policy) => policy[direction] !== undefined);
      const detail = `${namespace.name} ${direction} ${range.cluster}/${range.name}`;
      const way = direction === 'egress' ? 'out to' : 'in from';
      const whose = `range ${range.name} of cluster ${range.cluster}`;
      if (!speaking.some(({ subject }) => subject.length === 0)) {
        const message = `nothing keeps ${direction} of all pods of namespace ${namespace.name} from ${whose}`;
        return [finding(obligation, blameNamespace(namespace), { message, hint: 'add a default-deny for both directions', detail })];
      }
      return speaking.flatMap((policy) =>
        (policy[direction] ?? []).flatMap((rule) => {
          const overlap = overlapOf(rule, range);
          if (overlap === undefined) return [];
          const pods = context.cluster.workloads.find((workload) => workload.namespace === namespace);
          const example = pods === undefined ? '' : `, for example for ${workloadText(pods)}`;
          const message = `${policyText(policy)} ${overlap.pointer} lets traffic ${way} ${overlap.text} in ${whose}${example}`;
          const hint = 'except the ranges of other clusters from the ipBlock';
          return [finding(obligation, blamePolicy(policy, overlap.pointer), { message, hint, detail: `${detail} ${policy.ref.name}` })];
        }),
      );
    }),
  );
}

/** Obligations (a) and (b): as if all environments stood in one cluster, and by addresses between clusters. */
export function checkApart(obligation: Apart, context: ProofContext): Checked {
  const tenants = namespacesOf(context, obligation.namespaces, obligation.id);
  const real = realWays(context, new Set(tenants));
  const possible = possibleWays(context, obligation, tenants, real);
  const findings = [
    ...real.values().map((way) => realFinding(obligation, context, way)),
    ...possible.map((opening) => possibleFinding(obligation, opening)),
    ...tenants.flatMap((namespace) => foreignFindings(obligation, context, namespace)),
  ];
  return { findings: bounded(obligation, findings), count: tenants.length };
}
