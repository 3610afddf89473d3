// Are two values the same to Go's reflect.DeepEqual, and how is one copied?
import type { Meter } from '../meter.ts';
import { type GoValue, isGo, listOf, mapOf, typeName } from '../values.ts';

/** The same type and the same content. */
export function deepEqual(a: GoValue, b: GoValue, meter: Meter, depth = 0): boolean {
  meter.depth(depth);
  const [left, right] = [a ?? undefined, b ?? undefined];
  if (left === right) return true;
  if (left === undefined || right === undefined || typeName(left) !== typeName(right)) return false;
  if (isGo(left, 'integer') && isGo(right, 'integer')) return left.value === right.value;
  if (isGo(left, 'list') && isGo(right, 'list')) {
    return (
      left.items.length === right.items.length && left.items.every((item, index) => deepEqual(item, right.items[index], meter, depth + 1))
    );
  }
  if (isGo(left, 'map') && isGo(right, 'map')) {
    if (left.entries.size !== right.entries.size) return false;
    return [...left.entries].every(([key, value]) => right.entries.has(key) && deepEqual(value, right.entries.get(key), meter, depth + 1));
  }
  if (isGo(left, 'time') && isGo(right, 'time')) return left.seconds === right.seconds && left.nanoseconds === right.nanoseconds;
  return isGo(left, 'version') && isGo(right, 'version') && left.original === right.original;
}

export function deepCopy(value: GoValue, meter: Meter, depth = 0): GoValue {
  meter.depth(depth);
  if (isGo(value, 'list')) {
    return listOf(
      value.items.map((item) => deepCopy(item, meter, depth + 1)),
      value.element,
    );
  }
  if (!isGo(value, 'map')) return value;
  return mapOf(
    [...value.entries].map(([key, entry]) => [key, deepCopy(entry, meter, depth + 1)] as const),
    value.element,
  );
}

/** sprig's `empty`: the zero of its type. A moment never is. */
export function isEmpty(value: GoValue): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return true;
  if (isGo(value, 'integer')) return value.value === 0n;
  if (isGo(value, 'list')) return value.items.length === 0;
  return isGo(value, 'map') && value.entries.size === 0;
}
