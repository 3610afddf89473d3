// Is a document a Kubernetes object, a list of them, or neither?
import { isRecord, jsonPointer } from './json-pointer.ts';
import { indexPositions, type PositionIndex } from './locate.ts';
import type { ManifestObject } from './model.ts';

interface Problem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Places are looked up with a slower parser, so not in texts above this size. */
const MAX_LOCATE = 512 * 1024;
const MAX_LIST_DEPTH = 5;

interface Reading {
  readonly text: string;
  readonly index: number;
  readonly exact: boolean;
  readonly objects: ManifestObject[];
  readonly problems: Problem[];
  /** Made when the first problem is placed. */
  positions: PositionIndex | undefined;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : `the ${typeof value} ${JSON.stringify(value).slice(0, 40)}`;
}

function report(reading: Reading, pointer: string, message: string): void {
  const parents = pointer === '' ? [''] : [pointer, pointer.slice(0, pointer.lastIndexOf('/')), ''];
  if (reading.exact && reading.text.length <= MAX_LOCATE) reading.positions ??= indexPositions(reading.text);
  const places = parents.map((at) => reading.positions?.value(at, reading.index));
  const { line, column } = places.find((place) => place !== undefined) ?? { line: 1, column: 1 };
  reading.problems.push({ message, line, column });
}

/** `List`, and typed lists such as ConfigMapList, which have no name of their own. */
function isList(value: Readonly<Record<string, unknown>>): boolean {
  if (!Array.isArray(value.items) || typeof value.kind !== 'string') return false;
  return value.kind === 'List' || (value.kind.endsWith('List') && !(isRecord(value.metadata) && typeof value.metadata.name === 'string'));
}

/** Items of a typed list may leave out what the list says. */
function withListType(item: unknown, list: Readonly<Record<string, unknown>>): unknown {
  if (!isRecord(item) || list.kind === 'List' || item.kind !== undefined) return item;
  return { apiVersion: list.apiVersion, kind: String(list.kind).slice(0, -'List'.length), ...item };
}

function wrongField(value: Readonly<Record<string, unknown>>): readonly [string, string] | undefined {
  for (const field of ['apiVersion', 'kind']) {
    const found = value[field];
    if (typeof found !== 'string' || found === '') return [jsonPointer(field), `${field} must be text, found ${describe(found)}`];
  }
  const { metadata } = value;
  if (!isRecord(metadata)) return ['/metadata', `${value.kind}: metadata must be a mapping, found ${describe(metadata)}`];
  const name = metadata.name ?? metadata.generateName;
  if (typeof name !== 'string' || name === '') {
    return ['/metadata/name', `${value.kind}: metadata.name must be text, found ${describe(name)}${quoteHint(name)}`];
  }
  return wrongMetadata(`${value.kind} ${name}`, metadata);
}

function quoteHint(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? '; quote it' : '';
}

function wrongMetadata(who: string, metadata: Readonly<Record<string, unknown>>): readonly [string, string] | undefined {
  const { namespace } = metadata;
  if (namespace !== undefined && namespace !== null && typeof namespace !== 'string') {
    return ['/metadata/namespace', `${who}: metadata.namespace must be text, found ${describe(namespace)}${quoteHint(namespace)}`];
  }
  for (const field of ['labels', 'annotations']) {
    const map = metadata[field];
    if (map === undefined || map === null) continue;
    if (!isRecord(map)) return [jsonPointer('metadata', field), `${who}: metadata.${field} must be a mapping, found ${describe(map)}`];
    for (const [key, entry] of Object.entries(map)) {
      if (typeof entry === 'string' || entry === null) continue;
      const found = `${describe(entry)}${quoteHint(entry)}`;
      return [jsonPointer('metadata', field, key), `${who}: metadata.${field}[${key}] must be text, found ${found}`];
    }
  }
  return undefined;
}

/** An API server reads null namespace, labels and annotations as absent, and a null entry as empty. So do we, once for all. */
function withoutNulls(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!isRecord(value.metadata)) return value;
  const { metadata } = value;
  const maps = [metadata.labels, metadata.annotations];
  const clean = metadata.namespace !== null && maps.every((map) => map !== null && !(isRecord(map) && Object.values(map).includes(null)));
  if (clean) return value;
  const entries = Object.entries(metadata)
    .filter(([key, entry]) => entry !== null || !['namespace', 'labels', 'annotations'].includes(key))
    .map(([key, entry]) => [key, key === 'labels' || key === 'annotations' ? nullsToEmpty(entry) : entry]);
  return { ...value, metadata: Object.fromEntries(entries) };
}

function nullsToEmpty(map: unknown): unknown {
  return isRecord(map) ? Object.fromEntries(Object.entries(map).map(([key, entry]) => [key, entry ?? ''])) : map;
}

function isManifestObject(value: Readonly<Record<string, unknown>>): value is ManifestObject {
  return wrongField(value) === undefined;
}

function read(reading: Reading, value: unknown, pointer: string, depth: number): void {
  if (value === null || value === undefined) return;
  if (!isRecord(value)) {
    report(reading, pointer, `a Kubernetes object must be a mapping, found ${describe(value)}`);
    return;
  }
  if (isList(value) && Array.isArray(value.items)) {
    if (depth >= MAX_LIST_DEPTH) report(reading, pointer, 'lists are nested too deeply');
    else for (const [at, item] of value.items.entries()) read(reading, withListType(item, value), `${pointer}/items/${at}`, depth + 1);
    return;
  }
  if (Object.keys(value).length === 0) return;
  const wrong = wrongField(value);
  const object = withoutNulls(value);
  if (wrong !== undefined) report(reading, `${pointer}${wrong[0]}`, wrong[1]);
  else if (isManifestObject(object)) reading.objects.push(object);
}

/**
 * Objects of one document, and what is wrong with it. `index` is the document within `text`; lines count from the first line of `text`.
 * Without `exact` every problem is placed on the first line.
 */
export function documentObjects(
  value: unknown,
  text: string,
  { index, exact }: { readonly index: number; readonly exact: boolean },
): { readonly objects: readonly ManifestObject[]; readonly problems: readonly Problem[] } {
  const reading: Reading = { text, index, exact, objects: [], problems: [], positions: undefined };
  read(reading, value, '', 0);
  return reading;
}
