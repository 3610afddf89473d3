// How does Go write a floating-point number?

interface Decimal {
  readonly negative: boolean;
  /** Significant digits, the first is not zero unless the number is. */
  readonly digits: string;
  /** Power of ten of the first digit. */
  readonly exponent: number;
}

function shortest(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return { negative: value < 0 || Object.is(value, -0), digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

function special(value: number, plus: boolean): string | undefined {
  if (Number.isNaN(value)) return plus ? '+NaN' : 'NaN';
  if (Number.isFinite(value)) return undefined;
  return value < 0 ? '-Inf' : plus || value > 0 ? '+Inf' : 'Inf';
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function scientific({ negative, digits, exponent }: Decimal): string {
  const rest = digits.slice(1);
  return `${negative ? '-' : ''}${digits[0] ?? '0'}${rest === '' ? '' : `.${rest}`}${exponentText(exponent)}`;
}

function plain({ negative, digits, exponent }: Decimal): string {
  const sign = negative ? '-' : '';
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return `${sign}${digits.padEnd(exponent + 1, '0')}`;
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/** Exact decimal digits of a number: JavaScript rounds halves by the decimal text, Go by the value. */
function exact(value: number): { readonly units: bigint; readonly scale: number } {
  let scale = 0;
  let scaled = Math.abs(value);
  while (!Number.isInteger(scaled) && scale < 1100) {
    scaled *= 2;
    scale += 1;
  }
  return { units: BigInt(scaled) * 5n ** BigInt(scale), scale };
}

/** `%.<precision>f`, halves to even on the exact value. */
export function fixedText(value: number, precision: number): string {
  const { units, scale } = exact(value);
  const drop = scale - precision;
  let rounded = units;
  if (drop > 0) {
    const unit = 10n ** BigInt(drop);
    const rest = units % unit;
    rounded = units / unit;
    if (rest * 2n > unit || (rest * 2n === unit && rounded % 2n === 1n)) rounded += 1n;
  } else rounded *= 10n ** BigInt(-drop);
  const digits = rounded.toString().padStart(precision + 1, '0');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return precision === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

/** Go's `%e %f %g` and their capitals; an undefined precision is the shortest that is exact. */
export function floatText(value: number, verb: string, precision?: number): string {
  const word = special(value, false);
  if (word !== undefined) return word;
  const lower = verb.toLowerCase();
  const text = finiteText(value, lower, precision);
  return verb === lower ? text : text.toUpperCase();
}

/** From this power of ten on, the shortest form is the scientific one. */
const SHORTEST_LIMIT = 6;

function finiteText(value: number, verb: string, precision: number | undefined): string {
  if (verb === 'f') return precision === undefined ? plain(shortest(value)) : fixedText(value, precision);
  if (verb === 'e') {
    if (precision === undefined) return scientific(shortest(value));
    const [mantissa = '', exponent = '0'] = value.toExponential(Math.min(precision, 100)).split('e');
    return `${Object.is(value, -0) ? '-' : ''}${mantissa}${exponentText(Number(exponent))}`;
  }
  if (precision === undefined) {
    const decimal = shortest(value);
    return decimal.exponent < -4 || decimal.exponent >= SHORTEST_LIMIT ? scientific(decimal) : plain(decimal);
  }
  return rounded(value, Math.max(1, precision));
}

/** `%.<precision>g`: as many significant digits, without trailing zeros. */
function rounded(value: number, precision: number): string {
  const [mantissa = '0', exponent = '0'] = Math.abs(value)
    .toExponential(Math.min(precision, 100) - 1)
    .split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '') || '0';
  const decimal: Decimal = { negative: value < 0 || Object.is(value, -0), digits, exponent: Number(exponent) };
  const limit = precision > digits.length && digits.length >= decimal.exponent + 1 ? digits.length : precision;
  return decimal.exponent < -4 || decimal.exponent >= limit ? scientific(decimal) : plain(decimal);
}
