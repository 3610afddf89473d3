import { afterEach, describe, expect, it } from 'vitest';
import { booleanInput, choiceInput, countInput, listInput, optionalInput } from './inputs.ts';

const set = (name: string, value: string) => {
  process.env[`INPUT_${name.toUpperCase()}`] = value;
};
afterEach(() => {
  for (const key of Object.keys(process.env)) if (key.startsWith('INPUT_')) delete process.env[key];
});

describe('inputs', () => {
  it('an empty input is undefined', () => {
    set('base', '  ');
    expect(optionalInput('base')).toBeUndefined();
  });
  it('lists take commas, blanks and line breaks', () => {
    set('apps', 'a, b\nc');
    expect(listInput('apps')).toEqual(['a', 'b', 'c']);
  });
  it.each(['yes', 'TRUE', '1'])('a boolean refuses %s and names itself', (value) => {
    set('comment', value);
    expect(() => booleanInput('comment', true)).toThrow(/input comment: found .* expected true or false/);
  });
  it('a choice refuses what is not listed', () => {
    set('fail-on', 'severe');
    expect(() => choiceInput('fail-on', ['high', 'low'], 'high')).toThrow(/one of high, low/);
  });
  it.each(['0', '1.5', 'many', '65'])('a count refuses %s', (value) => {
    set('concurrency', value);
    expect(() => countInput('concurrency', 64)).toThrow(/whole number/);
  });
});
