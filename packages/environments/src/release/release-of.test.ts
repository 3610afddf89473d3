// Is a release the same wherever it runs and however it is written, and another one as soon as a byte of it differs?
import { AppConfig, Release } from '@fairway/contracts';
import { describe, expect, it } from 'vitest';
import { canonicalRelease } from './release-id.ts';
import { releaseOf } from './release-of.ts';

const CONFIG = {
  release: {
    fields: [
      { file: 'release.yaml', path: '/image/tag' },
      { file: 'release.yaml', path: '/image/digest' },
      { file: 'kustomization.yaml', path: '/resources/0' },
    ],
    carries: ['settings.env'],
  },
};
const FILES = {
  'release.yaml': 'image:\n  tag: 1.4.0\n  digest: sha256:abc # pinned\n',
  'kustomization.yaml': 'resources: [../../1.0.0/base]\n',
  'settings.env': 'A=1\n',
};

const read = (
  files: Readonly<Record<string, string | Uint8Array>>,
  { root = 'environments/dev/apps/a', config = CONFIG as object } = {},
) => {
  const app = { root, config: AppConfig.parse(config), declaredAt: { file: `${root}/app.yaml` } };
  return releaseOf(app, (path) => (path.startsWith(`${root}/`) ? files[path.slice(root.length + 1)] : undefined));
};
const idOf = (...args: Parameters<typeof read>) => {
  const result = read(...args);
  return result.kind === 'release' ? result.release.id : result.kind;
};
const problemsOf = (...args: Parameters<typeof read>) => {
  const result = read(...args);
  return result.kind === 'wrong'
    ? result.problems.map(({ at, message, hint }) => `${at.file}:${at.line}:${at.column} ${message} | ${hint}`)
    : [];
};

it('has values, hashes and the documented id', () => {
  const result = read(FILES);
  expect(result).toMatchObject({
    kind: 'release',
    release: {
      id: '018ab036a88f37853c2393af3a86ef6652c883dc9fa5c4f7b3ca30daa6d32ac5',
      fields: [
        { file: 'release.yaml', path: '/image/tag', value: '1.4.0' },
        { file: 'release.yaml', path: '/image/digest', value: 'sha256:abc' },
        { file: 'kustomization.yaml', path: '/resources/0', value: '../../1.0.0/base' },
      ],
      carries: [{ file: 'settings.env', sha256: '91d6a3d55e9fea7911c537afae6607c77fa8bc0f3a76c375e104ac5a8cfa84db' }],
    },
  });
  expect(result.kind === 'release' && Release.safeParse(result.release).success).toBe(true);
});

it('the canonical text is what the contract says', () => {
  const text = canonicalRelease({
    fields: [
      { file: 'b', path: '/x', value: 1 },
      { file: 'a', path: '/y', value: 'v' },
      { file: 'a', path: '/x', value: true },
    ],
    carries: [{ file: 'c', sha256: 'd' }],
  });
  expect(text).toBe('{"carries":[["c","d"]],"fields":[["a","/x",true],["a","/y","v"],["b","/x",1]],"version":1}');
});

describe('the same id', () => {
  it.each([
    ['another environment', () => idOf(FILES, { root: 'environments/prod/apps/a' })],
    ['another order', () => idOf(FILES, { config: { release: { ...CONFIG.release, fields: CONFIG.release.fields.toReversed() } } })],
    ['other formatting', () => idOf({ ...FILES, 'release.yaml': '# c\nimage: {digest: "sha256:abc", tag: \'1.4.0\', more: 1}\n' })],
    ['a path written otherwise', () => idOf(FILES, { config: { release: { ...CONFIG.release, carries: ['./x/../settings.env'] } } })],
    ['bytes instead of text', () => idOf({ ...FILES, 'settings.env': new TextEncoder().encode('A=1\n') })],
  ])('for %s', (_, id) => {
    expect(id()).toBe(idOf(FILES));
  });
});

