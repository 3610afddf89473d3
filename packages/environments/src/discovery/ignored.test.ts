// Do ignore patterns match what they say, in bounded time?
import { expect, it } from 'vitest';
import { ignoring } from './ignored.ts';

const matches = (pattern: string, path: string) => ignoring([{ path: pattern, reason: 'r' }], [], []).reasonFor(path) === 'r';

it.each([
  ['examples', 'examples', true],
  ['examples', 'examples/a', false],
  ['examples/', 'examples', true],
  ['examples/*', 'examples/a', true],
  ['examples/*', 'examples/a/b', false],
  ['examples/**', 'examples/a/b', true],
  ['examples/**', 'examples', true],
  ['**/test', 'a/b/test', true],
  ['**/test', 'test', true],
  ['a/**/z', 'a/z', true],
  ['a/**/z', 'a/b/c/z', true],
  ['dev/pre-*-x', 'dev/pre-one-x', true],
  ['dev/pre-*-x', 'dev/pre-x', false],
  ['a*a', 'a', false],
  ['a.b', 'axb', false],
])('%s on %s: %s', (pattern, path, expected) => {
  expect(matches(pattern, path)).toBe(expected);
});

it('many stars are no trap', () => {
  const started = performance.now();
  expect(matches(`${'**/a/'.repeat(200)}b`, 'a/'.repeat(400))).toBe(false);
  expect(matches(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(5000);
});

it('says of an entry that it matches nothing', () => {
  expect(ignoring([{ path: 'x', reason: 'r' }], [], ['y']).notes).toEqual(["fairway.yaml ignores 'x', which is nothing here"]);
});
