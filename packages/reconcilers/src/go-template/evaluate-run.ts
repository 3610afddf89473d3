// What does one run of a template keep while it goes on?
import type { FunctionTable } from './function-types.ts';
import { GoTemplateFault, type Limits, type Meter } from './meter.ts';
import type { ParsedTemplate } from './nodes.ts';
import type { GoValue } from './values.ts';

/** What a mapping gives for a key that it does not have. */
export type MissingKey = 'invalid' | 'zero' | 'error';

export interface RunOptions {
  readonly functions: FunctionTable;
  readonly missingKey?: MissingKey;
  readonly limits?: Limits;
}

export interface Variable {
  readonly name: string;
  value: GoValue;
}

export interface Run {
  readonly parsed: ParsedTemplate;
  readonly functions: FunctionTable;
  readonly missingKey: MissingKey;
  readonly meter: Meter;
  readonly out: string[];
  length: number;
  depth: number;
  variables: Variable[];
  /** Offset of what is evaluated now. */
  at: number;
}

/** The argument that a pipeline hands to its next command; absent for the first one. */
export type Final = { readonly value: GoValue } | undefined;

/** Ends the run; the place is what is evaluated now. */
export function fault(message: string): never {
  throw new GoTemplateFault(message);
}

/** The innermost variable of a name. */
export function variable(run: Run, name: string): Variable {
  const found = run.variables.findLast((candidate) => candidate.name === name);
  return found ?? fault(`undefined variable: ${name}`);
}
