// Do our globs match what the libraries of Argo CD match?
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob, type GlobDialect, globMatches } from './app-source-glob.ts';

type Row = readonly [dialect: GlobDialect, separator: '/' | '', pattern: string, text: string, matches: boolean];

// gobwas/glob v0.2.3 (directory include and exclude, AppProject), bmatcuk/doublestar v4 (valueFiles), path/filepath.Match (resource lists).
const ROWS: readonly Row[] = [
  ['gobwas', '', '*.yaml', 'a.yaml', true],
  ['gobwas', '', '*.yaml', 'deep/a.yaml', true],
  ['gobwas', '/', '*.yaml', 'deep/a.yaml', false],
  ['gobwas', '/', '**.yaml', 'deep/a.yaml', true],
  ['gobwas', '', '{a,b}.yaml', 'b.yaml', true],
  ['gobwas', '', '{a,b}.yaml', 'c.yaml', false],
  ['gobwas', '', '{a,{b,c}/*}.yaml', 'c/d.yaml', true],
  ['gobwas', '', '{config.json,env-usw2/*}', 'env-usw2/x', true],
  ['gobwas', '', '[ab].yaml', 'b.yaml', true],
  ['gobwas', '', '[!ab].yaml', 'b.yaml', false],
  ['gobwas', '', '[a-c].yaml', 'b.yaml', true],
  ['gobwas', '', '[a-cx].yaml', 'x.yaml', false],
  ['gobwas', '', 'a?.yaml', 'ab.yaml', true],
  ['gobwas', '/', 'a?b', 'a/b', false],
  ['gobwas', '', '\\*.yaml', '*.yaml', true],
  ['gobwas', '', '\\*.yaml', 'a.yaml', false],
  ['gobwas', '', 'a,b}', 'a,b}', true],
  ['gobwas', '', '', 'a', false],
  ['gobwas', '', '', '', true],
  ['doublestar', '/', 'envs/*.yaml', 'envs/a.yaml', true],
  ['doublestar', '/', 'envs/*.yaml', 'envs/b/a.yaml', false],
  ['doublestar', '/', 'envs/**/a.yaml', 'envs/a.yaml', true],
  ['doublestar', '/', 'envs/**/a.yaml', 'envs/b/c/a.yaml', true],
  ['doublestar', '/', 'envs/**.yaml', 'envs/b/a.yaml', false],
  ['doublestar', '/', 'envs/**', 'envs/b/a.yaml', true],
  ['doublestar', '/', 'envs/{a,b}.yaml', 'envs/b.yaml', true],
  ['doublestar', '/', 'envs/[^a].yaml', 'envs/b.yaml', true],
  ['match', '/', '*', 'Deployment', true],
  ['match', '/', '*.example.test', 'a.example.test', true],
  ['match', '/', '{a,b}', 'a', false],
  ['match', '/', '[^a]*', 'bc', true],
  ['match', '/', '[', '[', false],
];

describe('compileGlob', () => {
  it.each(ROWS)('%s with separator "%s": %s on %s is %s', (dialect, separator, pattern, text, matches) => {
    expect(globMatches(pattern, text, { dialect, separator: separator === '' ? undefined : separator })).toBe(matches);
  });

  it('refuses what is no pattern, and what is too long or too deep to be one', () => {
    for (const pattern of ['[', '[a', '[z-a]', 'a'.repeat(5000), '{'.repeat(40)]) {
      expect(compileGlob(pattern, { dialect: 'gobwas' })).toBeUndefined();
    }
  });

  it('takes linear time for patterns that make backtracking explode', () => {
    const matches = compileGlob('*a'.repeat(100), { dialect: 'gobwas' });
    const started = performance.now();
    expect(matches?.(`${'a'.repeat(2000)}b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('matches any text by itself, escaped', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const escaped = [...text].map((char) => `\\${char}`).join('');
        return globMatches(escaped, text, { dialect: 'gobwas' }) && globMatches(`*${escaped}*`, `x${text}y`, { dialect: 'gobwas' });
      }),
    );
  });
});
