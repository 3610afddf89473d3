// How does Go's YAML library write a value?
import { readYaml, YamlSyntaxError } from '@fairway/manifests';
import type { Meter } from '../meter.ts';
import { floatText } from '../number-text.ts';
import { formatTime } from '../time-text.ts';
import { type GoValue, isGo, sortedKeys } from '../values.ts';

const DOUBLE: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

/** Characters that YAML cannot hold unescaped; everything beyond the basic plane is written as it is. */
const UNPRINTABLE = /[^\n\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
/** A line break that only YAML knows, behind a space: no other style keeps the space. */
const OTHER_BREAK = / [\u0085\u2028\u2029]/;
/** A number in base 60, which older readers know. */
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

const NO_NUMBER = /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/;
const TIMESTAMP = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

function doubleQuoted(text: string): string {
  let out = '"';
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    const simple = DOUBLE[char];
    if (simple !== undefined) out += simple;
    else if (!UNPRINTABLE.test(char)) out += char;
    else if (point <= 0xff) out += `\\x${point.toString(16).toUpperCase().padStart(2, '0')}`;
    else out += `\\u${point.toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return `${out}"`;
}

/** Would a reader take the plain text for something else? */
function resolvesOtherwise(text: string): boolean {
  if (text === '' || BASE_60.test(text) || TIMESTAMP.test(text) || NO_NUMBER.test(text)) return true;
  if (text === '=' || text === '<<' || !isPlain(text)) return false;
  try {
    return readYaml(text).values[0] !== text;
  } catch (error) {
    if (error instanceof YamlSyntaxError) return false;
    throw error;
  }
}

function isPlain(text: string): boolean {
  if (/^[-?:]?$/.test(text) || /^[-?:](?: |$)/.test(text) || /^[,[\]{}#&*!|>'"%@`]/.test(text)) return false;
  if (/^---|^\.\.\./.test(text)) return false;
  return !/^ | $|: |:$| #|[\n\t\r\u0085\u2028\u2029\ufeff]/.test(text);
}

/** Lines longer than this are folded at a space. */
const BEST_WIDTH = 80;

/** Plain and quoted texts are broken where a line gets too long, and go on two columns further in. */
function folded(
  text: string,
  { column, indent, limit }: { readonly column: number; readonly indent: number; readonly limit: boolean },
): string {
  if (!limit || text.length + column <= BEST_WIDTH) return text;
  let out = '';
  let at = column;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    const breaks =
      char === ' ' && at > BEST_WIDTH && index > 0 && index < text.length - 1 && text[index - 1] !== ' ' && text[index + 1] !== ' ';
    if (breaks) {
      out += `\n${' '.repeat(indent)}`;
      at = indent;
    } else {
      out += char;
      at += 1;
    }
  }
  return out;
}

interface Place {
  /** Column where the value starts. */
  readonly column: number;
  /** Columns of what hangs below. */
  readonly indent: number;
  readonly key?: boolean;
}

function literal(text: string, indent: number): string {
  const trailing = /\n*$/.exec(text)?.[0].length ?? 0;
  const hint = /^[ \n]/.test(text) ? String(2) : '';
  const chomp = trailing === 0 ? '-' : trailing === 1 && text !== '\n' ? '' : '+';
  const pad = ' '.repeat(indent);
  const lines = text.replace(/\n$/, '').split('\n');
  return `|${hint}${chomp}\n${lines.map((line) => (line === '' ? '' : pad + line)).join('\n')}`;
}

function scalar(text: string, { column, indent, key = false }: Place): string {
  if (UNPRINTABLE.test(text) || OTHER_BREAK.test(text)) return doubleQuoted(text);
  if (text.includes('\n')) return key || / \n| $/.test(text) ? doubleQuoted(text) : literal(text, indent);
  if (resolvesOtherwise(text)) return doubleQuoted(text);
  const place = { column, indent, limit: !key };
  if (isPlain(text)) return folded(text, place);
  return folded(`'${text.replaceAll("'", "''")}'`, place);
}

/** Whole numbers that fit 64 bits are written out. */
function numberText(value: number): string {
  const fits = Number.isInteger(value) && value < 2 ** 64 && value >= -(2 ** 63) && !Object.is(value, -0);
  return fits ? BigInt(value).toString() : floatText(value, 'g');
}

function inline(value: GoValue, place: Place): string | undefined {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return scalar(value, place);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (isGo(value, 'integer')) return value.value.toString();
  if (isGo(value, 'time')) return doubleQuoted(formatTime(value, '2006-01-02T15:04:05.999999999Z07:00'));
  if (isGo(value, 'version')) return scalar(value.text, place);
  if (isGo(value, 'list')) return value.items.length === 0 ? '[]' : undefined;
  return value.entries.size === 0 ? '{}' : undefined;
}

/** Lines of a list or mapping; the first one has no indentation. */
function block(value: GoValue, indent: number, { meter, depth }: { readonly meter: Meter; readonly depth: number }): string[] {
  meter.depth(depth);
  const below = { meter, depth: depth + 1 };
  const pad = ' '.repeat(indent);
  const lines: string[] = [];
  const push = (line: string) => {
    meter.text(line.length);
    lines.push(lines.length === 0 ? line : pad + line);
  };
  if (isGo(value, 'list')) {
    for (const item of value.items) {
      const text = inline(item, { column: indent + 2, indent: indent + 2 });
      push(`- ${text ?? block(item, indent + 2, below).join('\n')}`);
    }
  } else if (isGo(value, 'map')) {
    for (const key of sortedKeys(value)) {
      const entry = value.entries.get(key);
      const name = scalar(key, { column: indent, indent: indent + 2, key: true });
      const text = inline(entry, { column: indent + name.length + 2, indent: indent + 2 });
      const hangs = isGo(entry, 'list') ? indent : indent + 2;
      push(`${name}:${text === undefined ? `\n${' '.repeat(hangs)}${block(entry, hangs, below).join('\n')}` : ` ${text}`}`);
    }
  }
  return lines;
}

/** The value as a document, without its last line break. */
export function yamlText(value: GoValue, meter: Meter): string {
  const text = inline(value, { column: 0, indent: 2 }) ?? block(value, 0, { meter, depth: 0 }).join('\n');
  meter.text(text.length);
  return text.replace(/\n$/, '');
}
