// Which functions work with moments and durations?
import { type FunctionTable, type GoFunction, text, time } from '../function-types.ts';
import { GoTemplateFault } from '../meter.ts';
import { formatTime, parseTime, UTC, ZERO_TIME, type Zone } from '../time-text.ts';
import { type GoTime, type GoValue, isGo } from '../values.ts';
import { notDeterministic } from './refused.ts';

/** The controller's own zone is UTC in its image. An unknown zone is UTC in sprig too. */
function zoneAt(name: string, { seconds }: GoTime): Zone {
  if (['', 'UTC', 'Local'].includes(name)) return UTC;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    const part = format.formatToParts(new Date(Number(seconds) * 1000)).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d+):(\d+)/.exec(part) ?? [];
    const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
    return { offset, name: '' };
  } catch (error) {
    if (error instanceof RangeError) return UTC;
    throw error;
  }
}

function momentOf(value: GoValue, name: string): GoTime {
  if (isGo(value, 'time')) return value;
  if (isGo(value, 'integer') && ['int', 'int32', 'int64'].includes(value.type)) return { go: 'time', seconds: value.value, nanoseconds: 0 };
  return notDeterministic(name, 'it takes the present time for what is no moment');
}

function inZone(layout: string, value: GoValue, { zone, name }: { readonly zone: string; readonly name: string }): string {
  const moment = momentOf(value, name);
  const found = zoneAt(zone, moment);
  if (found.name === '' && layout.includes('MST'))
    throw new GoTemplateFault(`${name}: the abbreviation of the zone ${zone} is not known here`);
  return formatTime(moment, layout, found);
}

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Go's time.ParseDuration in nanoseconds; undefined where it gives an error. */
export function parseDuration(source: string): bigint | undefined {
  const [, sign = '', body = ''] = /^([+-]?)(.*)$/s.exec(source) ?? [];
  if (body === '0') return 0n;
  if (source.length > 100 || !/^(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  let total = 0n;
  for (const [, whole = '', part = '', unit = ''] of body.matchAll(/([0-9]*)\.?([0-9]*)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const size = UNITS[unit] ?? 0n;
    total += BigInt(whole === '' ? '0' : whole) * size + (BigInt(part === '' ? '0' : part) * size) / 10n ** BigInt(part.length);
  }
  return total >= 2n ** 63n ? undefined : sign === '-' ? -total : total;
}

/** Go's Duration.String. */
function durationText(nanoseconds: bigint): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const sign = nanoseconds < 0n ? '-' : '';
  if (size === 0n) return '0s';
  const decimal = (unit: bigint) => {
    const part = (size % unit)
      .toString()
      .padStart(unit.toString().length - 1, '0')
      .replace(/0+$/, '');
    return part === '' ? '' : `.${part}`;
  };
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${size / 1_000n}${decimal(1_000n)}µs`;
  if (size < 1_000_000_000n) return `${sign}${size / 1_000_000n}${decimal(1_000_000n)}ms`;
  const seconds = size / 1_000_000_000n;
  const tail = `${seconds % 60n}${decimal(1_000_000_000n)}s`;
  if (seconds < 60n) return `${sign}${tail}`;
  const minutes = `${(seconds / 60n) % 60n}m${tail}`;
  return seconds < 3600n ? `${sign}${minutes}` : `${sign}${seconds / 3600n}h${minutes}`;
}

const SECOND = 1_000_000_000n;

function duration(value: GoValue): string {
  if (typeof value === 'string')
    return durationText(/^[+-]?[0-9]{1,18}$/.test(value) ? BigInt.asIntN(64, BigInt(value.replace(/^\+/, '')) * SECOND) : 0n);
  return durationText(isGo(value, 'integer') && value.type === 'int64' ? BigInt.asIntN(64, value.value * SECOND) : 0n);
}

const STEPS: readonly (readonly [seconds: bigint, unit: string])[] = [
  [31_536_000n, 'y'],
  [2_592_000n, 'mo'],
  [86_400n, 'd'],
  [3_600n, 'h'],
  [60n, 'm'],
  [1n, 's'],
];

function durationRound(value: GoValue): string {
  if (isGo(value, 'time')) return notDeterministic('durationRound', 'it counts up to the present time');
  const given =
    typeof value === 'string' ? (parseDuration(value) ?? 0n) : isGo(value, 'integer') && value.type === 'int64' ? value.value : 0n;
  const size = given < 0n ? -given : given;
  const step = STEPS.find(([seconds]) => size > seconds * SECOND);
  return step === undefined ? '0s' : `${size / (step[0] * SECOND)}${step[1]}`;
}

function modify(by: string, moment: GoTime, must: boolean): GoTime {
  const nanoseconds = parseDuration(by);
  if (nanoseconds === undefined) {
    if (must) throw new GoTemplateFault(`time: invalid duration ${JSON.stringify(by)}`);
    return moment;
  }
  const total = moment.seconds * SECOND + BigInt(moment.nanoseconds) + nanoseconds;
  const rest = ((total % SECOND) + SECOND) % SECOND;
  return { go: 'time', seconds: (total - rest) / SECOND, nanoseconds: Number(rest) };
}

const modifier = (must: boolean): GoFunction => ({
  parameters: ['string', 'time'],
  call: (args) => modify(text(args, 0), time(args, 1), must),
});
const zoned = (name: string): GoFunction => ({
  parameters: ['string', 'any', 'string'],
  call: (args) => inZone(text(args, 0), args[1], { zone: text(args, 2), name }),
});

export const DATES: FunctionTable = {
  date: { parameters: ['string', 'any'], call: (args) => inZone(text(args, 0), args[1], { zone: 'Local', name: 'date' }) },
  dateInZone: zoned('dateInZone'),
  date_in_zone: zoned('date_in_zone'),
  htmlDate: { parameters: ['any'], call: ([value]) => inZone('2006-01-02', value, { zone: 'Local', name: 'htmlDate' }) },
  htmlDateInZone: {
    parameters: ['any', 'string'],
    call: (args) => inZone('2006-01-02', args[0], { zone: text(args, 1), name: 'htmlDateInZone' }),
  },
  dateModify: modifier(false),
  date_modify: modifier(false),
  mustDateModify: modifier(true),
  must_date_modify: modifier(true),
  toDate: { parameters: ['string', 'string'], call: (args) => parseTime(text(args, 0), text(args, 1)) ?? ZERO_TIME },
  mustToDate: {
    parameters: ['string', 'string'],
    call: (args) => {
      const found = parseTime(text(args, 0), text(args, 1));
      if (found === undefined)
        throw new GoTemplateFault(`parsing time ${JSON.stringify(text(args, 1).slice(0, 80))}: it is not written as the layout says`);
      return found;
    },
  },
  unixEpoch: { parameters: ['time'], call: (args) => time(args, 0).seconds.toString() },
  duration: { parameters: ['any'], call: ([value]) => duration(value) },
  durationRound: { parameters: ['any'], call: ([value]) => durationRound(value) },
};
