// How are the inputs of an action read? Once, at the edge; an empty string never travels, a wrong value is refused with its name.
import { getInput } from '@actions/core';
import { InputError } from '@fairway/contracts';

const refuse = (name: string, found: string, expected: string): never => {
  throw new InputError('input-invalid', `input ${name}: found ${JSON.stringify(found.slice(0, 80))}, expected ${expected}`, {
    hint: `change \`${name}:\` under \`with:\` in the workflow`,
  });
};

/** The text of an input, undefined where it is empty. */
export const optionalInput = (name: string): string | undefined => {
  const value = getInput(name, { trimWhitespace: true });
  return value === '' ? undefined : value;
};

/** Items separated by commas, blanks or line breaks. */
export const listInput = (name: string): readonly string[] => (optionalInput(name) ?? '').split(/[,\s]+/).filter((item) => item !== '');

/** Exactly `true` or `false`; the fallback where it is empty. */
export const booleanInput = (name: string, fallback: boolean): boolean => {
  const value = optionalInput(name);
  if (value === undefined) return fallback;
  if (value === 'true') return true;
  return value === 'false' ? false : refuse(name, value, 'true or false');
};

/** One of a closed list. */
export const choiceInput = <const T extends readonly string[]>(name: string, choices: T, fallback: T[number]): T[number] => {
  const value = optionalInput(name) ?? fallback;
  return choices.find((choice) => choice === value) ?? refuse(name, value, `one of ${choices.join(', ')}`);
};

/** A whole number from 1 to `max`; undefined where it is empty. */
export const countInput = (name: string, max: number): number | undefined => {
  const value = optionalInput(name);
  if (value === undefined) return undefined;
  const number = Number(value);
  return Number.isInteger(number) && number >= 1 && number <= max ? number : refuse(name, value, `a whole number from 1 to ${max}`);
};
