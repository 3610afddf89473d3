// How does Go write and read a moment, by a layout such as 2006-01-02?
import { GoTemplateFault } from './meter.ts';
import type { GoTime } from './values.ts';

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** The parts of a layout, longest first where one begins another. */
const PART =
  /January|Jan|Monday|Mon|MST|2006|__2|002|01|02|03|04|05|06|15|_2(?!006)|Z07:00:00|Z070000|Z07:00|Z0700|Z07|-07:00:00|-070000|-07:00|-0700|-07|PM|pm|[.,]0+(?![0-9])|[.,]9+(?![0-9])|1|2|3|4|5/g;

/** Go's zero time, the first of January of the year 1. */
export const ZERO_TIME: GoTime = { go: 'time', seconds: -62135596800n, nanoseconds: 0 };

export interface Zone {
  /** Seconds east of Greenwich. */
  readonly offset: number;
  readonly name: string;
}
export const UTC: Zone = { offset: 0, name: 'UTC' };

interface Civil {
  readonly date: Date;
  readonly nanoseconds: number;
  readonly zone: Zone;
}

function civil({ seconds, nanoseconds }: GoTime, zone: Zone): Civil {
  const date = new Date((Number(seconds) + zone.offset) * 1000);
  if (Number.isNaN(date.getTime())) throw new GoTemplateFault('the date is out of range');
  return { date, nanoseconds, zone };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function offsetText(offset: number, part: string): string {
  if (part.startsWith('Z') && offset === 0) return 'Z';
  const minutes = Math.floor(Math.abs(offset) / 60);
  const sign = offset < 0 ? '-' : '+';
  const hours = two(Math.floor(minutes / 60));
  const colon = part.includes(':') ? ':' : '';
  if (part.length === 3) return `${sign}${hours}`;
  const seconds = /0000|:00:00$/.test(part) ? `${colon}${two(Math.abs(offset) % 60)}` : '';
  return `${sign}${hours}${colon}${two(minutes % 60)}${seconds}`;
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}

function fraction(nanoseconds: number, part: string): string {
  const digits = String(nanoseconds)
    .padStart(9, '0')
    .slice(0, part.length - 1);
  if (part[1] === '0') return `${part[0]}${digits}`;
  const cut = digits.replace(/0+$/, '');
  return cut === '' ? '' : `${part[0]}${cut}`;
}

function partText({ date, nanoseconds, zone }: Civil, part: string): string {
  const hour = date.getUTCHours();
  const texts: Readonly<Record<string, () => string>> = {
    January: () => MONTHS[date.getUTCMonth()] ?? '',
    Jan: () => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3),
    '1': () => String(date.getUTCMonth() + 1),
    '01': () => two(date.getUTCMonth() + 1),
    Monday: () => DAYS[date.getUTCDay()] ?? '',
    Mon: () => (DAYS[date.getUTCDay()] ?? '').slice(0, 3),
    '2': () => String(date.getUTCDate()),
    _2: () => String(date.getUTCDate()).padStart(2, ' '),
    '02': () => two(date.getUTCDate()),
    __2: () => String(dayOfYear(date)).padStart(3, ' '),
    '002': () => String(dayOfYear(date)).padStart(3, '0'),
    '15': () => two(hour),
    '3': () => String(hour % 12 || 12),
    '03': () => two(hour % 12 || 12),
    '4': () => String(date.getUTCMinutes()),
    '04': () => two(date.getUTCMinutes()),
    '5': () => String(date.getUTCSeconds()),
    '05': () => two(date.getUTCSeconds()),
    '2006': () => String(date.getUTCFullYear()).padStart(4, '0'),
    '06': () => two(date.getUTCFullYear() % 100),
    PM: () => (hour >= 12 ? 'PM' : 'AM'),
    pm: () => (hour >= 12 ? 'pm' : 'am'),
    MST: () => zone.name,
  };
  if (Object.hasOwn(texts, part)) return texts[part]?.() ?? '';
  return /^[.,]/.test(part) ? fraction(nanoseconds, part) : offsetText(zone.offset, part);
}

/** Go's Time.Format. */
export function formatTime(time: GoTime, layout: string, zone: Zone = UTC): string {
  const at = civil(time, zone);
  return layout.replaceAll(PART, (part) => partText(at, part));
}

interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  nanoseconds: number;
  offset: number;
  afternoon: boolean | undefined;
}

type Read = readonly [pattern: string, set: (fields: Fields, text: string) => void];

function offsetOf(text: string): number {
  if (text === 'Z') return 0;
  const [hours = 0, minutes = 0, seconds = 0] = (text.slice(1).replaceAll(':', '').match(/../g) ?? []).map(Number);
  return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
}

const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3));
const indexIn = (names: readonly string[], text: string) => names.findIndex((name) => name.toLowerCase() === text.toLowerCase());

