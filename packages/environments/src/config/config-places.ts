// Where in the text of a configuration file does a path lead?
import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';

/** Offsets of keys and values in the text, by path; of the nearest ancestor where a path leads nowhere. */
export interface Offsets {
  readonly value: (path: readonly PropertyKey[]) => number;
  readonly key: (path: readonly PropertyKey[]) => number;
  readonly source: (path: readonly PropertyKey[]) => string | undefined;
}

interface Step {
  readonly node: unknown;
  readonly key: unknown;
}

/** Pairs of a mapping by key, indexed once: files with many problems ask for many places. */
function pairIndex(): (map: YAMLMap) => ReadonlyMap<string, Pair> {
  const indexed = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  return (map) => {
    const known =
      indexed.get(map) ?? new Map(map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])));
    indexed.set(map, known);
    return known;
  };
}

/** Index of the places of one document. Aliases are followed. */
export function offsetsIn(document: Document.Parsed): Offsets {
  const targets = new Map<unknown, unknown>();
  const follow = (node: unknown): unknown => {
    if (!isAlias(node)) return node;
    if (!targets.has(node)) targets.set(node, node.resolve(document));
    return targets.get(node);
  };
  const pairsOf = pairIndex();
  const step = (from: unknown, part: PropertyKey): Step | undefined => {
    const node = follow(from);
    if (isSeq(node) && typeof part === 'number')
      return node.items[part] === undefined ? undefined : { node: node.items[part], key: undefined };
    if (!isMap(node)) return undefined;
    const pair = pairsOf(node).get(String(part));
    return pair === undefined ? undefined : { node: pair.value, key: pair.key };
  };
  const walk = (path: readonly PropertyKey[]): Step & { readonly complete: boolean } => {
    let found: Step = { node: document.contents, key: undefined };
    for (const part of path) {
      const next = step(found.node, part);
      if (next === undefined) return { ...found, complete: false };
      found = next;
    }
    return { ...found, complete: true };
  };
  const start = (node: unknown): number | undefined =>
    isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
  const source = (path: readonly PropertyKey[]) => {
    const { node, complete } = walk(path);
    return complete && isScalar(node) ? node.source : undefined;
  };
  const value = (path: readonly PropertyKey[]) => {
    const { node, key, complete } = walk(path);
    return (complete ? (start(node) ?? start(key)) : (start(key) ?? start(node))) ?? 0;
  };
  const key = (path: readonly PropertyKey[]) => {
    const found = walk(path);
    return start(found.key) ?? start(found.node) ?? 0;
  };
  return { value, key, source };
}
