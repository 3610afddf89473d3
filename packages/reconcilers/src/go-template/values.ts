// Which values does a Go template work with, and how do they differ from those of JavaScript?

/** Go's integer types as far as they come up; a plain JavaScript number is a float64, as JSON decoding makes it. */
export type IntegerType = 'int' | 'int32' | 'int64' | 'uint8' | 'uint64';

export interface GoInteger {
  readonly go: 'integer';
  readonly type: IntegerType;
  readonly value: bigint;
}

/** `map[string]interface {}` or `map[string]string`: functions that take the first refuse the second. Templates may change it. */
export interface GoMap {
  readonly go: 'map';
  readonly element: 'any' | 'string';
  readonly entries: Map<string, GoValue>;
}

export type ListElement = 'any' | 'string' | 'int' | 'list' | 'map';

export interface GoList {
  readonly go: 'list';
  readonly element: ListElement;
  readonly items: readonly GoValue[];
}

/** A moment in UTC. Seconds since 1970 and nanoseconds; Go's zero time is the year 1. */
export interface GoTime {
  readonly go: 'time';
  readonly seconds: bigint;
  readonly nanoseconds: number;
}

/** What `semver` returns. */
export interface GoVersion {
  readonly go: 'version';
  readonly text: string;
  readonly original: string;
  readonly parts: readonly [major: number, minor: number, patch: number];
  readonly prerelease: string;
  readonly metadata: string;
}

/** `undefined` is no value at all (a missing key); `null` is a nil that is there. Go tells them apart. */
export type GoValue = undefined | null | boolean | number | string | GoInteger | GoMap | GoList | GoTime | GoVersion;

export function integer(value: bigint | number, type: IntegerType = 'int'): GoInteger {
  const whole = BigInt(value);
  return { go: 'integer', type, value: type === 'uint8' || type === 'uint64' ? whole : BigInt.asIntN(64, whole) };
}

export function mapOf(entries: Iterable<readonly [string, GoValue]> = [], element: GoMap['element'] = 'any'): GoMap {
  return { go: 'map', element, entries: new Map(entries) };
}

export function listOf(items: readonly GoValue[], element: ListElement = 'any'): GoList {
  return { go: 'list', element, items };
}

export function isGo<K extends 'integer' | 'map' | 'list' | 'time' | 'version'>(
  value: GoValue,
  kind: K,
): value is Extract<GoValue, { readonly go: K }> {
  return typeof value === 'object' && value !== null && value.go === kind;
}

/** Deepest value that is read, printed or compared. */
export const MAX_DEPTH = 200;

/** Plain data as Go's JSON decoder gives it: numbers are float64, mappings are `map[string]interface {}`. What is no data becomes nil. */
export function fromPlain(value: unknown, depth = 0): GoValue {
  if (depth > MAX_DEPTH || value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (Array.isArray(value)) return listOf(value.map((item) => fromPlain(item, depth + 1)));
  if (typeof value !== 'object') return null;
  return mapOf(Object.entries(value).map(([key, entry]) => [key, fromPlain(entry, depth + 1)] as const));
}

const LIST_TYPES: Readonly<Record<ListElement, string>> = {
  any: '[]interface {}',
  string: '[]string',
  int: '[]int',
  list: '[][]interface {}',
  map: '[]map[string]interface {}',
};

/** Go's name of the type, as `%T` prints it. */
export function typeName(value: GoValue): string {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float64';
  switch (value.go) {
    case 'integer':
      return value.type;
    case 'map':
      return value.element === 'any' ? 'map[string]interface {}' : 'map[string]string';
    case 'list':
      return LIST_TYPES[value.element];
    case 'time':
      return 'time.Time';
    case 'version':
      return '*semver.Version';
  }
}

/** Go's name of the kind, as reflection has it. */
export function kindName(value: GoValue): string {
  if (value === undefined || value === null) return 'invalid';
  if (typeof value !== 'object') return typeName(value);
  switch (value.go) {
    case 'integer':
      return value.type;
    case 'map':
      return 'map';
    case 'list':
      return 'slice';
    case 'time':
      return 'struct';
    case 'version':
      return 'ptr';
  }
}

/** Is it true in `if`, `and`, `or`: not the zero of its type? */
export function isTrue(value: GoValue): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  switch (value.go) {
    case 'integer':
      return value.value !== 0n;
    case 'map':
      return value.entries.size > 0;
    case 'list':
      return value.items.length > 0;
    default:
      return true;
  }
}

/** Order of Go strings: by bytes, which is by code points. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    if (a.charCodeAt(at) === b.charCodeAt(at)) continue;
    return (a.codePointAt(at) ?? 0) - (b.codePointAt(at) ?? 0);
  }
  return a.length - b.length;
}

export function sortedKeys(map: GoMap): string[] {
  return [...map.entries.keys()].sort(compareTexts);
}
