// Is every step of a block onto another one found, once, by the names of both, and no other step?
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Block, type Fleet, filesOf, fleets, nameOf, rangeOfBlock, SLOTS } from '../../test/disjoint-plans.ts';
import { plansOf } from '../../test/plan-of.ts';
import { checkAddressPlan } from './check-address-plan.ts';
import { overlapsIn } from './overlaps.ts';
import { overlaps } from './range.ts';

const findingsOf = (fleet: Fleet) => checkAddressPlan(plansOf(...filesOf(fleet))).findings;

it('finds nothing where every block has a place of its own', () => {
  fc.assert(
    fc.property(fleets, (fleet) => {
      expect(findingsOf(fleet)).toEqual([]);
    }),
  );
});

/** May these two be at one place? Only where they are in different clusters that are not both routed. */
const mayShare = ({ routable }: Fleet, a: Block, b: Block): boolean =>
  a.cluster !== b.cluster && !(routable[a.cluster] && routable[b.cluster]);

it('one block moved by one prefix gives exactly one finding, with both owners and both places, where it meets another one', () => {
  fc.assert(
    fc.property(fleets, fc.nat(), fc.constantFrom(-1, 1), (fleet, choice, step) => {
      const at = choice % fleet.blocks.length;
      const block = fleet.blocks[at];
      if (block === undefined) throw new Error('no block');
      const moved = { ...block, slot: (block.slot + step + SLOTS) % SLOTS };
      const hit = fleet.blocks.find(({ slot }) => slot === moved.slot);
      const found = findingsOf({ ...fleet, blocks: fleet.blocks.with(at, moved) });
      expect(found).toHaveLength(hit === undefined || mayShare(fleet, hit, moved) ? 0 : 1);
      if (hit === undefined || found.length === 0) return;
      const [finding] = found;
      const range = rangeOfBlock(fleet, moved);
      const { message = '', location, data } = finding ?? {};
      expect(message.match(/ (\S+) of (c\d) \(\2\.yaml:\d+:\d+\)/g)).toHaveLength(2);
      for (const { cluster } of [hit, moved]) expect(message).toContain(`${range} of ${nameOf(cluster)} (`);
      expect(message).toContain(`${location?.file}:${location?.line}:${location?.column}`);
      expect(message).toContain(`(${data?.otherAt})`);
      expect(data?.otherAt).not.toBe(`${location?.file}:${location?.line}:${location?.column}`);
    }),
    { numRuns: 500 },
  );
});

it('overlaps are those of comparing all with all', () => {
  fc.assert(
    fc.property(fleets, fc.array(fc.tuple(fc.nat(), fc.nat(3)), { maxLength: 6 }), (fleet, moves) => {
      const blocks = moves.reduce(
        (before, [choice, slot]) => {
          const at = choice % before.length;
          return before.with(at, { ...(before[at] ?? { cluster: 0, kind: 'pods' as const }), slot });
        },
        [...fleet.blocks],
      );
      const ranges = plansOf(...filesOf({ ...fleet, blocks })).flatMap((plan) => plan.ranges);
      const naive = ranges.flatMap((a, i) => ranges.slice(i + 1).filter((b) => overlaps(a.range, b.range)));
      expect(overlapsIn(ranges, () => false, Infinity)).toHaveLength(naive.length);
    }),
  );
});
