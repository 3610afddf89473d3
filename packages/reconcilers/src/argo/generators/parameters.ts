// How do parameters look in the two template languages?

import { startMeter } from '../../go-template/meter.ts';
import { printValue } from '../../go-template/print.ts';
import { type GoMap, type GoValue, isGo, mapOf } from '../../go-template/values.ts';
import { fillText } from '../template-render.ts';
import type { GeneratorContext, GeneratorSpec } from './generator-context.ts';
import { textsField } from './generator-fields.ts';

/** A value as Go prints it. */
function shown(value: GoValue): string {
  return printValue(value, startMeter());
}

function flattenInto(into: Map<string, string>, value: GoValue, key: string): void {
  const below = (name: string) => (key === '' ? name : `${key}.${name}`);
  if (isGo(value, 'map')) for (const [name, entry] of value.entries) flattenInto(into, entry, below(name));
  // A list of texts is one value to Argo CD, one of anything is a list.
  else if (isGo(value, 'list') && value.element === 'any')
    for (const [index, item] of value.items.entries()) flattenInto(into, item, below(String(index)));
  else into.set(key, shown(value));
}

/** Nested values under keys with dots, all as text: `a.b.0`. Empty lists and mappings leave nothing. */
export function flatten(value: GoMap): GoMap {
  const into = new Map<string, string>();
  for (const [key, entry] of value.entries) flattenInto(into, entry, key);
  return mapOf(into);
}

/** All values as text, keys as they are. */
export function asTexts(value: GoMap): GoMap {
  return mapOf([...value.entries].map(([key, entry]) => [key, shown(entry)] as const));
}

/** Adds the generator's `values`, which may refer to its own parameters but not to each other. */
export function addValues(params: GoMap, generator: GeneratorSpec, { language }: GeneratorContext): GoMap {
  const values = Object.entries(textsField(generator, 'values'));
  if (values.length === 0) return params;
  const filled = values.map(([key, value]) => [key, fillText(value, { language, params }, `${generator.field}.values.${key}`)] as const);
  if (language.goTemplate) params.entries.set('values', mapOf(filled, 'string'));
  else for (const [key, value] of filled) params.entries.set(`values.${key}`, value);
  return params;
}

/** Longest description of a parameter set in a message. */
const MAX_SHOWN = 200;

/** For messages: `{name: web, path: apps/web}`, cut where it gets long. */
export function parametersText(params: GoMap): string {
  const parts: string[] = [];
  let length = 0;
  for (const [key, value] of params.entries) {
    const part = `${key}: ${shown(value)}`.slice(0, 80);
    length += part.length;
    if (length > MAX_SHOWN) return `{${parts.join(', ')}, …}`;
    parts.push(part);
  }
  return `{${parts.join(', ')}}`;
}
