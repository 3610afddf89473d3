// How much work may a template do?
import { MAX_DEPTH } from './values.ts';

/** What a template, or a function in it, does not accept. Gets its place when it reaches the evaluator. */
export class GoTemplateFault extends Error {}

export interface Limits {
  /** Evaluated nodes, printed and compared values, written characters. */
  readonly steps: number;
  /** Longest text that a function may make, and longest output, in UTF-16 units. */
  readonly text: number;
  /** Longest list that a function may make. */
  readonly items: number;
  /** Templates that call templates. */
  readonly depth: number;
}

export const DEFAULT_LIMITS: Limits = { steps: 2_000_000, text: 1_000_000, items: 100_000, depth: 200 };

/** Counts the work of one run. */
export interface Meter {
  readonly limits: Limits;
  /** Throws when the run has done too much. */
  readonly spend: (steps: number) => void;
  /** Throws when a text of this length must not be made. */
  readonly text: (length: number) => void;
  readonly items: (count: number) => void;
  /** Throws when a value is nested deeper than anybody writes, as one that holds itself. */
  readonly depth: (depth: number) => void;
}

export function startMeter(limits: Limits = DEFAULT_LIMITS): Meter {
  let spent = 0;
  const spend = (steps: number) => {
    spent += steps;
    if (spent > limits.steps) throw new GoTemplateFault(`the template does more than ${limits.steps} steps`);
  };
  const text = (length: number) => {
    if (length > limits.text) throw new GoTemplateFault(`a text would be longer than ${limits.text} characters`);
    spend(Math.ceil(length / 100));
  };
  const items = (count: number) => {
    if (count > limits.items) throw new GoTemplateFault(`a list would be longer than ${limits.items} items`);
    spend(count);
  };
  const depth = (depth: number) => {
    spend(1);
    if (depth > MAX_DEPTH) throw new GoTemplateFault(`a value is nested deeper than ${MAX_DEPTH} levels`);
  };
  return { limits, spend, text, items, depth };
}
