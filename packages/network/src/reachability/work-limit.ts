// How much may an analysis cost before we refuse the input?
import { InputError } from '@fairway/contracts';

/** Counts steps. Errors: InputError when there are more than the limit, so that no input can hold the program for long. */
export interface WorkLimit {
  readonly spend: (steps: number) => void;
}

/** What it costs to keep something: memory runs out sooner than time. With the default limit some ten million entries can be kept. */
export const KEPT = 40;

/** About a minute of work; a thousand pods with three hundred policies need a hundredth of it. */
const DEFAULT_STEPS = 400_000_000;

export function workLimit(steps = DEFAULT_STEPS): WorkLimit {
  let left = steps;
  return {
    spend: (cost) => {
      left -= cost;
      if (left >= 0) return;
      const hint = 'judge fewer environments at once, or give pods that are alike the same labels';
      throw new InputError('input-invalid', `who may talk to whom needs more than ${steps} steps: too many pods, rules or ranges`, {
        hint,
      });
    },
  };
}
