// Do we read YAML as Kubernetes does? Asked of sigs.k8s.io/yaml itself, for thousands of texts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askReference } from '../test/reference-reader.ts';
import { readYaml } from './read-yaml.ts';

const WORDS =
  'y Y yes Yes YES yEs n N no No NO on On ON off Off OFF oN true True TRUE tRUE false False FALSE ~ null Null NULL nULL none .nan .NaN .inf -.inf +.Inf << = Infinity NaN';
const NUMBERS =
  '0 -0 +0 00 01 07 08 09 0777 0789 -0777 +12 0o17 0O17 0o8 -0o17 0x1F 0X1f 0xg -0x1f +0x1f 0b101 0B1 0b2 -0b1 1_000 1__0 1_ _1 +_1 -_ 0_7 0x_f 0b_1 1:30 1:30:00 190:20:30 12e03 1e3 1E+3 1e-3 1e400 -1e400 1. 1.0 1.50 -1.5 .5 -.5 +.5 ._5 .5_0 .5__0 .e1 . .. ... - + +1.e1 1.2.3 10.0.0.1 0.0 -0.0 1e6 123e456 12e 0x 0b 0o 9007199254740993 9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 18446744073709551615 18446744073709551616 +9223372036854775808 0xffffffffffffffff 0x1ffffffffffffffff 01777777777777777777777 0777777777777777777777777777 1_0.5_0 1_0.5e1_0 0x1p3 1e+06';
const TIMES =
  '2001-01-01 2001-1-1 2001-13-01 2001-12-14t21:59:43.10-05:00 2001-12-14T21:59:43Z 2001-02-30 20010101 2001-01 2001-12-14T21:59:43.1';
const OTHERS =
  '!!str 123 |!!int "12" |!!int 1.5|!!float 1|!!float "x"|!!bool "yes"|!!bool 1|!!null ""|!!null x|!!binary aGVsbG8=|!!binary "?"|!!timestamp 2001-01-01|!!timestamp x|!custom 12|! 12|! "12"|!!custom x|"yes"|\'0777\'|"\\u00e9\\x41\\n"|a: b: c|@x|`x|%x|&a b|*a|- - 1|{a: 1, b: yes}|[yes, 0777, ~]|{a, b: }|[a: 1]|{"a":1}|{a:1}|[a,b]|? a|a #b|a#b|#|"unterminated|\'it\'\'s\'|"\\q"';

const scalars = [...WORDS.split(' '), ...NUMBERS.split(' '), ...TIMES.split(' '), ...OTHERS.split('|')];

const DOCUMENTS = [
  'a: 1\nb:\n- x\n- y\n',
  'yes: 1\non: 2\n~x: 3\n',
  '1.5: a\n1e3: b\n1e6: c\n0777: d\n-0x1: e\n1e21: f\n0.00001: g\n123456.7: h\n16777217.0: i\n.inf: j\n',
  '~: 1\n',
  ': 1\n',
  'null: 1\n',
  '2001-01-01: x\n',
  '[a]: 1\n',
  '{a: 1}: 1\n',
  '18446744073709551615: x\n',
  'a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}\nc:\n  l: 3\n  <<: *x\n',
  'a: &x {k: 1}\ny: &y {k: 2, m: 2}\nb: {<<: [*x, *y]}\nc: {<<: [*y, *x]}\n',
  'a: &x {k: 1}\nb:\n  <<: *x\n  <<: {k: 5, n: 1}\n',
  'a: &x [1]\nb: {<<: *x}\n',
  'a: &x [{k: 1}]\nb: {<<: *x}\n',
  'b: {<<: [{k: 1}, {k: 2}]}\n',
  'b: {<<: 1}\n',
  'b: {"<<": {k: 1}}\n',
  'b: {!!merge <<: {k: 1}}\n',
  'a: &x yes\nb: *x\n*x : c\n',
  'a: &a [*a]\n',
  'a: *nope\n',
  'a: 1\na: 2\n',
  'a: {b: 1, "b": 2}\n',
  'text: |\n  one\n   two\n\n  three\nfold: >-\n  one\n  two\n\n  three\nkeep: |+\n  x\n\n\nend: |2\n   y\n',
  'a: "x\n  y\n\n  z"\nb: \'x\n  y\'\nc: x\n  y\n',
  'a:\n\tb: 1\n',
  'a: 1\n b: 2\n',
  '- 1\n-2\n',
  'a: [1, 2\n',
  'a: {b: 1\n',
  '"a": 1\n\'b\': 2\n? c\n: 3\n',
  '# only a comment\n',
  '',
  '%YAML 1.1\n---\na: 1\n',
  '--- a\n',
  'a: 1\n...\n',
  '\ufeffa: 1\n',
  'a: \u00e9\u4e16\ud83d\ude80\n',
  'a: x\u0000y\n',
  'a: x\u0007y\n',
  'a: b\r\nc: d\r\n',
  '__proto__: 1\nconstructor: 2\ntoString: 3\n',
  'key with spaces: 1\n"quoted: key": 2\n',
  'a:\n- b\n-   c: 1\n    d: 2\n-\n  - e\n',
  'a: -\n',
  'a: - b\n',
  'a: ?\n',
  "a: 'x' y\n",
  'a: http://x:80/y\nb: x:y\nc: ::\n',
  'a: [http://x:80/y, b]\n',
  'a: {u: http://x}\n',
  'a: "{{ x }}"\nb: {{ x }}\n',
  'a: x # comment\nb: x#y\n',
  "a:\n  b: '{\n  x\n y\n\n}'\n  c: 1\n",
  'a:\n  - b: [\n1,\n  2\n]\n    c: {\nd: 1\n}\n',
  'a:\n  b: "x\n\ty"\n  c:\n    [\n\t1,\n\t2]\n',
  'a: \t{}\nb: {\t}\nc:\t[]\nd: {\ta: 1,\tb: 2\t}\ne:\tx\n',
  'a: {x: "p, \tq",\ty: 1}\n',
  'a: |\n  x\n  y',
  'a: |+\n  x\n  y',
  'a: >\n  x\n  y',
  'a: |-\n  x',
  'a: |\n  x\n  ',
  'a: |\n  x\n    ',
  'a: |\n  x\n\n',
  '- |\n x',
  '  ---\na: 1\n',
];

