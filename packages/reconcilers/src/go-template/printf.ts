// What does printf write?
import { GoTemplateFault, type Meter } from './meter.ts';
import { floatText } from './number-text.ts';
import { printValue } from './print.ts';
import { quoteRaw, quoteRune, quoteText } from './quote.ts';
import { type GoInteger, type GoValue, isGo, sortedKeys, typeName } from './values.ts';

interface Spec {
  readonly minus: boolean;
  readonly plus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

function pad(text: string, { width = 0, minus, zero }: Spec): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (minus) return text + ' '.repeat(missing);
  if (!zero) return ' '.repeat(missing) + text;
  const sign = /^[+\- ]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

const BASES: Readonly<Record<string, number>> = { d: 10, v: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };
const PREFIX: Readonly<Record<string, string>> = { b: '0b', o: '0', x: '0x', X: '0X' };

function integerText({ value }: GoInteger, verb: string, spec: Spec): string | undefined {
  const base = BASES[verb];
  if (base === undefined) return characterText(value, verb, spec);
  const magnitude = (value < 0n ? -value : value).toString(base);
  let digits = verb === 'X' ? magnitude.toUpperCase() : magnitude;
  const { precision, width, minus, zero } = spec;
  if (precision === 0 && value === 0n) return pad('', { ...spec, zero: false });
  const prefix = verb === 'O' ? '0o' : spec.sharp ? (PREFIX[verb] ?? '') : '';
  const sign = value < 0n ? '-' : spec.plus ? '+' : spec.space ? ' ' : '';
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  else if (zero && !minus && width !== undefined) digits = digits.padStart(width - sign.length, '0');
  return pad(`${sign}${prefix === '0' && digits.startsWith('0') ? '' : prefix}${digits}`, { ...spec, zero: false });
}

function characterText(value: bigint, verb: string, spec: Spec): string | undefined {
  const point = value > 0x10ffffn || value < 0n ? 0xfffd : Number(value);
  if (verb === 'c') return pad(String.fromCodePoint(point), spec);
  if (verb === 'q') return pad(quoteRune(point, spec.plus), spec);
  if (verb !== 'U') return undefined;
  const code = `U+${value
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(4, spec.precision ?? 4), '0')}`;
  return pad(spec.sharp ? `${code} '${String.fromCodePoint(point)}'` : code, { ...spec, zero: false });
}

function numberText(value: number, verb: string, spec: Spec): string | undefined {
  if ('xXb'.includes(verb)) throw new GoTemplateFault(`printf: %${verb} of a float64 is not supported`);
  if (!'veEfFgG'.includes(verb)) return undefined;
  const kind = verb === 'v' ? 'g' : verb === 'F' ? 'f' : verb;
  const standard = kind.toLowerCase() === 'g' ? undefined : 6;
  const text = floatText(value, kind, spec.precision ?? standard);
  const sign = text.startsWith('-') || text.startsWith('+') ? '' : spec.plus ? '+' : spec.space ? ' ' : '';
  const infinite = !Number.isFinite(value);
  const shown = infinite && !spec.plus ? text : `${sign}${text}`;
  return pad(shown, { ...spec, zero: spec.zero && !infinite });
}

function hexText(text: string, verb: string, spec: Spec): string {
  const all = Buffer.from(text, 'utf8');
  const bytes = spec.precision === undefined ? all : all.subarray(0, spec.precision);
  const hex = verb === 'X' ? bytes.toString('hex').toUpperCase() : bytes.toString('hex');
  const prefix = spec.sharp ? `0${verb}` : '';
  if (!spec.space) return hex === '' ? '' : `${prefix}${hex}`;
  return (hex.match(/../g) ?? []).map((pair) => `${prefix}${pair}`).join(' ');
}

function stringText(text: string, verb: string, spec: Spec): string | undefined {
  const cut = spec.precision === undefined ? text : [...text].slice(0, spec.precision).join('');
  if (verb === 'v' && spec.sharp) return pad(quoteText(text), spec);
  if (verb === 'v' || verb === 's') return pad(cut, spec);
  if (verb === 'q') return pad(spec.sharp && !spec.plus ? quoteRaw(cut) : quoteText(cut, spec.plus), spec);
  return verb === 'x' || verb === 'X' ? pad(hexText(text, verb, spec), spec) : undefined;
}

interface Bad {
  readonly verb: string;
  readonly spec: Spec;
  readonly meter: Meter;
}

/** A verb that the value does not have: Go says so, with the value printed by the same width and precision. */
function bad(value: GoValue, { verb, spec, meter }: Bad): string {
  if (value === undefined || value === null) return `%!${verb}(<nil>)`;
  return `%!${verb}(${typeName(value)}=${formatScalar(value, 'v', spec) ?? printValue(value, meter)})`;
}

function formatScalar(value: GoValue, verb: string, spec: Spec): string | undefined {
  if (typeof value === 'string') return stringText(value, verb, spec);
  if (typeof value === 'number') return numberText(value, verb, spec);
  if (typeof value === 'boolean') return verb === 't' || verb === 'v' ? pad(String(value), spec) : undefined;
  return isGo(value, 'integer') ? integerText(value, verb, spec) : undefined;
}

/** Lists and mappings apply the verb to each of their values. */
function formatValue(value: GoValue, verb: string, spec: Spec, meter: Meter, depth: number): string {
  meter.depth(depth);
  if (value === undefined || value === null) return verb === 'v' || depth > 0 ? pad('<nil>', spec) : bad(value, { verb, spec, meter });
  if (isGo(value, 'list')) {
    const items = value.items.map((item) => formatValue(item, verb, spec, meter, depth + 1));
    return `[${items.join(' ')}]`;
  }
  if (isGo(value, 'map')) {
    const one = (entry: GoValue) => formatValue(entry, verb, spec, meter, depth + 1);
    return `map[${sortedKeys(value)
      .map((key) => `${one(key)}:${one(value.entries.get(key))}`)
      .join(' ')}]`;
  }
  if (isGo(value, 'time') || isGo(value, 'version')) {
    return stringText(printValue(value, meter), verb, spec) ?? bad(value, { verb, spec, meter });
  }
  return formatScalar(value, verb, spec) ?? bad(value, { verb, spec, meter });
}

interface Run {
  readonly format: string;
  readonly values: readonly GoValue[];
  readonly meter: Meter;
  at: number;
  next: number;
  reordered: boolean;
  goodIndex: boolean;
}

/** `%#v` writes Go source: done for what looks the same everywhere. */
function isPlainScalar(value: GoValue): boolean {
  return value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean' || isGo(value, 'integer');
}

/** Go gives up on widths beyond a million; so much padding is nobody's intention. */
const MAX_WIDTH = 10_000;

/** `[n]` chooses the operand. */
function chooseOperand(run: Run): void {
  if (run.format[run.at] !== '[') return;
  run.reordered = true;
  const close = run.format.indexOf(']', run.at);
  const digits = close < 0 ? '' : run.format.slice(run.at + 1, close);
  run.at = close < 0 ? run.at + 1 : close + 1;
  const index = /^[0-9]{1,6}$/.test(digits) ? Number(digits) : 0;
  if (index < 1 || index > run.values.length) run.goodIndex = false;
  else run.next = index - 1;
}

interface Measure {
  readonly value: number | undefined;
  readonly error: string;
}

function measure(run: Run, name: 'WIDTH' | 'PREC'): Measure {
  if (run.format[run.at] === '*') {
    run.at += 1;
    const value = run.values[run.next];
    run.next += 1;
    if (!isGo(value, 'integer') || value.value > MAX_WIDTH || value.value < -MAX_WIDTH)
      return { value: undefined, error: `%!(BAD${name})` };
    return { value: Number(value.value), error: '' };
  }
  const digits = /^[0-9]+/.exec(run.format.slice(run.at, run.at + 10))?.[0] ?? '';
  run.at += digits.length;
  if (digits === '') return { value: undefined, error: '' };
  if (Number(digits) > MAX_WIDTH) throw new GoTemplateFault(`printf: a width of more than ${MAX_WIDTH} is not supported`);
  return { value: Number(digits), error: '' };
}

function readSpec(run: Run): { readonly spec: Spec; readonly error: string } {
  const flags = /^[+\-# 0]*/.exec(run.format.slice(run.at, run.at + 20))?.[0] ?? '';
  run.at += flags.length;
  run.goodIndex = true;
  chooseOperand(run);
  const width = measure(run, 'WIDTH');
  let precision: Measure = { value: undefined, error: '' };
  if (run.format[run.at] === '.') {
    run.at += 1;
    chooseOperand(run);
    precision = measure(run, 'PREC');
    if (precision.value === undefined && precision.error === '') precision = { value: 0, error: '' };
  }
  chooseOperand(run);
  const negative = width.value !== undefined && width.value < 0;
  const minus = flags.includes('-') || negative;
  const spec: Spec = {
    minus,
    plus: flags.includes('+'),
    sharp: flags.includes('#'),
    space: flags.includes(' '),
    zero: flags.includes('0') && !minus,
    width: width.value === undefined ? undefined : Math.abs(width.value),
    precision: precision.value !== undefined && precision.value < 0 ? undefined : precision.value,
  };
  return { spec, error: width.error + precision.error };
}

function verbText(run: Run): string {
  const { spec, error } = readSpec(run);
  const verb = String.fromCodePoint(run.format.codePointAt(run.at) ?? 0);
  if (run.at >= run.format.length) return `${error}%!(NOVERB)`;
  run.at += verb.length;
  if (verb === '%') return `${error}%`;
  if (!run.goodIndex) return `${error}%!${verb}(BADINDEX)`;
  if (run.next >= run.values.length) return `${error}%!${verb}(MISSING)`;
  const value = run.values[run.next];
  run.next += 1;
  if (verb === 'T') return error + pad(typeName(value), spec);
  if (verb === 'v' && spec.sharp && !isPlainScalar(value)) throw new GoTemplateFault('printf: %#v of this value is not supported');
  return error + formatValue(value, verb, verb === 'v' ? { ...spec, plus: false } : spec, run.meter, 0);
}

/** `fmt.Sprintf` for data: texts, booleans, numbers, lists, mappings. */
export function sprintf(format: string, values: readonly GoValue[], meter: Meter): string {
  const run: Run = { format, values, meter, at: 0, next: 0, reordered: false, goodIndex: true };
  let out = '';
  while (run.at < format.length) {
    const percent = format.indexOf('%', run.at);
    out += format.slice(run.at, percent < 0 ? undefined : percent);
    if (percent < 0) break;
    run.at = percent + 1;
    out += verbText(run);
    meter.text(out.length);
  }
  if (run.reordered || run.next >= values.length) return out;
  const extra = values.slice(run.next).map((value) => {
    return value === undefined || value === null ? '<nil>' : `${typeName(value)}=${printValue(value, meter)}`;
  });
  return `${out}%!(EXTRA ${extra.join(', ')})`;
}
