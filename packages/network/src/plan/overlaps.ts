// Which ranges share addresses although each must be the only owner of its own?
import type { OwnedRange } from './address-plan.ts';

/** `inner` lies in `outer`, or is the same. */
export interface Overlap {
  readonly outer: OwnedRange;
  readonly inner: OwnedRange;
}

/** True for two ranges that may share addresses. */
export type MayShare = (a: OwnedRange, b: OwnedRange) => boolean;

/**
 * All pairs of ranges that share addresses, at most `limit`. Blocks are nested or apart, so one walk in the order of their first
 * addresses, with the blocks that are still open on a stack, meets exactly the pairs that overlap.
 */
export function overlapsIn(ranges: readonly OwnedRange[], mayShare: MayShare, limit: number): readonly Overlap[] {
  const found: Overlap[] = [];
  const open: OwnedRange[] = [];
  for (const inner of ranges.toSorted(byAddress)) {
    while (isPast(open.at(-1), inner)) open.pop();
    for (const outer of open) {
      if (found.length >= limit) return found;
      if (!mayShare(outer, inner)) found.push({ outer, inner });
    }
    open.push(inner);
  }
  return found;
}

/** First address, the larger block first; equal blocks keep their order. */
function byAddress(a: OwnedRange, b: OwnedRange): number {
  const [one, two] = [a.range, b.range];
  if (one.version !== two.version) return one.version - two.version;
  if (one.first !== two.first) return one.first < two.first ? -1 : 1;
  return one.prefix - two.prefix;
}

function isPast(open: OwnedRange | undefined, { range }: OwnedRange): boolean {
  return open !== undefined && (open.range.version !== range.version || open.range.last < range.first);
}
