// How is a scalar written so that every YAML reader, 1.1 or 1.2, reads the same text back?
import { resolvePlain } from './yaml-scalars.ts';

/** Only characters that mean nothing anywhere inside an unquoted scalar; `: ` and ` #` are refused below. */
const PLAIN = /^(?!- )[A-Za-z0-9_./$+~(^-](?:[\w ./$+~()^;=@?!*&%'"<>,|[\]{}\\:#-]*[\w./$+~()^;=@?!*&%'"<>,|[\]{}\\#-])?$/;
/** What another reader may take for a number, a date, a time or a word of YAML. */
const SUSPICIOUS =
  /^(?:[-+.]?[0-9][0-9a-fA-FxXoO_.,:eE+-]*|\d{4}-\d{1,2}-\d{1,2}.*|[=~].*|<<|---.*|\.\.\.|-|[-+]?\.(?:inf|nan)|null|true|false|yes|no|on|off|y|n)$/i;
const NO_BLOCK = /(?![\n\t])\p{Cc}|[\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/u;
/** Readers differ over a last line of blanks. */
const BLANK_END = /\n[ \t]+\n*$/;
const TO_ESCAPE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** JSON's escapes are YAML's; what JSON leaves bare and YAML 1.1 takes for a line break or refuses is escaped too. */
export function doubleQuoted(text: string): string {
  const json = JSON.stringify(text);
  return json.replace(TO_ESCAPE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function isPlain(text: string): boolean {
  if (text.length > 1000 || !PLAIN.test(text) || SUSPICIOUS.test(text)) return false;
  if (text.includes(': ') || text.includes(' #')) return false;
  return resolvePlain(text).kind === 'str';
}

/** A string on one line. */
export function inlineText(text: string): string {
  return isPlain(text) ? text : doubleQuoted(text);
}

/** Can the text stand as a literal block? Only what a reader gives back byte by byte. */
export function fitsBlock(text: string): boolean {
  return text.includes('\n') && /[^\s]/.test(text) && !BLANK_END.test(text) && !NO_BLOCK.test(text);
}

/** Header of a literal block: indentation where the first line needs it, and how many line ends stay. */
export function blockHeader(text: string): string {
  const indicator = /^[ \n\t]/.test(text) ? '2' : '';
  const trailing = /\n*$/.exec(text)?.[0].length ?? 0;
  return `|${indicator}${trailing === 0 ? '-' : trailing === 1 ? '' : '+'}`;
}

/** A mapping key; quoted whenever in doubt. */
export function keyText(key: string): string {
  return isPlain(key) && !key.includes(' ') ? key : doubleQuoted(key);
}
