// How is one release field of a file changed, and nothing else?
import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '@fairway/contracts';
import { jsonPointer, pointerSegments } from '@fairway/manifests';
import { isScalar, type ParsedNode, parseDocument, type Scalar } from 'yaml';
import { locateField, parseFieldText } from './field-node.ts';

/**
 * The text with the field at a JSON pointer set to a value. Comments, order, quoting and line ends stay; the smallest piece of text
 * changes. Throws ConfigError when the field is not there, is no single value, or when changing it would change another place too.
 */
export function setReleaseField(text: string, pointer: string, value: string | number | boolean, file = 'release.yaml'): string {
  const parsed = parseFieldText(text, file);
  if ('problem' in parsed) throw new ConfigError([parsed.problem]);
  const located = locateField(parsed, pointer);
  if ('problem' in located) throw new ConfigError([located.problem]);
  const { node, at } = located;
  if (!isScalar(node)) throw new ConfigError([{ message: `${pointer} is no single value`, hint: 'name a field, not its parent', at }]);
  const edited = splice(text, node, value);
  if (!changesOnly(text, edited, { pointer, value })) {
    throw new ConfigError([
      {
        message: `${pointer} cannot be changed alone: other places of ${file} share its value`,
        hint: 'write the values out instead of anchors and aliases',
        at,
      },
    ]);
  }
  return edited;
}

function splice(text: string, node: ParsedNode & Scalar, value: string | number | boolean): string {
  const [start, end] = node.range;
  const written = text.slice(start, end);
  const replacement = write(value, node);
  if (written === '') return `${text.slice(0, start)}${/\s$/.test(text.slice(0, start)) ? '' : ' '}${replacement}${text.slice(start)}`;
  const lineEnd = isBlock(node) ? (/\r?\n?$/.exec(written)?.[0] ?? '') : '';
  return `${text.slice(0, start)}${replacement}${lineEnd}${text.slice(end)}`;
}

function isBlock({ type }: Scalar): boolean {
  return type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';
}

/** Keeps the quotes that are there; adds them where the plain text would be read as something else. */
function write(value: string | number | boolean, { type }: Scalar): string {
  if (typeof value !== 'string') return String(value);
  if (type === 'QUOTE_SINGLE' && isPrintable(value)) return `'${value.replaceAll("'", "''")}'`;
  return type === 'PLAIN' && isPlain(value) ? value : JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029]/g, escapeChar);
}

function isPrintable(value: string): boolean {
  return /^[\x20-\x7e\u00a0-\ud7ff]*$/.test(value);
}

function escapeChar(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Plain only what no YAML reader, of 1.1 or 1.2, takes for anything but this text: a word or a version of three numbers, no yes, no or null, no punctuation with a meaning. */
function isPlain(value: string): boolean {
  if (!/^(?:[A-Za-z]|\d+\.\d+\.\d+(?![\d.]))[A-Za-z0-9._/@+-]*(?::[A-Za-z0-9._/@+-]+)*$/.test(value)) return false;
  return !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value);
}

interface Edit {
  readonly pointer: string;
  readonly value: string | number | boolean;
}

/** Proof of each edit: read both texts, put the new value into the old data, and compare. */
function changesOnly(before: string, after: string, { pointer, value }: Edit): boolean {
  const old = dataOf(before);
  const now = dataOf(after);
  return old !== undefined && now !== undefined && isDeepStrictEqual(now, replaced(old, pointerSegments(pointer), value));
}

/** Undefined when the text cannot be read, or when its aliases stand for too much. */
function dataOf(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function replaced(data: unknown, [segment, ...rest]: readonly string[], value: unknown): unknown {
  if (segment === undefined) return value;
  if (Array.isArray(data)) return data.map((item: unknown, index) => (String(index) === segment ? replaced(item, rest, value) : item));
  if (typeof data !== 'object' || data === null) throw new TypeError(`no value at ${jsonPointer(segment)}`);
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, key === segment ? replaced(item, rest, value) : item]));
}
