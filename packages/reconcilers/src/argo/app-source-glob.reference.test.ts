// Do globs, variables and addresses mean what the Go libraries of Argo CD make of them?
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askGlobs, type GlobQuestion } from '../../test/argo-glob-reference.ts';
import { buildEnvironment, substitute } from './app-source-environment.ts';
import { type GlobDialect, globMatches } from './app-source-glob.ts';

const environment = buildEnvironment({ name: 'web', namespace: 'shop', project: 'p', repoURL: 'u', path: 'a/b', targetRevision: 'v1' });
const vars = Object.fromEntries([...environment].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const texts = fc
  .string({ unit: fc.constantFrom('a', 'b', '/', '-', '.'), minLength: 1, maxLength: 8 })
  .filter((text) => !text.endsWith('/'));
const pattern = (...units: readonly string[]) => fc.string({ unit: fc.constantFrom(...units), maxLength: 8 });
const COMMON = ['a', 'b', '/', '*', '?', '-', '.', '[ab]'];

type GlobRow = readonly [dialect: GlobDialect, separator: '/' | '', patterns: fc.Arbitrary<string>];
const ROWS: readonly GlobRow[] = [
  ['gobwas', '', pattern(...COMMON, '**', '{a,b}', '{a,{b,/}}', '[!a]', '[a-b]', '\\*')],
  ['gobwas', '/', pattern(...COMMON, '**', '{a,b}', '{a,{b,/}}', '[!a]', '[a-b]', '\\*')],
  ['doublestar', '/', pattern(...COMMON, '**', '/**/', '{a,b}', '{a*,b}', '[a-b]', '\\*')],
  ['match', '/', pattern(...COMMON, '**', '{a,b}', '[^a]', '[!a]', '[a-b]', '[', '\\*')],
];

describe('globs', () => {
  it.each(ROWS)('of %s with separator "%s" match the same', (ask, separator, patterns) => {
    // No file ends like a directory; with three stars in a row, or two after a brace, the libraries miss matches.
    const ofFiles = patterns.filter((one) => !one.includes('***') && (ask !== 'doublestar' || !/\/(?:\*\*)?$|\}\*\*/.test(one)));
    // gobwas lets a beginning and an end overlap (`a*a` on `a`); kinds and groups have no slash.
    const usual = fc.tuple(ofFiles, texts).filter(([one, text]) => {
      if (ask === 'match') return !text.includes('/');
      return ask === 'doublestar' || one.replaceAll('*', '').length <= text.length;
    });
    const samples = fc.sample(usual, 4000);
    const questions = samples.map(([one, text]): GlobQuestion => ({ ask, pattern: one, text, separator }));
    const answers = askGlobs(questions);
    const different = samples.flatMap(([one, text], index) => {
      const ours = globMatches(one, text, { dialect: ask, separator: separator === '' ? undefined : separator });
      return ours === answers[index]?.matches ? [] : [`${one} on ${text}: ours ${ours}`];
    });
    expect(different).toEqual([]);
    expect(answers.filter(({ matches }) => matches).length).toBeGreaterThan(20);
  });
});

describe('variables', () => {
  it('are replaced the same', () => {
    const words = ['$', '{', '}', 'a', '1', '_', '-', '.', '$$', '${', '$ARGOCD_APP_NAME', '${ARGOCD_APP_SOURCE_PATH}', ' '];
    const samples = fc.sample(fc.string({ unit: fc.constantFrom(...words), maxLength: 10 }), 4000);
    const answers = askGlobs(samples.map((text): GlobQuestion => ({ ask: 'expand', text, vars })));
    expect(samples.map((text) => substitute(text, environment).text)).toEqual(answers.map(({ text }) => text));
  });
});
