// What value does a release field have, exactly?
import type { ConfigProblem } from '@fairway/contracts';
import { isAlias, isScalar } from 'yaml';
import { showFound } from '../config/show-value.ts';
import { locateField, parseFieldText } from './field-node.ts';

export type FieldReading = { readonly value: string | number | boolean } | { readonly problem: ConfigProblem };

/**
 * Value of a field. Text, a whole number or true/false; anything else is a problem with its place. A number that YAML would rewrite
 * (1.10 → 1.1, 012) is refused: it must be quoted to be a version.
 */
export function readField(text: string, pointer: string, file: string): FieldReading {
  const parsed = parseFieldText(text, file);
  if ('problem' in parsed) return parsed;
  const located = locateField(parsed, pointer);
  if ('problem' in located) return located;
  const { node, at } = located;
  if (isAlias(node))
    return { problem: { message: `${pointer} is an alias: expected a value of its own`, hint: 'write the value out', at } };
  if (!isScalar(node))
    return {
      problem: { message: `${pointer} is ${showFound(node.toJSON())}: expected a single value`, hint: 'name a field, not its parent', at },
    };
  const { value, source } = node;
  if (typeof value === 'string' || typeof value === 'boolean') return { value };
  if (typeof value === 'number' && Number.isSafeInteger(value) && String(value) === source) return { value };
  const hint = typeof value === 'number' ? `put it in quotes: "${source}"` : 'write a value';
  return { problem: { message: `${pointer} is ${showFound(value, source)}: expected text, a whole number, true or false`, hint, at } };
}
