// How does Go quote a text?

const SIMPLE: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

function escaped(char: string, ascii: boolean): string {
  const simple = SIMPLE[char];
  if (simple !== undefined) return simple;
  const point = char.codePointAt(0) ?? 0;
  if (PRINTABLE.test(char) && !(ascii && point > 0x7e)) return char;
  if (point < 0x80) return `\\x${point.toString(16).padStart(2, '0')}`;
  return point < 0x10000 ? `\\u${point.toString(16).padStart(4, '0')}` : `\\U${point.toString(16).padStart(8, '0')}`;
}

/** Go's strconv.Quote; `ascii`: everything else is escaped. */
export function quoteText(text: string, ascii = false): string {
  let out = '"';
  for (const char of text) out += escaped(char, ascii);
  return `${out}"`;
}

/** Go's `%#q`: raw where the text can stand raw. */
export function quoteRaw(text: string): string {
  return /[`\uFEFF]|[^\P{Cc}\t]/u.test(text) ? quoteText(text) : `\`${text}\``;
}

/** Go's strconv.QuoteRune. */
export function quoteRune(point: number, ascii = false): string {
  const char = point > 0x10ffff || point < 0 || (point >= 0xd800 && point <= 0xdfff) ? '\uFFFD' : String.fromCodePoint(point);
  if (char === "'") return "'\\''";
  return `'${char === '"' ? '"' : escaped(char, ascii)}'`;
}
