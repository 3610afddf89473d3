// Is a suggestion made when a person slipped, and only then?
import { expect, it } from 'vitest';
import { closest, didYouMean } from './suggest.ts';

it.each([
  ['stag', 'stage'],
  ['STAGE', 'stage'],
  ['promotefrom', 'promoteFrom'],
  ['cluter', 'cluster'],
  ['pord', 'prod'],
  ['production', 'prod'],
  ['colour', undefined],
  ['x', undefined],
  ['', undefined],
  ['s'.repeat(10_000), undefined],
])('%s → %s', (word, expected) => {
  expect(closest(word, ['stage', 'cluster', 'promoteFrom', 'prod'])).toBe(expected);
});

it('is silent rather than wrong', () => {
  expect(didYouMean('zzz', ['dev', 'test'])).toBe('');
  expect(didYouMean('tst', ['dev', 'test'])).toBe("did you mean 'test'?");
});
