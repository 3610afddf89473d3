// Which ports of which protocols are in a set?
import { type IntervalSet, intervalSet, rangesOf, sameSet } from './interval-set.ts';

/** Protocols that a NetworkPolicy can name (networking.k8s.io/v1, NetworkPolicyPort.protocol), in the order in which we write them. */
export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export const MAX_PORT = 65_535;

/** Ports of all protocols on one axis: each protocol has its own stretch of 65,536 numbers. */
export type PortSet = IntervalSet<number>;

const STRETCH = MAX_PORT + 1;

/** Ports `first` to `last` (both included, 1 to 65535) of one protocol. */
export function portRange(protocol: Protocol, first: number, last = first): PortSet {
  const base = PROTOCOLS.indexOf(protocol) * STRETCH;
  return intervalSet([[base + first, base + last + 1]]);
}

export const NO_PORTS: PortSet = [];
export const ALL_PORTS: PortSet = PROTOCOLS.flatMap((protocol) => portRange(protocol, 1, MAX_PORT));

/** Ports of one protocol, both ends included. */
export interface PortRange {
  readonly protocol: Protocol;
  readonly first: number;
  readonly last: number;
}

/** The ranges of a set, protocol by protocol. */
export function portRanges(set: PortSet): readonly PortRange[] {
  return rangesOf(set).flatMap(([start, end]) => {
    const protocol = PROTOCOLS[Math.floor(start / STRETCH)];
    return protocol === undefined ? [] : [{ protocol, first: start % STRETCH, last: (end - 1) % STRETCH }];
  });
}

/** For people: `all`, `none`, `TCP 80,8000-8080, UDP 53`. */
export function portText(set: PortSet): string {
  if (set.length === 0) return 'none';
  if (sameSet(set, ALL_PORTS)) return 'all';
  const ranges = portRanges(set);
  const parts = PROTOCOLS.map((protocol) => {
    const own = ranges.filter((range) => range.protocol === protocol);
    return own.length === 0 ? '' : `${protocol} ${own.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(',')}`;
  });
  return parts.filter((part) => part !== '').join(', ');
}

/** Is this text one of the protocols? */
export function isProtocol(value: unknown): value is Protocol {
  return PROTOCOLS.some((protocol) => protocol === value);
}
