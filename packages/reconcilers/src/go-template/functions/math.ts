// Which functions calculate?
import { type FunctionTable, type GoFunction, text, whole } from '../function-types.ts';
import { GoTemplateFault, type Meter } from '../meter.ts';
import { printValue } from '../print.ts';
import { type GoList, type GoValue, integer, listOf } from '../values.ts';
import { MIN_INTEGER as MIN, toFloat, toInteger } from './cast.ts';

const long = (value: bigint) => integer(value, 'int64');

function folded(call: (sum: bigint, next: bigint) => bigint, start?: bigint): GoFunction {
  return {
    parameters: start === undefined ? ['any'] : [],
    rest: 'any',
    call: (args) => {
      const numbers = args.map(toInteger);
      const [first = 0n, ...rest] = start === undefined ? numbers : [start, ...numbers];
      return long(rest.reduce((sum, next) => BigInt.asIntN(64, call(sum, next)), first));
    },
  };
}

function divided(a: bigint, b: bigint, call: (a: bigint, b: bigint) => bigint): GoValue {
  if (b === 0n) throw new GoTemplateFault('runtime error: integer divide by zero');
  return long(call(a, b));
}

const two = (call: (a: bigint, b: bigint) => GoValue): GoFunction => ({
  parameters: ['any', 'any'],
  call: ([a, b]) => call(toInteger(a), toInteger(b)),
});

function extreme(call: (a: bigint, b: bigint) => boolean): GoFunction {
  return folded((best, next) => (call(next, best) ? next : best));
}

function extremeFloat(call: (...values: number[]) => number): GoFunction {
  return { parameters: ['any'], rest: 'any', call: (args) => args.map(toFloat).reduce((a, b) => call(a, b)) };
}

function round(value: number, places: number, on: number): number {
  const power = 10 ** places;
  const digit = power * value;
  const rest = digit - Math.trunc(digit);
  return (rest >= on ? Math.ceil(digit) : Math.floor(digit)) / power;
}

interface Steps {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

function counted({ start, stop, step }: Steps, meter: Meter): number[] {
  const forward = stop >= start;
  if (forward ? step <= 0 : step >= 0) return [];
  meter.items(Math.ceil((stop - start) / step));
  const numbers: number[] = [];
  for (let at = start; forward ? at < stop : at > stop; at += step) numbers.push(at);
  return numbers;
}

function integers(steps: Steps, meter: Meter): GoList {
  return listOf(
    counted(steps, meter).map((value) => integer(value)),
    'int',
  );
}

/** As the shell's seq: one number is the end, two are start and end, three have the step between. */
function seq(numbers: readonly number[], meter: Meter): string {
  const [a = 0, b = 0, c = 0] = numbers;
  if (numbers.length === 0 || numbers.length > 3) return '';
  const [start, end, step] = numbers.length === 1 ? [1, a, undefined] : numbers.length === 2 ? [a, b, undefined] : [a, c, b];
  const increment = end < start ? -1 : 1;
  if (step !== undefined && end < start && step > 0) return '';
  return counted({ start, stop: end + increment, step: step ?? increment }, meter).join(' ');
}

/** Reads the digits as octal ones. */
function fromOctal(value: GoValue, meter: Meter): bigint {
  const digits = printValue(value, meter);
  if (!/^[+-]?[0-7]{1,22}$/.test(digits)) return 0n;
  const number = BigInt(`0o${digits.replace(/^[+-]/, '')}`) * (digits.startsWith('-') ? -1n : 1n);
  return number === BigInt.asIntN(64, number) ? number : 0n;
}

function atoi(value: string): bigint {
  return /^[+-]?[0-9]+$/.test(value) && value.length < 40 ? clamp(BigInt(value.replace(/^\+/, ''))) : 0n;
}

function clamp(value: bigint): bigint {
  return value > -MIN - 1n ? -MIN - 1n : value < MIN ? MIN : value;
}

const float = (call: (value: number) => number): GoFunction => ({ parameters: ['any'], call: ([value]) => call(toFloat(value)) });

export const MATH: FunctionTable = {
  atoi: { parameters: ['string'], call: (args) => integer(atoi(text(args, 0))) },
  int: { parameters: ['any'], call: ([value]) => integer(toInteger(value)) },
  int64: { parameters: ['any'], call: ([value]) => long(toInteger(value)) },
  float64: float((value) => value),
  toDecimal: { parameters: ['any'], call: ([value], meter) => long(fromOctal(value, meter)) },
  add1: { parameters: ['any'], call: ([value]) => long(toInteger(value) + 1n) },
  add: folded((a, b) => a + b, 0n),
  mul: folded((a, b) => a * b),
  sub: two((a, b) => long(a - b)),
  div: two((a, b) => divided(a, b, (left, right) => left / right)),
  mod: two((a, b) => divided(a, b, (left, right) => left % right)),
  max: extreme((a, b) => a > b),
  biggest: extreme((a, b) => a > b),
  min: extreme((a, b) => a < b),
  maxf: extremeFloat(Math.max),
  minf: extremeFloat(Math.min),
  ceil: float(Math.ceil),
  floor: float(Math.floor),
  round: {
    parameters: ['any', 'int'],
    rest: 'float64',
    call: (args) => round(toFloat(args[0]), whole(args, 1), args.length > 2 ? toFloat(args[2]) : 0.5),
  },
  until: {
    parameters: ['int'],
    call: (args, meter) => integers({ start: 0, stop: whole(args, 0), step: whole(args, 0) < 0 ? -1 : 1 }, meter),
  },
  untilStep: {
    parameters: ['int', 'int', 'int'],
    call: (args, meter) => integers({ start: whole(args, 0), stop: whole(args, 1), step: whole(args, 2) }, meter),
  },
  seq: {
    parameters: [],
    rest: 'int',
    call: (args, meter) =>
      seq(
        args.map((_, index) => whole(args, index)),
        meter,
      ),
  },
};
