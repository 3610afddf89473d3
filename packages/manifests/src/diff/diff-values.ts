// What differs between two versions of one object, place by place?
import type { ChangeOp } from '@fairway/contracts';
import { escapeSegment, isRecord } from '../json-pointer.ts';
import type { FieldType, ObjectType } from '../list-types.ts';
import { deepEqual } from './deep-equal.ts';
import { type ListMatch, matchItems, reordered } from './match-items.ts';

/** Adds one difference; a side that is undefined has nothing there. */
type Report = (path: string, before: unknown, after: unknown) => void;

function diffMappings(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  type: ObjectType | undefined,
  path: string,
  report: Report,
): void {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  for (const key of keys) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    const now = Object.hasOwn(after, key) ? after[key] : undefined;
    diffField(old, now, key, type?.field(key), `${path}/${escapeSegment(key)}`, report);
  }
}

function diffByKey(match: Extract<ListMatch, { by: 'key' }>, type: FieldType | undefined, path: string, report: Report): void {
  const order = reordered(match);
  if (order !== undefined) report(path, order[0], order[1]);
  for (const [key, item] of match.before) diffField(item, match.after.get(key), '', itemType(type), `${path}/${key}`, report);
  for (const [key, item] of match.after) if (!match.before.has(key)) report(`${path}/${key}`, undefined, item);
}

function itemType(type: FieldType | undefined): FieldType | undefined {
  return type?.type === undefined ? undefined : { type: type.type };
}

function diffMembers(match: Extract<ListMatch, { by: 'member' }>, path: string, report: Report): void {
  for (const [member, at] of match.before) if (!match.after.has(member)) report(`${path}/${at}`, JSON.parse(member), undefined);
  for (const [member, at] of match.after) if (!match.before.has(member)) report(`${path}/${at}`, undefined, JSON.parse(member));
}

/** Equal items at both ends are set aside, so that one item put in the middle is one difference. */
function diffPositions(
  before: readonly unknown[],
  after: readonly unknown[],
  type: FieldType | undefined,
  path: string,
  report: Report,
): void {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && deepEqual(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && deepEqual(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail += 1;
  const end = Math.max(before.length, after.length) - tail;
  for (let at = head; at < end; at += 1) {
    const old = at < before.length - tail ? before[at] : undefined;
    const now = at < after.length - tail ? after[at] : undefined;
    diffField(old, now, '', itemType(type), `${path}/${at}`, report);
  }
}

function diffField(before: unknown, after: unknown, field: string, type: FieldType | undefined, path: string, report: Report): void {
  if (deepEqual(before, after)) return;
  if (isRecord(before) && isRecord(after)) diffMappings(before, after, type?.type, path, report);
  else if (Array.isArray(before) && Array.isArray(after)) {
    const match = matchItems(before, after, field, type);
    if (match.by === 'key') diffByKey(match, type, path, report);
    else if (match.by === 'member') diffMembers(match, path, report);
    else diffPositions(before, after, type, path, report);
  } else report(path, before, after);
}

const MAX_OPS = 500;
const MAX_TEXT = 4096;

/** A value short enough for a report. */
function bounded(value: unknown): { readonly value: unknown; readonly cut: boolean } {
  if (typeof value === 'string') {
    if (value.length <= MAX_TEXT) return { value, cut: false };
    return { value: `${value.slice(0, MAX_TEXT)}… (${value.length} characters)`, cut: true };
  }
  if (typeof value !== 'object' || value === null) return { value, cut: false };
  const { length } = JSON.stringify(value);
  return length <= 4 * MAX_TEXT ? { value, cut: false } : { value: `… (${length} characters of JSON)`, cut: true };
}

export interface ObjectDiff {
  readonly ops: readonly ChangeOp[];
  /** Some ops were left out, or a value was cut. */
  readonly truncated: boolean;
}

/** Differences of two versions of one object, in the order of their paths; none when only whitespace, key order or map-list order differ. */
export function diffValues(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  type: ObjectType | undefined,
): ObjectDiff {
  const ops: ChangeOp[] = [];
  let truncated = false;
  const report: Report = (path, old, now) => {
    if (ops.length >= MAX_OPS) {
      truncated = true;
      return;
    }
    const [was, is] = [bounded(old), bounded(now)];
    truncated ||= was.cut || is.cut;
    ops.push({ path, ...(old === undefined ? {} : { before: was.value }), ...(now === undefined ? {} : { after: is.value }) });
  };
  diffMappings(before, after, type, '', report);
  return { ops, truncated };
}
