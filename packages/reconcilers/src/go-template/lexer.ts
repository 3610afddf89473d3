// Which tokens does the text of a Go template consist of?
import { GoTemplateError, placeIn } from './template-error.ts';

export type TokenKind =
  | 'text'
  | 'open'
  | 'close'
  | 'space'
  | 'identifier'
  | 'keyword'
  | 'field'
  | 'variable'
  | 'dot'
  | 'nil'
  | 'bool'
  | 'number'
  | 'character'
  | 'string'
  | 'raw'
  | 'pipe'
  | 'declare'
  | 'assign'
  | 'left'
  | 'right'
  | 'comma'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
}

const SPACE = ' \t\r\n';
const KEYWORDS = new Set(['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with']);
const ALPHANUMERIC = /[\p{L}\p{Nd}_]/u;
const SINGLE: Readonly<Record<string, TokenKind>> = { '|': 'pipe', '(': 'left', ')': 'right', ',': 'comma', '=': 'assign' };
const PRINTABLE = /^[\x21-\x7e]$/;

function isSpace(char: string | undefined): boolean {
  return char !== undefined && char !== '' && SPACE.includes(char);
}

interface Cursor {
  readonly text: string;
  at: number;
  parens: number;
  readonly tokens: Token[];
}

function fail(cursor: Cursor, reason: string, at = cursor.at): never {
  throw new GoTemplateError(reason, placeIn(cursor.text, at));
}

function codePoint(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}

/** Length of the closing delimiter at a place: 0 there is none; with its trim marker where it has one. */
function closeLength(text: string, at: number): number {
  if (text.startsWith('}}', at)) return 2;
  return isSpace(text[at]) && text.startsWith('-}}', at + 1) ? 4 : 0;
}

function afterClose(cursor: Cursor, length: number): void {
  cursor.at += length;
  if (length === 4) while (isSpace(cursor.text[cursor.at])) cursor.at += 1;
}

function push(cursor: Cursor, kind: TokenKind, from: number): void {
  cursor.tokens.push({ kind, text: cursor.text.slice(from, cursor.at), at: from });
}

function readComment(cursor: Cursor): void {
  const end = cursor.text.indexOf('*/', cursor.at);
  if (end < 0) fail(cursor, 'unclosed comment');
  cursor.at = end + 2;
  const length = closeLength(cursor.text, cursor.at);
  if (length === 0) fail(cursor, 'comment ends before closing delimiter');
  afterClose(cursor, length);
}

/** Text up to the next action; what stands before a left trim marker loses its trailing space. */
function readText(cursor: Cursor): 'text' | 'action' | 'end' {
  const { text } = cursor;
  const from = cursor.at;
  const open = text.indexOf('{{', from);
  let until = open < 0 ? text.length : open;
  const trims = open >= 0 && text[open + 2] === '-' && isSpace(text[open + 3]);
  if (trims) while (until > from && isSpace(text[until - 1])) until -= 1;
  if (until > from) cursor.tokens.push({ kind: 'text', text: text.slice(from, until), at: from });
  if (open < 0) {
    cursor.at = text.length;
    return 'end';
  }
  cursor.at = open + 2 + (trims ? 2 : 0);
  if (text.startsWith('/*', cursor.at)) {
    readComment(cursor);
    return 'text';
  }
  cursor.tokens.push({ kind: 'open', text: '{{', at: open });
  cursor.parens = 0;
  return 'action';
}

function atTerminator(cursor: Cursor): boolean {
  const char = cursor.text[cursor.at];
  return char === undefined || isSpace(char) || '.,|:)('.includes(char) || cursor.text.startsWith('}}', cursor.at);
}

function readWord(cursor: Cursor): void {
  for (let char = codePoint(cursor.text, cursor.at); ALPHANUMERIC.test(char); char = codePoint(cursor.text, cursor.at)) {
    cursor.at += char.length;
  }
  if (!atTerminator(cursor)) fail(cursor, `bad character ${JSON.stringify(codePoint(cursor.text, cursor.at))}`);
}

function wordKind(word: string): TokenKind {
  if (KEYWORDS.has(word)) return 'keyword';
  if (word === 'true' || word === 'false') return 'bool';
  return word === 'nil' ? 'nil' : 'identifier';
}

