// Does one walk over the ranges meet exactly the pairs that overlap?
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { OwnedRange } from './address-plan.ts';
import { overlapsIn } from './overlaps.ts';
import { overlaps, parseRange } from './range.ts';

const owned = (text: string, name = text): OwnedRange => {
  const reading = parseRange(text);
  if (!reading.ok) throw new Error(reading.message);
  return { cluster: 'a', kind: 'pods', name, range: reading.value, at: { file: 'f' } };
};
const pairs = (...texts: readonly string[]): readonly string[] =>
  overlapsIn(
    texts.map((text, at) => owned(text, `${at}`)),
    () => false,
    100,
  ).map(({ outer, inner }) => `${inner.name} in ${outer.name}`);

it.each([
  [
    ['10.0.0.0/8', '10.1.0.0/16', '10.1.1.0/24', '11.0.0.0/8'],
    ['1 in 0', '2 in 0', '2 in 1'],
  ],
  [['10.0.0.0/31', '10.0.0.1/32'], ['1 in 0']], // the last address counts
  [['10.0.0.1/32', '10.0.0.0/31'], ['0 in 1']],
  [['10.0.0.0/24', '10.0.0.0/24'], ['1 in 0']], // of equal ones the later is inside
  [['10.0.0.0/24', '10.0.1.0/24'], []],
  [
    ['0.0.0.0/0', '::/0', '::a00:0/104', '10.0.0.0/8'],
    ['3 in 0', '2 in 1'],
  ], // numbers alike, versions not
])('%s: %s', (texts, expected) => {
  expect(pairs(...texts)).toEqual(expected);
});

it('agrees with comparing all with all', () => {
  const range = fc.tuple(fc.nat(255), fc.nat(8)).map(([value, bits]) => owned(`10.0.0.${(value >> bits) << bits}/${32 - bits}`));
  const keyOf = (a: OwnedRange, b: OwnedRange): string => [a.range.text, b.range.text].toSorted().join(' ');
  fc.assert(
    fc.property(fc.array(range, { maxLength: 20 }), (ranges) => {
      const naive = ranges.flatMap((a, i) => ranges.slice(i + 1).flatMap((b) => (overlaps(a.range, b.range) ? [keyOf(a, b)] : [])));
      const found = overlapsIn(ranges, () => false, Infinity).map(({ outer, inner }) => keyOf(outer, inner));
      expect(found.toSorted()).toEqual(naive.toSorted());
    }),
    { numRuns: 500 },
  );
});

it('ends at its limit, however many there are', () => {
  const alike = Array.from({ length: 20_000 }, () => owned('10.0.0.0/24'));
  expect(overlapsIn(alike, () => false, 3)).toHaveLength(3);
});

it('leaves out pairs that may share', () => {
  expect(overlapsIn([owned('10.0.0.0/8'), owned('10.0.0.0/16')], () => true, 10)).toEqual([]);
});
