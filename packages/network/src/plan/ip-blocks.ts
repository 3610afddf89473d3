// Which ranges does a network policy name, and where in it?
import { isRecord, jsonPointer, type ManifestObject } from '@fairway/manifests';

/** An ipBlock as it stands in a policy. */
export interface IpBlock {
  readonly cidr: string;
  readonly except: readonly string[];
  /** JSON pointer to the block. */
  readonly field: string;
}

/** Lists of peers by the kind of the policy: rules, and what holds the peers in each. */
const DIRECTIONS = [
  ['ingress', 'from'],
  ['egress', 'to'],
] as const;

/** Every ipBlock of a NetworkPolicy, and every range of a ClusterNetworkPolicy (`networks`, policy.networking.k8s.io/v1alpha2). */
export function ipBlocksOf(policy: ManifestObject): readonly IpBlock[] {
  const { spec } = policy;
  if (!isRecord(spec)) return [];
  return DIRECTIONS.flatMap(([direction, side]) =>
    itemsOf(spec[direction]).flatMap((rule, ruleAt) =>
      itemsOf(rule[side]).flatMap((peer, peerAt) => blocksOfPeer(peer, ['spec', direction, ruleAt, side, peerAt])),
    ),
  );
}

/** Items that are mappings keep their index; others become empty. */
function itemsOf(list: unknown): readonly Readonly<Record<string, unknown>>[] {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  return items.map((item) => (isRecord(item) ? item : {}));
}

function blocksOfPeer(peer: Readonly<Record<string, unknown>>, path: readonly (string | number)[]): readonly IpBlock[] {
  const { ipBlock, networks } = peer;
  if (isRecord(ipBlock)) return [{ cidr: textOf(ipBlock.cidr), except: textsOf(ipBlock.except), field: jsonPointer(...path, 'ipBlock') }];
  return textsOf(networks).map((cidr, at) => ({ cidr, except: [], field: jsonPointer(...path, 'networks', at) }));
}

/** What is no text becomes empty, which is no range: it is told, not left out. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const textsOf = (list: unknown): readonly string[] => (Array.isArray(list) ? list.map(textOf) : []);
