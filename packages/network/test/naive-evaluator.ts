// May one pod open one port of another, read word by word from the API text? Slow, and shares nothing with the engine.
import type { ManifestObject } from '@fairway/manifests';
import { isRecord, podTemplateOf } from '@fairway/manifests';

type Fields = Readonly<Record<string, unknown>>;

/** A pod, or one IPv4 address as a number. */
export type End = { readonly pod: ManifestObject } | { readonly address: number };

export interface Attempt {
  readonly source: End;
  readonly target: End;
  readonly protocol: string;
  readonly port: number;
}

const record = (value: unknown): Fields => (isRecord(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const namespaceOf = (object: ManifestObject): string => object.metadata.namespace ?? 'default';

function labelsChosen(selector: unknown, labels: Fields): boolean {
  const { matchLabels, matchExpressions } = record(selector);
  for (const [key, value] of Object.entries(record(matchLabels))) if (labels[key] !== value) return false;
  for (const expression of list(matchExpressions).map(record)) {
    const value = labels[String(expression.key)];
    const values = list(expression.values);
    if (expression.operator === 'In' && (value === undefined || !values.includes(value))) return false;
    if (expression.operator === 'NotIn' && value !== undefined && values.includes(value)) return false;
    if (expression.operator === 'Exists' && value === undefined) return false;
    if (expression.operator === 'DoesNotExist' && value !== undefined) return false;
  }
  return true;
}

function podLabels(pod: ManifestObject): Fields {
  return { ...podTemplateOf(pod)?.labels };
}

function onHost(pod: ManifestObject): boolean {
  return podTemplateOf(pod)?.spec.hostNetwork === true;
}

function namespaceLabels(name: string, objects: readonly ManifestObject[]): Fields {
  const found = objects.find((object) => object.kind === 'Namespace' && object.metadata.name === name);
  return { ...found?.metadata.labels, 'kubernetes.io/metadata.name': name };
}

function addressNumber(text: string): number {
  return text.split('.').reduce((value, part) => value * 256 + Number(part), 0);
}

function inBlock(address: number, cidr: unknown): boolean {
  const [text = '', length = '32'] = String(cidr).split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(address / size) === Math.floor(addressNumber(text) / size);
}

function peerMatches(peer: Fields, end: End, policy: ManifestObject, objects: readonly ManifestObject[]): boolean {
  if (peer.ipBlock !== undefined) {
    const { cidr, except } = record(peer.ipBlock);
    return 'address' in end && inBlock(end.address, cidr) && !list(except).some((part) => inBlock(end.address, part));
  }
  if ('address' in end || onHost(end.pod)) return false;
  const namespace = namespaceOf(end.pod);
  const here =
    peer.namespaceSelector === undefined
      ? namespace === namespaceOf(policy)
      : labelsChosen(peer.namespaceSelector, namespaceLabels(namespace, objects));
  return here && (peer.podSelector === undefined || labelsChosen(peer.podSelector, podLabels(end.pod)));
}

function namedPort(target: End, name: unknown, protocol: string): readonly unknown[] {
  if ('address' in target) return [];
  const { containers, initContainers } = record(podTemplateOf(target.pod)?.spec);
  const ports = [...list(containers), ...list(initContainers)].flatMap((container) => list(record(container).ports)).map(record);
  return ports.filter((port) => port.name === name && (port.protocol ?? 'TCP') === protocol).map(({ containerPort }) => containerPort);
}

function portMatches(rulePort: Fields, { target, protocol, port }: Attempt): boolean {
  const { protocol: wanted = 'TCP', port: value, endPort } = rulePort;
  if (wanted !== protocol) return false;
  if (value === undefined) return true;
  if (typeof value === 'string') return namedPort(target, value, protocol).includes(port);
  return endPort === undefined ? port === value : port >= Number(value) && port <= Number(endPort);
}

function ruleMatches(
  rule: Fields,
  attempt: Attempt,
  given: { other: End; side: string; policy: ManifestObject; objects: readonly ManifestObject[] },
): boolean {
  const [peers, ports] = [list(rule[given.side]).map(record), list(rule.ports).map(record)];
  const byPeer = peers.length === 0 || peers.some((peer) => peerMatches(peer, given.other, given.policy, given.objects));
  return byPeer && (ports.length === 0 || ports.some((port) => portMatches(port, attempt)));
}

function typesOf(spec: Fields): readonly unknown[] {
  const types = list(spec.policyTypes);
  if (types.length > 0) return types;
  return list(spec.egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

function sideAllows(end: End, direction: 'Ingress' | 'Egress', attempt: Attempt, objects: readonly ManifestObject[]): boolean {
  if ('address' in end || onHost(end.pod)) return true;
  const selecting = objects.filter((policy) => {
    if (policy.kind !== 'NetworkPolicy' || namespaceOf(policy) !== namespaceOf(end.pod)) return false;
    const spec = record(policy.spec);
    return labelsChosen(spec.podSelector, podLabels(end.pod)) && typesOf(spec).includes(direction);
  });
  if (selecting.length === 0) return true;
  const [field, side, other] =
    direction === 'Ingress' ? (['ingress', 'from', attempt.source] as const) : (['egress', 'to', attempt.target] as const);
  return selecting.some((policy) =>
    list(record(policy.spec)[field]).some((rule) => ruleMatches(record(rule), attempt, { other, side, policy, objects })),
  );
}

/** Egress of the source and ingress of the target must both let it through. */
export function naivelyAllowed(attempt: Attempt, objects: readonly ManifestObject[]): boolean {
  return sideAllows(attempt.source, 'Egress', attempt, objects) && sideAllows(attempt.target, 'Ingress', attempt, objects);
}
