// Which parameter sets does the selector of a generator keep?
import { isRecord } from '@fairway/manifests';
import type { GoMap } from '../../go-template/values.ts';
import { GeneratorFault } from './generator-fault.ts';
import { flatten } from './parameters.ts';

interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

const NAME = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const OPERATORS: readonly Requirement['operator'][] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

function wrong(field: string, message: string): never {
  throw new GeneratorFault(`${field} ${message}`, `Correct ${field}.`);
}

function checked({ key, operator, values }: Requirement, field: string): Requirement {
  if (!NAME.test(key)) wrong(field, `has the key ${JSON.stringify(key)}, which is no label name`);
  const wantsValues = operator === 'In' || operator === 'NotIn';
  if (wantsValues !== values.length > 0) wrong(field, wantsValues ? `needs values for ${operator}` : `must have no values for ${operator}`);
  return { key, operator, values };
}

function texts(value: unknown, field: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  return wrong(field, 'must be a list of texts');
}

function expression(value: unknown, field: string): Requirement {
  if (!isRecord(value) || typeof value.key !== 'string') return wrong(field, 'must have a key');
  const operator = OPERATORS.find((known) => known === value.operator);
  if (operator === undefined) return wrong(field, `has the operator ${String(value.operator)}; known are ${OPERATORS.join(', ')}`);
  return checked({ key: value.key, operator, values: texts(value.values, `${field}.values`) }, field);
}

function requirements(selector: unknown, field: string): readonly Requirement[] {
  if (!isRecord(selector)) return wrong(field, 'must be a mapping');
  const { matchLabels, matchExpressions } = selector;
  const labels = isRecord(matchLabels) ? Object.entries(matchLabels) : [];
  const expressions = Array.isArray(matchExpressions) ? matchExpressions : [];
  return [
    ...labels.map(([key, value]) =>
      checked({ key, operator: 'In', values: texts([value], `${field}.matchLabels.${key}`) }, `${field}.matchLabels`),
    ),
    ...expressions.map((value, index) => expression(value, `${field}.matchExpressions[${index}]`)),
  ];
}

function holds({ key, operator, values }: Requirement, params: GoMap): boolean {
  const value = params.entries.get(key);
  switch (operator) {
    case 'In':
      return typeof value === 'string' && values.includes(value);
    case 'NotIn':
      return typeof value !== 'string' || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

/** Keeps the sets that satisfy a label selector over their flattened parameters. No selector keeps all. */
export function selectParameters(all: readonly GoMap[], selector: unknown, field: string): readonly GoMap[] {
  if (selector === undefined || selector === null) return all;
  const needed = requirements(selector, field);
  return all.filter((params) => {
    const flat = flatten(params);
    return needed.every((requirement) => holds(requirement, flat));
  });
}
