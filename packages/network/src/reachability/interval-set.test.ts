// Do interval sets behave like sets of numbers?
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, type IntervalSet, intersection, intervalSet, isSubset, rangesOf, sameSet, union } from './interval-set.ts';

const ranges = fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 6 });

function numbers(list: readonly (readonly [number, number])[]): ReadonlySet<number> {
  return new Set(list.flatMap(([start, end]) => Array.from({ length: Math.max(0, end - start) }, (_, at) => start + at)));
}

function isCanonical(set: IntervalSet<number>): boolean {
  return set.length % 2 === 0 && set.every((bound, at) => at === 0 || bound > (set[at - 1] ?? bound));
}

describe('interval sets', () => {
  it('unite, cut and subtract as sets do, and are always written in one way', () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [left, right] = [intervalSet(a), intervalSet(b)];
        const [inA, inB] = [numbers(a), numbers(b)];
        const all = Array.from({ length: 32 }, (_, at) => at);
        const results = [
          [union(left, right), all.filter((at) => inA.has(at) || inB.has(at))],
          [intersection(left, right), all.filter((at) => inA.has(at) && inB.has(at))],
          [difference(left, right), all.filter((at) => inA.has(at) && !inB.has(at))],
        ] as const;
        for (const [set, expected] of results) {
          expect([...numbers(rangesOf(set))]).toEqual(expected);
          expect(isCanonical(set)).toBe(true);
        }
        expect(isSubset(left, right)).toBe(all.every((at) => !inA.has(at) || inB.has(at)));
        expect(sameSet(left, right)).toBe(all.every((at) => inA.has(at) === inB.has(at)));
      }),
      { numRuns: 1000 },
    );
  });

  it('put ranges together that touch', () => {
    expect(
      intervalSet([
        [5, 7],
        [1, 3],
        [3, 5],
        [9, 9],
      ]),
    ).toEqual([1, 7]);
    expect(union([1n, 3n], [3n, 9n])).toEqual([1n, 9n]);
  });
});
