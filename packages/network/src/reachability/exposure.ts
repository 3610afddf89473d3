// Could a pod with labels of somebody's choice reach another one, also if neither exists yet?
import { intersection, unionOf } from './interval-set.ts';
import { canChoose } from './label-choice.ts';
import { isSatisfiable, type Requirement, type Selector, selects } from './label-selector.ts';
import type { Cluster, Direction, Namespace, Policy, Rule } from './model.ts';
import { ALL_PORTS, MAX_PORT, type PortSet, portRange } from './ports.ts';
import { type WorkLimit, workLimit } from './work-limit.ts';

/** A namespace in which any pod may turn up; or one that does not exist yet, of which only some labels are known, and which has no policies. */
export type Place =
  | { readonly kind: 'namespace'; readonly namespace: Namespace }
  | { readonly kind: 'future'; readonly environment: string; readonly labels: readonly Requirement[] };

/** What lets traffic through on one side: a rule, or that pods can have labels which no policy of the namespace selects. */
export type Gate =
  | { readonly kind: 'rule'; readonly policy: Policy; readonly rule: Rule; readonly peer: Selector }
  | { readonly kind: 'unselected'; readonly place: Place };

/** A way from one place to another for pods of suitable labels. */
export interface Opening {
  readonly source: Place;
  readonly target: Place;
  readonly ports: PortSet;
  readonly egress: Gate;
  readonly ingress: Gate;
}

function matchesPlace(selector: Selector, place: Place): boolean {
  if (place.kind === 'namespace') return selects(selector, place.namespace.labels);
  return isSatisfiable([...place.labels, ...selector]);
}

function isOwn({ namespace }: Policy, place: Place): boolean {
  return place.kind === 'namespace' && place.namespace === namespace;
}

/** A pod may call any of its ports by any name. */
function possiblePorts({ ports, portNames }: Rule): PortSet {
  return unionOf([
    ports,
    ...new Set(portNames.map(({ protocol }) => protocol)).values().map((protocol) => portRange(protocol, 1, MAX_PORT)),
  ]);
}

function gatesOfPolicy(policy: Policy, direction: Direction, other: Place): readonly Gate[] {
  return (policy[direction] ?? []).flatMap((rule): readonly Gate[] => {
    if (rule.peers === undefined) return [{ kind: 'rule', policy, rule, peer: [] }];
    return rule.peers.flatMap((peer): readonly Gate[] => {
      if (peer.kind !== 'pods') return [];
      const here = peer.namespaces === undefined ? isOwn(policy, other) : matchesPlace(peer.namespaces, other);
      return here ? [{ kind: 'rule', policy, rule, peer: peer.pods }] : [];
    });
  });
}

interface Side {
  readonly place: Place;
  /** Policies of the place that speak of the direction. */
  readonly policies: readonly Policy[];
}

function gatesOf({ place, policies }: Side, direction: Direction, other: Place): readonly Gate[] {
  const rules = policies.flatMap((policy) => gatesOfPolicy(policy, direction, other));
  const subjects = policies.map(({ subject }) => subject);
  return canChoose([], subjects) ? [...rules, { kind: 'unselected', place }] : rules;
}

/** What a gate asks of the labels on its own side, and which policies must not select them. */
function ownSide(gate: Gate, { policies }: Side): { readonly wanted: Selector; readonly avoided: readonly Selector[] } {
  if (gate.kind === 'rule') return { wanted: gate.policy.subject, avoided: [] };
  return { wanted: [], avoided: policies.map(({ subject }) => subject) };
}

const otherSide = (gate: Gate): Selector => (gate.kind === 'rule' ? gate.peer : []);
const portsOf = (gate: Gate): PortSet => (gate.kind === 'rule' ? possiblePorts(gate.rule) : ALL_PORTS);

function meet(egress: Gate, ingress: Gate, sides: { readonly source: Side; readonly target: Side }): PortSet {
  const ports = intersection(portsOf(egress), portsOf(ingress));
  const [own, far] = [ownSide(egress, sides.source), ownSide(ingress, sides.target)];
  const possible =
    ports.length > 0 &&
    canChoose([...own.wanted, ...otherSide(ingress)], own.avoided) &&
    canChoose([...far.wanted, ...otherSide(egress)], far.avoided);
  return possible ? ports : [];
}

function sideOf(cluster: Cluster, place: Place, direction: Direction): Side {
  return { place, policies: cluster.policies.filter((policy) => isOwn(policy, place) && policy[direction] !== undefined) };
}

/** Answers for many pairs of places; what was found out about a place is kept. */
export interface Exposure {
  /** The first way that pods of suitable labels could go, rules before missing walls; undefined: there is none. */
  readonly opening: (source: Place, target: Place) => Opening | undefined;
}

/**
 * Exposure of places to pods that anybody may make, in both roles: labels and port names are whatever suits. Exact where it says no; a "yes"
 * may be too careful only where label combinations are too many to try.
 */
export function exposure(cluster: Cluster, limit: WorkLimit = workLimit()): Exposure {
  const kept = new Map<Place, { readonly source: Side; readonly target: Side }>();
  const sidesOf = (place: Place) => {
    const sides = kept.get(place) ?? { source: sideOf(cluster, place, 'egress'), target: sideOf(cluster, place, 'ingress') };
    kept.set(place, sides);
    return sides;
  };
  return {
    opening: (from, to) => {
      const [source, target] = [sidesOf(from).source, sidesOf(to).target];
      const outward = gatesOf(source, 'egress', to);
      limit.spend(1 + source.policies.length + target.policies.length);
      if (outward.length === 0) return undefined;
      const inward = gatesOf(target, 'ingress', from);
      for (const egress of outward) {
        for (const ingress of inward) {
          limit.spend(10);
          const ports = meet(egress, ingress, { source, target });
          if (ports.length > 0) return { source: from, target: to, ports, egress, ingress };
        }
      }
      return undefined;
    },
  };
}
