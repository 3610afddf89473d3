// How does go-yaml v2 write a text: plain, quoted, or as a block, and where does it break lines?
import { isNoPlainText } from './substitute-plain.ts';

/** Lines are broken at the first single space behind this column. */
const WIDTH = 80;

export interface Place {
  /** Characters of the line that stand before. */
  readonly column: number;
  /** Indentation of the lines that follow. */
  readonly indent: number;
  /** A key: on one line, never a block. */
  readonly key: boolean;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these characters are what the writer escapes.
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]|[\u{10000}-\u{10ffff}]|\p{Cs}/u;
const BREAK = /[\n\r\u0085\u2028\u2029]/;
const FIRST_INDICATOR = /^(?:[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t]|$)|---|\.\.\.)/;
const INNER_INDICATOR = /.:(?:[ \t]|$)|[ \t\n\r\0\u0085\u2028\u2029]#/s;
const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0',
  '\u0007': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\u000b': 'v',
  '\f': 'f',
  '\r': 'r',
  '\u001b': 'e',
  '"': '"',
  '\\': '\\',
  '\u0085': 'N',
  '\u00a0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
};

type Style = 'plain' | 'single' | 'double' | 'block';

function styleOf(text: string, key: boolean): Style {
  const special = UNPRINTABLE.test(text) || / [\n\r\u0085\u2028\u2029]/.test(text);
  if (text.includes('\n')) return key || special || text.endsWith(' ') ? 'double' : 'block';
  if (isNoPlainText(text) || special || /[\n\r\u0085\u2028\u2029] /.test(text)) return 'double';
  const plain = !text.startsWith(' ') && !text.endsWith(' ') && !BREAK.test(text);
  return plain && !FIRST_INDICATOR.test(text) && !INNER_INDICATOR.test(text) ? 'plain' : 'single';
}

function escaped(char: string): string {
  const short = ESCAPES[char];
  if (short !== undefined) return `\\${short}`;
  const code = char.codePointAt(0) ?? 0;
  const digits = code <= 0xff ? 2 : code <= 0xffff ? 4 : 8;
  return `\\${digits === 2 ? 'x' : digits === 4 ? 'u' : 'U'}${code.toString(16).toUpperCase().padStart(digits, '0')}`;
}

function mustEscape(char: string): boolean {
  return char === '"' || char === '\\' || BREAK.test(char) || UNPRINTABLE.test(char);
}

function written(char: string, style: Style): string {
  if (style === 'double') return mustEscape(char) ? escaped(char) : char;
  return style === 'single' && char === "'" ? "''" : char;
}

/** Quotes count for the column; a space at either end of a quoted text, or beside another, is no place to break. */
function flow(text: string, style: Style, { column, indent, key }: Place): string {
  const chars = [...text];
  const quote = style === 'single' ? "'" : style === 'double' ? '"' : '';
  let [out, at, spaces] = [quote, column + quote.length, false];
  for (const [index, char] of chars.entries()) {
    const inside = style === 'plain' || (index > 0 && index < chars.length - 1);
    const nextIsSpace = chars[index + 1] === ' ';
    if (char === ' ' && !key && !spaces && at > WIDTH && inside && (style === 'double' || !nextIsSpace)) {
      const mark = style === 'double' && nextIsSpace ? '\\' : '';
      out += `\n${' '.repeat(indent)}${mark}`;
      at = indent + mark.length;
    } else {
      const piece = written(char, style);
      out += piece;
      at += [...piece].length;
    }
    spaces = char === ' ';
  }
  return out + quote;
}

function block(text: string, indent: number): string {
  const hint = /^[ \n\r\u0085\u2028\u2029]/.test(text) ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const lines = text.split('\n');
  if (text.endsWith('\n')) lines.pop();
  return `|${hint}${chomp}\n${lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line)).join('\n')}`;
}

/** Text of a scalar, without the space before it and the line end behind it. */
export function scalarText(text: string, place: Place): string {
  const style = styleOf(text, place.key);
  return style === 'block' ? block(text, place.indent) : flow(text, style, place);
}

/** Longer keys, counted in bytes, stand behind a question mark. */
export function isSimpleKey(text: string): boolean {
  return !BREAK.test(text) && new TextEncoder().encode(text).length <= 128;
}