const READS: Readonly<Record<string, Read>> = {
  January: [MONTHS.join('|'), (fields, text) => (fields.month = indexIn(MONTHS, text) + 1)],
  Jan: [short(MONTHS).join('|'), (fields, text) => (fields.month = indexIn(short(MONTHS), text) + 1)],
  '1': ['[0-9]{1,2}', (fields, text) => (fields.month = Number(text))],
  '01': ['[0-9]{2}', (fields, text) => (fields.month = Number(text))],
  Monday: [DAYS.join('|'), () => undefined],
  Mon: [short(DAYS).join('|'), () => undefined],
  '2': ['[0-9]{1,2}', (fields, text) => (fields.day = Number(text))],
  _2: [' ?[0-9]{1,2}', (fields, text) => (fields.day = Number(text))],
  '02': ['[0-9]{2}', (fields, text) => (fields.day = Number(text))],
  '15': ['[0-9]{2}', (fields, text) => (fields.hour = Number(text))],
  '3': ['[0-9]{1,2}', (fields, text) => (fields.hour = Number(text))],
  '03': ['[0-9]{2}', (fields, text) => (fields.hour = Number(text))],
  '4': ['[0-9]{1,2}', (fields, text) => (fields.minute = Number(text))],
  '04': ['[0-9]{2}', (fields, text) => (fields.minute = Number(text))],
  '5': ['[0-9]{1,2}', (fields, text) => (fields.second = Number(text))],
  '05': ['[0-9]{2}', (fields, text) => (fields.second = Number(text))],
  '2006': ['[0-9]{4}', (fields, text) => (fields.year = Number(text))],
  '06': ['[0-9]{2}', (fields, text) => (fields.year = Number(text) + (Number(text) >= 69 ? 1900 : 2000))],
  PM: ['AM|PM', (fields, text) => (fields.afternoon = text === 'PM')],
  pm: ['am|pm', (fields, text) => (fields.afternoon = text === 'pm')],
  MST: ['UTC|GMT', () => undefined],
};

function readOf(part: string): Read {
  const known = READS[part];
  if (known !== undefined) return known;
  if (/^[.,]/.test(part)) {
    const count = part.length - 1;
    const pattern = part[1] === '0' ? `[.,][0-9]{${count}}` : `(?:[.,][0-9]{1,9})?`;
    return [pattern, (fields, text) => (fields.nanoseconds = Number(text.slice(1).padEnd(9, '0')))];
  }
  if (part.includes('2')) throw new GoTemplateFault(`the date layout part ${part} is not supported`);
  const digits = part
    .replaceAll(/[^0-9:]/g, '')
    .replaceAll('00', '[0-9]{2}')
    .replace('07', '[0-9]{2}');
  return [`${part.startsWith('Z') ? 'Z|' : ''}[+-]${digits}`, (fields, text) => (fields.offset = offsetOf(text))];
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, (char) => `\\${char}`);
}

function toPattern(layout: string): { readonly pattern: RegExp; readonly reads: readonly Read[] } {
  const reads: Read[] = [];
  let pattern = '';
  let last = 0;
  for (const match of layout.matchAll(PART)) {
    const read = readOf(match[0]);
    reads.push(read);
    pattern += `${literal(layout.slice(last, match.index))}(${read[0]})`;
    // Go takes a fraction behind the seconds whether the layout has one or not.
    if ((match[0] === '05' || match[0] === '5') && !/^[.,][09]/.test(layout.slice(match.index + match[0].length))) {
      const fractions = readOf('.9');
      reads.push(fractions);
      pattern += `(${fractions[0]})`;
    }
    last = match.index + match[0].length;
  }
  return { pattern: new RegExp(`^${pattern}${literal(layout.slice(last))}$`), reads };
}

/** Layouts and dates are short. */
const MAX_LAYOUT = 200;

/** Go's time.Parse in UTC; undefined where it gives an error. */
export function parseTime(layout: string, text: string): GoTime | undefined {
  if (layout.length > MAX_LAYOUT || text.length > MAX_LAYOUT) return undefined;
  const { pattern, reads } = toPattern(layout);
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const fields: Fields = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanoseconds: 0, offset: 0, afternoon: undefined };
  for (const [index, [, set]] of reads.entries()) if ((match[index + 1] ?? '') !== '') set(fields, match[index + 1] ?? '');
  const { year, month, day, hour, minute, second, nanoseconds, offset, afternoon } = fields;
  const clock = afternoon === undefined ? hour : afternoon && hour < 12 ? hour + 12 : !afternoon && hour === 12 ? 0 : hour;
  const date = new Date(Date.UTC(2000, month - 1, day, clock, minute, second));
  date.setUTCFullYear(year, month - 1, day);
  const fits = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && clock < 24 && minute < 60 && second < 60 && month >= 1;
  return fits ? { go: 'time', seconds: BigInt(date.getTime() / 1000 - offset), nanoseconds } : undefined;
}
