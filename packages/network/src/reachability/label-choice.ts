// Are there labels that meet one selector and none of some others?
import { isSatisfiable, opposite, type Requirement, type Selector } from './label-selector.ts';

/** So many combinations are tried before we say "perhaps", which counts as yes: what is asked for is whether something can be ruled out. */
const MAX_TRIES = 20_000;

/**
 * True when a pod with some labels is chosen by `wanted` and by none of `avoided`; also when that takes too long to find out. To avoid a
 * selector one of its requirements must fail, so one after the other is tried.
 */
export function canChoose(wanted: readonly Requirement[], avoided: readonly Selector[]): boolean {
  if (!isSatisfiable(wanted) || avoided.some((selector) => selector.length === 0)) return false;
  const waiting: { readonly chosen: readonly Requirement[]; readonly next: number }[] = [{ chosen: wanted, next: 0 }];
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const state = waiting.pop();
    if (state === undefined) return false;
    const selector = avoided[state.next];
    if (selector === undefined) return true;
    for (const requirement of selector) {
      const chosen = [...state.chosen, opposite(requirement)];
      if (isSatisfiable(chosen)) waiting.push({ chosen, next: state.next + 1 });
    }
  }
  return true;
}
