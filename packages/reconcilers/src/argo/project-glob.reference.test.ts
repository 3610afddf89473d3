// Are addresses of repositories compared as Go's url package writes them (NormalizeGitURL, util/git/git.go of argo-cd v3.5.7)?
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { askGlobs, type GlobQuestion } from '../../test/argo-glob-reference.ts';
import { normalRepository } from './project-glob.ts';

it('addresses and patterns are written the same', () => {
  const units = ['a', 'b', '/', '*', '-', '.', '{', '}', ',', '!', '[', ']', '(', "'", '+', '~', '@', '=', '&', '$'];
  const paths = fc
    .sample(fc.string({ unit: fc.constantFrom(...units), maxLength: 8 }), 3000)
    .map((path) => `https://git.example.test/${path}`);
  const answers = askGlobs(paths.map((text): GlobQuestion => ({ ask: 'url', text })));
  const different = paths.filter((path, index) => !/@/.test(path) && normalRepository(path) !== answers[index]?.text);
  expect(different).toEqual([]);
});
