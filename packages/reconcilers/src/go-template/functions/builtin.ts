// Which functions does text/template itself have?
import { type FunctionTable, type GoFunction, text } from '../function-types.ts';
import { GoTemplateFault, type Meter } from '../meter.ts';
import { printForOutput, sprint, sprintln } from '../print.ts';
import { sprintf } from '../printf.ts';
import { compareTexts, type GoValue, integer, isGo, isTrue, typeName } from '../values.ts';

/** `html`, `js` and `urlquery` take one text as it is; anything else is printed first. */
function shown(args: readonly GoValue[], meter: Meter): string {
  const [first] = args;
  if (args.length === 1 && typeof first === 'string') return first;
  return sprint(
    args.map((value) => (value === undefined || value === null ? printForOutput(value, meter) : value)),
    meter,
  );
}

const HTML: Readonly<Record<string, string>> = { '\0': '\uFFFD', '"': '&#34;', "'": '&#39;', '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const SCRIPT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
};

function scriptText(source: string): string {
  return source.replaceAll(/[\\'"<>&=]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (char) => {
    const simple = SCRIPT[char];
    if (simple !== undefined) return simple;
    const hex = (char.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return `\\u${hex.padStart(4, '0')}`;
  });
}

function queryText(source: string): string {
  return encodeURIComponent(source.toWellFormed())
    .replaceAll('%20', '+')
    .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function itemOf(item: GoValue, index: GoValue): GoValue {
  if (isGo(item, 'map')) {
    if (typeof index === 'string') return item.entries.has(index) ? item.entries.get(index) : item.element === 'string' ? '' : null;
    throw new GoTemplateFault(
      index === undefined || index === null ? 'value is nil; should be string' : `value has type ${typeName(index)}; should be string`,
    );
  }
  const bytes = typeof item === 'string' ? Buffer.from(item, 'utf8') : undefined;
  if (bytes === undefined && !isGo(item, 'list')) throw new GoTemplateFault(`can't index item of type ${typeName(item)}`);
  if (!isGo(index, 'integer')) throw new GoTemplateFault(`cannot index slice/array with type ${typeName(index)}`);
  const length = isGo(item, 'list') ? item.items.length : (bytes?.length ?? 0);
  if (index.value < 0n || index.value >= BigInt(length)) throw new GoTemplateFault(`index out of range: ${index.value}`);
  return isGo(item, 'list') ? item.items[Number(index.value)] : integer(bytes?.[Number(index.value)] ?? 0, 'uint8');
}

function index(args: readonly GoValue[]): GoValue {
  let [item] = args;
  if (item === undefined || item === null) throw new GoTemplateFault('index of untyped nil');
  for (const key of args.slice(1)) {
    if (item === undefined || item === null) throw new GoTemplateFault('index of nil pointer');
    item = itemOf(item, key);
  }
  return item;
}

function length(value: GoValue): GoValue {
  if (typeof value === 'string') return integer(Buffer.byteLength(value, 'utf8'));
  if (isGo(value, 'list')) return integer(value.items.length);
  if (isGo(value, 'map')) return integer(value.entries.size);
  throw new GoTemplateFault(value === null ? 'len of nil pointer' : `len of type ${typeName(value)}`);
}

type Basic = 'bool' | 'float' | 'int' | 'uint' | 'string' | 'other';

function basicKind(value: GoValue): Basic {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'boolean') return 'bool';
  if (!isGo(value, 'integer')) return 'other';
  return value.type.startsWith('u') ? 'uint' : 'int';
}

function isWhole(kind: Basic): boolean {
  return kind === 'int' || kind === 'uint';
}

function equalOthers(a: GoValue, b: GoValue): boolean {
  const [left, right] = [a ?? undefined, b ?? undefined];
  if (left === undefined || right === undefined) return left === right;
  if (isGo(left, 'time') && isGo(right, 'time')) return left.seconds === right.seconds && left.nanoseconds === right.nanoseconds;
  if (isGo(left, 'version') && isGo(right, 'version')) return left === right;
  throw new GoTemplateFault(`non-comparable types ${typeName(a)} and ${typeName(b)}`);
}

function equal(a: GoValue, b: GoValue): boolean {
  const [left, right] = [basicKind(a), basicKind(b)];
  if (isWhole(left) && isWhole(right)) return isGo(a, 'integer') && isGo(b, 'integer') && a.value === b.value;
  if (left === right) return left === 'other' ? equalOthers(a, b) : a === b;
  const bothThere = a !== undefined && a !== null && b !== undefined && b !== null;
  if (bothThere) throw new GoTemplateFault(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`);
  return false;
}

/** `eq a b c`: is a one of the others? */
function equalToAny(args: readonly GoValue[]): boolean {
  const [first, ...others] = args;
  if (others.length === 0) throw new GoTemplateFault('missing argument for comparison');
  return others.some((other) => equal(first, other));
}

function less(a: GoValue, b: GoValue): boolean {
  const [left, right] = [basicKind(a), basicKind(b)];
  if (left === 'other' || right === 'other') throw new GoTemplateFault('invalid type for comparison');
  if (isWhole(left) && isWhole(right)) return isGo(a, 'integer') && isGo(b, 'integer') && a.value < b.value;
  if (left !== right) throw new GoTemplateFault(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`);
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b) < 0;
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  throw new GoTemplateFault('invalid type for comparison');
}

function comparison(call: (a: GoValue, b: GoValue) => boolean): GoFunction {
  return { parameters: ['value', 'value'], call: ([a, b]) => call(a, b) };
}

const anything = (call: GoFunction['call']): GoFunction => ({ parameters: [], rest: 'any', call });
/** The evaluator runs these itself: they must not evaluate all of their arguments. */
const decides: GoFunction = { parameters: ['value'], rest: 'value', call: (args) => args.at(-1) };

export const BUILTIN: FunctionTable = {
  and: decides,
  or: decides,
  not: { parameters: ['value'], call: ([value]) => !isTrue(value) },
  call: {
    parameters: ['value'],
    rest: 'value',
    call: ([value]) => {
      throw new GoTemplateFault(value === undefined || value === null ? 'call of nil' : `non-function of type ${typeName(value)}`);
    },
  },
  html: anything((args, meter) => shown(args, meter).replaceAll(/[\0"'&<>]/g, (char) => HTML[char] ?? char)),
  js: anything((args, meter) => scriptText(shown(args, meter))),
  urlquery: anything((args, meter) => queryText(shown(args, meter))),
  index: { parameters: ['value'], rest: 'value', call: index },
  len: { parameters: ['value'], call: ([value]) => length(value) },
  print: anything(sprint),
  println: anything(sprintln),
  printf: { parameters: ['string'], rest: 'any', call: (args, meter) => sprintf(text(args, 0), args.slice(1), meter) },
  eq: { parameters: ['value'], rest: 'value', call: equalToAny },
  ne: comparison((a, b) => !equal(a, b)),
  lt: comparison(less),
  le: comparison((a, b) => less(a, b) || equal(a, b)),
  gt: comparison((a, b) => !(less(a, b) || equal(a, b))),
  ge: comparison((a, b) => !less(a, b)),
};
