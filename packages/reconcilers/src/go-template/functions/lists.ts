// Which functions work on lists?
import { type FunctionTable, type GoFunction, list, whole } from '../function-types.ts';
import { GoTemplateFault, type Meter } from '../meter.ts';
import { type GoList, type GoValue, listOf } from '../values.ts';
import { toInteger } from './cast.ts';
import { deepEqual, isEmpty } from './equal.ts';

const NONE: GoList = listOf([]);

function inList(items: readonly GoValue[], wanted: GoValue, meter: Meter): boolean {
  return items.some((item) => deepEqual(wanted, item, meter));
}

function uniq(items: readonly GoValue[], meter: Meter): GoList {
  const kept: GoValue[] = [];
  for (const item of items) if (!inList(kept, item, meter)) kept.push(item);
  return listOf(kept);
}

function chunk(size: number, items: readonly GoValue[]): GoList {
  if (size <= 0) throw new GoTemplateFault('chunk: the size must be positive');
  const chunks: GoValue[] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(listOf(items.slice(at, at + size)));
  return listOf(chunks, 'list');
}

function slice({ items, element }: GoList, indices: readonly GoValue[]): GoValue {
  if (items.length === 0) return null;
  const start = indices.length > 0 ? Number(toInteger(indices[0])) : 0;
  const end = indices.length > 1 ? Number(toInteger(indices[1])) : items.length;
  if (start < 0 || end > items.length || start > end) throw new GoTemplateFault(`slice: bounds out of range [${start}:${end}]`);
  return listOf(items.slice(start, end), element);
}

function concat(args: readonly GoValue[], meter: Meter): GoList {
  const all = args.map((_, index) => list(args, index, 'concat').items);
  meter.items(all.reduce((sum, items) => sum + items.length, 0));
  return listOf(all.flat());
}

function without(items: readonly GoValue[], omitted: readonly GoValue[], meter: Meter): GoList {
  return listOf(items.filter((item) => !inList(omitted, item, meter)));
}

/** A function of a list, with its `must` twin: both fail the template on what is no list. */
function onList(name: string, call: (items: readonly GoValue[], meter: Meter) => GoValue): FunctionTable {
  const one: GoFunction = { parameters: ['any'], call: (args, meter) => call(list(args, 0, name).items, meter) };
  return { [name]: one, [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`]: one };
}

function twins(name: string, one: GoFunction): FunctionTable {
  return { [name]: one, [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`]: one };
}

function added(name: string, call: (items: readonly GoValue[], value: GoValue) => readonly GoValue[]): GoFunction {
  return {
    parameters: ['any', 'any'],
    call: (args, meter) => {
      const { items } = list(args, 0, name);
      meter.items(items.length + 1);
      return listOf(call(items, args[1]));
    },
  };
}

const push = added('push', (items, value) => [...items, value]);

export const LISTS: FunctionTable = {
  list: { parameters: [], rest: 'any', call: (args) => listOf(args) },
  tuple: { parameters: [], rest: 'any', call: (args) => listOf(args) },
  ...twins('append', push),
  ...twins('push', push),
  ...twins(
    'prepend',
    added('prepend', (items, value) => [value, ...items]),
  ),
  ...onList('first', (items) => (items.length === 0 ? null : items[0])),
  ...onList('last', (items) => (items.length === 0 ? null : items.at(-1))),
  ...onList('rest', (items) => (items.length === 0 ? NONE : listOf(items.slice(1)))),
  ...onList('initial', (items) => (items.length === 0 ? NONE : listOf(items.slice(0, -1)))),
  ...onList('reverse', (items) => listOf(items.toReversed())),
  ...onList('compact', (items) => listOf(items.filter((item) => !isEmpty(item)))),
  ...onList('uniq', uniq),
  ...twins('without', {
    parameters: ['any'],
    rest: 'any',
    call: (args, meter) => without(list(args, 0, 'without').items, args.slice(1), meter),
  }),
  ...twins('has', {
    parameters: ['any', 'any'],
    call: ([needle, haystack], meter) => {
      if (haystack === undefined || haystack === null) return false;
      return inList(list([haystack], 0, 'has').items, needle, meter);
    },
  }),
  ...twins('slice', { parameters: ['any'], rest: 'any', call: (args) => slice(list(args, 0, 'slice'), args.slice(1)) }),
  ...twins('chunk', { parameters: ['int', 'any'], call: (args) => chunk(whole(args, 0), list(args, 1, 'chunk').items) }),
  concat: { parameters: [], rest: 'any', call: concat },
  all: { parameters: [], rest: 'any', call: (args) => !args.some(isEmpty) },
  any: { parameters: [], rest: 'any', call: (args) => args.some((value) => !isEmpty(value)) },
  coalesce: { parameters: [], rest: 'any', call: (args) => args.find((value) => !isEmpty(value)) ?? null },
  empty: { parameters: ['any'], call: ([value]) => isEmpty(value) },
  default: {
    parameters: ['any'],
    rest: 'any',
    call: (args) => {
      const [fallback, given] = args;
      return args.length < 2 || isEmpty(given) ? fallback : given;
    },
  },
  ternary: { parameters: ['any', 'any', 'bool'], call: ([yes, no, which]) => (which === true ? yes : no) },
};
