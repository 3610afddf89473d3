// Is a wrong app.yaml told what is wrong with it?
import { expect, it } from 'vitest';
import { readAppConfig } from './app-file.ts';

const problemsOf = (text: string): string => {
  const reading = readAppConfig(text, 'apps/web/app.yaml');
  return reading.ok ? '' : reading.problems.map(({ at, message, hint }) => `${at.line}:${at.column} ${message} | ${hint}`).join('\n');
};

const GOOD = `name: storefront
owner: team-shop
tier: 1
scope: namespace
namespaces: [shop-dev]
renderer: { kind: helm, chart: ../chart, valueFiles: [values.yaml, release.yaml] }
images: [{ name: app, repository: registry.lks.internal:5000/shop/storefront, source: https://git.lks.internal/shop/storefront }]
release:
  fields: [{ file: release.yaml, path: /image/tag }, { file: release.yaml, path: /a~1b/0 }]
  carries: [settings.env]
`;

it('accepts a whole one', () => {
  expect(problemsOf(GOOD)).toBe('');
  expect(problemsOf('{}')).toBe('');
});

it.each([
  ['path', 'path: x', "1:1 unknown key 'path' | an ApplicationSet git-file generator would overwrite it"],
  ['values', 'values: {}', "1:1 unknown key 'values' | an ApplicationSet git-file generator would clash with it"],
  [
    'a misspelt renderer',
    'renderer: { kind: hlm, chart: x }',
    "1:19 renderer.kind is 'hlm': expected helm, kustomize or directory | did you mean 'helm'?",
  ],
  ['a key of another renderer', 'renderer: { kind: kustomize, chart: x }', "1:30 unknown key 'chart' in renderer | known keys: kind, path"],
  ['a chart that is not pinned', 'renderer: { kind: helm, chart: "oci://r/x" }', "the chart 'oci://r/x' is not pinned"],
  ['a chart by https', 'renderer: { kind: helm, chart: "https://r/x" }', 'is neither a directory nor an oci:// reference'],
  ['a pin on a directory', 'renderer: { kind: helm, chart: ../x, version: "1.0.0" }', 'renderer.version belongs to an oci:// reference'],
  ['an absolute chart', 'renderer: { kind: helm, chart: /x }', "the chart '/x' is no relative path"],
  [
    'two namespaces in one',
    'scope: namespace\nnamespaces: [a, b]',
    '1:8 scope is namespace and there are 2 namespaces | write scope: namespaces',
  ],
  ['a namespace twice', 'namespaces: [a, a]', "'a' is in namespaces twice, first at /namespaces/0"],
  ['an image with a tag', 'images: [{ name: a, repository: "r.io/a:1" }]', 'expected host and path, without tag or digest'],
  ['a release field twice', 'release: { fields: [{ file: r, path: /a }, { file: r, path: /a }] }', "'r /a' is in release.fields twice"],
  ['a pointer that is none', 'release: { fields: [{ file: r, path: a.b }] }', "release.fields[0].path is 'a.b': expected a JSON pointer"],
  ['no fields', 'release: { fields: [] }', 'release.fields is a list: expected at least 1 entry'],
])('refuses %s', (_, text, expected) => {
  expect(problemsOf(text)).toContain(expected);
});
