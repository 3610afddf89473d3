// What does a YAML file hold that kustomize reads?
import { readYaml } from '@fairway/manifests';
import { dig, items } from '../json-access.ts';

const KEPT = 256;
const memo = new Map<string, readonly unknown[] | undefined>();

const parse = (source: string): readonly unknown[] | undefined => {
  try {
    return readYaml(source).values;
  } catch {
    return undefined;
  }
};

/** The documents of a YAML or JSON text, an empty one is null. Undefined where it cannot be read. Bases are shared, so the last few hundred texts are kept. */
export const documentsOf = (source: string): readonly unknown[] | undefined => {
  if (memo.has(source)) return memo.get(source);
  const found = parse(source);
  const [oldest] = memo.size < KEPT ? [] : memo.keys();
  if (oldest !== undefined) memo.delete(oldest);
  memo.set(source, found);
  return found;
};

/** The documents with every `kind: …List` replaced by its items, as kustomize does; empty ones left out. */
export const objectsOf = (documents: readonly unknown[]): readonly { readonly value: unknown; readonly document: number }[] =>
  documents.flatMap((value, document) => {
    if (value === null) return [];
    const kind = dig(value, 'kind');
    const list = typeof kind === 'string' && kind.endsWith('List') && dig(value, 'metadata', 'name') === undefined;
    return (list ? items(dig(value, 'items')) : [value]).map((item) => ({ value: item, document }));
  });
