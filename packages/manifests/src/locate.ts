// On which line of a text does a value stand?
import { type Document, isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseAllDocuments } from 'yaml';
import { itemKeyOf, pointerSegments } from './json-pointer.ts';
import { type LenientEvents, lenientEvents } from './lenient-events.ts';
import { YamlSyntaxError } from './yaml-error.ts';

/** A place in a text, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where things stand in a stream. `key` points at the key of an entry, `value` at what it holds. */
export interface PositionIndex {
  readonly value: (pointer: string, document?: number) => Position | undefined;
  readonly key: (pointer: string, document?: number) => Position | undefined;
}

interface Found {
  readonly node: Node | null;
  readonly key: Node | undefined;
}

function keyText(key: unknown): string {
  if (isScalar(key)) return key.source ?? String(key.value);
  return String(key);
}

function follow(document: Document, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}

function step(document: Document, from: Node | null, segment: string): Found | undefined {
  const node = follow(document, from);
  if (isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && keyText(item.key) === segment);
    return pair === undefined ? undefined : { node: asNode(pair.value), key: asNode(pair.key) ?? undefined };
  }
  if (!isSeq(node)) return undefined;
  const index = seqIndex(node.items, segment);
  const item = node.items[index];
  return item === undefined ? undefined : { node: asNode(item), key: undefined };
}

function asNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}

function seqIndex(items: readonly unknown[], segment: string): number {
  const pairs = itemKeyOf(segment);
  if (pairs === undefined) return /^\d+$/.test(segment) ? Number(segment) : -1;
  return items.findIndex((item) => isMap(item) && pairs.every(([key, value]) => keyText(item.get(key, true) ?? '') === value));
}

function find(document: Document, pointer: string): Found | undefined {
  let found: Found | undefined = { node: document.contents, key: undefined };
  for (const segment of pointerSegments(pointer)) {
    found = step(document, found.node, segment);
    if (found === undefined) return undefined;
  }
  return found;
}

/** Longer texts have no places: the parser that knows them is slow. */
const MAX_LENGTH = 8 * 1024 * 1024;

const NOWHERE: PositionIndex = { value: () => undefined, key: () => undefined };

/** The text as the slower parser can read it: checked first, since it does not cope with broken texts in bounded time. */
function readable(text: string): LenientEvents | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    return lenientEvents(text);
  } catch (error) {
    if (error instanceof YamlSyntaxError) return undefined;
    throw error;
  }
}

/** Index over a text that may hold several documents. In a text that is no YAML, or is very long, nothing has a place. */
export function indexPositions(text: string): PositionIndex {
  const checked = readable(text);
  if (checked === undefined) return NOWHERE;
  const counter = new LineCounter();
  const options = { lineCounter: counter, version: '1.1', uniqueKeys: false, merge: false, prettyErrors: false } as const;
  const parsed = parseAllDocuments<ParsedNode>(checked.text, options);
  const documents: readonly Document[] = Array.isArray(parsed) ? parsed : [];
  const at = (node: Node | null | undefined): Position | undefined => {
    const offset = node?.range?.[0];
    if (offset === undefined) return undefined;
    const { line, col } = counter.linePos(offset);
    return { line, column: checked.column(line, col) };
  };
  const lookUp = (pointer: string, index: number): Found | undefined => {
    const document = documents[index];
    return document === undefined ? undefined : find(document, pointer);
  };
  return {
    value: (pointer, index = 0) => {
      const found = lookUp(pointer, index);
      return at(found?.node) ?? at(found?.key);
    },
    key: (pointer, index = 0) => {
      const found = lookUp(pointer, index);
      return at(found?.key) ?? at(found?.node);
    },
  };
}

/** Place of the value at a JSON pointer (`[key=value]` segments allowed) in the first document; undefined when it is not there. */
export function locate(text: string, pointer: string): Position | undefined {
  return locateInDocument(text, 0, pointer);
}

/** The same for a document of a stream, counted from 0. */
export function locateInDocument(text: string, index: number, pointer: string): Position | undefined {
  return indexPositions(text).value(pointer, index);
}
