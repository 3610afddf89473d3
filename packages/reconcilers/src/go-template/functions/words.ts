// Which functions change the case of texts, or break them into words?
import { type FunctionTable, ofTexts, text, whole } from '../function-types.ts';
import type { Meter } from '../meter.ts';

const SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const UPPER = /\p{Lu}/u;
const LOWER = /\p{Ll}/u;
const LETTER = /\p{L}/u;
const NUMBER = /\p{N}/u;
const PUNCTUATION = /\p{P}/u;

/** Go maps character by character: no character becomes two. */
function mapCase(value: string, change: (char: string) => string): string {
  let out = '';
  for (const char of value) {
    const changed = change(char);
    out += [...changed].length === 1 ? changed : char;
  }
  return out;
}

const upper = (value: string) => mapCase(value, (char) => char.toUpperCase());
const lower = (value: string) => mapCase(value, (char) => (char === 'İ' ? 'i' : char.toLowerCase()));

/** strings.Title: a letter behind what is no letter, digit or underscore. */
function title(value: string): string {
  let inside = false;
  return mapCase(value, (char) => {
    const changed = inside ? char : char.toUpperCase();
    const ascii = (char.codePointAt(0) ?? 0) < 0x80;
    inside = ascii ? /[A-Za-z0-9_]/.test(char) : LETTER.test(char) || /\p{Nd}/u.test(char) || !SPACE.test(char);
    return changed;
  });
}

function untitle(value: string): string {
  let start = true;
  return mapCase(value, (char) => {
    const changed = start && !SPACE.test(char) ? char.toLowerCase() : char;
    start = SPACE.test(char);
    return changed;
  });
}

function swapCase(value: string): string {
  return mapCase(value, (char) => (LOWER.test(char) ? char.toUpperCase() : char.toLowerCase()));
}

/** Goes through the bytes: each byte of a longer character counts as one of Latin-1. */
function latin(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}

function initials(value: string): string {
  let gap = true;
  let out = '';
  for (const char of latin(value)) {
    const space = SPACE.test(char);
    if (!space && gap) out += char;
    gap = space;
  }
  return out;
}

function noSpace(value: string): string {
  const bytes = latin(value);
  const kept = [...bytes].filter((char) => !SPACE.test(char)).join('');
  return kept.length === bytes.length ? value : kept;
}

const isConnector = (char: string) => char === '-' || char === '_' || SPACE.test(char);

/** `some_words here` → `SomeWordsHere`. A first word in capitals loses them behind its first letter. */
function pascalCase(value: string): string {
  const chars = [...value];
  const first = chars.findIndex((char) => !isConnector(char));
  // xstrings writes the last one twice where there is nothing else.
  if (first < 0) return value + (chars.at(-1) ?? '');
  let out = chars.slice(0, first).join('');
  let shouting = UPPER.test(chars[first] ?? '');
  let before = upper(chars[first] ?? '');
  for (const char of chars.slice(first + 1)) {
    let here = char;
    if (isConnector(before)) {
      if (isConnector(char)) out += before;
      else {
        shouting = UPPER.test(char);
        here = upper(char);
      }
    } else {
      if (shouting && UPPER.test(char)) here = lower(char);
      else shouting = false;
      out += before;
    }
    before = here;
  }
  return out + before;
}

type WordKind = 'none' | 'number' | 'upper' | 'letters' | 'connector' | 'punctuation' | 'other';

interface Word {
  readonly kind: WordKind;
  readonly text: string;
}

function run(chars: readonly string[], from: number, belongs: (char: string) => boolean): number {
  let to = from;
  while (to < chars.length && belongs(chars[to] ?? '')) to += 1;
  return to;
}

/** For xstrings, characters of Chinese, Japanese and Korean make no words of letters. */
const isAlphabet = (char: string) =>
  LETTER.test(char) && !/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(char);

function upperEnd(chars: readonly string[], from: number): number {
  const second = chars[from + 1];
  if (second === undefined) return from + 1;
  if (UPPER.test(second)) {
    const end = run(chars, from + 2, (char) => UPPER.test(char));
    // `HTTPStatus` is HTTP and Status.
    return end < chars.length && isAlphabet(chars[end] ?? '') ? end - 1 : end;
  }
  return isAlphabet(second) ? run(chars, from + 2, (char) => isAlphabet(char) && !UPPER.test(char)) : from + 1;
}

