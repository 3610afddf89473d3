// Is every way to write bad YAML named with its place, in bounded time?
import { expect, it } from 'vitest';
import { MAX_CONFIG_BYTES, readConfigYaml } from './config-yaml.ts';

const problemsOf = (text: string) => readConfigYaml(text, 'f.yaml').problems.map(({ at, message }) => `${at.line}:${at.column} ${message}`);

it.each([
  ['a tab', 'a:\n\tb: 1', '2:1 a tab is used for indentation; YAML allows spaces only'],
  ['a duplicate key', 'a: 1\nb: 2\na: 3', "3:1 the key 'a' is there twice, first in line 1"],
  ['a duplicate key below', 'x:\n  a: 1\n  a: 2', "3:3 the key 'a' is there twice, first in line 2"],
  [
    'an open bracket',
    'a: [1',
    '1:6 the YAML cannot be read: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  ['an unknown anchor', 'a: *b', "1:4 there is no anchor '&b' before this alias"],
  ['two documents', 'a: 1\n---\nb: 2\n', '2:1 a second document begins here; the file may hold only one'],
  ['an unknown tag', 'a: !!js/function "x"', '1:4 the YAML cannot be read: Unresolved tag: tag:yaml.org,2002:js/function'],
  ['other bytes than UTF-8', 'a: \uFFFD', '1:1 the file is no UTF-8 text'],
])('%s', (_, text, expected) => {
  expect(problemsOf(text)).toEqual([expected]);
});

it('names all duplicate keys at once', () => {
  expect(problemsOf('a: 1\na: 2\nb: {c: 1, c: 2}')).toHaveLength(2);
});

it('reads neither a file above 1 MiB nor a deep nesting', () => {
  expect(problemsOf(`a: ${'x'.repeat(MAX_CONFIG_BYTES)}`)).toEqual(['1:1 the file is larger than 1 MiB']);
  expect(problemsOf('['.repeat(200_000))[0]).toContain('the file is nested too deeply');
});

it('expands no alias bomb', () => {
  const levels = Array.from({ length: 9 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array(9).fill(`*a${index}`).join(', ')}]`);
  const started = performance.now();
  expect(problemsOf(['a0: &a0 [x, x]', ...levels].join('\n'))).toEqual(['2:10 the aliases (*name) of this file stand for too much']);
  expect(problemsOf(`a: &a 1\nb: [${Array(200_000).fill('*a').join(',')}]`)).toEqual([
    '2:5 the aliases (*name) of this file stand for too much',
  ]);
  expect(performance.now() - started).toBeLessThan(20_000);
});

it('takes a few aliases and merges as people write them', () => {
  const yaml = readConfigYaml('base: &b {x: 1}\none:\n  <<: *b\n  y: 2\n', 'f.yaml');
  expect(yaml.problems).toEqual([]);
  expect(yaml.value).toEqual({ base: { x: 1 }, one: { x: 1, y: 2 } });
});

it('a flat file with many keys is read in linear time', () => {
  const text = Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`).join('\n');
  const started = performance.now();
  expect(readConfigYaml(text, 'f.yaml').problems).toEqual([]);
  expect(performance.now() - started).toBeLessThan(20_000);
});

it('finds places of keys and values, through aliases too, and of the nearest parent', () => {
  const yaml = readConfigYaml('a:\n  b: [x, y]\nc: &c {d: 1}\ne: *c\n', 'f.yaml');
  expect(yaml.at(['a', 'b', 1])).toEqual({ file: 'f.yaml', line: 2, column: 10 });
  expect(yaml.keyAt(['a', 'b'])).toEqual({ file: 'f.yaml', line: 2, column: 3 });
  expect(yaml.at(['a', 'nothing'])).toEqual({ file: 'f.yaml', line: 1, column: 1 });
  expect(yaml.at(['e', 'd'])).toEqual({ file: 'f.yaml', line: 3, column: 11 });
});
