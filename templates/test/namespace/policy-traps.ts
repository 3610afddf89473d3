// Into which of the known traps does a NetworkPolicy fall? Each is a policy that looks right and does something else.
import { isRecord, type ManifestObject } from '@fairway/manifests';

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});
const nameOf = ({ metadata }: ManifestObject): string => metadata.name;

interface Rule {
  readonly peers: readonly unknown[];
  readonly hasPeers: boolean;
  readonly ports: readonly unknown[];
}

const rulesOf = (spec: Readonly<Record<string, unknown>>, direction: 'ingress' | 'egress'): readonly Rule[] =>
  listOf(spec[direction]).map((rule) => {
    const { [direction === 'ingress' ? 'from' : 'to']: peers, ports } = recordOf(rule);
    return { peers: listOf(peers), hasPeers: Array.isArray(peers), ports: listOf(ports) };
  });

/** Policies that may let anyone in: the API server is outside of every selector. */
const OPEN = new Set(['allow-webhook']);
/** Within one namespace, without ports: all of it is meant. */
const ALL_PORTS = new Set(['allow-same-namespace']);
const NAMED = new Set(['allow-gateway', 'allow-load-balancer', 'allow-metrics', 'allow-scrape']);

/** `default-deny: policyTypes …` for each trap, sorted as found; an empty list for a policy that means what it says. */
export const trapsOf = (policy: ManifestObject): readonly string[] => {
  const spec = recordOf(policy.spec);
  const types = listOf(spec.policyTypes);
  const [ingress, egress] = [rulesOf(spec, 'ingress'), rulesOf(spec, 'egress')];
  const found: string[] = [];
  const trap = (text: string) => found.push(`${nameOf(policy)}: ${text}`);
  if (!isRecord(spec.podSelector)) trap('no podSelector');
  if (types.length === 0) trap('policyTypes are not written out, so a policy without egress rules says nothing of egress');
  if (nameOf(policy) === 'default-deny' && (types.length !== 2 || ingress.length + egress.length > 0)) trap('does not deny both ways');
  if (ingress.length > 0 !== types.includes('Ingress') && nameOf(policy) !== 'default-deny')
    trap('ingress rules and type Ingress do not go together');
  if (egress.length > 0 !== types.includes('Egress') && nameOf(policy) !== 'default-deny')
    trap('egress rules and type Egress do not go together');
  for (const { peers, hasPeers, ports } of [...ingress, ...egress]) {
    if ((!hasPeers || peers.length === 0) && !OPEN.has(nameOf(policy))) trap('a rule without peers is open to everyone');
    if (ports.length === 0 && !ALL_PORTS.has(nameOf(policy))) trap('a rule without ports opens all of them');
    for (const peer of peers.map(recordOf)) {
      if (Object.keys(peer).length === 0) trap('an empty peer');
      if (isRecord(peer.namespaceSelector)) {
        if (!isRecord(peer.podSelector)) trap('a namespace without a pod selector in the same item: OR where AND is meant');
        if (Object.keys(peer.namespaceSelector).length === 0) trap('an empty namespaceSelector selects every namespace');
      }
    }
    for (const { port } of ports.map(recordOf)) {
      if (NAMED.has(nameOf(policy)) && typeof port !== 'string') trap(`port ${port} is a number where containers name it`);
      if (OPEN.has(nameOf(policy)) && (typeof port !== 'number' || port < 1024))
        trap(`port ${port} is the port of a Service, not of a container`);
    }
  }
  return found;
};
