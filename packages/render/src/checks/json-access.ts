// How do the checks look into data whose shape nobody has promised?
import { isRecord } from '@fairway/manifests';

export type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Fields = Object.freeze({});

/** Is this a mapping: no list, no null? */
export const isFields = (value: unknown): value is Fields => isRecord(value);

/** The value as a mapping; empty where it is something else. */
export const fields = (value: unknown): Fields => (isFields(value) ? value : NOTHING);

/** The value as a list; empty where it is something else. */
export const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value as text; undefined where it is something else, or empty. */
export const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The texts of a list; other items are left out. */
export const texts = (value: unknown): readonly string[] => items(value).filter((item) => typeof item === 'string');

/** The pairs of a mapping from text to text, such as labels; other values are left out. */
export const textPairs = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields(value)).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));

/** Follows keys into nested mappings. */
export const dig = (value: unknown, ...keys: readonly string[]): unknown => {
  let current = value;
  for (const key of keys) {
    if (!isFields(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
};
