// How does a value become a number?
import { parseFloat64, parseInteger } from '../constants.ts';
import { type GoValue, isGo } from '../values.ts';

/** The smallest int64. */
export const MIN_INTEGER = -(2n ** 63n);

/** Go's conversion of a float64: what does not fit becomes the smallest number. */
function truncated(value: number): bigint {
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 63) return MIN_INTEGER;
  return BigInt(Math.trunc(value));
}

/** `cast.ToInt64`: zero for what is no number. */
export function toInteger(value: GoValue): bigint {
  if (isGo(value, 'integer')) return BigInt.asIntN(64, value.value);
  if (typeof value === 'number') return truncated(value);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value !== 'string') return 0n;
  return parseInteger(/^(.*)\.0+$/s.exec(value)?.[1] ?? value) ?? 0n;
}

/** `cast.ToFloat64`: zero for what is no number. */
export function toFloat(value: GoValue): number {
  if (isGo(value, 'integer')) return Number(value.value);
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' ? (parseFloat64(value) ?? 0) : 0;
}
