// What do people review when they review who may talk to whom?
import { type Json, refText } from '@fairway/manifests';
import { type AddressSet, addressRanges } from '../address-set.ts';
import { union } from '../interval-set.ts';
import { selects } from '../label-selector.ts';
import type { Direction, Namespace, Workload } from '../model.ts';
import { type PortSet, portText } from '../ports.ts';
import type { Node } from '../rule-table.ts';
import type { ProofContext } from './context.ts';
import type { Obligation } from './obligation.ts';
import type { Checked } from './proof-finding.ts';

export interface CheckedObligation extends Checked {
  readonly obligation: Obligation;
}

interface Ways {
  readonly pods: Set<Workload>;
  addresses: AddressSet;
}

/** Per workload and ports: the others. */
type Board = Map<Workload, Map<PortSet, Ways>>;

function nameOf({ namespace, ref }: Workload): string {
  return refText({ ...ref, namespace: namespace.name });
}

function waysOf(board: Board, subject: Workload, ports: PortSet): Ways {
  const rows = board.get(subject) ?? new Map<PortSet, Ways>();
  board.set(subject, rows);
  const ways = rows.get(ports) ?? { pods: new Set(), addresses: [] };
  rows.set(ports, ways);
  return ways;
}

/** Whoever is in another environment is no line of a document: it is a finding. */
function note(board: Board, { own, other, ports }: { readonly own: Node; readonly other: Node; readonly ports: PortSet }): void {
  if (own.kind !== 'pods') return;
  for (const subject of own.workloads) {
    const ways = waysOf(board, subject, ports);
    if (other.kind === 'addresses') ways.addresses = union(ways.addresses, other.addresses);
    else {
      for (const workload of other.workloads) {
        if (workload !== subject && workload.namespace.environment === subject.namespace.environment) ways.pods.add(workload);
      }
    }
  }
}

function byName<T>(nameOfItem: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (nameOfItem(a) < nameOfItem(b) ? -1 : 1);
}

function boardJson(board: Board, subjects: readonly Workload[], side: 'from' | 'to'): Json {
  return subjects.toSorted(byName(nameOf)).flatMap((workload): Json[] => {
    const ways = [...(board.get(workload) ?? [])]
      .filter(([, { pods, addresses }]) => pods.size > 0 || addresses.length > 0)
      .map(([ports, { pods, addresses }]) => ({
        ports: portText(ports),
        [side]: [...[...pods].map(nameOf).toSorted(), ...addressRanges(addresses)],
      }))
      .toSorted(byName(({ ports }) => String(ports)));
    return ways.length === 0 ? [] : [{ workload: nameOf(workload), ways }];
  });
}

function namespaceJson(context: ProofContext, namespace: Namespace, tenants: ReadonlySet<Namespace>): Json {
  const { cluster } = context;
  const closing = cluster.policies.filter(({ namespace: home, subject }) => home === namespace && subject.length === 0);
  const workloads = cluster.workloads.filter((workload) => workload.namespace === namespace);
  const closed = (direction: Direction): boolean => closing.some((policy) => policy[direction] !== undefined);
  return {
    namespace: namespace.name,
    tenant: tenants.has(namespace),
    labels: Object.fromEntries([...namespace.labels].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    closed: { ingress: closed('ingress'), egress: closed('egress') },
    workloads: workloads.length,
    policies: cluster.policies
      .filter(({ namespace: home }) => home === namespace)
      .map(({ ref, subject }) => ({
        name: ref.name,
        pods: workloads.filter(({ labels, hostNetwork }) => !hostNetwork && selects(subject, labels)).length,
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** The two documents of one environment: who comes in and whether the proof holds, and who goes out to where. Order follows names only. */
export interface GoldenDocuments {
  readonly environment: string;
  readonly isolation: Json;
  readonly egress: Json;
}

/** Documents of all environments. They hold no line numbers and no generated names: they change when reachability does. */
export function goldenDocuments(
  context: ProofContext,
  tenants: ReadonlySet<Namespace>,
  checked: readonly CheckedObligation[],
): readonly GoldenDocuments[] {
  const boards = { ingress: new Map(), egress: new Map() } satisfies Record<'ingress' | 'egress', Board>;
  for (const { source, target, ports } of context.engine.connections()) {
    context.limit.spend((source.kind === 'pods' ? source.workloads.length : 1) * (target.kind === 'pods' ? target.workloads.length : 1));
    note(boards.ingress, { own: target, other: source, ports });
    note(boards.egress, { own: source, other: target, ports });
  }
  return context.environments.map(({ environment }) => {
    const subjects = context.cluster.workloads.filter(({ namespace }) => namespace.environment === environment && tenants.has(namespace));
    const namespaces = context.cluster.namespaces.filter((namespace) => namespace.environment === environment);
    const notJudged = context.cluster.notJudged.filter((entry) => entry.environment === environment).map(({ ref }) => refText(ref));
    return {
      environment,
      isolation: {
        environment,
        obligations: checked.map(({ obligation, findings }) => ({
          id: obligation.id,
          why: obligation.why,
          holds: !findings.some((finding) => finding.environment === environment || finding.environment === ''),
        })),
        namespaces: namespaces
          .toSorted((a, b) => (a.name < b.name ? -1 : 1))
          .map((namespace) => namespaceJson(context, namespace, tenants)),
        ingress: boardJson(boards.ingress, subjects, 'from'),
        notJudged: notJudged.toSorted(),
      },
      egress: { environment, egress: boardJson(boards.egress, subjects, 'to') },
    };
  });
}
