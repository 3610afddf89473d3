// Do those get through who must?
import { type AddressSet, addressRanges } from '../address-set.ts';
import { type ExplainedDirection, portsMeet } from '../explain.ts';
import { difference, intersection, union } from '../interval-set.ts';
import type { Direction, Namespace, NetworkFinding, Policy, Workload } from '../model.ts';
import { NO_PORTS, type PortSet, portRange, portText } from '../ports.ts';
import { type Node, resolvePorts } from '../rule-table.ts';
import { isRange, type ProofContext, rangeNamed, workloadsOf } from './context.ts';
import type { Obligation, Party, WantedPort } from './obligation.ts';
import {
  type Blamed,
  blameNamespace,
  blamePolicy,
  blameWorkload,
  bounded,
  type Checked,
  finding,
  policyText,
  workloadText,
} from './proof-finding.ts';

type Reachable = Extract<Obligation, { readonly kind: 'reachable' }>;

/** One end of a way that must be open: pods that are alike, or a part of the addresses. */
export interface WantedEnd {
  readonly node: Node;
  readonly text: string;
  readonly workload: Workload | undefined;
}

/** Nodes that hold some of these addresses. */
export function addressEnds({ engine }: ProofContext, addresses: AddressSet): readonly WantedEnd[] {
  return engine.nodes.flatMap((node) => {
    const shared = node.kind === 'addresses' ? intersection(node.addresses, addresses) : [];
    return shared.length === 0 ? [] : [{ node, text: addressRanges(shared).slice(0, 3).join(', '), workload: undefined }];
  });
}

export function workloadEnds({ engine }: ProofContext, workloads: readonly Workload[]): readonly WantedEnd[] {
  return workloads.flatMap((workload) => {
    const node = engine.nodeOf(workload);
    return node === undefined ? [] : [{ node, text: workloadText(workload), workload }];
  });
}

function wantedPorts(ports: readonly WantedPort[], { workload }: WantedEnd): PortSet | string {
  let set = NO_PORTS;
  for (const { port, protocol } of ports) {
    const named =
      typeof port === 'number' ? port : workload?.namedPorts.find((entry) => entry.name === port && entry.protocol === protocol)?.port;
    if (named === undefined) return `${protocol} ${port}`;
    set = union(set, portRange(protocol, named));
  }
  return set;
}

/** A rule that has some of the ports, for others than the one who asks: most likely the one that was meant. */
function nearRule({ isolatedBy }: ExplainedDirection, direction: Direction, { missing, receiver }: Missing): NearRule | undefined {
  for (const policy of isolatedBy) {
    const rule = policy[direction]?.find((entry) => portsMeet(resolvePorts(entry, receiver), missing));
    if (rule !== undefined) return { policy, pointer: rule.pointer, text: 'has these ports, but for others' };
  }
  return undefined;
}

function openRule({ allowedBy: [first] }: ExplainedDirection): NearRule | undefined {
  if (first === undefined) return undefined;
  return { policy: first.policy, pointer: first.rule.pointer, text: `opens ${portText(first.ports)} only` };
}

interface Missing {
  readonly missing: PortSet;
  readonly receiver: Node;
}

interface NearRule {
  readonly policy: Policy;
  readonly pointer: string;
  readonly text: string;
}

/** Who stands in the way: the policies of the side that does not let it through, and the rule that comes closest. */
function blocked(
  context: ProofContext,
  { source, target }: { readonly source: WantedEnd; readonly target: WantedEnd },
  missing: PortSet,
): { readonly blamed: Blamed | undefined; readonly text: string } {
  const { egress, ingress } = context.engine.explain(source.node, target.node);
  const direction = difference(missing, egress.ports).length > 0 ? 'egress' : 'ingress';
  const side = direction === 'egress' ? egress : ingress;
  const near = nearRule(side, direction, { missing, receiver: target.node }) ?? openRule(side);
  const [first] = side.isolatedBy;
  if (first === undefined) return { blamed: undefined, text: 'nothing is known that stops it' };
  const names = `${direction} is closed by ${side.isolatedBy.map(policyText).slice(0, 5).join(', ')}`;
  if (near === undefined) return { blamed: blamePolicy(first, '/spec'), text: `${names}, and no rule has these ports` };
  return { blamed: blamePolicy(near.policy, near.pointer), text: `${names}; ${policyText(near.policy)} ${near.pointer} ${near.text}` };
}

