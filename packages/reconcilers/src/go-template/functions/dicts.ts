// Which functions work on mappings?
import { type FunctionTable, type GoFunction, mapping, text } from '../function-types.ts';
import { GoTemplateFault, type Meter } from '../meter.ts';
import { textOf } from '../print.ts';
import { compareTexts, type GoMap, type GoValue, isGo, listOf, mapOf, sortedKeys } from '../values.ts';
import { deepCopy, deepEqual } from './equal.ts';
import { mergeMaps } from './merge-maps.ts';

function dict(args: readonly GoValue[], meter: Meter): GoMap {
  const made = mapOf();
  for (let index = 0; index < args.length; index += 2) {
    made.entries.set(textOf(args[index], meter), index + 1 < args.length ? args[index + 1] : '');
  }
  return made;
}

/** Go writes into the map itself, and fails on one that is nil. */
function writable(args: readonly GoValue[]): GoMap {
  const [first] = args;
  if (first === undefined || first === null) throw new GoTemplateFault('assignment to entry in nil map');
  return mapping(args, 0);
}

function mapsFrom(args: readonly GoValue[], from: number): readonly GoMap[] {
  return args.slice(from).map((_, index) => mapping(args, from + index));
}

/** Go gives keys in no order; ours is the sorted one, and values follow it. */
function keys(args: readonly GoValue[], meter: Meter): GoValue {
  const found = mapsFrom(args, 0).flatMap((map) => sortedKeys(map));
  meter.items(found.length);
  return listOf(found, 'string');
}

function picked(args: readonly GoValue[], keep: (key: string, names: ReadonlySet<string>) => boolean): GoMap {
  const names = new Set(args.slice(1).map((_, index) => text(args, index + 1)));
  return mapOf([...mapping(args, 0).entries].filter(([key]) => keep(key, names)));
}

function merging(override: boolean): GoFunction {
  return {
    parameters: ['map'],
    rest: 'map',
    call: (args, meter) => {
      const into = mapping(args, 0);
      for (const from of mapsFrom(args, 1)) mergeMaps(into, from, { override, meter });
      return into;
    },
  };
}

function step(value: GoValue, name: string): GoMap {
  if (isGo(value, 'map') && value.element === 'any') return value;
  throw new GoTemplateFault(`dig: what stands before ${JSON.stringify(name)} is no mapping`);
}

/** `dig "a" "b" default map`. */
function dig(args: readonly GoValue[]): GoValue {
  if (args.length < 3) throw new GoTemplateFault('dig needs at least three arguments');
  let here: GoValue = args.at(-1);
  for (const [index, name] of args.slice(0, -2).entries()) {
    const key = text(args, index);
    const map = step(here, key);
    if (!map.entries.has(key) || typeof name !== 'string') return args.at(-2);
    here = map.entries.get(key);
  }
  return here;
}

const copy: GoFunction = {
  parameters: ['any'],
  call: ([value], meter) => {
    if (value === undefined || value === null) throw new GoTemplateFault('nil cannot be copied');
    return deepCopy(value, meter);
  },
};

export const DICTS: FunctionTable = {
  dict: { parameters: [], rest: 'any', call: dict },
  get: {
    parameters: ['map', 'string'],
    call: (args) => {
      const { entries } = mapping(args, 0);
      return entries.has(text(args, 1)) ? entries.get(text(args, 1)) : '';
    },
  },
  set: {
    parameters: ['map', 'string', 'any'],
    call: (args) => {
      const map = writable(args);
      map.entries.set(text(args, 1), args[2]);
      return map;
    },
  },
  unset: {
    parameters: ['map', 'string'],
    call: (args) => {
      const map = mapping(args, 0);
      map.entries.delete(text(args, 1));
      return map;
    },
  },
  hasKey: { parameters: ['map', 'string'], call: (args) => mapping(args, 0).entries.has(text(args, 1)) },
  pluck: {
    parameters: ['string'],
    rest: 'map',
    call: (args) => {
      const key = text(args, 0);
      return listOf(mapsFrom(args, 1).flatMap(({ entries }) => (entries.has(key) ? [entries.get(key)] : [])));
    },
  },
  keys: { parameters: [], rest: 'map', call: keys },
  values: {
    parameters: ['map'],
    call: (args) => listOf([...mapping(args, 0).entries].toSorted(([a], [b]) => compareTexts(a, b)).map(([, value]) => value)),
  },
  pick: { parameters: ['map'], rest: 'string', call: (args) => picked(args, (key, names) => names.has(key)) },
  omit: { parameters: ['map'], rest: 'string', call: (args) => picked(args, (key, names) => !names.has(key)) },
  merge: merging(false),
  mustMerge: merging(false),
  mergeOverwrite: merging(true),
  mustMergeOverwrite: merging(true),
  dig: { parameters: [], rest: 'any', call: dig },
  deepCopy: copy,
  mustDeepCopy: copy,
  deepEqual: { parameters: ['any', 'any'], call: ([a, b], meter) => deepEqual(a, b, meter) },
};
