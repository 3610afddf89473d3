// What does one rule of a NetworkPolicy let through?
import { isRecord, jsonPointer } from '@fairway/manifests';
import { type AddressSet, readCidr } from './address-set.ts';
import { difference, isSubset, unionOf } from './interval-set.ts';
import { type Complain, readSelector } from './label-selector.ts';
import type { Direction, Peer, PortName, Rule } from './model.ts';
import { ALL_PORTS, isProtocol, MAX_PORT, NO_PORTS, type PortSet, portRange } from './ports.ts';

/** A mapping with no other keys than these. */
export function readMapping(value: unknown, known: readonly string[], { pointer, complain }: Where): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) {
    complain(pointer, `found ${value === null ? 'nothing' : JSON.stringify(value)?.slice(0, 40)}, expected a mapping`);
    return {};
  }
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) complain(`${pointer}${jsonPointer(key)}`, `unknown key ${JSON.stringify(key)}, expected ${known.join(', ')}`);
  }
  return value;
}

/** A list; missing and null are the empty one, as the API server reads them. */
export function readList(value: unknown, { pointer, complain }: Where): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  complain(pointer, 'expected a list');
  return [];
}

/** Where we are in an object, and whom to tell what is wrong there. */
export interface Where {
  readonly pointer: string;
  readonly complain: Complain;
}

function readRange(text: unknown, { pointer, complain }: Where): { readonly set: AddressSet; readonly prefix: number } | undefined {
  const reading = typeof text === 'string' ? readCidr(text) : { ok: false as const, problem: 'it is no text; write it like 10.0.0.0/8' };
  if (reading.ok) return reading;
  complain(pointer, `found ${JSON.stringify(text)?.slice(0, 60) ?? 'nothing'}: ${reading.problem}`);
  return undefined;
}

function readIpBlock(value: unknown, where: Where): AddressSet {
  const { pointer, complain } = where;
  const block = readMapping(value, ['cidr', 'except'], where);
  const whole = readRange(block.cidr, { pointer: `${pointer}/cidr`, complain });
  const excepted: AddressSet[] = [];
  for (const [at, entry] of readList(block.except, { pointer: `${pointer}/except`, complain }).entries()) {
    const place = `${pointer}/except/${at}`;
    const part = readRange(entry, { pointer: place, complain });
    if (part === undefined || whole === undefined) continue;
    if (!isSubset(part.set, whole.set) || part.prefix <= whole.prefix) complain(place, `${entry} is not a smaller part of ${block.cidr}`);
    excepted.push(part.set);
  }
  return difference(whole?.set ?? [], unionOf(excepted));
}

function readPeer(value: unknown, where: Where): Peer | undefined {
  const { pointer, complain } = where;
  const peer = readMapping(value, ['podSelector', 'namespaceSelector', 'ipBlock'], where);
  const has = (key: string): boolean => peer[key] !== undefined && peer[key] !== null;
  const bySelector = has('podSelector') || has('namespaceSelector');
  if (has('ipBlock')) {
    if (bySelector) complain(pointer, 'ipBlock stands beside a selector; give each an item of its own');
    return { kind: 'addresses', pointer, addresses: readIpBlock(peer.ipBlock, { pointer: `${pointer}/ipBlock`, complain }) };
  }
  if (!bySelector) {
    if (isRecord(value)) complain(pointer, 'the peer is empty; write podSelector, namespaceSelector or ipBlock, or leave the list out');
    return undefined;
  }
  const read = (key: string) => readSelector(peer[key], `${pointer}/${key}`, complain);
  const pods = has('podSelector') ? read('podSelector') : [];
  return { kind: 'pods', pointer, pods, namespaces: has('namespaceSelector') ? read('namespaceSelector') : undefined };
}

/** Names of ports by RFC 6335 §5.1, as the API server checks them. */
function isPortName(name: string): boolean {
  return name.length <= 15 && /^[a-z0-9-]+$/.test(name) && /[a-z]/.test(name) && !/^-|-$|--/.test(name);
}

function isPortNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_PORT;
}

interface ReadPorts {
  readonly ports: PortSet;
  readonly names: readonly PortName[];
}

function readPort(value: unknown, where: Where): ReadPorts {
  const { pointer, complain } = where;
  const nothing = { ports: NO_PORTS, names: [] };
  const { protocol: given, port, endPort: end } = readMapping(value, ['protocol', 'port', 'endPort'], where);
  const protocol = given ?? 'TCP';
  if (!isProtocol(protocol)) {
    complain(`${pointer}/protocol`, `found ${JSON.stringify(given)}, expected TCP, UDP or SCTP`);
    return nothing;
  }
  const endPort = end ?? undefined;
  if (port === undefined || port === null || typeof port === 'string') {
    if (endPort !== undefined) complain(`${pointer}/endPort`, 'endPort needs a port that is a number');
    if (typeof port !== 'string') return { ports: portRange(protocol, 1, MAX_PORT), names: [] };
    if (isPortName(port)) return { ports: NO_PORTS, names: [{ protocol, name: port, pointer: `${pointer}/port` }] };
    complain(
      `${pointer}/port`,
      `found "${port.slice(0, 40)}", expected a port name: at most 15 of a-z, 0-9 and -, or a number without quotes`,
    );
    return nothing;
  }
  if (!isPortNumber(port)) {
    complain(`${pointer}/port`, `found ${JSON.stringify(port)}, expected 1 to ${MAX_PORT} or a port name`);
    return nothing;
  }
  if (endPort === undefined) return { ports: portRange(protocol, port), names: [] };
  if (isPortNumber(endPort) && endPort >= port) return { ports: portRange(protocol, port, endPort), names: [] };
  complain(`${pointer}/endPort`, `found ${JSON.stringify(endPort)}, expected ${port} to ${MAX_PORT}`);
  return nothing;
}

function readPorts(value: unknown, { pointer, complain }: Where): ReadPorts {
  const list = readList(value, { pointer, complain });
  if (list.length === 0) return { ports: ALL_PORTS, names: [] };
  const all = list.map((entry, at) => readPort(entry, { pointer: `${pointer}/${at}`, complain }));
  return { ports: unionOf(all.map(({ ports }) => ports)), names: all.flatMap(({ names }) => names) };
}

/**
 * Reads one entry of `ingress` or `egress` (networking.k8s.io/v1). A missing or empty list of peers is everybody, one of ports every port;
 * in a peer both selectors hold, between peers one is enough.
 */
export function readRule(value: unknown, direction: Direction, where: Where): Rule {
  const { pointer, complain } = where;
  const side = direction === 'ingress' ? 'from' : 'to';
  const rule = readMapping(value ?? {}, [side, 'ports'], where);
  const list = readList(rule[side], { pointer: `${pointer}/${side}`, complain });
  const peers = list.flatMap((entry, at) => readPeer(entry, { pointer: `${pointer}/${side}/${at}`, complain }) ?? []);
  const { ports, names } = readPorts(rule.ports, { pointer: `${pointer}/ports`, complain });
  return { pointer, peers: list.length === 0 ? undefined : peers, ports, portNames: names };
}
