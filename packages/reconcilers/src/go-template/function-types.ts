// How does a function of templates say what it takes?
import { GoTemplateFault, type Meter } from './meter.ts';
import { type GoList, type GoMap, type GoTime, type GoValue, isGo } from './values.ts';

/** Go's parameter types, as far as functions of templates have them. `value` takes anything, nothing included. */
export type ParameterType = 'value' | 'any' | 'string' | 'int' | 'float64' | 'bool' | 'map' | 'time' | 'uint32' | 'slice';

export interface GoFunction {
  readonly parameters: readonly ParameterType[];
  /** Type of any number of further arguments. */
  readonly rest?: ParameterType;
  /** Arguments are of the declared types. Throws GoTemplateFault. */
  readonly call: (args: readonly GoValue[], meter: Meter) => GoValue;
}

export type FunctionTable = Readonly<Record<string, GoFunction>>;

/** For messages: Go's name of a parameter type. */
export const TYPE_NAMES: Readonly<Record<ParameterType, string>> = {
  value: 'reflect.Value',
  any: 'interface {}',
  string: 'string',
  int: 'int',
  float64: 'float64',
  bool: 'bool',
  map: 'map[string]interface {}',
  time: 'time.Time',
  uint32: 'uint32',
  slice: '[]interface {}',
};

/** Does Go assign the value to a parameter of that type? */
export function accepts(type: ParameterType, value: GoValue): boolean {
  switch (type) {
    case 'value':
    case 'any':
      return true;
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'float64':
      return typeof value === 'number';
    case 'int':
      return isGo(value, 'integer') && value.type === 'int';
    case 'map':
      return value === undefined || (isGo(value, 'map') && value.element === 'any');
    case 'slice':
      return value === undefined || (isGo(value, 'list') && value.element === 'any');
    case 'time':
      return isGo(value, 'time');
    case 'uint32':
      return false;
  }
}

function wrong(index: number, expected: string): never {
  throw new GoTemplateFault(`argument ${index + 1} is not ${expected}`);
}

export function text(args: readonly GoValue[], index: number): string {
  const value = args[index];
  return typeof value === 'string' ? value : wrong(index, 'a string');
}

export function whole(args: readonly GoValue[], index: number): number {
  const value = args[index];
  return isGo(value, 'integer') ? Number(value.value) : wrong(index, 'an int');
}

/** A nil map reads as an empty one; to write into it is an error in Go. */
export function mapping(args: readonly GoValue[], index: number): GoMap {
  const value = args[index];
  if (value === undefined || value === null) return { go: 'map', element: 'any', entries: new Map() };
  return isGo(value, 'map') ? value : wrong(index, 'a map');
}

export function list(args: readonly GoValue[], index: number, name: string): GoList {
  const value = args[index];
  if (isGo(value, 'list')) return value;
  throw new GoTemplateFault(`${name}: argument ${index + 1} is no list`);
}

export function time(args: readonly GoValue[], index: number): GoTime {
  const value = args[index];
  return isGo(value, 'time') ? value : wrong(index, 'a time');
}

/** A function of texts only. */
export function ofTexts(count: number, call: (texts: readonly string[], meter: Meter) => GoValue): GoFunction {
  return {
    parameters: Array.from({ length: count }, () => 'string' as const),
    call: (args, meter) =>
      call(
        args.map((_, index) => text(args, index)),
        meter,
      ),
  };
}
