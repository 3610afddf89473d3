// Which methods do a moment and a version have?
import { GoTemplateFault, type Meter } from './meter.ts';
import { printValue } from './print.ts';
import { formatTime } from './time-text.ts';
import { type GoTime, type GoValue, type GoVersion, integer, typeName } from './values.ts';

export interface MethodCall {
  readonly args: readonly GoValue[];
  readonly meter: Meter;
}

const NO_LAYOUT: Readonly<Record<string, string>> = { Year: '2006', Day: '2', Hour: '15', Minute: '4', Second: '5' };

function ofTime(time: GoTime, name: string, { args, meter }: MethodCall): GoValue {
  const [first] = args;
  if (name === 'Format' && args.length === 1 && typeof first === 'string') return formatTime(time, first);
  if (args.length > 0) throw new GoTemplateFault(`wrong number of args for ${name}`);
  const layout = Object.hasOwn(NO_LAYOUT, name) ? NO_LAYOUT[name] : undefined;
  if (layout !== undefined) return integer(BigInt(formatTime(time, layout)));
  if (name === 'Unix') return integer(time.seconds, 'int64');
  if (name === 'UTC') return time;
  if (name === 'String') return printValue(time, meter);
  throw new GoTemplateFault(`can't evaluate field ${name} in type ${typeName(time)}`);
}

function ofVersion(version: GoVersion, name: string, { args }: MethodCall): GoValue {
  if (args.length > 0) throw new GoTemplateFault(`wrong number of args for ${name}`);
  const [major, minor, patch] = version.parts;
  const values: Readonly<Record<string, GoValue>> = {
    Major: integer(major, 'uint64'),
    Minor: integer(minor, 'uint64'),
    Patch: integer(patch, 'uint64'),
    Prerelease: version.prerelease,
    Metadata: version.metadata,
    Original: version.original,
    String: version.text,
  };
  if (Object.hasOwn(values, name)) return values[name];
  throw new GoTemplateFault(`can't evaluate field ${name} in type ${typeName(version)}`);
}

/** Calls a method of a value that has some. Throws GoTemplateFault. */
export function callMethod(receiver: GoTime | GoVersion, name: string, call: MethodCall): GoValue {
  return receiver.go === 'time' ? ofTime(receiver, name, call) : ofVersion(receiver, name, call);
}
