// Is a configuration file right, and if not, what is wrong with it, all at once?
import { ConfigError, type ConfigProblem } from '@fairway/contracts';
import type { z } from 'zod';
import { type ConfigYaml, readConfigYaml } from './config-yaml.ts';
import { describeIssue, type KeyHints } from './describe-issue.ts';
import { knownKeys } from './schema-node.ts';
import { showFound } from './show-value.ts';

/** More problems than these are counted, not listed. */
const MAX_PROBLEMS = 100;

/** A check over several fields. It gets the plain data of a mapping, right or not, and says what it finds. */
export type CrossCheck = (value: Readonly<Record<string, unknown>>, yaml: ConfigYaml) => readonly ConfigProblem[];

export interface ParseConfigOptions {
  readonly checks?: readonly CrossCheck[];
  readonly keyHints?: KeyHints;
}

/** A file that was read: the value, or what is wrong. `yaml` gives places in the text either way. */
export type ConfigReading<T> =
  | { readonly ok: true; readonly value: T; readonly yaml: ConfigYaml }
  | { readonly ok: false; readonly problems: readonly [ConfigProblem, ...ConfigProblem[]]; readonly yaml: ConfigYaml };

/** Reads and checks one file; everything that is wrong with it comes back in file order. Never throws for bad input. */
export function readConfig<S extends z.ZodType>(
  schema: S,
  text: string,
  file: string,
  options: ParseConfigOptions = {},
): ConfigReading<z.output<S>> {
  const yaml = readConfigYaml(text, file);
  const fail = (problems: readonly ConfigProblem[]): ConfigReading<z.output<S>> => {
    const [first = { message: 'the file is wrong', at: yaml.at([]) }, ...rest] = inFileOrder(problems);
    return { ok: false, problems: [first, ...rest], yaml };
  };
  if (yaml.value === undefined) return fail(yaml.problems);
  if (!isMapping(yaml.value)) return fail([...yaml.problems, notAMapping(yaml, schema)]);
  const mapping = yaml.value;
  const result = schema.safeParse(mapping);
  const context = { schema, yaml, keyHints: options.keyHints ?? {} };
  const problems = [
    ...yaml.problems,
    ...(result.success ? [] : result.error.issues.flatMap((issue) => describeIssue(issue, context))),
    ...(options.checks ?? []).flatMap((check) => check(mapping, yaml)),
  ];
  return result.success && problems.length === 0 ? { ok: true, value: result.data, yaml } : fail(problems);
}

/** The same, for callers that cannot go on. Throws ConfigError with all problems of the file, in file order. */
export function parseConfig<S extends z.ZodType>(schema: S, text: string, file: string, options: ParseConfigOptions = {}): z.output<S> {
  const reading = readConfig(schema, text, file, options);
  if (!reading.ok) throw new ConfigError(reading.problems);
  return reading.value;
}

/** A mapping of a YAML file: no list, no scalar. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notAMapping(yaml: ConfigYaml, schema: z.ZodType): ConfigProblem {
  const known = knownKeys(schema, [], undefined);
  return { message: `the file is ${showFound(yaml.value)}: expected a mapping`, hint: `known keys: ${known.join(', ')}`, at: yaml.at([]) };
}

function inFileOrder(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const sorted = problems.toSorted((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0) || (a.at.column ?? 0) - (b.at.column ?? 0));
  const last = sorted[MAX_PROBLEMS];
  if (last === undefined) return sorted;
  const more = { message: `and ${sorted.length - MAX_PROBLEMS} more problems`, hint: 'mend the first ones and try again', at: last.at };
  return [...sorted.slice(0, MAX_PROBLEMS), more];
}
