// How does Go write a value as JSON, and read one?
import { type FunctionTable, type GoFunction, ofTexts } from '../function-types.ts';
import { GoTemplateFault, type Meter } from '../meter.ts';
import { formatTime } from '../time-text.ts';
import { fromPlain, type GoValue, sortedKeys } from '../values.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON.stringify escapes as Go does but for these. */
function stringText(value: string, html: boolean): string {
  return JSON.stringify(value.toWellFormed()).replaceAll(html ? /[<>&\u2028\u2029]/g : /[\u2028\u2029]/g, (char) => ESCAPES[char] ?? char);
}

interface Style {
  readonly html: boolean;
  readonly pretty: boolean;
  readonly meter: Meter;
}

function lines(open: string, parts: readonly string[], style: Style, depth: number): string {
  const close = open === '[' ? ']' : '}';
  if (parts.length === 0) return open + close;
  style.meter.text(parts.reduce((sum, part) => sum + part.length + 2 * depth, 0));
  if (!style.pretty) return open + parts.join(',') + close;
  const pad = '  '.repeat(depth + 1);
  return `${open}\n${pad}${parts.join(`,\n${pad}`)}\n${'  '.repeat(depth)}${close}`;
}

function write(value: GoValue, style: Style, depth: number): string {
  style.meter.depth(depth);
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return stringText(value, style.html);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new GoTemplateFault(`json: unsupported value: ${value}`);
    return Object.is(value, -0) ? '-0' : String(value);
  }
  switch (value.go) {
    case 'integer':
      return value.value.toString();
    case 'list':
      return lines(
        '[',
        value.items.map((item) => write(item, style, depth + 1)),
        style,
        depth,
      );
    case 'map': {
      const colon = style.pretty ? ': ' : ':';
      const parts = sortedKeys(value).map(
        (key) => `${stringText(key, style.html)}${colon}${write(value.entries.get(key), style, depth + 1)}`,
      );
      return lines('{', parts, style, depth);
    }
    case 'time':
      return JSON.stringify(formatTime(value, '2006-01-02T15:04:05.999999999Z07:00'));
    case 'version':
      return stringText(value.text, style.html);
  }
}

function writer(style: { readonly html: boolean; readonly pretty: boolean }, must: boolean): GoFunction {
  return {
    parameters: ['any'],
    call: ([value], meter) => {
      try {
        return write(value, { ...style, meter }, 0);
      } catch (error) {
        // Without `must`, a value that JSON does not have gives an empty text.
        if (!must && error instanceof GoTemplateFault && error.message.startsWith('json:')) return '';
        throw error;
      }
    },
  };
}

/** The value as JSON text, keys sorted. */
export function jsonText(value: GoValue, meter: Meter): string {
  return write(value, { html: true, pretty: false, meter }, 0);
}

function read(text: string): GoValue {
  try {
    return fromPlain(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new GoTemplateFault('the text is no JSON');
    throw error;
  }
}

function readOrNil(text: string): GoValue {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof GoTemplateFault) return null;
    throw error;
  }
}

export const JSON_FUNCTIONS: FunctionTable = {
  toJson: writer({ html: true, pretty: false }, false),
  mustToJson: writer({ html: true, pretty: false }, true),
  toPrettyJson: writer({ html: true, pretty: true }, false),
  mustToPrettyJson: writer({ html: true, pretty: true }, true),
  toRawJson: writer({ html: false, pretty: false }, true),
  mustToRawJson: writer({ html: false, pretty: false }, true),
  fromJson: ofTexts(1, ([text = '']) => readOrNil(text)),
  mustFromJson: ofTexts(1, ([text = '']) => read(text)),
};
