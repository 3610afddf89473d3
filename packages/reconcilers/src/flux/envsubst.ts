// What does a text say once its variables are replaced? As fluxcd/pkg/envsubst does it, which is nearly, and not quite, as a shell does.
import { type Budget, matchedPrefix, OutOfSteps } from './envsubst-match.ts';
import { type Expression, type Part, parseSubstitution, SubstitutionSyntaxError } from './envsubst-parse.ts';

export type Variables = Readonly<Record<string, string>>;

export interface SubstituteOptions {
  /** A variable that has neither a value nor a default is an error; otherwise it is empty. */
  readonly strict: boolean;
}

export type Substitution =
  | { readonly ok: true; readonly text: string }
  /** `message` is one clause; `variable` is set where one is missing. */
  | { readonly ok: false; readonly message: string; readonly variable?: string };

/** Larger results are refused: a short text can name a long value many times. */
const MAX_RESULT = 32 * 1024 * 1024;
const MAX_STEPS = 20_000_000;
const MAX_SHOWN = 60;

class Refused extends Error {
  readonly variable: string | undefined;

  constructor(message: string, variable?: string) {
    super(message);
    this.variable = variable;
  }
}

/** One character to one character, as Go maps case: `ß` has no upper case. */
function mapCase(char: string, upper: boolean): string {
  if (char === '\u0130' && !upper) return 'i';
  const mapped = upper ? char.toUpperCase() : char.toLowerCase();
  return [...mapped].length === 1 ? mapped : char;
}

function changeCase(value: string, operator: string): string {
  const upper = operator.startsWith('^');
  const [first = '', ...rest] = [...value];
  if (operator.length === 1) return mapCase(first, upper) + rest.join('');
  return [first, ...rest].map((char) => mapCase(char, upper)).join('');
}

/** A whole number of 64 bits as Go reads it. */
function wholeNumber(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return Math.abs(value) < 2 ** 63 ? value : undefined;
}

/** Flux counts bytes. */
function substring(value: string, [first = '', second]: readonly string[]): string {
  const offset = wholeNumber(first);
  if (offset === undefined) return value;
  const bytes = new TextEncoder().encode(value);
  const from = offset < 0 ? Math.max(0, bytes.length + offset) : offset;
  if (second === undefined) return cut(bytes, from, bytes.length);
  const length = wholeNumber(second);
  if (length === undefined) return value;
  // A negative length counts from the end; controllers before 1.9.5 stumble over it.
  const to = length < 0 ? bytes.length + length : from + length;
  return to < from ? '' : cut(bytes, from, Math.min(to, bytes.length));
}

function cut(bytes: Uint8Array, from: number, to: number): string {
  return from < bytes.length ? new TextDecoder().decode(bytes.subarray(from, to)) : '';
}

function replaceAll(value: string, pattern: string, by: string): string {
  if (pattern === '') return [...value].reduce((text, char) => text + char + by, by);
  return value.split(pattern).join(by);
}

function replace(value: string, operator: string, [pattern = '', by]: readonly string[]): string {
  const with_ = by ?? '';
  if (operator === '//') return replaceAll(value, pattern, with_);
  if (operator === '/') {
    const at = value.indexOf(pattern);
    return at === -1 ? value : value.slice(0, at) + with_ + value.slice(at + pattern.length);
  }
  if (by === undefined) return value;
  if (operator === '/#') return value.startsWith(pattern) ? by + value.slice(pattern.length) : value;
  return value.endsWith(pattern) ? value.slice(0, value.length - pattern.length) + by : value;
}

function trim(value: string, operator: string, { pattern, budget }: { readonly pattern: string; readonly budget: Budget }): string {
  const fromEnd = operator.startsWith('%');
  const order = (text: string): string[] => (fromEnd ? [...text].reverse() : [...text]);
  const chars = order(value);
  const rest = chars.slice(matchedPrefix(chars, order(pattern), { longest: operator.length === 2, budget }));
  return (fromEnd ? rest.reverse() : rest).join('');
}

interface Evaluation {
  readonly variables: Variables;
  readonly strict: boolean;
  readonly budget: Budget;
  size: number;
}

const DEFAULTS = new Set(['=', ':=', ':-', ':?', ':+']);

function apply({ name, operator }: Expression, args: readonly string[], evaluation: Evaluation): string {
  const { variables, strict, budget } = evaluation;
  const known = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (known === undefined && strict && !DEFAULTS.has(operator)) throw new Refused(`the variable ${name} has no value and no default`, name);
  const value = known ?? '';
  if (operator === 'length') return String(new TextEncoder().encode(value).length);
  if (operator.startsWith(',') || operator.startsWith('^')) return changesCase(operator) ? changeCase(value, operator) : value;
  if (operator === ':') return substring(value, args);
  if (operator.startsWith('/')) return replace(value, operator, args);
  if (operator.startsWith('#') || operator.startsWith('%')) return trim(value, operator, { pattern: args[0] ?? '', budget });
  return value === '' ? args.join('') : value;
}

/** `,^` and `^,` are read and mean nothing. */
function changesCase(operator: string): boolean {
  return operator.length === 1 || operator[0] === operator[1];
}

function evaluate(part: Part, evaluation: Evaluation): string {
  const text =
    typeof part === 'string'
      ? part
      : apply(
          part,
          part.args.map((argument) => evaluate(argument, evaluation)),
          evaluation,
        );
  evaluation.size += text.length;
  if (evaluation.size > MAX_RESULT) throw new Refused(`the result is larger than ${MAX_RESULT / 1024 / 1024} MiB`);
  return text;
}

function shown(text: string, at: number): string {
  const line = text.slice(at, at + MAX_SHOWN).split('\n', 1)[0] ?? '';
  return line.length < MAX_SHOWN ? line : `${line}…`;
}

/** Replaces `${name}` and its forms; `$$` stands for one dollar sign. All of the text is read, comments and all. Never throws for bad text. */
export function substitute(text: string, variables: Variables, { strict }: SubstituteOptions): Substitution {
  if (!text.includes('$')) return { ok: true, text };
  try {
    const evaluation = { variables, strict, budget: { steps: MAX_STEPS }, size: 0 };
    const parts = parseSubstitution(text);
    return { ok: true, text: parts.map((part) => evaluate(part, evaluation)).join('') };
  } catch (error) {
    if (error instanceof SubstitutionSyntaxError) {
      return { ok: false, message: `\`${shown(text, error.at)}\` cannot be read: ${error.message}` };
    }
    if (error instanceof OutOfSteps) return { ok: false, message: 'a pattern takes too long to match' };
    if (!(error instanceof Refused)) throw error;
    return { ok: false, message: error.message, ...(error.variable === undefined ? {} : { variable: error.variable }) };
  }
}