/** What both readers must agree on: the value, or that there is none. */
function ours(text: string): string {
  try {
    const { values } = readYaml(text);
    return JSON.stringify(values[0] ?? null);
  } catch {
    return 'refused';
  }
}

function theirs(answer: { readonly json?: string; readonly error?: string; readonly strict?: string }): string {
  if (answer.error !== undefined) return 'refused';
  // The strict reader refuses keys that are there twice, and also, unlike the one that Kubernetes reads with, overriding a merged key.
  if (answer.strict !== undefined && !answer.strict.includes('already set in map')) return 'refused';
  return JSON.stringify(sorted(JSON.parse(answer.json ?? 'null')));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}

function disagreements(texts: readonly string[]): unknown[] {
  const answers = askReference(texts);
  return texts.flatMap((text, at) => {
    const mine = ours(text);
    const own = mine === 'refused' ? mine : JSON.stringify(sorted(JSON.parse(mine)));
    const other = theirs(answers[at] ?? {});
    return own === other || isDuplicate(mine, answers[at]?.strict) ? [] : [{ text, ours: own, theirs: other }];
  });
}

function isDuplicate(mine: string, strict: string | undefined): boolean {
  return mine === 'refused' && strict !== undefined;
}

const scalarish = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789+-._:eExXoObBaAfF'), minLength: 1, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'yesnooffYESNOtruefalsenull~.infnan'), minLength: 1, maxLength: 6 }),
  fc.tuple(fc.nat(99_999_999), fc.constantFrom('', '.5', 'e3', '_0', ':30', '-01-01', 'Gi', 'm')).map(([n, suffix]) => `${n}${suffix}`),
);

describe('readYaml and sigs.k8s.io/yaml', () => {
  it('agree on scalars as values, in lists and as keys', () => {
    const texts = scalars.flatMap((scalar) => [`a: ${scalar}\n`, `- ${scalar}\n`, `${scalar}: a\n`]);
    expect(disagreements(texts)).toEqual([]);
  });

  it('agree on documents: keys, merges, anchors, blocks, errors', () => {
    expect(disagreements(DOCUMENTS)).toEqual([]);
  });

  it('agree on 6,000 made-up scalars', () => {
    const made = fc.sample(scalarish, { numRuns: 3000, seed: 20 });
    expect(disagreements(made.flatMap((scalar) => [`a: ${scalar}\n`, `${scalar}: a\n`]))).toEqual([]);
  });

  it('differ where JSON allows more than YAML 1.1: kubectl reads such text as JSON', () => {
    const texts = ['{"a": "b\\/c"}', '{"a": "\\ud83d\\ude80"}'];
    expect(texts.map(ours)).toEqual(['{"a":"b/c"}', '{"a":"\ud83d\ude80"}']);
    expect(askReference(texts).map((answer) => theirs(answer))).toEqual(['refused', 'refused']);
  });

  it('can tell a reader that is wrong', () => {
    expect(theirs(askReference(['a: yes\n'])[0] ?? {})).not.toBe('{"a":"yes"}');
  });
});