describe('another id', () => {
  it.each([
    ['another value', { ...FILES, 'release.yaml': FILES['release.yaml'].replace('1.4.0', '1.4.1') }],
    ['another byte of a carried file', { ...FILES, 'settings.env': 'A=1' }],
    ['text instead of a number', { ...FILES, 'release.yaml': 'image: {tag: 7, digest: sha256:abc}' }],
  ])('for %s', (_, files) => {
    expect(idOf(files)).toMatch(/^[0-9a-f]{64}$/);
    expect(idOf(files)).not.toBe(idOf(FILES));
  });

  it('7 and "7" differ', () => {
    const tag = (value: string) => ({ ...FILES, 'release.yaml': `image: {tag: ${value}, digest: a}` });
    expect(idOf(tag('7'))).not.toBe(idOf(tag('"7"')));
  });
});

it('an app without release fields has none', () => {
  expect(read(FILES, { config: {} })).toEqual({ kind: 'none' });
});

describe('what is wrong has a place', () => {
  const at = 'environments/dev/apps/a/release.yaml';
  const withText = (text: string) => problemsOf({ ...FILES, 'release.yaml': text });

  it.each([
    [
      'a missing field',
      'image:\n  tga: 1.4.0\n  digest: a\n',
      `${at}:2:3 /image/tag is not there: /image has no 'tag' | did you mean 'tga'? keys: tga, digest`,
    ],
    [
      'a mapping',
      'image:\n  tag: {a: 1}\n  digest: a\n',
      `${at}:2:8 /image/tag is a mapping: expected a single value | name a field, not its parent`,
    ],
    [
      'nothing',
      'image:\n  tag:\n  digest: a\n',
      `${at}:2:7 /image/tag is empty: expected text, a whole number, true or false | write a value`,
    ],
    [
      'a number that YAML rewrites',
      'image:\n  tag: 1.10\n  digest: a\n',
      `${at}:2:8 /image/tag is the number 1.10: expected text, a whole number, true or false | put it in quotes: "1.10"`,
    ],
    [
      'a number in octal',
      'image:\n  tag: 012\n  digest: a\n',
      `${at}:2:8 /image/tag is the number 012: expected text, a whole number, true or false | put it in quotes: "012"`,
    ],
    [
      'an alias',
      'x: &x v\nimage:\n  tag: *x\n  digest: a\n',
      `${at}:3:8 /image/tag is an alias: expected a value of its own | write the value out`,
    ],
    ['the key twice', 'image:\n  tag: a\n  tag: b\n  digest: a\n', `${at}:3:8 /image/tag is there twice | keep one of them`],
    [
      'broken YAML',
      'image: [\n',
      `${at}:2:1 the YAML cannot be read: Flow sequence in block collection must be sufficiently indented and end with a ] | a release file is one YAML document`,
    ],
    ['no mapping', '- a\n', `${at}:1:1 /image/tag is not there: the file is a list of 1 | count from 0`],
  ])('%s', (_, text, expected) => {
    expect(withText(text)[0]).toBe(expected);
  });

  it('missing files are named where the release names them, all at once', () => {
    expect(problemsOf({ 'kustomization.yaml': FILES['kustomization.yaml'] })).toEqual([
      "environments/dev/apps/a/app.yaml:1:undefined the release names 'release.yaml', and there is no environments/dev/apps/a/release.yaml | add the file, or mend release in app.yaml",
      "environments/dev/apps/a/app.yaml:1:undefined the release names 'release.yaml', and there is no environments/dev/apps/a/release.yaml | add the file, or mend release in app.yaml",
      "environments/dev/apps/a/app.yaml:1:undefined the release names 'settings.env', and there is no environments/dev/apps/a/settings.env | add the file, or mend release in app.yaml",
    ]);
  });

  it('a path out of the repository is never read', () => {
    const asked: string[] = [];
    const app = {
      root: 'a',
      config: AppConfig.parse({ release: { fields: [{ file: '../../x', path: '/a' }] } }),
      declaredAt: { file: 'a/app.yaml' },
    };
    const result = releaseOf(app, (path) => void asked.push(path));
    expect(result.kind).toBe('wrong');
    expect(asked).toEqual([]);
  });
});
