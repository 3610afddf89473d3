// Which numbers are in a set of ranges?

/** What ranges are made of: small numbers (ports), or large ones (addresses). */
export type Bound = number | bigint;

/**
 * A set of numbers as half-open ranges, flat: start, end, start, end … strictly increasing, so that two equal sets are written alike.
 * The empty list is the empty set.
 */
export type IntervalSet<N extends Bound> = readonly N[];

/** Walks both sets from left to right; `keep` says for each stretch whether it belongs to the result. Linear in the number of ranges. */
function combine<N extends Bound>(
  left: IntervalSet<N>,
  right: IntervalSet<N>,
  keep: (inLeft: boolean, inRight: boolean) => boolean,
): IntervalSet<N> {
  const bounds: N[] = [];
  let [i, j, inside] = [0, 0, false];
  while (i < left.length || j < right.length) {
    const x = left[i];
    const y = right[j];
    const at = y === undefined || (x !== undefined && x <= y) ? x : y;
    if (at === undefined) break;
    if (x === at) i += 1;
    if (y === at) j += 1;
    const now = keep(i % 2 === 1, j % 2 === 1);
    if (now !== inside) bounds.push(at);
    inside = now;
  }
  return bounds;
}

/** Numbers that are in one of the sets. */
export function union<N extends Bound>(left: IntervalSet<N>, right: IntervalSet<N>): IntervalSet<N> {
  return combine(left, right, (inLeft, inRight) => inLeft || inRight);
}

/** Numbers that are in both sets. */
export function intersection<N extends Bound>(left: IntervalSet<N>, right: IntervalSet<N>): IntervalSet<N> {
  return combine(left, right, (inLeft, inRight) => inLeft && inRight);
}

/** Numbers of the left set that are not in the right one. */
export function difference<N extends Bound>(left: IntervalSet<N>, right: IntervalSet<N>): IntervalSet<N> {
  return combine(left, right, (inLeft, inRight) => inLeft && !inRight);
}

/** The set of half-open ranges in any order, also overlapping ones; empty ranges fall away. */
export function intervalSet<N extends Bound>(ranges: readonly (readonly [start: N, end: N])[]): IntervalSet<N> {
  const sorted = ranges.filter(([start, end]) => start < end).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const bounds: N[] = [];
  for (const [start, end] of sorted) {
    const last = bounds.at(-1);
    if (last === undefined || start > last) bounds.push(start, end);
    else if (end > last) bounds[bounds.length - 1] = end;
  }
  return bounds;
}

/** The ranges one by one, half-open. */
export function rangesOf<N extends Bound>(set: IntervalSet<N>): readonly (readonly [start: N, end: N])[] {
  const ranges: (readonly [N, N])[] = [];
  for (let at = 0; at < set.length; at += 2) {
    const start = set[at];
    const end = set[at + 1];
    if (start !== undefined && end !== undefined) ranges.push([start, end]);
  }
  return ranges;
}

/** Numbers that are in one of many sets: one after the other would take longer and longer. */
export function unionOf<N extends Bound>(sets: readonly IntervalSet<N>[]): IntervalSet<N> {
  return intervalSet(sets.flatMap(rangesOf));
}

/** Is every number of the first set in the second? */
export function isSubset<N extends Bound>(part: IntervalSet<N>, whole: IntervalSet<N>): boolean {
  return difference(part, whole).length === 0;
}

/** Do two sets hold the same numbers? */
export function sameSet<N extends Bound>(left: IntervalSet<N>, right: IntervalSet<N>): boolean {
  return left.length === right.length && left.every((bound, at) => bound === right[at]);
}
