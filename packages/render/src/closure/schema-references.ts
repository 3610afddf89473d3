// Does a values.schema.json make helm read something beyond the chart? helm resolves references from file:///values.schema.json, also over the network.
import { isFields } from './go-fields.ts';

export interface SchemaReference {
  readonly kind: 'remote' | 'file';
  readonly url: string;
}

const BASE = 'file:///values.schema.json';
/** Metaschemas that the validator carries with it. */
const BUILT_IN = /^https?:\/\/json-schema\.org\/(draft-0[4-9]|draft\/20\d\d-\d\d)\//;
const MAX_VALUES = 1_000_000;

function resolve(reference: string, base: string): string | undefined {
  if (!URL.canParse(reference, base)) return undefined;
  const url = new URL(reference, base);
  url.hash = '';
  return url.href;
}

interface Visit {
  readonly value: unknown;
  readonly base: string;
}

function baseOf(value: Readonly<Record<string, unknown>>, base: string): string {
  const id = value.$id ?? value.id;
  return typeof id === 'string' ? (resolve(id, base) ?? base) : base;
}

function referencesOf(schema: unknown): { readonly named: Set<string>; readonly used: Set<string> } {
  const named = new Set([BASE]);
  const used = new Set<string>();
  const waiting: Visit[] = [{ value: schema, base: BASE }];
  let seen = 0;
  for (let visit = waiting.pop(); visit !== undefined && seen < MAX_VALUES; visit = waiting.pop()) {
    seen += 1;
    const { value } = visit;
    if (Array.isArray(value)) for (const item of value) waiting.push({ value: item, base: visit.base });
    if (!isFields(value)) continue;
    const base = baseOf(value, visit.base);
    named.add(base);
    for (const [key, below] of Object.entries(value)) {
      const reference =
        typeof below === 'string' && /^\$(ref|dynamicRef|recursiveRef|schema)$/.test(key) ? resolve(below, base) : undefined;
      if (reference !== undefined) used.add(reference);
      waiting.push({ value: below, base });
    }
  }
  return { named, used };
}

/** References that leave the schema. A text that is no JSON has none: helm will refuse it. */
export function schemaReferences(text: string): readonly SchemaReference[] {
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch {
    return [];
  }
  const { named, used } = referencesOf(schema);
  return [...used].flatMap((url): readonly SchemaReference[] => {
    if (named.has(url) || BUILT_IN.test(url)) return [];
    if (/^https?:/.test(url)) return [{ kind: 'remote', url }];
    return url.startsWith('file:') ? [{ kind: 'file', url: url.slice('file://'.length) }] : [];
  });
}