function words(value: string): Word[] {
  const chars = [...value];
  const found: Word[] = [];
  for (let at = 0; at < chars.length; ) {
    const char = chars[at] ?? '';
    let kind: WordKind = 'other';
    let end = at + 1;
    if (isConnector(char)) [kind, end] = ['connector', run(chars, at + 1, isConnector)];
    else if (PUNCTUATION.test(char)) [kind, end] = ['punctuation', run(chars, at + 1, (next) => PUNCTUATION.test(next))];
    else if (UPPER.test(char)) [kind, end] = ['upper', upperEnd(chars, at)];
    else if (isAlphabet(char)) [kind, end] = ['letters', run(chars, at + 1, (next) => isAlphabet(next) && !UPPER.test(next))];
    else if (NUMBER.test(char)) [kind, end] = ['number', run(chars, at + 1, (next) => NUMBER.test(next))];
    else end = run(chars, at + 1, (next) => !isConnector(next) && !isAlphabet(next) && !NUMBER.test(next) && !PUNCTUATION.test(next));
    found.push({ kind, text: chars.slice(at, end).join('') });
    at = end;
  }
  return found;
}

/** Lower case with a sign between the words, as xstrings finds words: numbers stay with what stands before them where they can. */
function joined(value: string, sign: string): string {
  const all = words(value);
  let out = '';
  let at = 0;
  const peek = (): Word => all[at] ?? { kind: 'none', text: '' };
  const put = ({ kind, text: word }: Word) => {
    out += kind === 'connector' ? sign.repeat([...word].length) : kind === 'upper' ? lower(word) : word;
  };
  const putLetters = () => {
    while (peek().kind === 'letters' || peek().kind === 'number') {
      put(peek());
      at += 1;
    }
  };
  const between = () => {
    if (!['none', 'punctuation', 'connector'].includes(peek().kind)) out += sign;
  };
  while (at < all.length - 1) {
    const word = peek();
    if (word.kind !== 'connector') put(word);
    at += 1;
    if (word.kind === 'number') {
      putLetters();
      between();
    } else if (word.kind === 'connector') put(word);
    else if (word.kind !== 'punctuation') {
      if (peek().kind !== 'number') between();
      else if (at < all.length - 1) {
        const digits = peek();
        at += 1;
        if (peek().kind === 'letters') {
          out += sign;
          put(digits);
          putLetters();
        } else put(digits);
        between();
      }
    }
  }
  if (at < all.length) put(peek());
  return out;
}

interface Wrapping {
  readonly width: number;
  readonly line: string;
  readonly breakWords: boolean;
}

function wrap(value: string, { width, line, breakWords }: Wrapping, meter: Meter): string {
  const bytes = Buffer.from(value, 'utf8').toString('latin1');
  const limit = Math.max(1, width);
  const newLine = Buffer.from(line === '' ? '\n' : line, 'utf8').toString('latin1');
  meter.text(bytes.length + Math.ceil(bytes.length / limit) * newLine.length);
  let out = '';
  let at = 0;
  while (bytes.length - at > limit) {
    if (bytes[at] === ' ') {
      at += 1;
      continue;
    }
    const space = bytes.lastIndexOf(' ', at + limit);
    const beyond = space < at && !breakWords ? bytes.indexOf(' ', at + limit) : -1;
    const end = space >= at ? space : breakWords ? at + limit : beyond < 0 ? bytes.length : beyond;
    out += bytes.slice(at, end) + (end === bytes.length && space < at && !breakWords ? '' : newLine);
    at = space >= at || beyond >= 0 ? end + 1 : end;
  }
  return Buffer.from(out + bytes.slice(at), 'latin1').toString('utf8');
}

export const WORDS: FunctionTable = {
  upper: ofTexts(1, ([value = '']) => upper(value)),
  lower: ofTexts(1, ([value = '']) => lower(value)),
  title: ofTexts(1, ([value = '']) => title(value)),
  untitle: ofTexts(1, ([value = '']) => untitle(value)),
  swapcase: ofTexts(1, ([value = '']) => swapCase(value)),
  initials: ofTexts(1, ([value = '']) => initials(value)),
  nospace: ofTexts(1, ([value = '']) => noSpace(value)),
  camelcase: ofTexts(1, ([value = '']) => pascalCase(value)),
  snakecase: ofTexts(1, ([value = '']) => joined(value, '_')),
  kebabcase: ofTexts(1, ([value = '']) => joined(value, '-')),
  wrap: {
    parameters: ['int', 'string'],
    call: (args, meter) => wrap(text(args, 1), { width: whole(args, 0), line: '', breakWords: false }, meter),
  },
  wrapWith: {
    parameters: ['int', 'string', 'string'],
    call: (args, meter) => wrap(text(args, 2), { width: whole(args, 0), line: text(args, 1), breakWords: true }, meter),
  },
};
