// What are helm values to us: trees that are filled in place, as Go does it?
import { isRecord } from '@fairway/manifests';

/** A number of a YAML document is a float64 to helm (`number`), one of `--set` an int64 (`bigint`); templates tell them apart. */
export type HelmValue = null | boolean | number | bigint | string | HelmList | HelmTable;
export type HelmList = HelmValue[];
export interface HelmTable {
  [key: string]: HelmValue;
}

/** Nodes of one document, aliases written out. */
const MAX_NODES = 2_000_000;

/** The document is too large once its aliases are written out. */
export class ValuesTooLarge extends Error {}

export function isTable(value: HelmValue | undefined): value is HelmTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets a key whatever it is called. */
export function put(table: HelmTable, key: string, value: HelmValue): void {
  if (key !== '__proto__') table[key] = value;
  else Object.defineProperty(table, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The own value of a key. */
export function own(table: HelmTable, key: string): HelmValue | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function copy(value: unknown, budget: { left: number }): HelmValue {
  budget.left -= 1;
  if (budget.left < 0) throw new ValuesTooLarge(`more than ${MAX_NODES} values`);
  if (Array.isArray(value)) return value.map((item) => copy(item, budget));
  if (isRecord(value)) {
    const table: HelmTable = {};
    for (const key of Object.keys(value)) if (value[key] !== undefined) put(table, key, copy(value[key], budget));
    return table;
  }
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string' ? value : null;
}

/** A tree of its own, in which nothing is shared. Throws ValuesTooLarge. */
export function copyTable(value: Readonly<Record<string, unknown>>): HelmTable {
  const table = copy(value, { left: MAX_NODES });
  return isTable(table) ? table : {};
}

/**
 * The upper table over the lower one: tables are merged, anything else is replaced, null too (helm removes such keys when it adds the
 * values of the chart). What only one of them has is shared with the result and not copied: later writes are seen in both. Flux works like
 * that, and it decides whether `targetPath` or `spec.values` wins.
 */
export function mergeTables(lower: HelmTable, upper: HelmTable): HelmTable {
  const merged: HelmTable = {};
  for (const key of Object.keys(lower)) put(merged, key, lower[key] ?? null);
  for (const key of Object.keys(upper)) {
    const above = upper[key] ?? null;
    const below = own(merged, key);
    put(merged, key, isTable(above) && isTable(below) ? mergeTables(below, above) : above);
  }
  return merged;
}

/** All texts of a tree, numbers of `--set` as they are written. Keys are left out. */
export function leafTexts(value: HelmValue): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'bigint' || typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(leafTexts);
  return isTable(value) ? Object.values(value).flatMap(leafTexts) : [];
}
