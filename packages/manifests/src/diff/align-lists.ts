// How does the new version look with its map lists in the order of the old one, so that a text diff shows only what changed?
import { isRecord } from '../json-pointer.ts';
import type { FieldType, ObjectType } from '../list-types.ts';
import { matchItems } from './match-items.ts';

function alignMapping(before: unknown, after: Readonly<Record<string, unknown>>, type: ObjectType | undefined): Record<string, unknown> {
  const old = isRecord(before) ? before : {};
  return Object.fromEntries(Object.entries(after).map(([key, value]) => [key, alignField(old[key], value, key, type?.field(key))]));
}

/** Items of the old side first, in its order; new ones behind. */
function inOldOrder<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): string[] {
  return [...[...before.keys()].filter((key) => after.has(key)), ...[...after.keys()].filter((key) => !before.has(key))];
}

function alignList(before: readonly unknown[], after: readonly unknown[], field: string, type: FieldType | undefined): readonly unknown[] {
  const match = matchItems(before, after, field, type);
  const item = type?.type === undefined ? undefined : { type: type.type };
  if (match.by === 'position') return after.map((value, at) => alignField(before[at], value, '', item));
  if (match.by === 'member') return inOldOrder(match.before, match.after).map((member) => JSON.parse(member));
  const keepOrder = [...match.after.keys()].some((key) => match.ordered(key));
  const keys = keepOrder ? [...match.after.keys()] : inOldOrder(match.before, match.after);
  return keys.map((key) => alignField(match.before.get(key), match.after.get(key), '', item));
}

function alignField(before: unknown, after: unknown, field: string, type: FieldType | undefined): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return alignList(before, after, field, type);
  return isRecord(before) && isRecord(after) ? alignMapping(before, after, type?.type) : after;
}

/** `after`, its lists whose order means nothing brought in the order of `before`. */
export function alignLists(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  type: ObjectType | undefined,
): Readonly<Record<string, unknown>> {
  return alignMapping(before, after, type);
}
