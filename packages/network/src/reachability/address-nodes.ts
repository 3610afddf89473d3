// Which addresses are alike to every policy?
import { type AddressSet, ALL_ADDRESSES, uniteAddresses } from './address-set.ts';
import { rangesOf } from './interval-set.ts';
import type { UniquePeer } from './peer-table.ts';
import { KEPT, type WorkLimit } from './work-limit.ts';

/** Addresses that the same peers mean. Nothing isolates them: a policy selects pods. */
export interface AddressNode {
  readonly kind: 'addresses';
  readonly addresses: AddressSet;
  /** Peers that mean these addresses, by their place in the peer table. */
  readonly peers: readonly number[];
}

/** All of IPv4 and IPv6, cut at the bounds of every ipBlock, and of `ranges` that the caller wants to tell apart. */
export function addressNodes(
  peers: readonly UniquePeer[],
  { limit, ranges = [] }: { readonly limit: WorkLimit; readonly ranges?: readonly AddressSet[] },
): readonly AddressNode[] {
  const named = peers.flatMap((peer) => (peer.kind === 'addresses' ? [{ id: peer.id, addresses: peer.addresses }] : []));
  const marks = [...named, ...ranges.map((addresses, at) => ({ id: -1 - at, addresses })), { id: -Infinity, addresses: ALL_ADDRESSES }];
  const bounds = [...new Set(marks.flatMap(({ addresses }) => addresses))].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const places = new Map(bounds.map((bound, at) => [bound, at]));
  const owners: number[][] = bounds.map(() => []);
  for (const { id, addresses } of marks) {
    for (const [start, end] of rangesOf(addresses)) {
      const [first, last] = [places.get(start) ?? 0, places.get(end) ?? 0];
      limit.spend(KEPT * (last - first));
      for (let at = first; at < last; at += 1) owners[at]?.push(id);
    }
  }
  const found = new Map<string, { ranges: [bigint, bigint][]; peers: readonly number[] }>();
  for (const [at, ids] of owners.entries()) {
    const [start, end] = [bounds[at], bounds[at + 1]];
    if (start === undefined || end === undefined || ids.length === 0) continue;
    const key = ids.join();
    const node = found.get(key) ?? { ranges: [], peers: ids.filter((id) => id >= 0) };
    found.set(key, node);
    node.ranges.push([start, end]);
  }
  return [...found.values()].map((node) => ({ kind: 'addresses', addresses: uniteAddresses([node.ranges.flat()]), peers: node.peers }));
}
