// How does a property test get a fleet whose address plans are right, block beside block, so that any step of one is onto another or into the free?
import type { NetworkFacts } from '@fairway/contracts';
import fc from 'fast-check';
import { addressText, type ClusterFacts } from '../src/index.ts';
import { factsOf } from './plan-of.ts';

/** A block with everything inside it: a virtual network with its subnet, service ranges with the DNS address. */
export interface Block {
  readonly cluster: number;
  readonly kind: 'vnet' | 'pods' | 'services' | 'peered';
  /** Position in the address space, counted in blocks. */
  readonly slot: number;
}

export interface Fleet {
  readonly version: 4 | 6;
  readonly routable: readonly boolean[];
  readonly blocks: readonly Block[];
}

export const SLOTS = 64;
const KINDS = ['vnet', 'pods', 'services', 'peered'] as const;

/** One to three clusters with a block of each kind and some more, at different slots. */
export const fleets: fc.Arbitrary<Fleet> = fc
  .record({
    version: fc.constantFrom(4 as const, 6 as const),
    routable: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
    more: fc.array(fc.constantFrom(...KINDS), { maxLength: 5 }),
    slots: fc.shuffledSubarray(
      Array.from({ length: SLOTS }, (_, at) => at),
      { minLength: 27, maxLength: 27 },
    ),
  })
  .map(({ version, routable, more, slots }) => ({
    version,
    routable,
    blocks: routable.flatMap((_, cluster) =>
      [...KINDS, ...more].map((kind, at) => ({ cluster, kind, slot: slots[cluster * 9 + at] ?? 0 })),
    ),
  }));

/** Bits of a block behind its prefix: 256 addresses, a /24 or a /120. */
const BLOCK = 8n;

const rangeAt = (version: 4 | 6, slot: number, inside: { readonly offset?: bigint; readonly bits?: bigint } = {}): string => {
  const base = version === 4 ? 0x0a00_0000n : 0xfdn << 120n;
  const value = base + (BigInt(slot + 1) << BLOCK) + (inside.offset ?? 0n);
  return `${addressText({ version, value })}/${BigInt(version === 4 ? 32 : 128) - (inside.bits ?? BLOCK)}`;
};

/** The range of a block. */
export const rangeOfBlock = ({ version }: Fleet, { slot }: Block): string => rangeAt(version, slot);

export const nameOf = (cluster: number): string => `c${cluster}`;

const named = (fleet: Fleet, cluster: number, kind: Block['kind']): readonly { readonly name: string; readonly cidrs: string[] }[] =>
  fleet.blocks
    .filter((block) => block.cluster === cluster && block.kind === kind)
    .map((block, at) => ({ name: `${kind}-${cluster}-${at}`, cidrs: [rangeOfBlock(fleet, block)] }));

const rangesOf = (fleet: Fleet, cluster: number, kind: Block['kind']): string[] =>
  named(fleet, cluster, kind).flatMap(({ cidrs }) => cidrs);

const singleAt = (version: 4 | 6, slot: number): string => rangeAt(version, slot, { offset: 10n, bits: 0n }).replace(/\/.*$/, '');

/** The files of a fleet. Subnets have other offsets in each network: two networks at one place are one mistake, not two. */
export const filesOf = (fleet: Fleet): readonly ClusterFacts[] =>
  fleet.routable.map((routable, cluster) => {
    const inKind = (kind: Block['kind']): readonly Block[] =>
      fleet.blocks.filter((block) => block.cluster === cluster && block.kind === kind);
    const facts: Partial<NetworkFacts> = {
      routable,
      vnets: [...named(fleet, cluster, 'vnet')],
      subnets: inKind('vnet').map(({ slot }, at) => ({
        name: `subnet-${at}`,
        role: 'nodes' as const,
        cidrs: [rangeAt(fleet.version, slot, { offset: 32n * BigInt(at + 1), bits: 5n })],
        maxNodes: 10,
      })),
      podCIDRs: rangesOf(fleet, cluster, 'pods'),
      podBlock: {},
      serviceCIDRs: rangesOf(fleet, cluster, 'services'),
      dnsServiceIP: singleAt(fleet.version, inKind('services')[0]?.slot ?? 0),
      apiServer: { endpoints: [{ address: singleAt(fleet.version, inKind('vnet')[0]?.slot ?? 0) }] },
      peeredNetworks: [...named(fleet, cluster, 'peered')],
    };
    return factsOf(nameOf(cluster), facts);
  });
