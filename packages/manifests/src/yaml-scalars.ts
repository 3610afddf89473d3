// Which value does a scalar without quotes stand for, to Kubernetes?
// The rules are those of sigs.k8s.io/yaml, which reads with go.yaml.in/yaml/v2 (`resolve.go`): YAML 1.1 in its own dialect.

const WORDS = new Map<string, null | boolean | number>();
for (const word of ['', '~', 'null', 'Null', 'NULL']) WORDS.set(word, null);
for (const word of ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']) WORDS.set(word, true);
for (const word of ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']) WORDS.set(word, false);
for (const word of ['.nan', '.NaN', '.NAN']) WORDS.set(word, Number.NaN);
for (const word of ['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF']) WORDS.set(word, Number.POSITIVE_INFINITY);
for (const word of ['-.inf', '-.Inf', '-.INF']) WORDS.set(word, Number.NEGATIVE_INFINITY);
const LONGEST_WORD = 5;

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]([0-7]+)|0([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const DOTTED_FLOAT = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** What a scalar stands for. Kept apart from the value: `1e6` is a float and its key text differs from that of the integer. */
export interface ResolvedScalar {
  readonly kind: 'null' | 'bool' | 'int' | 'float' | 'str';
  readonly value: null | boolean | number | string;
  /** All digits of a whole number beyond ±2^53, which `value` cannot hold. */
  readonly digits?: string;
}

const NULL: ResolvedScalar = { kind: 'null', value: null };
const TRUE: ResolvedScalar = { kind: 'bool', value: true };
const FALSE: ResolvedScalar = { kind: 'bool', value: false };

function magnitude(match: RegExpExecArray): bigint {
  const [, , hex, binary, octal, zeroOctal, decimal] = match;
  if (decimal !== undefined) return BigInt(decimal);
  if (hex !== undefined) return BigInt(`0x${hex}`);
  if (binary !== undefined) return BigInt(`0b${binary}`);
  return BigInt(`0o${octal ?? zeroOctal ?? '0'}`);
}

function integer(text: string): ResolvedScalar | undefined {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return { kind: 'int', value: Number(text) };
  const match = INTEGER.exec(text);
  if (match === null) return undefined;
  const size = magnitude(match);
  const most = match[1] === '-' ? INT64_MAX + 1n : match[1] === '+' ? INT64_MAX : UINT64_MAX;
  if (size > most) return undefined;
  const signed = match[1] === '-' ? -size : size;
  const value = Number(signed);
  return Number.isSafeInteger(value) ? { kind: 'int', value } : { kind: 'int', value, digits: String(signed) };
}

function finite(text: string): ResolvedScalar | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? { kind: 'float', value } : undefined;
}

function resolveNumber(source: string): ResolvedScalar | undefined {
  if (source.startsWith('.')) return DOTTED_FLOAT.test(source) ? finite(source.replaceAll('_', '')) : undefined;
  const plain = source.includes('_') ? source.replaceAll('_', '') : source;
  return integer(plain) ?? (FLOAT.test(plain) ? finite(plain) : undefined);
}

/** Value of a plain (unquoted, untagged) scalar. NaN and the infinities come back as such: they have no place in JSON. */
export function resolvePlain(source: string): ResolvedScalar {
  if (source.length <= LONGEST_WORD) {
    const word = WORDS.get(source);
    if (word === null) return NULL;
    if (word === true) return TRUE;
    if (word === false) return FALSE;
    if (word !== undefined) return { kind: 'float', value: word };
  }
  const first = source.charCodeAt(0);
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  return (numeric ? resolveNumber(source) : undefined) ?? { kind: 'str', value: source };
}

/** Text of a whole number that is a key; undefined above the range of 64 bits with sign, where the reader refuses it. */
export function integerKeyText({ value, digits }: ResolvedScalar): string | undefined {
  if (digits === undefined) return String(value);
  return BigInt(digits) > INT64_MAX ? undefined : digits;
}

/** Shortest text of the number as a 32-bit float in Go's `%g`: how sigs.k8s.io/yaml writes a float that is a key. */
export function floatKeyText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  let digits = 1;
  while (digits < 9 && Math.fround(Number(single.toExponential(digits - 1))) !== single) digits += 1;
  const shortest = single.toExponential(digits - 1);
  const [mantissa = '', exponent = '0'] = shortest.split('e');
  const power = Number(exponent);
  // Go prints the exponent form from 10^6 on and below 10^-4.
  if (power >= -4 && power < 6) return Number(shortest).toFixed(Math.max(0, digits - 1 - power));
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
