// Which peers of all policies are the same, and which namespaces do they mean?
import type { AddressSet } from './address-set.ts';
import { type Selector, selects } from './label-selector.ts';
import type { Cluster, Namespace, Peer, Policy, Rule } from './model.ts';
import type { WorkLimit } from './work-limit.ts';

/** One set of pods or addresses, however often policies name it. `id` is its place in the table. */
export type UniquePeer =
  | { readonly kind: 'pods'; readonly id: number; readonly namespaces: readonly Namespace[]; readonly pods: Selector }
  | { readonly kind: 'addresses'; readonly id: number; readonly addresses: AddressSet };

export interface PeerTable {
  readonly peers: readonly UniquePeer[];
  readonly idOf: (policy: Policy, peer: Peer) => number;
}

/** All rules of a policy, ingress first. */
export function rulesOf({ ingress = [], egress = [] }: Policy): readonly Rule[] {
  return [...ingress, ...egress];
}

/** Namespaces that a selector chooses, over all environments; asked once per selector. */
function namespaceChooser(cluster: Cluster, limit: WorkLimit): (selector: Selector) => readonly Namespace[] {
  const known = new Map<string, readonly Namespace[]>();
  return (selector) => {
    const key = JSON.stringify(selector);
    const before = known.get(key);
    if (before !== undefined) return before;
    limit.spend(cluster.namespaces.length);
    const chosen = cluster.namespaces.filter(({ labels }) => selects(selector, labels));
    known.set(key, chosen);
    return chosen;
  };
}

function keyOf({ namespace }: Policy, peer: Peer): string {
  if (peer.kind === 'addresses') return peer.addresses.join();
  const where = peer.namespaces === undefined ? [namespace.environment, namespace.name] : peer.namespaces;
  return JSON.stringify([where, peer.pods]);
}

export function peerTable(cluster: Cluster, limit: WorkLimit): PeerTable {
  const choose = namespaceChooser(cluster, limit);
  const peers: UniquePeer[] = [];
  const ids = new Map<string, number>();
  const byPeer = new Map<Peer, number>();
  const add = (policy: Policy, peer: Peer): void => {
    const key = keyOf(policy, peer);
    const id = ids.get(key) ?? peers.length;
    byPeer.set(peer, id);
    if (ids.has(key)) return;
    ids.set(key, id);
    if (peer.kind === 'addresses') peers.push({ kind: 'addresses', id, addresses: peer.addresses });
    else {
      const namespaces = peer.namespaces === undefined ? [policy.namespace] : choose(peer.namespaces);
      peers.push({ kind: 'pods', id, namespaces, pods: peer.pods });
    }
  };
  for (const policy of cluster.policies) for (const { peers: list = [] } of rulesOf(policy)) for (const peer of list) add(policy, peer);
  return { peers, idOf: (_, peer) => byPeer.get(peer) ?? -1 };
}
