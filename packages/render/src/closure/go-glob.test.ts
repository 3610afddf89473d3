// Do we match names as Go does?
import { expect, test } from 'vitest';
import { goGlob } from './go-glob.ts';
import { ignoreRules } from './helm-ignore.ts';

test.each([
  ['*.md', 'README.md', true],
  ['*.md', 'docs/README.md', false],
  ['a*b*c', 'aXbYc', true],
  ['**', 'abc', true],
  ['?', '/', false],
  ['[a-c]x', 'bx', true],
  ['[^a-c]x', 'bx', false],
  ['[^a]', '/', true],
  ['[!a]', '!', true],
  ['\\*', '*', true],
  ['[\\]]', ']', true],
  ['*[^z]*b', 'a/ab', false],
  ['é?', 'éü', true],
  ['', '', true],
])('%s on %s: %s', (pattern, name, expected) => {
  expect(goGlob(pattern)?.(name)).toBe(expected);
});

test.each(['[', '[]a]', '[-a]', '[a-]', 'a\\', '[^'])('%s is a bad pattern', (pattern) => {
  expect(goGlob(pattern)).toBeUndefined();
});

test('many stars take no time', () => {
  const started = performance.now();
  expect(goGlob(`${'*a'.repeat(200)}b`)?.('a'.repeat(5000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(20_000);
});

test.each([
  ['*.md', 'docs/a.md', false, true],
  ['/a.md', 'docs/a.md', false, false],
  ['docs/*.md', 'docs/a.md', false, true],
  ['docs/', 'docs', true, true],
  ['docs/', 'docs', false, false],
  ['!keep', 'other', false, true],
  ['# docs', 'docs', true, false],
  ['a**', 'ab', false, false],
  ['', 'templates/.hidden', false, true],
])('.helmignore %s on %s', (rules, path, isDirectory, expected) => {
  expect(ignoreRules(rules)(path, isDirectory)).toBe(expected);
});
