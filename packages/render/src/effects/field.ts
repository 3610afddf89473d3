// How does an effect look into an object, and when are two values the same to the API server?
import { apiGroup, isRecord, type ManifestObject } from '@fairway/manifests';

/** Value at a path of keys; undefined where any step is missing. */
export const at = (value: unknown, ...path: readonly string[]): unknown => {
  let current = value;
  for (const key of path) {
    if (!isRecord(current)) return undefined;
    current = current[key];
  }
  return current;
};

/** `group/Kind` of an object; the core group is empty: `/Service`. */
export const typeOf = (object: ManifestObject): string => `${apiGroup(object.apiVersion)}/${object.kind}`;

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.keys(value).length === 0);

/** An empty selector selects everything, an absent one nothing or something else: the one place where empty is not absent. */
const EMPTY_SAYS_MUCH: ReadonlySet<string> = new Set(['namespaceSelector', 'podSelector', 'objectSelector', 'labelSelector']);

const sameKey = (key: string, a: unknown, b: unknown): boolean =>
  EMPTY_SAYS_MUCH.has(key) && (a === undefined) !== (b === undefined) ? false : same(a, b);

const sameRecord = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean =>
  Object.keys({ ...a, ...b }).every((key) => sameKey(key, a[key], b[key]));

/** Deep equality; key order is no difference, nor are an absent, a null and an empty value, as in the API server's semantic equality (selectors apart). */
export const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => same(item, b[index]));
  return isRecord(a) && isRecord(b) && sameRecord(a, b);
};
