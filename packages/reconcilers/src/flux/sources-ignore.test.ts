// Do we leave out the same files as source-controller? Asked of fluxcd/pkg/sourceignore.
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { askFlux, BUILD_TIME } from '../../test/flux-reference.ts';
import { ignores } from './sources-ignore.ts';

beforeAll(() => {
  askFlux([{ ask: 'ignore', text: '', paths: [] }]);
}, BUILD_TIME);

const PATHS = [
  'a.yaml',
  'a.jpg',
  'docs/b.png',
  'x.tar.gz',
  '.gitignore',
  '.git/config',
  'deep/.git/config',
  '.github/workflows/x.yml',
  'a/.github/x.yml',
  '.sops.yaml',
  'clusters/.sops.yaml',
  '.flux.yaml',
  'apps/.goreleaser.yml',
  '.travis.yml',
  'ci/.travis.yml',
  'deploy/app.yaml',
  'deploy/sub/app.yaml',
  'other/deploy/app.yaml',
  'deploy.yaml',
  'a b.yaml',
  'a/b/c/d.yaml',
  'a/x/d.yaml',
  'a/d.yaml',
  'd/a.yaml',
];

const PATTERNS = [
  '',
  '# only a comment\n',
  '/*\n!/deploy\n',
  '/*\n!/deploy/\n',
  '*.yaml',
  '*\n!deploy/\n',
  'deploy/',
  '/deploy/',
  'deploy',
  '/deploy/*\n!/deploy/sub\n',
  '**/d.yaml',
  'a/**',
  'a/**/d.yaml',
  '/**/d.yaml',
  'a/*/d.yaml',
  '!a.jpg',
  '!.gitignore',
  'a b.yaml   ',
  'a\\ b.yaml',
  '[ad]*/',
  '[',
  'a**b/c',
  '?.yaml',
  '**',
  '/',
  ' ',
  '!',
  'deploy/sub/app.yaml\r\n',
];

function ours(text: string): string {
  const ignored = ignores(text === '' ? [] : [{ directory: '', text }]);
  return PATHS.filter(ignored).join('\n');
}

function disagreements(texts: readonly string[]): unknown[] {
  const answers = askFlux(texts.map((text) => ({ ask: 'ignore', text, paths: PATHS })));
  return texts.flatMap((text, at) => (answers[at]?.text === ours(text) ? [] : [{ text, ours: ours(text), theirs: answers[at] }]));
}

const line = fc.array(fc.constantFrom('a', 'd', 'deploy', '*', '**', '/', '!', '.yaml', '?', '[ab]', 'app', 'sub', '\\', ' ', '#'), {
  minLength: 1,
  maxLength: 6,
});
const made = fc
  .array(
    line.map((parts) => parts.join('')),
    { minLength: 1, maxLength: 4 },
  )
  .map((lines) => lines.join('\n'));

it('leaves out what source-controller leaves out', () => {
  expect(disagreements(PATTERNS)).toEqual([]);
});

it('does so for 3,000 made-up files of patterns', () => {
  expect(disagreements(fc.sample(made, { numRuns: 3000, seed: 11 })).slice(0, 5)).toEqual([]);
});

it('takes patterns of a directory for that directory, and spec.ignore last', () => {
  const ignored = ignores([{ directory: 'apps', text: '/secret\n*.md\n' }], '!apps/keep.md\n');
  expect(['secret', 'apps/secret', 'apps/x/secret', 'a.md', 'apps/x/a.md', 'apps/keep.md', 'x.jpg'].filter(ignored)).toEqual([
    'apps/secret',
    'apps/x/a.md',
  ]);
});
