// What does an object say, whatever the order of its keys?
import type { ManifestObject } from '@fairway/manifests';

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toSorted(byName)) : value;

const texts = new WeakMap<ManifestObject, string>();

/** JSON with sorted keys: equal for objects that say the same. An object is never changed, so that this is found out once. */
export const objectText = (object: ManifestObject): string => {
  const text = texts.get(object) ?? JSON.stringify(object, sorted);
  texts.set(object, text);
  return text;
};
