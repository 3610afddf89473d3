// Is clusters/<name>/network.yaml right, as far as one field after the other goes? Whether its ranges fit together is said by the address plan.
import { ClusterNetwork, type ConfigProblem, NetworkFacts } from '@fairway/contracts';
import { repeatedIn } from './cluster-entries.ts';
import type { ConfigYaml } from './config-yaml.ts';
import { type ConfigReading, isMapping, parseConfig, readConfig } from './parse-config.ts';
import { quote } from './show-value.ts';

const HINT = 'put it under cluster.network:, the one place of this file';
const OPTIONS = {
  checks: [checkNames, checkSizeFacts],
  keyHints: Object.fromEntries(['network', ...Object.keys(NetworkFacts.shape)].map((key) => [key, HINT])),
};

/** Reads the address plan of a cluster; all problems in file order, places for later checks. */
export function readClusterNetwork(text: string, file: string): ConfigReading<ClusterNetwork> {
  return readConfig(ClusterNetwork, text, file, OPTIONS);
}

/** Reads the address plan of a cluster. Throws ConfigError with all problems in file order. */
export function parseClusterNetwork(text: string, file: string): ClusterNetwork {
  return parseConfig(ClusterNetwork, text, file, OPTIONS);
}

function factsOf(file: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const network = isMapping(file.cluster) ? file.cluster.network : undefined;
  return isMapping(network) ? network : {};
}

const NAMED = { vnets: 'virtual network', subnets: 'subnet', peeredNetworks: 'peered network', egress: 'egress destination' } as const;

function checkNames(file: Readonly<Record<string, unknown>>, yaml: ConfigYaml): ConfigProblem[] {
  const facts = factsOf(file);
  return Object.entries(NAMED).flatMap(([key, word]) => repeatedIn(facts[key], { path: ['cluster', 'network', key], word, yaml }));
}

const SIZE_FACTS = ['maxNodes', 'surgePercent', 'reservedAddresses'];

/** Subnets of nodes say how many there may be; for the others such a number would say nothing. */
function checkSizeFacts(file: Readonly<Record<string, unknown>>, yaml: ConfigYaml): ConfigProblem[] {
  const list = factsOf(file).subnets;
  const subnets: readonly unknown[] = Array.isArray(list) ? list : [];
  return subnets.flatMap((subnet, index) => {
    if (!isMapping(subnet) || typeof subnet.name !== 'string') return [];
    const path = ['cluster', 'network', 'subnets', index];
    if (subnet.role === 'nodes') return 'maxNodes' in subnet ? [] : [{ ...missingNodes(subnet.name), at: yaml.at([...path, 'name']) }];
    if (typeof subnet.role !== 'string') return [];
    return SIZE_FACTS.filter((key) => key in subnet).map((key) => ({
      message: `${key} of the subnet ${quote(String(subnet.name))} says nothing: its role is ${quote(String(subnet.role))}, not 'nodes'`,
      hint: 'remove it, or correct the role',
      at: yaml.keyAt([...path, key]),
    }));
  });
}

function missingNodes(name: string): Pick<ConfigProblem, 'message' | 'hint'> {
  return {
    message: `the subnet ${quote(name)} has nodes and no maxNodes: whether they fit is not known`,
    hint: 'write the most nodes that autoscaling may start in it, for example maxNodes: 12',
  };
}
