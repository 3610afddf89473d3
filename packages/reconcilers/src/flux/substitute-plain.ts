// Would an unquoted text be read as something else than text? The words and numbers of YAML 1.1 as go-yaml v2 knows them.

const WORDS = new Set(
  [
    '',
    '~',
    'y',
    'Y',
    'n',
    'N',
    '.nan',
    '.NaN',
    '.NAN',
    ...['', '+', '-'].flatMap((sign) => ['.inf', '.Inf', '.INF'].map((word) => sign + word)),
  ].concat(
    ['yes', 'no', 'on', 'off', 'true', 'false', 'null'].flatMap((word) => [
      word,
      (word[0] ?? '').toUpperCase() + word.slice(1),
      word.toUpperCase(),
    ]),
  ),
);
const INTEGER = /^[-+]?(?:0|[1-9]\d*|0[0-7]+|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const DOTTED = /^\.\d+(?:[eE][-+]?\d+)?$/;
const BASE_60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/;
const TIME = /^(\d{4})-(\d\d?)-(\d\d?)(?:([Tt ])(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(Z|[-+]\d\d:\d\d)?)?$/;

function isInteger(text: string): boolean {
  if (!INTEGER.test(text)) return false;
  const signed = /^[-+]/.test(text);
  const digits = signed ? text.slice(1) : text;
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase());
  if (!signed) return value < 2n ** 64n;
  return text.startsWith('-') ? value <= 2n ** 63n : value < 2n ** 63n;
}

function isTime(text: string): boolean {
  const match = TIME.exec(text);
  if (match === null) return false;
  const [, year, month, day, separator, hour = '0', minute = '0', second = '0', zone] = match;
  if (separator !== undefined && (separator === ' ') !== (zone === undefined)) return false;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const dated = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
  return dated && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

/** Must the text be quoted for its meaning? (What its characters need is another question.) */
export function isNoPlainText(text: string): boolean {
  if (WORDS.has(text)) return true;
  if (text.startsWith('.')) return DOTTED.test(text);
  if (!/^[-+\d]/.test(text)) return false;
  const plain = text.replaceAll('_', '');
  return isTime(text) || isInteger(plain) || FLOAT.test(plain) || BASE_60.test(text);
}
