// How are the two sides of a changed field shown in a few characters, so that the difference can be seen?
import { reportValue } from './json-value.ts';
import { bounded, visible } from './visible.ts';

const CONTEXT = 12;

const AMBIGUOUS = /^(|true|false|null|~|-?[\d.]+|.*\s|\s.*|.*[\n\r\t].*)$/s;

/** One value on one line: plain strings bare, everything else as compact JSON. */
export const valueText = (value: unknown): string => {
  if (value === undefined) return '(absent)';
  return typeof value === 'string' && !AMBIGUOUS.test(value) ? visible(value) : visible(reportValue(value));
};

const commonPrefix = (a: string, b: string): number => {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
};

/** `before → after`, or that a value changed which is not shown (Secrets). Each side as `valuePair` bounds it. */
export const valueChange = (before: unknown, after: unknown, length: number): string => {
  const [left, right] = valuePair(before, after, length);
  return before !== undefined && left === right ? 'changed, value not shown' : `${left} → ${right}`;
};

/** Before and after, each at most `length` characters; where both are long, the equal beginning is cut, never the difference. */
export const valuePair = (before: unknown, after: unknown, length: number): readonly [string, string] => {
  const left = valueText(before);
  const right = valueText(after);
  if (left.length <= length && right.length <= length) return [left, right];
  const equal = before === undefined || after === undefined ? 0 : commonPrefix(left, right);
  const start = Math.max(0, equal - CONTEXT);
  if (start === 0 || equal + CONTEXT < length) return [bounded(left, length), bounded(right, length)];
  const tail = (text: string): string => bounded(`…${text.slice(start)}`, length);
  return [tail(left), tail(right)];
};
