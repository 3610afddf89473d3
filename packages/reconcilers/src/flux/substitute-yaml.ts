// What is the YAML text of an object, to the letter, in which Flux looks for variables? That of sigs.k8s.io/yaml.
import { isRecord } from '@fairway/manifests';
import { isSimpleKey, scalarText } from './substitute-scalar.ts';

const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;

/** Digits from `from` on as a number, and where they end. */
function digitsFrom(chars: readonly string[], from: number, start: bigint): readonly [bigint, number] {
  let [value, at] = [start, from];
  for (; DIGIT.test(chars[at] ?? ''); at += 1) value = BigInt.asIntN(64, value * 10n + BigInt((chars[at]?.codePointAt(0) ?? 0) - 48));
  return [value, at];
}

/** Is there a digit other than 0 right before, so that a 0 here is a digit of a number and not its beginning? */
function continuesNumber(chars: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0 && DIGIT.test(chars[before] ?? ''); before -= 1) if (chars[before] !== '0') return true;
  return false;
}

/** Letters after other signs, numbers by their value: `a2` before `a10`. */
function compareKeys(one: string, other: string): number {
  const [left, right] = [[...one], [...other]];
  const at = left.findIndex((char, index) => char !== right[index]);
  const [a, b] = [left[at], right[at]];
  if (at === -1 || a === undefined || b === undefined) return left.length - right.length;
  const [letterA, letterB] = [LETTER.test(a), LETTER.test(b)];
  const byCode = (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
  if (letterA && letterB) return byCode;
  if (letterA || letterB) return letterB ? -1 : 1;
  const start = (a === '0' || b === '0') && continuesNumber(left, at) ? 1n : 0n;
  const [numberA, endA] = digitsFrom(left, at, start);
  const [numberB, endB] = digitsFrom(right, at, start);
  if (numberA !== numberB) return numberA < numberB ? -1 : 1;
  return endA - endB || byCode;
}

interface Writer {
  out: string;
  column: number;
}

function put(writer: Writer, text: string): void {
  writer.out += text;
  const line = text.lastIndexOf('\n');
  writer.column = line === -1 ? writer.column + [...text].length : [...text.slice(line + 1)].length;
}

/** As Go prints a number. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return BigInt(value).toString();
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function scalar(writer: Writer, value: unknown, indent: number, key = false): void {
  if (typeof value === 'string') put(writer, scalarText(value, { column: writer.column, indent, key }));
  else if (typeof value === 'number') put(writer, numberText(value));
  else put(writer, value === null || value === undefined ? 'null' : String(value));
}

function newLine(writer: Writer, indent: number): void {
  put(writer, `\n${' '.repeat(indent)}`);
}

/** Writes what stands behind a dash, a key, or nothing. `indent` is that of what holds the value; `dash`: on the same line where it can be. */
function write(
  writer: Writer,
  value: unknown,
  { indent, under }: { readonly indent: number; readonly under: 'dash' | 'key' | 'top' },
): void {
  const lead = under === 'top' ? '' : ' ';
  if (Array.isArray(value) && value.length > 0) {
    // A list below a key is not indented; one behind a dash is.
    const at = under === 'dash' ? indent + 2 : indent;
    for (const [index, item] of value.entries()) {
      if (under === 'dash' && index === 0) put(writer, ' ');
      else newLine(writer, at);
      put(writer, '-');
      write(writer, item, { indent: at, under: 'dash' });
    }
    return;
  }
  const keys = isRecord(value) ? Object.keys(value).filter((key) => value[key] !== undefined) : [];
  if (isRecord(value) && keys.length > 0) {
    const at = under === 'top' ? indent : indent + 2;
    for (const [index, key] of keys.toSorted(compareKeys).entries()) {
      if (under === 'dash' && index === 0) put(writer, ' ');
      else if (!(under === 'top' && index === 0)) newLine(writer, at);
      entry(writer, key, { value: value[key], indent: at });
    }
    return;
  }
  put(writer, lead);
  if (Array.isArray(value)) put(writer, '[]');
  else if (isRecord(value)) put(writer, '{}');
  else scalar(writer, value, indent + 2);
}

function entry(writer: Writer, key: string, { value, indent }: { readonly value: unknown; readonly indent: number }): void {
  if (isSimpleKey(key)) {
    scalar(writer, key, indent + 2, true);
    put(writer, ':');
    write(writer, value, { indent, under: 'key' });
    return;
  }
  put(writer, '? ');
  scalar(writer, key, indent + 2);
  newLine(writer, indent);
  put(writer, ':');
  write(writer, value, { indent, under: 'dash' });
}

/** The same bytes as Flux has: variables may stand across lines, and quotes decide what a value becomes. */
export function fluxYaml(object: Readonly<Record<string, unknown>>): string {
  const writer: Writer = { out: '', column: 0 };
  write(writer, object, { indent: 0, under: 'top' });
  return `${writer.out}\n`;
}
