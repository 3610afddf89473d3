// Which functions work on texts?
import { type FunctionTable, type GoFunction, ofTexts, text, whole } from '../function-types.ts';
import { GoTemplateFault, type Meter } from '../meter.ts';
import { printValue, textOf } from '../print.ts';
import { quoteText } from '../quote.ts';
import { compareTexts, type GoList, type GoValue, isGo, listOf, mapOf } from '../values.ts';

const GO_SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function trimSpace(value: string): string {
  let from = 0;
  let to = value.length;
  while (from < to && GO_SPACE.test(value[from] ?? '')) from += 1;
  while (to > from && GO_SPACE.test(value[to - 1] ?? '')) to -= 1;
  return value.slice(from, to);
}

/** Takes any of the characters off both ends. */
function trimSet(set: string, value: string): string {
  const chars = [...value];
  let from = 0;
  let to = chars.length;
  while (from < to && set.includes(chars[from] ?? '')) from += 1;
  while (to > from && set.includes(chars[to - 1] ?? '')) to -= 1;
  return set === '' ? value : chars.slice(from, to).join('');
}

/** Go cuts texts by bytes; half a character becomes the replacement character. */
function bytesOf(value: string, from: number, to: number): string {
  const bytes = Buffer.from(value, 'utf8');
  if (from < 0 || to > bytes.length || from > to) throw new GoTemplateFault(`slice bounds out of range [${from}:${to}]`);
  return bytes.subarray(from, to).toString('utf8');
}

function truncate(count: number, value: string): string {
  const size = Buffer.byteLength(value, 'utf8');
  if (count < 0 && size + count > 0) return bytesOf(value, size + count, size);
  return count >= 0 && size > count ? bytesOf(value, 0, count) : value;
}

function substring(start: number, end: number, value: string): string {
  const size = Buffer.byteLength(value, 'utf8');
  if (start < 0) return bytesOf(value, 0, end);
  return end < 0 || end > size ? bytesOf(value, start, size) : bytesOf(value, start, end);
}

const MARK = '...';

function abbreviate(value: string, offset: number, width: number): string {
  const size = Buffer.byteLength(value, 'utf8');
  if (value === '' || width < 4) return '';
  if (size <= width) return value;
  let from = Math.min(offset, size);
  if (size - from < width - 3) from = size - (width - 3);
  if (from <= 4) return bytesOf(value, 0, width - 3) + MARK;
  if (width < 7) return '';
  if (from + width - 3 < size) return MARK + abbreviate(bytesOf(value, from, size), 0, width - 3);
  return MARK + bytesOf(value, size - (width - 3), size);
}

function repeat(count: number, value: string, meter: Meter): string {
  if (count < 0) throw new GoTemplateFault('strings: negative Repeat count');
  meter.text(count * value.length);
  return value.repeat(count);
}

function indent(spaces: number, value: string, meter: Meter): string {
  if (spaces < 0) throw new GoTemplateFault('strings: negative Repeat count');
  const lines = value.split('\n');
  meter.text(value.length + spaces * lines.length);
  const pad = ' '.repeat(spaces);
  return pad + lines.join(`\n${pad}`);
}

/** Go's strings.ReplaceAll: an empty text stands before each character and at the end. */
export function replaceAll(source: string, wanted: string, by: string, meter: Meter): string {
  const count = wanted === '' ? source.length + 1 : Math.ceil(source.length / wanted.length);
  if (by.length * count > meter.limits.text) meter.text(source.length + (source.split(wanted).length + 1) * by.length);
  if (wanted !== '') return source.split(wanted).join(by);
  return by + [...source].map((char) => char + by).join('');
}

