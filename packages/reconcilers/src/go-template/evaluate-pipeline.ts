// What is the value of a pipeline?
import { type Final, fault, type Run, variable } from './evaluate-run.ts';
import { accepts, type GoFunction, type ParameterType, TYPE_NAMES } from './function-types.ts';
import { GoTemplateFault } from './meter.ts';
import { callMethod } from './methods.ts';
import type { Command, Operand, PipeNode } from './nodes.ts';
import { type GoValue, integer, isGo, isTrue, typeName } from './values.ts';

function operandText(operand: Operand): string {
  switch (operand.kind) {
    case 'field':
      return `.${operand.names.join('.')}`;
    case 'variable':
      return [operand.name, ...operand.names].join('.');
    case 'function':
      return operand.name;
    case 'string':
      return JSON.stringify(operand.value);
    case 'number':
      return operand.text;
    case 'bool':
      return String(operand.value);
    default:
      return operand.kind === 'dot' ? '.' : operand.kind;
  }
}

function field(run: Run, receiver: GoValue, name: string, args: readonly GoValue[] | undefined): GoValue {
  run.meter.spend(1);
  if (receiver === undefined) {
    if (run.missingKey === 'error') fault(`nil data; no entry for key ${JSON.stringify(name)}`);
    return undefined;
  }
  if (receiver === null) fault(`nil pointer evaluating interface {}.${name}`);
  if (isGo(receiver, 'time') || isGo(receiver, 'version')) return callMethod(receiver, name, { args: args ?? [], meter: run.meter });
  if (!isGo(receiver, 'map')) fault(`can't evaluate field ${name} in type ${typeName(receiver)}`);
  if (args !== undefined && args.length > 0) fault(`${name} is not a method but has arguments`);
  if (receiver.entries.has(name)) return receiver.entries.get(name) ?? null;
  if (run.missingKey === 'error') fault(`map has no entry for key ${JSON.stringify(name)}`);
  if (run.missingKey === 'invalid') return undefined;
  return receiver.element === 'string' ? '' : null;
}

interface Walk {
  readonly receiver: GoValue;
  readonly names: readonly string[];
  readonly args?: readonly GoValue[] | undefined;
}

function fields(run: Run, { receiver, names, args }: Walk): GoValue {
  let here = receiver;
  for (const [index, name] of names.entries()) here = field(run, here, name, index === names.length - 1 ? args : undefined);
  return here;
}

function ideal(operand: Extract<Operand, { readonly kind: 'number' }>): GoValue {
  if (operand.idealFloat) return operand.float ?? 0;
  return operand.whole === undefined ? fault(`${operand.text} overflows int`) : integer(operand.whole);
}

/** The value of an operand that takes no arguments, before anything asks for its type. */
function operandValue(run: Run, dot: GoValue, operand: Operand): GoValue {
  run.at = operand.at;
  switch (operand.kind) {
    case 'dot':
      return dot;
    case 'nil':
      return null;
    case 'bool':
    case 'string':
      return operand.value;
    case 'number':
      return ideal(operand);
    case 'field':
      return fields(run, { receiver: dot, names: operand.names });
    case 'variable':
      return fields(run, { receiver: variable(run, operand.name).value, names: operand.names });
    case 'function':
      return callFunction(run, dot, { name: operand.name, operands: [], final: undefined, at: operand.at });
    case 'chain':
      return fields(run, { receiver: operandValue(run, dot, operand.of), names: operand.names });
    case 'pipe':
      return pipeValue(run, dot, operand);
  }
}

function checkType(value: GoValue, type: ParameterType): GoValue {
  if (accepts(type, value)) return type === 'any' && value === undefined ? null : value;
  if (value === undefined || value === null) fault(`invalid value; expected ${TYPE_NAMES[type]}`);
  fault(`wrong type for value; expected ${TYPE_NAMES[type]}; got ${typeName(value)}`);
}

/** A constant takes the type that is asked for, and no other. */
function constantArgument(operand: Operand, type: ParameterType): GoValue {
  if (operand.kind === 'number') {
    if (type === 'any' || type === 'value') return ideal(operand);
    if (type === 'int' && operand.whole !== undefined) return integer(operand.whole);
    if (type === 'uint32' && operand.whole !== undefined && operand.whole >= 0n) return integer(operand.whole);
    if (type === 'float64' && operand.float !== undefined) return operand.float;
  } else if (operand.kind === 'string' || operand.kind === 'bool') {
    if (type === 'any' || type === 'value' || type === (operand.kind === 'bool' ? 'bool' : 'string')) return operand.value;
  }
  fault(`expected ${TYPE_NAMES[type]}; found ${operandText(operand)}`);
}

