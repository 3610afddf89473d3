// Does a name or a stage choose the right environments, and a slip get a helpful answer?
import { InputError } from '@fairway/contracts';
import { expect, it } from 'vitest';
import { matchEnvironment } from './match-environment.ts';

const ALL = [
  { name: 'dev', stage: 'dev' },
  { name: 'staging', stage: 'test' },
  { name: 'prod', stage: 'prod' },
  { name: 'prod-b', stage: 'prod' },
  { name: 'none', stage: undefined },
] as const;

it.each([
  ['prod', ['prod', 'prod-b']],
  ['prod-b', ['prod-b']],
  ['test', ['staging']],
  ['none', ['none']],
])('%s', (wanted, expected) => {
  expect(matchEnvironment(ALL, wanted).map(({ name }) => name)).toEqual(expected);
});

it('a slip is told what there is', () => {
  const slip = (wanted: string, all: Parameters<typeof matchEnvironment>[0]) => {
    try {
      matchEnvironment(all, wanted);
    } catch (error) {
      if (error instanceof InputError) return `${error.message} | ${error.hint}`;
      throw error;
    }
    return '';
  };
  expect(slip('pord', ALL)).toBe(
    "'pord' is no environment and no stage | did you mean 'prod'? there are: dev, staging, test, prod, prod-b, none",
  );
  expect(slip('x', [])).toBe("'x' is no environment and no stage | this repository has no environments");
});