/** Go's strings.SplitN; a negative count is no limit. */
export function splitText(source: string, separator: string, count = -1): string[] {
  if (count === 0) return [];
  const parts = separator === '' ? [...source] : source.split(separator);
  if (count < 0 || parts.length <= count) return parts;
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

function numbered(parts: readonly string[]): GoValue {
  return mapOf(
    parts.map((part, index) => [`_${index}`, part] as const),
    'string',
  );
}

/** sprig's `toStrings`: the items as texts, without nil. */
export function stringsOf(value: GoValue, meter: Meter): string[] {
  if (value === undefined || value === null) return [];
  if (!isGo(value, 'list')) return [textOf(value, meter)];
  return value.items.filter((item) => item !== undefined && item !== null).map((item) => textOf(item, meter));
}

function strings(items: readonly string[], meter: Meter): GoList {
  meter.items(items.length);
  return listOf(items, 'string');
}

function join(separator: string, value: GoValue, meter: Meter): string {
  const items = stringsOf(value, meter);
  meter.text(items.reduce((sum, item) => sum + item.length + separator.length, 0));
  return items.join(separator);
}

function quoted(args: readonly GoValue[], one: (value: GoValue) => string, meter: Meter): string {
  const out = args
    .filter((value) => value !== undefined && value !== null)
    .map(one)
    .join(' ');
  meter.text(out.length);
  return out;
}

function sortAlpha(value: GoValue, meter: Meter): GoList {
  if (!isGo(value, 'list')) return strings([textOf(value, meter)], meter);
  return strings(stringsOf(value, meter).sort(compareTexts), meter);
}

const counted = (call: (count: number, value: string, meter: Meter) => GoValue): GoFunction => ({
  parameters: ['int', 'string'],
  call: (args, meter) => call(whole(args, 0), text(args, 1), meter),
});

const asText: GoFunction = { parameters: ['any'], call: ([value], meter) => textOf(value, meter) };

export const STRINGS: FunctionTable = {
  hello: { parameters: [], call: () => 'Hello!' },
  trim: ofTexts(1, ([value = '']) => trimSpace(value)),
  trimAll: ofTexts(2, ([set = '', value = '']) => trimSet(set, value)),
  trimall: ofTexts(2, ([set = '', value = '']) => trimSet(set, value)),
  trimPrefix: ofTexts(2, ([prefix = '', value = '']) => (value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  trimSuffix: ofTexts(2, ([suffix = '', value = '']) => (suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value)),
  trunc: counted(truncate),
  substr: {
    parameters: ['int', 'int', 'string'],
    call: (args) => substring(whole(args, 0), whole(args, 1), text(args, 2)),
  },
  abbrev: counted((width, value) => (width < 4 ? value : abbreviate(value, 0, width))),
  abbrevboth: {
    parameters: ['int', 'int', 'string'],
    call: (args) => {
      const [left, right, value] = [whole(args, 0), whole(args, 1), text(args, 2)];
      return right < 4 || (left > 0 && right < 7) ? value : abbreviate(value, left, right);
    },
  },
  repeat: counted(repeat),
  indent: counted(indent),
  nindent: counted((spaces, value, meter) => `\n${indent(spaces, value, meter)}`),
  replace: ofTexts(3, ([wanted = '', by = '', source = ''], meter) => replaceAll(source, wanted, by, meter)),
  contains: ofTexts(2, ([part = '', value = '']) => value.includes(part)),
  hasPrefix: ofTexts(2, ([prefix = '', value = '']) => value.startsWith(prefix)),
  hasSuffix: ofTexts(2, ([suffix = '', value = '']) => value.endsWith(suffix)),
  quote: { parameters: [], rest: 'any', call: (args, meter) => quoted(args, (value) => quoteText(textOf(value, meter)), meter) },
  squote: { parameters: [], rest: 'any', call: (args, meter) => quoted(args, (value) => `'${printValue(value, meter)}'`, meter) },
  cat: { parameters: [], rest: 'any', call: (args, meter) => quoted(args, (value) => printValue(value, meter), meter) },
  plural: {
    parameters: ['string', 'string', 'int'],
    call: (args) => (whole(args, 2) === 1 ? text(args, 0) : text(args, 1)),
  },
  toString: asText,
  toStrings: { parameters: ['any'], call: ([value], meter) => strings(stringsOf(value, meter), meter) },
  split: ofTexts(2, ([separator = '', source = '']) => numbered(splitText(source, separator))),
  splitList: ofTexts(2, ([separator = '', source = ''], meter) => strings(splitText(source, separator), meter)),
  splitn: {
    parameters: ['string', 'int', 'string'],
    call: (args) => numbered(splitText(text(args, 2), text(args, 0), whole(args, 1))),
  },
  join: { parameters: ['string', 'any'], call: (args, meter) => join(text(args, 0), args[1], meter) },
  sortAlpha: { parameters: ['any'], call: ([value], meter) => sortAlpha(value, meter) },
};