function argument(run: Run, dot: GoValue, { operand, type }: { readonly operand: Operand; readonly type: ParameterType }): GoValue {
  run.at = operand.at;
  if (operand.kind === 'number' || operand.kind === 'string' || operand.kind === 'bool') return constantArgument(operand, type);
  if (operand.kind !== 'nil') return checkType(operandValue(run, dot, operand), type);
  return ['value', 'any', 'map', 'slice'].includes(type) ? null : fault(`cannot assign nil to ${TYPE_NAMES[type]}`);
}

interface Call {
  readonly name: string;
  readonly operands: readonly Operand[];
  readonly final: Final;
  readonly at: number;
}

/** `and` and `or` stop at the first argument that decides. */
function shortCircuit(run: Run, dot: GoValue, { name, operands, final }: Call): GoValue {
  let value: GoValue;
  for (const operand of operands) {
    value = argument(run, dot, { operand, type: 'value' });
    if (isTrue(value) === (name === 'or')) return value;
  }
  return final === undefined ? value : final.value;
}

function typeAt({ parameters, rest }: GoFunction, index: number): ParameterType {
  return parameters[index] ?? rest ?? 'any';
}

function checkCount({ parameters, rest }: GoFunction, name: string, count: number): void {
  if (rest === undefined ? count !== parameters.length : count < parameters.length) {
    fault(`wrong number of args for ${name}: want ${rest === undefined ? '' : 'at least '}${parameters.length} got ${count}`);
  }
}

function callFunction(run: Run, dot: GoValue, call: Call): GoValue {
  const { name, operands, final, at } = call;
  run.at = at;
  run.meter.spend(1);
  const found = Object.hasOwn(run.functions, name) ? run.functions[name] : undefined;
  if (found === undefined) fault(`${JSON.stringify(name)} is not a defined function`);
  checkCount(found, name, operands.length + (final === undefined ? 0 : 1));
  if (name === 'and' || name === 'or') return shortCircuit(run, dot, call);
  const args = operands.map((operand, index) => argument(run, dot, { operand, type: typeAt(found, index) }));
  if (final !== undefined) args.push(checkType(final.value, typeAt(found, args.length)));
  run.at = at;
  try {
    const value = found.call(args, run.meter);
    if (typeof value === 'string') run.meter.text(value.length);
    return value;
  } catch (error) {
    if (error instanceof GoTemplateFault) fault(`error calling ${name}: ${error.message}`);
    throw error;
  }
}

function noArguments(operands: readonly Operand[], final: Final): void {
  const [first] = operands;
  if (first !== undefined && (operands.length > 1 || final !== undefined))
    fault(`can't give argument to non-function ${operandText(first)}`);
}

function methodArguments(run: Run, dot: GoValue, { operands, final }: Pick<Call, 'operands' | 'final'>): readonly GoValue[] {
  const args = operands.slice(1).map((operand) => operandValue(run, dot, operand));
  return final === undefined ? args : [...args, final.value];
}

function commandValue(run: Run, dot: GoValue, { command, final }: { readonly command: Command; readonly final: Final }): GoValue {
  const { operands } = command;
  const [first] = operands;
  run.at = first.at;
  if (first.kind === 'function') return callFunction(run, dot, { name: first.name, operands: operands.slice(1), final, at: command.at });
  const takesArguments = first.kind === 'field' || first.kind === 'chain' || (first.kind === 'variable' && first.names.length > 0);
  if (!takesArguments || (operands.length === 1 && final === undefined)) {
    noArguments(operands, final);
    if (first.kind === 'nil') fault('nil is not a command');
    return operandValue(run, dot, first);
  }
  const args = methodArguments(run, dot, { operands, final });
  const receiver =
    first.kind === 'field' ? dot : first.kind === 'variable' ? variable(run, first.name).value : operandValue(run, dot, first.of);
  run.at = first.at;
  return fields(run, { receiver, names: first.names, args });
}

/** A nil that comes out of a pipeline is no value any more. */
export function pipeValue(run: Run, dot: GoValue, pipe: PipeNode): GoValue {
  run.meter.spend(1);
  let final: Final;
  for (const command of pipe.commands) final = { value: commandValue(run, dot, { command, final }) ?? undefined };
  for (const name of pipe.declared) {
    if (pipe.assigns) variable(run, name).value = final?.value;
    else run.variables.push({ name, value: final?.value });
  }
  return final?.value;
}
