// How does Go print a value?
import type { Meter } from './meter.ts';
import { floatText } from './number-text.ts';
import { formatTime } from './time-text.ts';
import { type GoValue, isGo, sortedKeys } from './values.ts';

/** `%v`. What is nil inside of a list or mapping reads `<nil>`. */
export function printValue(value: GoValue, meter: Meter, depth = 0): string {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return floatText(value, 'g');
  meter.depth(depth);
  switch (value.go) {
    case 'integer':
      return value.value.toString();
    case 'list': {
      const items = value.items.map((item) => printValue(item, meter, depth + 1));
      return bounded(`[${items.join(' ')}]`, meter);
    }
    case 'map': {
      const entries = sortedKeys(value).map((key) => `${key}:${printValue(value.entries.get(key), meter, depth + 1)}`);
      return bounded(`map[${entries.join(' ')}]`, meter);
    }
    case 'time':
      return formatTime(value, '2006-01-02 15:04:05.999999999 -0700 MST');
    case 'version':
      return value.text;
  }
}

function bounded(text: string, meter: Meter): string {
  meter.text(text.length);
  return text;
}

/** What `{{.}}` writes: no value is said so. */
export function printForOutput(value: GoValue, meter: Meter): string {
  return value === undefined || value === null ? '<no value>' : printValue(value, meter);
}

/** `fmt.Sprint`: a space between two operands when neither is a text. */
export function sprint(values: readonly GoValue[], meter: Meter): string {
  let out = '';
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    if (index > 0 && typeof value !== 'string' && typeof before !== 'string') out += ' ';
    out += printValue(value, meter);
    meter.text(out.length);
  }
  return out;
}

export function sprintln(values: readonly GoValue[], meter: Meter): string {
  return bounded(`${values.map((value) => printValue(value, meter)).join(' ')}\n`, meter);
}

/** sprig's `strval`: texts as they are, the rest as `%v`. */
export function textOf(value: GoValue, meter: Meter): string {
  return typeof value === 'string' ? value : printValue(value, meter);
}

export function isNumber(value: GoValue): boolean {
  return typeof value === 'number' || isGo(value, 'integer');
}