/** `.name` or `$name`; the sign alone is the dot or the data. */
function readSigned(cursor: Cursor, sign: '.' | '$'): void {
  const from = cursor.at;
  cursor.at += 1;
  if (atTerminator(cursor)) push(cursor, sign === '.' ? 'dot' : 'variable', from);
  else {
    readWord(cursor);
    push(cursor, sign === '.' ? 'field' : 'variable', from);
  }
}

function readQuoted(cursor: Cursor, quote: '"' | "'" | '`'): void {
  const { text } = cursor;
  const from = cursor.at;
  const names = { '"': 'string', "'": 'character', '`': 'raw' } as const;
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === quote) {
      cursor.at = at + 1;
      push(cursor, names[quote], from);
      return;
    }
    if (quote === '`') continue;
    if (char === '\n') break;
    if (char === '\\') {
      at += 1;
      if (text[at] === '\n') break;
    }
  }
  fail(cursor, `unterminated ${names[quote] === 'raw' ? 'raw string' : names[quote]} constant`, from);
}

const NUMBER =
  /^[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/;

function readNumber(cursor: Cursor): void {
  const from = cursor.at;
  const found = NUMBER.exec(cursor.text.slice(from, from + 200))?.[0] ?? '';
  cursor.at = from + found.length;
  if (found === '' || ALPHANUMERIC.test(codePoint(cursor.text, cursor.at))) {
    fail(cursor, `bad number syntax: ${JSON.stringify(cursor.text.slice(from, cursor.at + 1))}`, from);
  }
  push(cursor, 'number', from);
}

function readSpace(cursor: Cursor): void {
  const from = cursor.at;
  while (isSpace(cursor.text[cursor.at])) cursor.at += 1;
  // The space before `-}}` belongs to the marker.
  if (cursor.text.startsWith('-}}', cursor.at)) cursor.at -= 1;
  if (cursor.at > from) push(cursor, 'space', from);
}

function readToken(cursor: Cursor): void {
  const from = cursor.at;
  const char = codePoint(cursor.text, from);
  const next = cursor.text[from + 1] ?? '';
  if (char === '') fail(cursor, 'unclosed action');
  if (isSpace(char)) readSpace(cursor);
  else if (char === '"' || char === "'" || char === '`') readQuoted(cursor, char);
  else if (char === '$') readSigned(cursor, '$');
  else if (char === '.' && !/^[0-9]/.test(next)) readSigned(cursor, '.');
  else if (/^[.+\-0-9]/.test(char)) readNumber(cursor);
  else if (ALPHANUMERIC.test(char)) {
    readWord(cursor);
    push(cursor, wordKind(cursor.text.slice(from, cursor.at)), from);
  } else if (char === ':') {
    if (next !== '=') fail(cursor, 'expected :=');
    cursor.at += 2;
    push(cursor, 'declare', from);
  } else {
    const kind = SINGLE[char];
    if (kind === undefined)
      fail(cursor, `${PRINTABLE.test(char) ? 'unexpected' : 'unrecognized'} character ${JSON.stringify(char)} in action`);
    cursor.parens += kind === 'left' ? 1 : kind === 'right' ? -1 : 0;
    if (cursor.parens < 0) fail(cursor, 'unexpected right paren');
    cursor.at += 1;
    push(cursor, kind, from);
  }
}

/** Longest template that is read, in UTF-16 units. */
const MAX_LENGTH = 1_000_000;

/** All tokens of a template, the last is `end`. Throws GoTemplateError. */
export function readTokens(text: string): readonly Token[] {
  const cursor: Cursor = { text, at: 0, parens: 0, tokens: [] };
  if (text.length > MAX_LENGTH) fail(cursor, `the template is longer than ${MAX_LENGTH} characters`);
  for (let state = readText(cursor); state !== 'end'; state = readText(cursor)) {
    for (let length = 0; state === 'action' && length === 0; ) {
      length = closeLength(text, cursor.at);
      if (length === 0) readToken(cursor);
      else {
        if (cursor.parens > 0) fail(cursor, 'unclosed left paren');
        cursor.tokens.push({ kind: 'close', text: '}}', at: cursor.at });
        afterClose(cursor, length);
      }
    }
  }
  cursor.tokens.push({ kind: 'end', text: '', at: text.length });
  return cursor.tokens;
}
