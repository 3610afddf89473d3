// Which value does Go's JSON decoder put into a field? Keys match in any letter case (encoding/json), so that `Resources` is `resources`.
import { jsonPointer } from '@fairway/manifests';

export type Fields = Readonly<Record<string, unknown>>;

/** A value and where it stands in its document. */
export interface Placed<T> {
  readonly value: T;
  /** JSON pointer. */
  readonly pointer: string;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fold(key: string): string {
  return key.toUpperCase().toLowerCase();
}

/** All values that may land in the field, in the order of the text. More than one only where keys differ in case. */
export function fieldValues(object: Placed<unknown>, name: string): readonly Placed<unknown>[] {
  if (!isFields(object.value)) return [];
  const wanted = name.toLowerCase();
  const found: Placed<unknown>[] = [];
  for (const key of Object.keys(object.value)) {
    if (key.length !== name.length || (key !== name && fold(key) !== wanted)) continue;
    found.push({ value: object.value[key], pointer: object.pointer + jsonPointer(key) });
  }
  return found;
}

/** Items of the list in a field; nothing where it is no list. */
export function fieldItems(object: Placed<unknown>, name: string): readonly Placed<unknown>[] {
  return fieldValues(object, name).flatMap(({ value, pointer }) =>
    Array.isArray(value) ? value.map((item: unknown, index) => ({ value: item, pointer: `${pointer}/${index}` })) : [],
  );
}

function isText(placed: Placed<unknown>): placed is Placed<string> {
  return typeof placed.value === 'string' && placed.value !== '';
}

/** Texts of the list in a field; other items are what kustomize refuses. */
export function fieldTexts(object: Placed<unknown>, name: string): readonly Placed<string>[] {
  return fieldItems(object, name).filter(isText);
}

/** The text in a field, the last where several match. */
export function fieldText(object: Placed<unknown>, name: string): Placed<string> | undefined {
  return fieldValues(object, name).filter(isText).at(-1);
}
