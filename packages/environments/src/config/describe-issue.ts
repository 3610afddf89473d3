// What does a person read when a value of a configuration file is not what its schema allows?
import type { ConfigProblem } from '@fairway/contracts';
import type { z } from 'zod';
import type { ConfigYaml } from './config-yaml.ts';
import { exampleAt, knownKeys } from './schema-node.ts';
import { oneOf, quote, showFound, showPath } from './show-value.ts';
import { didYouMean } from './suggest.ts';

type Issue = z.core.$ZodIssue;

/** Special words for keys that people often write and that are not allowed: key → hint. */
export type KeyHints = Readonly<Record<string, string>>;

export interface IssueContext {
  readonly schema: z.core.$ZodType;
  readonly yaml: ConfigYaml;
  readonly keyHints: KeyHints;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** One issue of the schema → the problems to show, each with place, what was found, what is expected, and an example. */
export function describeIssue(issue: Issue, context: IssueContext): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue.path, context));
  if (issue.code === 'invalid_key') return [wrongKey(issue, context)];
  if (issue.code === 'invalid_union' && issue.discriminator === undefined) return describeUnion(issue, context);
  if (issue.code === 'invalid_element') return issue.issues.flatMap((inner) => describeIssue(inner, context));
  return [wrongValue(issue.path, expectation(issue), context)];
}

function unknownKey(key: string, path: readonly PropertyKey[], { schema, yaml, keyHints }: IssueContext): ConfigProblem {
  const known = knownKeys(schema, path, yaml.value);
  const where = path.length === 0 ? '' : ` in ${showPath(path)}`;
  const special = path.length === 0 && Object.hasOwn(keyHints, key) ? keyHints[key] : undefined;
  const hint = special ?? [didYouMean(key, known), `known keys: ${known.join(', ')}`].filter((part) => part !== '').join(' ');
  return { message: `unknown key ${quote(key)}${where}`, hint, at: yaml.keyAt([...path, key]) };
}

function wrongKey(issue: Extract<Issue, { code: 'invalid_key' }>, { yaml }: IssueContext): ConfigProblem {
  const name = String(issue.path.at(-1) ?? '');
  const expected = issue.issues.map(expectation).join(' and ');
  return {
    message: `${quote(name)} in ${showPath(issue.path.slice(0, -1))} cannot be a name: expected ${expected}`,
    hint: 'rename it',
    at: yaml.keyAt(issue.path),
  };
}

/** The branch of a union that fits the type of what was found speaks; if none does, all of them are what is expected. */
function describeUnion(issue: Extract<Issue, { code: 'invalid_union' }>, context: IssueContext): ConfigProblem[] {
  const near = issue.errors.filter((branch) => !branch.some((inner) => inner.path.length === 0 && inner.code === 'invalid_type'));
  const chosen = near.toSorted((a, b) => a.length - b.length)[0];
  if (chosen !== undefined) return chosen.flatMap((inner) => describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, context));
  const expected = issue.errors.flatMap((branch) => branch.slice(0, 1).map(expectation));
  return [wrongValue(issue.path, oneOf([...new Set(expected)]), context)];
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return oneOf('options' in issue && Array.isArray(issue.options) ? issue.options : []);
    case 'too_small':
      return bound('at least', Number(issue.minimum), issue.origin);
    case 'too_big':
      return bound('at most', Number(issue.maximum), issue.origin);
    default:
      return issue.message;
  }
}

function bound(word: string, limit: number, origin: string): string {
  if (origin === 'string') return `${word} ${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `${word} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `${word} ${limit}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here: unknown = value;
  for (const part of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Reflect.get(here, part);
  }
  return here;
}

function wrongValue(path: readonly PropertyKey[], expected: string, { schema, yaml }: IssueContext): ConfigProblem {
  const found = valueAt(yaml.value, path);
  const place = path.length === 0 ? 'the file' : showPath(path);
  const source = yaml.sourceAt(path);
  const example = exampleAt(schema, path, yaml.value);
  const missing = found === undefined;
  const message = missing ? `${place} is missing: expected ${expected}` : `${place} is ${showFound(found, source)}: expected ${expected}`;
  return { message, hint: hintFor(path, { found, source, expected, example }), at: yaml.at(path) };
}

interface Found {
  readonly found: unknown;
  readonly source: string | undefined;
  readonly expected: string;
  readonly example: unknown;
}

function hintFor(path: readonly PropertyKey[], { found, source, expected, example }: Found): string {
  const key = path.findLast((part) => typeof part === 'string');
  const isText = expected === 'text' || (typeof example === 'string' && typeof found !== 'string');
  if (typeof found === 'number' && isText) return `put it in quotes: ${String(key ?? '')}: "${source ?? found}"`;
  if (typeof found === 'string' && typeof example === 'number' && found === String(example))
    return `without quotes: ${String(key ?? '')}: ${found}`;
  const meant = typeof found === 'string' ? didYouMean(found, expected.split(/, | or /)) : '';
  const shown = example === undefined || typeof key !== 'string' ? '' : `for example ${key}: ${showExample(example)}`;
  return [meant, shown].filter((part) => part !== '').join(' ');
}

function showExample(example: unknown): string {
  if (Array.isArray(example)) return `[${example.join(', ')}]`;
  return typeof example === 'string' && /^[\d.]+$/.test(example) ? `"${example}"` : String(example);
}
