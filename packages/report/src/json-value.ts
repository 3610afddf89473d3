// How does data from YAML become JSON with the same bytes each time?

/** Keys in the order of `order`, all else by name. */
export type KeyOrder = (a: string, b: string) => number;

const byName: KeyOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** A copy with ordered keys. YAML has numbers that JSON has not; they stand as text. `order` holds for the outermost object only. */
export const ordered = (value: unknown, order: KeyOrder = byName): unknown => {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map((item: unknown) => ordered(item));
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value;
  const entries: (readonly [string, unknown])[] = Object.entries(value);
  return Object.fromEntries(entries.toSorted((a, b) => order(a[0], b[0]) || byName(a[0], b[0])).map(([key, item]) => [key, ordered(item)]));
};

/** Compact JSON of any value with ordered keys. */
export const reportValue = (value: unknown): string => JSON.stringify(ordered(value)) ?? 'null';
