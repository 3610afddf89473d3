// How is a mapping filled: keys once each, merge keys as go.yaml.in/yaml/v2 does them?
import { isRecord } from './json-pointer.ts';

export interface MappingFrame {
  readonly kind: 'mapping';
  readonly value: Record<string, unknown>;
  readonly anchor: string | undefined;
  key: string;
  keyOffset: number;
  hasKey: boolean;
  /** The key is `<<`: the value is merged in. */
  merging: boolean;
  /** Keys that came by a merge only: an explicit key of the same name is no duplicate. */
  merged: Set<string> | undefined;
}

export function mappingFrame(anchor: string | undefined, offset: number): MappingFrame {
  return { kind: 'mapping', value: {}, anchor, key: '', keyOffset: offset, hasKey: false, merging: false, merged: undefined };
}

function setKey(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Sets the pending key; false, and nothing is set, when it is there already. */
export function assignKey(frame: MappingFrame, value: unknown): boolean {
  const { key } = frame;
  if (Object.hasOwn(frame.value, key) && frame.merged?.has(key) !== true) return false;
  frame.merged?.delete(key);
  setKey(frame.value, key, value);
  return true;
}

/** A merge overwrites what stands above it and is overwritten by what stands below; of a list of sources the first wins. */
function mergeOne(frame: MappingFrame, source: Readonly<Record<string, unknown>>): void {
  frame.merged ??= new Set();
  for (const key of Object.keys(source)) {
    if (!Object.hasOwn(frame.value, key)) frame.merged.add(key);
    setKey(frame.value, key, source[key]);
  }
}

/** Merges the value of `<<`; false when it is neither a mapping nor an inline list of mappings. */
export function mergeInto(frame: MappingFrame, value: unknown, aliased: boolean): boolean {
  if (isRecord(value)) {
    mergeOne(frame, value);
    return true;
  }
  if (!Array.isArray(value) || aliased || !value.every(isRecord)) return false;
  for (const source of value.toReversed()) mergeOne(frame, source);
  return true;
}
