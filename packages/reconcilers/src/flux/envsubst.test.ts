// Do we replace variables as Flux does? Asked of fluxcd/pkg/envsubst itself.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXPRESSIONS } from '../../test/flux-expressions.ts';
import { askFlux, BUILD_TIME } from '../../test/flux-reference.ts';
import { substitute } from './envsubst.ts';

beforeAll(() => {
  askFlux([{ ask: 'envsubst', text: '', vars: {} }]);
}, BUILD_TIME);

const VARS = {
  a: 'alpha',
  empty: '',
  path: '/usr/local/lib/file.tar.gz',
  words: 'one two one two',
  Mixed: 'hELLO wORLD',
  num: '12345',
  uni: 'ärger straße 🚀',
  star: 'a*b',
  _x1: 'under',
  quote: `it's "so"`,
  slash: 'x/y/z',
  dollar: '$a ${a}',
};

function compare(texts: readonly string[], strict: boolean): unknown[] {
  const answers = askFlux(texts.map((text) => ({ ask: 'envsubst', text, vars: VARS, strict })));
  return texts.flatMap((text, at) => {
    const mine = substitute(text, VARS, { strict });
    const { text: other = '', error } = answers[at] ?? {};
    const same = mine.ok ? error === undefined && mine.text === other : error !== undefined;
    return same ? [] : [{ text, ours: mine, theirs: error ?? other }];
  });
}

const names = fc.constantFrom('a', 'empty', 'path', 'words', 'Mixed', 'num', 'nope', 'uni', 'star');
const operators = fc.constantFrom(
  '',
  ':-',
  ':=',
  ':?',
  ':+',
  '=',
  '-',
  ',',
  ',,',
  '^',
  '^^',
  '#',
  '##',
  '%',
  '%%',
  '/',
  '//',
  '/#',
  '/%',
  ':',
);
const snippets = fc.string({ unit: fc.constantFrom(...'ab1*?[]^-\\/:.$ {}lo'), maxLength: 6 });
const { expression } = fc.letrec<{ expression: string; inner: string }>((tie) => ({
  inner: fc.oneof({ weight: 4, arbitrary: snippets }, { weight: 1, arbitrary: tie('expression') }),
  expression: fc
    .tuple(names, operators, tie('inner'), fc.option(tie('inner'), { nil: undefined }))
    .map(([name, operator, first, second]) => `\${${name}${operator}${first}${second === undefined ? '' : `/${second}`}}`),
}));
const tokens = fc.array(fc.constantFrom('$', '{', '}', '${', 'a', 'num', ':', '-', '=', '/', '#', '%', '^', ',', '*', '\\', ' ', '1'), {
  minLength: 1,
  maxLength: 14,
});

describe('substitute and fluxcd/pkg/envsubst', () => {
  it(`agree on ${EXPRESSIONS.length} expressions, strict and not`, () => {
    expect(compare(EXPRESSIONS, false)).toEqual([]);
    expect(compare(EXPRESSIONS, true)).toEqual([]);
  });

  it('agree on made-up expressions and on made-up nonsense', () => {
    const made = [
      ...fc.sample(expression, { numRuns: 4000, seed: 3 }),
      ...fc.sample(tokens, { numRuns: 4000, seed: 4 }).map((list) => list.join('')),
    ];
    expect(compare(made, false)).toEqual([]);
    expect(compare(made, true)).toEqual([]);
  });

  it('names the variable that is missing', () => {
    expect(substitute('x: ${NOPE}', {}, { strict: true })).toEqual({
      ok: false,
      message: 'the variable NOPE has no value and no default',
      variable: 'NOPE',
    });
    expect(substitute('x: ${NOPE}', {}, { strict: false })).toEqual({ ok: true, text: 'x: ' });
  });

  it('shows the expression that cannot be read', () => {
    const result = substitute('fine: ${a}\nbad: ${foo-bar}\n', VARS, { strict: false });
    expect(result).toEqual({ ok: false, message: '`${foo-bar}` cannot be read: `-` is no operator' });
  });

  it('knows only its own variables', () => {
    expect(substitute('${constructor}${__proto__}', {}, { strict: false })).toEqual({ ok: true, text: '' });
    expect(substitute('${constructor}', {}, { strict: true }).ok).toBe(false);
  });

  it('keeps a character whole where Flux cuts it and then refuses the text', () => {
    const [theirs] = askFlux([{ ask: 'envsubst', text: '${uni#?}', vars: VARS }]);
    expect(theirs?.text).toBe('\ufffdrger straße 🚀');
    expect(substitute('${uni#?}', VARS, { strict: true })).toEqual({ ok: true, text: 'rger straße 🚀' });
  });

  it.each([
    ['nested without end', '${a:-'.repeat(5000), 'nested'],
    ['a value many times', '${big}'.repeat(100), 'MiB'],
    ['a pattern that is slow', '${big#*a*b*c*d}', 'too long'],
  ])('bounds its work: %s', (_, text, why) => {
    const started = performance.now();
    const result = substitute(text, { big: 'x'.repeat(1024 * 1024) }, { strict: false });
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining(why) });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