/** A finding where some of the ports do not get through. */
export function wayFinding(
  obligation: Obligation,
  context: ProofContext,
  way: { readonly source: WantedEnd; readonly target: WantedEnd; readonly ports: PortSet; readonly allowed: PortSet },
): NetworkFinding | undefined {
  const { source, target, ports, allowed } = way;
  const missing = difference(ports, allowed);
  if (missing.length === 0) return undefined;
  const { blamed, text } = blocked(context, { source, target }, missing);
  const workload = source.workload ?? target.workload;
  const fallback = workload === undefined ? { environment: '', ref: undefined, location: undefined } : blameWorkload(workload, '');
  return finding(obligation, blamed ?? fallback, {
    message: `${source.text} does not reach ${target.text} on ${portText(missing)}: ${text}`,
    hint: 'let a policy of each side allow it, with the labels and the container port that the pods really have',
    detail: `${source.text} > ${target.text}`,
  });
}

function endsOf(context: ProofContext, environment: string, party: Party, id: string): readonly WantedEnd[] {
  if (!isRange(party)) return workloadEnds(context, workloadsOf(context, environment, party, id));
  return addressEnds(context, rangeNamed(context, environment, party.range) ?? []);
}

function partyText(party: Party): string {
  return isRange(party) ? `the range ${party.range}` : JSON.stringify(party);
}

function noTarget(obligation: Reachable, source: WantedEnd): NetworkFinding {
  const range = isRange(obligation.to);
  return finding(
    obligation,
    source.workload === undefined ? { environment: '', ref: undefined, location: undefined } : blameWorkload(source.workload, ''),
    {
      message: `${source.text} must reach ${partyText(obligation.to)}, but ${range ? 'its cluster declares no such range' : 'no pod is there'}`,
      hint: range
        ? 'declare the range in the network facts of the cluster'
        : 'render those pods, too, or correct their labels or the obligation',
      detail: 'no target',
    },
  );
}

function environmentFindings(obligation: Reachable, context: ProofContext, environment: string): Checked {
  const [sources, targets] = [
    endsOf(context, environment, obligation.from, obligation.id),
    endsOf(context, environment, obligation.to, obligation.id),
  ];
  const [first] = sources;
  if (first === undefined) return { findings: [], count: 0 };
  if (targets.length === 0) return { findings: [noTarget(obligation, first)], count: 1 };
  const findings: NetworkFinding[] = [];
  const rows = new Map<Node, readonly PortSet[]>();
  const places = new Map(context.engine.nodes.map((node, at) => [node, at]));
  const told = new Set<string>();
  for (const source of sources) {
    const row = rows.get(source.node) ?? context.engine.from(source.node);
    rows.set(source.node, row);
    context.limit.spend(targets.length);
    for (const target of targets) {
      const ports = wantedPorts(obligation.ports, target);
      const allowed = row[places.get(target.node) ?? -1] ?? NO_PORTS;
      const found =
        typeof ports === 'string'
          ? unknownPort(obligation, target, ports)
          : wayFinding(obligation, context, { source, target, ports, allowed });
      const key = JSON.stringify([namespaceName(source.workload?.namespace), target.text]);
      if (found !== undefined && !told.has(key)) findings.push(found);
      if (found !== undefined) told.add(key);
    }
  }
  return { findings, count: sources.length * targets.length };
}

function namespaceName(namespace: Namespace | undefined): string {
  return namespace === undefined ? '' : (blameNamespace(namespace).ref?.name ?? '');
}

function unknownPort(obligation: Reachable, target: WantedEnd, port: string): NetworkFinding | undefined {
  if (target.workload === undefined) return undefined;
  return finding(obligation, blameWorkload(target.workload, '/spec/containers'), {
    message: `${target.text} has no port ${port}, on which it must be reached`,
    hint: 'give the port of the container this name',
    detail: `${target.text} ${port}`,
  });
}

/** One finding per source namespace and target. */
export function checkReachable(obligation: Reachable, context: ProofContext): Checked {
  const parts = context.environments.map(({ environment }) => environmentFindings(obligation, context, environment));
  return {
    findings: bounded(
      obligation,
      parts.flatMap(({ findings }) => findings),
    ),
    count: parts.reduce((sum, { count }) => sum + count, 0),
  };
}
