// How does a test write the address plan of a cluster in a few words?
import type { NetworkFacts } from '@fairway/contracts';
import { type ClusterFacts, type ClusterPlan, readAddressPlan } from '../src/index.ts';

const FACTS: NetworkFacts = {
  routable: true,
  vnets: [{ name: 'main', cidrs: ['10.0.0.0/18'] }],
  subnets: [
    { name: 'api', role: 'apiServer', cidrs: ['10.0.0.0/28'] },
    { name: 'nodes', role: 'nodes', cidrs: ['10.0.4.0/24'], maxNodes: 10, surgePercent: 33, reservedAddresses: 5 },
  ],
  podCIDRs: ['10.1.0.0/16'],
  podBlock: { v4: 24 },
  serviceCIDRs: ['10.2.0.0/20'],
  dnsServiceIP: '10.2.0.10',
  apiServer: { endpoints: [{ address: '10.0.0.10' }] },
};

/** Facts that are right, but for what is changed. A place is the path of the value, as the name of the file. */
export const factsOf = (cluster: string, changed: Partial<NetworkFacts> = {}): ClusterFacts => ({
  cluster,
  file: `${cluster}.yaml`,
  facts: { ...FACTS, ...changed },
  at: (path) => ({ file: `${cluster}.yaml`, line: 1 + path.length, column: 1 + hash(path.join('.')) }),
});

/** Different places differ. */
const hash = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 100_003, 7);

/** Place as it stands in messages. */
export const placeOf = (cluster: string, ...path: readonly (string | number)[]): string => {
  const { file, line, column } = factsOf(cluster).at(path);
  return `${file}:${line}:${column}`;
};

/** Plans of clusters that can be read; throws where one cannot. */
export const plansOf = (...clusters: readonly ClusterFacts[]): readonly ClusterPlan[] => {
  const { plans, problems } = readAddressPlan(clusters);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return plans;
};

/** The plan of one cluster. */
export const planOf = (changed: Partial<NetworkFacts> = {}, cluster = 'a'): ClusterPlan => {
  const [plan] = plansOf(factsOf(cluster, changed));
  if (plan === undefined) throw new Error('no plan');
  return plan;
};
