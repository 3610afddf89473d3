// What is the one text of an object: same object, same bytes?
import { isRecord } from './json-pointer.ts';
import { blockHeader, doubleQuoted, fitsBlock, inlineText, keyText } from './yaml-text.ts';

const FIRST = ['apiVersion', 'kind', 'metadata'];
/** A key of this length or more needs the explicit form (`? key`); YAML 1.1 readers refuse it otherwise. */
const LONG_KEY = 1000;

function sortedKeys(record: Readonly<Record<string, unknown>>, top: boolean): string[] {
  const keys = Object.keys(record).filter((key) => record[key] !== undefined);
  keys.sort();
  if (!top) return keys;
  const first = FIRST.filter((key) => Object.hasOwn(record, key) && record[key] !== undefined);
  return [...first, ...keys.filter((key) => !FIRST.includes(key))];
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return inlineText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : doubleQuoted(String(value));
  return typeof value === 'boolean' ? String(value) : 'null';
}

function writeBlock(text: string, indent: string, out: string[]): void {
  const trailing = /\n*$/.exec(text)?.[0].length ?? 0;
  const lines = text.split('\n');
  if (trailing > 0) lines.pop();
  for (const line of lines) out.push(line === '' ? '' : `${indent}${line}`);
}

/** Writes `value` behind `prefix`, which ends where the value begins. `indent` is the indentation of what hangs below. */
function write(value: unknown, prefix: string, indent: string, listIndent: string, out: string[]): void {
  if (Array.isArray(value)) writeList(value, prefix, listIndent, out);
  else if (isRecord(value)) writeMapping(value, prefix, indent, out);
  else if (typeof value === 'string' && fitsBlock(value)) {
    out.push(`${prefix} ${blockHeader(value)}`);
    writeBlock(value, indent, out);
  } else out.push(`${prefix} ${scalarText(value)}`);
}

function writeMapping(value: Readonly<Record<string, unknown>>, prefix: string, indent: string, out: string[]): void {
  const keys = sortedKeys(value, false);
  if (keys.length === 0) out.push(`${prefix} {}`);
  else {
    out.push(prefix);
    writeEntries(value, keys, indent, indent, out);
  }
}

function writeEntries(
  record: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  lead: string,
  indent: string,
  out: string[],
): void {
  let before = lead;
  for (const key of keys) {
    const below = `${indent}  `;
    if (key.length < LONG_KEY) write(record[key], `${before}${keyText(key)}:`, below, indent, out);
    else {
      out.push(`${before}? ${doubleQuoted(key)}`);
      write(record[key], `${indent}:`, below, below, out);
    }
    before = indent;
  }
}

function writeList(list: readonly unknown[], prefix: string, indent: string, out: string[]): void {
  if (list.length === 0) {
    out.push(`${prefix} []`);
    return;
  }
  out.push(prefix);
  const below = `${indent}  `;
  for (const item of list) {
    const keys = isRecord(item) ? sortedKeys(item, false) : [];
    if (isRecord(item) && keys.length > 0) writeEntries(item, keys, `${indent}- `, below, out);
    else write(item, `${indent}-`, below, below, out);
  }
}

/**
 * Deterministic YAML of one object: apiVersion, kind and metadata first, then keys sorted by code unit, text of several lines as a block.
 * Written such that YAML 1.1 and 1.2 readers read the same values. Ends with a line end.
 */
export function stableYaml(object: Readonly<Record<string, unknown>>): string {
  const out: string[] = [];
  const keys = sortedKeys(object, true);
  if (keys.length === 0) return '{}\n';
  writeEntries(object, keys, '', '', out);
  return `${out.join('\n')}\n`;
}
