// Which functions calculate with decimal numbers, in which 0.1 and 0.2 are 0.3?
import type { FunctionTable, GoFunction } from '../function-types.ts';
import { GoTemplateFault } from '../meter.ts';
import { toFloat } from './cast.ts';

/** Units times ten to the power of minus scale. */
interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

function decimal(value: number): Decimal {
  if (!Number.isFinite(value)) throw new GoTemplateFault('cannot create a decimal from NaN or an infinity');
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const [lead = '0', part = ''] = mantissa.split('.');
  const scale = part.length - Number(exponent);
  const units = BigInt(lead + part);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.units * 10n ** BigInt(scale - a.scale), b.units * 10n ** BigInt(scale - b.scale), scale];
}

/** Digits behind the point of a quotient. */
const QUOTIENT_DIGITS = 16;

function quotient(a: Decimal, b: Decimal): Decimal {
  if (b.units === 0n) throw new GoTemplateFault('decimal division by 0');
  const [left, right] = aligned(a, b);
  const scaled = left * 10n ** BigInt(QUOTIENT_DIGITS);
  const whole = scaled / right;
  const rest = scaled % right;
  const absolute = (value: bigint) => (value < 0n ? -value : value);
  const up = absolute(rest) * 2n >= absolute(right);
  return { units: up ? whole + (left < 0n === right < 0n ? 1n : -1n) : whole, scale: QUOTIENT_DIGITS };
}

const DECIMAL = {
  add: (a: Decimal, b: Decimal): Decimal => {
    const [left, right, scale] = aligned(a, b);
    return { units: left + right, scale };
  },
  sub: (a: Decimal, b: Decimal): Decimal => {
    const [left, right, scale] = aligned(a, b);
    return { units: left - right, scale };
  },
  mul: (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale }),
  div: quotient,
};

function decimals(operation: keyof typeof DECIMAL, start?: number): GoFunction {
  return {
    parameters: start === undefined ? ['any'] : [],
    rest: 'any',
    call: (args, meter) => {
      const numbers = args.map((value) => decimal(toFloat(value)));
      const [first = decimal(0), ...rest] = start === undefined ? numbers : [decimal(start), ...numbers];
      const { units, scale } = rest.reduce((sum, next) => {
        const made = DECIMAL[operation](sum, next);
        meter.spend(1 + Math.floor(made.scale / 10));
        return made;
      }, first);
      return Number(`${units}e-${scale}`);
    },
  };
}

export const DECIMALS: FunctionTable = {
  add1f: { parameters: ['any'], call: (args, meter) => decimals('add').call([...args, 1], meter) },
  addf: decimals('add', 0),
  subf: decimals('sub'),
  mulf: decimals('mul'),
  divf: decimals('div'),
};
