// What value does a constant of a Go template stand for?
import { GoTemplateFault } from './meter.ts';
import type { NumberConstant } from './nodes.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};
const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

interface Unquoted {
  readonly bytes: readonly number[] | string;
  readonly next: number;
}

function byteOf(text: string): readonly number[] {
  const value = Number.parseInt(text, text.length === 3 ? 8 : 16);
  if (value > 255) throw new GoTemplateFault('invalid syntax');
  return [value];
}

/** One character of a quoted text; `\x` and octal escapes are bytes. */
function unquoteOne(text: string, at: number, quote: string): Unquoted {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (char !== '\\') return { bytes: char, next: at + char.length };
  const letter = text[at + 1] ?? '';
  const simple = SIMPLE[letter];
  if (simple !== undefined) return { bytes: simple, next: at + 2 };
  if (letter === quote) return { bytes: quote, next: at + 2 };
  const octal = /^[0-7]{3}/.exec(text.slice(at + 1, at + 4))?.[0];
  if (octal !== undefined) return { bytes: byteOf(octal), next: at + 4 };
  const length = DIGITS[letter];
  const hex = length === undefined ? '' : text.slice(at + 2, at + 2 + length);
  if (length === undefined || hex.length < length || !/^[0-9a-fA-F]+$/.test(hex)) throw new GoTemplateFault('invalid syntax');
  const value = Number.parseInt(hex, 16);
  if (length === 2) return { bytes: [value], next: at + 4 };
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) throw new GoTemplateFault('invalid syntax');
  return { bytes: String.fromCodePoint(value), next: at + 2 + length };
}

/** Text of a string constant, quotes included. Throws GoTemplateFault. */
export function unquote(constant: string): string {
  if (constant.startsWith('`')) return constant.slice(1, -1).replaceAll('\r', '');
  const inner = constant.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  const parts: Buffer[] = [];
  for (let at = 0; at < inner.length; ) {
    const { bytes, next } = unquoteOne(inner, at, '"');
    parts.push(typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : Buffer.from(bytes));
    at = next;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** A character constant is its code point. Throws GoTemplateFault. */
export function characterConstant(constant: string): NumberConstant {
  const inner = constant.slice(1, -1);
  if (inner === '') throw new GoTemplateFault(`malformed character constant: ${constant}`);
  const { bytes, next } = unquoteOne(inner, 0, "'");
  if (next !== inner.length) throw new GoTemplateFault(`malformed character constant: ${constant}`);
  const value = typeof bytes === 'string' ? (bytes.codePointAt(0) ?? 0) : (bytes[0] ?? 0);
  return { text: constant, whole: BigInt(value), float: value, idealFloat: false };
}

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

/** Go's `ParseInt(text, 0, 64)`; undefined where it refuses. */
export function parseInteger(text: string): bigint | undefined {
  const match = /^([+-]?)(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|[0-9][0-9_]*)$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', body = ''] = match;
  const prefixed = /^0[xXoObB]/.test(body);
  // An underscore stands between digits, or between the base and a digit.
  const digits = body.includes('_') ? (/^0[xXoObB]?_|^[0-9]+_|^0[xXoObB][0-9a-fA-F]/.test(body) ? body : '') : body;
  if (digits === '' || /__|_$/.test(digits)) return undefined;
  const plain = digits.replaceAll('_', '');
  const octal = !prefixed && /^0[0-9]/.test(plain);
  if (octal && /[89]/.test(plain)) return undefined;
  if (digits.includes('_') && !prefixed && !octal && plain.startsWith('0') && plain.length > 1) return undefined;
  const value = BigInt(octal ? `0o${plain.slice(1)}` : plain) * (sign === '-' ? -1n : 1n);
  return value > MAX || value < MIN ? undefined : value;
}

function hexFloat(text: string): number | undefined {
  const match = /^([+-]?)0[xX]([0-9a-fA-F_]*)(?:\.([0-9a-fA-F_]*))?[pP]([+-]?[0-9]+)$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', part = '', exponent = '0'] = match;
  const digits = `${whole}${part}`.replaceAll('_', '');
  if (digits === '') return undefined;
  const scale = Number(exponent) - 4 * part.replaceAll('_', '').length;
  return Number(BigInt(`0x${digits}`)) * 2 ** scale * (sign === '-' ? -1 : 1);
}

/** Go's `ParseFloat(text, 64)`; undefined where it refuses. */
export function parseFloat64(text: string): number | undefined {
  if (/^[+-]?(?:inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  if (/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  return hexFloat(text);
}

/** What a number constant may be. Throws GoTemplateFault. */
export function numberConstant(text: string): NumberConstant {
  if (text.endsWith('i')) throw new GoTemplateFault(`complex number ${text} is not supported`);
  const whole = parseInteger(text);
  const hexInteger = /^0[xX]/.test(text) && !/[pP]/.test(text);
  const idealFloat = !hexInteger && /[.eEpP]/.test(text);
  if (whole !== undefined) return { text, whole, float: Number(whole), idealFloat };
  // Underscores are allowed where the base is given by the constant.
  const float = parseFloat64(/^[+-]?[0-9]/.test(text) ? text.replaceAll(/(?<=[0-9])_(?=[0-9])/g, '') : text);
  if (float === undefined) throw new GoTemplateFault(`illegal number syntax: ${JSON.stringify(text)}`);
  if (!/[.eEpP]/.test(text)) throw new GoTemplateFault(`integer overflow: ${JSON.stringify(text)}`);
  const integral = Number.isInteger(float) && Math.abs(float) < 2 ** 63;
  return { text, whole: integral ? BigInt(float) : undefined, float, idealFloat };
}
