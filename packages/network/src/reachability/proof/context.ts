// What does every check of a proof need to know?
import { InputError } from '@fairway/contracts';
import { type AddressSet, readCidr, uniteAddresses } from '../address-set.ts';
import { type Exposure, exposure } from '../exposure.ts';
import { readSelector, type Selector, selects } from '../label-selector.ts';
import type { Cluster, Namespace, ObjectSource, Workload } from '../model.ts';
import { type Reachability, reachability } from '../reachability.ts';
import { readCluster } from '../read-cluster.ts';
import { type WorkLimit, workLimit } from '../work-limit.ts';
import type { LabelSelector, Party, PodsWhere } from './obligation.ts';

/** What an environment's cluster is rendered to. */
export interface ProofEnvironment extends ObjectSource {
  /** Name of the cluster that it runs in; two environments may share one. */
  readonly cluster: string;
  /** What the environment label of its namespaces says; without it, the environment's name. */
  readonly label?: string;
}

/** Address ranges of a cluster. Several of one name belong together. */
export interface ProofCluster {
  readonly name: string;
  readonly ranges: readonly { readonly name: string; readonly cidr: string }[];
}

export interface NamedAddresses {
  readonly name: string;
  readonly addresses: AddressSet;
}

export interface ProofContext {
  readonly environments: readonly ProofEnvironment[];
  readonly cluster: Cluster;
  readonly engine: Reachability;
  readonly exposure: Exposure;
  readonly ranges: ReadonlyMap<string, readonly NamedAddresses[]>;
  /** What the checks may cost together, besides the engine. */
  readonly limit: WorkLimit;
}

function rangesOf({ name, ranges }: ProofCluster): readonly NamedAddresses[] {
  const byName = Map.groupBy(ranges, (range) => range.name);
  return [...byName].map(([range, list]) => ({
    name: range,
    addresses: uniteAddresses(
      list.map(({ cidr }) => {
        const reading = readCidr(cidr);
        if (reading.ok) return reading.set;
        throw new InputError('input-invalid', `range ${range} of cluster ${name}: found ${JSON.stringify(cidr)}: ${reading.problem}`);
      }),
    ),
  }));
}

/** Reads everything once, as if all environments stood in one cluster. Errors: InputError for a range that is none, or too much to judge. */
export function proofContext(
  environments: readonly ProofEnvironment[],
  clusters: readonly ProofCluster[],
  maxSteps?: number,
): ProofContext {
  const cluster = readCluster(environments);
  const ranges = new Map(clusters.map((entry) => [entry.name, rangesOf(entry)]));
  const addresses = [...ranges.values()].flat().map((range) => range.addresses);
  const limit = workLimit(maxSteps);
  const engine = reachability(cluster, { ranges: addresses, ...(maxSteps === undefined ? {} : { maxSteps }) });
  return { environments, cluster, engine, exposure: exposure(cluster, limit), ranges, limit };
}

/** Reads a selector of an obligation. Errors: InputError where it is none. */
export function selectorOf(selector: LabelSelector | undefined, id: string): Selector {
  return readSelector(selector ?? {}, '', (pointer, message) => {
    throw new InputError('input-invalid', `obligation ${id}: selector${pointer}: ${message}`);
  });
}

/** Namespaces of all environments that a selector chooses. */
export function namespacesOf({ cluster }: ProofContext, selector: LabelSelector, id: string): readonly Namespace[] {
  const read = selectorOf(selector, id);
  return cluster.namespaces.filter(({ labels }) => selects(read, labels));
}

/** Workloads of one environment that a party means; none for a range. */
export function workloadsOf({ cluster }: ProofContext, environment: string, party: PodsWhere, id: string): readonly Workload[] {
  const [namespaces, pods] = [selectorOf(party.namespaces, id), selectorOf(party.pods, id)];
  return cluster.workloads.filter(
    ({ namespace, labels }) => namespace.environment === environment && selects(namespaces, namespace.labels) && selects(pods, labels),
  );
}

export function isRange(party: Party): party is Extract<Party, { readonly range: string }> {
  return 'range' in party;
}

/** Addresses of a named range of the environment's cluster; undefined where the cluster declares none. */
export function rangeNamed(context: ProofContext, environment: string, name: string): AddressSet | undefined {
  const cluster = context.environments.find((entry) => entry.environment === environment)?.cluster ?? '';
  return context.ranges.get(cluster)?.find((range) => range.name === name)?.addresses;
}
