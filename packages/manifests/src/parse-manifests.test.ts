// Are all objects of a rendering found, and is everything else named with its place?
import { describe, expect, it } from 'vitest';
import { parseManifests } from './parse-manifests.ts';

const names = (text: string) => parseManifests(text).objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
const problems = (text: string) =>
  parseManifests(text).problems.map(({ document, line, column, message }) => `${document}@${line}:${column} ${message}`);
const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

describe('parseManifests', () => {
  it.each([
    ['one document', map('a'), ['ConfigMap/a']],
    ['several', `${map('a')}---\n${map('b')}`, ['ConfigMap/a', 'ConfigMap/b']],
    ['a separator first, empty documents, comments', `---\n# nothing\n---\n---\n${map('a')}---\n`, ['ConfigMap/a']],
    [
      'content on the separator line',
      '--- {apiVersion: v1, kind: A, metadata: {name: a}}\n--- # b\n{apiVersion: v1, kind: B, metadata: {name: b}}',
      ['A/a', 'B/b'],
    ],
    ['dashes that separate nothing', `${map('a')}data:\n  x: |\n    ---\n    y\n`, ['ConfigMap/a']],
    ['CRLF', `${map('a')}---\n${map('b')}`.replaceAll('\n', '\r\n'), ['ConfigMap/a', 'ConfigMap/b']],
    ['directives and document ends', `%YAML 1.1\n---\n${map('a')}...\n---\n${map('b')}`, ['ConfigMap/a', 'ConfigMap/b']],
    ['JSON', '{"apiVersion": "v1", "kind": "A", "metadata": {"name": "a"}}', ['A/a']],
    [
      'a List',
      `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: a}}\n- apiVersion: v1\n  kind: List\n  items: [{apiVersion: v1, kind: B, metadata: {name: b}}]\n`,
      ['A/a', 'B/b'],
    ],
    ['a typed list', 'apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: a}\n', ['ConfigMap/a']],
    [
      'an object whose kind ends with List',
      'apiVersion: x/v1\nkind: AllowList\nmetadata: {name: a}\nitems: [{name: x}]\n',
      ['AllowList/a'],
    ],
    ['an empty List', 'apiVersion: v1\nkind: List\nitems: []\n', []],
    ['nothing', '', []],
  ])('reads %s', (_, text, expected) => {
    expect(parseManifests(text).problems).toEqual([]);
    expect(names(text)).toEqual(expected);
  });

  it('accepts an object whose name the API server will complete', () => {
    expect(parseManifests('apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}\n').objects).toHaveLength(1);
  });

  it('keeps the sources that helm names', () => {
    const text = `---\n# Source: web/templates/a.yaml\n${map('a')}---\n${map('b')}---\n\n# Source: web/templates/c.yaml\n${map('c')}`;
    expect(parseManifests(text).sources).toEqual(['web/templates/a.yaml', undefined, 'web/templates/c.yaml']);
  });

  it.each([
    ['no kind', 'apiVersion: v1\nmetadata: {name: a}\n', ['0@1:1 kind must be text, found nothing']],
    ['no apiVersion', `# c\n${map('a').replace('apiVersion: v1\n', '')}`, ['0@2:1 apiVersion must be text, found nothing']],
    ['no metadata', 'apiVersion: v1\nkind: A\n', ['0@1:1 A: metadata must be a mapping, found nothing']],
    ['no name', 'apiVersion: v1\nkind: A\nmetadata:\n  labels: {}\n', ['0@4:3 A: metadata.name must be text, found nothing']],
    ['a name that is a number', map('0777'), ['0@4:9 ConfigMap: metadata.name must be text, found the number 511; quote it']],
    [
      'a namespace that is a word of YAML',
      `${map('a')}  namespace: on\n`,
      ['0@5:14 ConfigMap a: metadata.namespace must be text, found the boolean true; quote it'],
    ],
    [
      'a label that is no text',
      `${map('a')}  labels:\n    x: "1"\n    y/z: 1.10\n`,
      ['0@7:10 ConfigMap a: metadata.labels[y/z] must be text, found the number 1.1; quote it'],
    ],
    ['labels that are a list', `${map('a')}  labels: [x]\n`, ['0@5:11 ConfigMap a: metadata.labels must be a mapping, found a list']],
    ['a list', '- a\n', ['0@1:1 a Kubernetes object must be a mapping, found a list']],
    [
      'a text',
      'Error: nothing here\n---\nhello\n',
      ['0@1:1 apiVersion must be text, found nothing', '1@3:1 a Kubernetes object must be a mapping, found the string "hello"'],
    ],
    [
      'an item of a List',
      `${map('a')}---\napiVersion: v1\nkind: List\nitems:\n- kind: A\n  metadata: {name: x}\n`,
      ['1@9:3 apiVersion must be text, found nothing'],
    ],
    ['a duplicate key', `${map('a')}---\n${map('b')}data:\n  x: 1\n  x: 2\n`, ['1@12:3 key "x" is there twice in one mapping']],
    ['a tab', `${map('a')}data:\n\tx: 1\n`, ['0@6:1 a tab is used for indentation; YAML allows spaces only']],
  ])('names %s with its place', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('reads the documents around a broken one', () => {
    const text = `${map('a')}---\na: [\n---\n${map('c')}`;
    expect(names(text)).toEqual(['ConfigMap/a', 'ConfigMap/c']);
    expect(problems(text)).toHaveLength(1);
  });

  it('reads null namespace, labels and annotations as an API server does', () => {
    const { objects, problems: none } = parseManifests(`${map('a')}  namespace:\n  labels:\n  annotations: {a: , b: x}\n`);
    expect(none).toEqual([]);
    expect(objects[0]?.metadata).toEqual({ name: 'a', annotations: { a: '', b: 'x' } });
  });

  it('bounds documents and problems', () => {
    expect(parseManifests('--- 1\n'.repeat(50), { maxDocuments: 10 }).problems.at(-1)?.message).toBe('more than 10 documents');
    expect(parseManifests('--- 1\n'.repeat(500)).problems).toHaveLength(100);
  });
});

describe('hostile text', () => {
  const bomb = `a: &a [${'x,'.repeat(9)}x]\n${'bcdefghi'
    .split('')
    .map((name, at) => `${name}: &${name} [${`*${'abcdefghi'[at]},`.repeat(9)}*${'abcdefghi'[at]}]`)
    .join('\n')}\n`;

  it.each([
    ['an alias bomb', bomb, /aliases/],
    ['an anchor that contains itself', 'a: &a {b: [*a]}', /contains itself/],
    ['brackets without end', '['.repeat(200_000), /nested too deeply/],
    ['braces without end', '{'.repeat(200_000), /nested too deeply/],
    ['dashes without end', '- '.repeat(200_000), /nested too deeply/],
    ['a NUL', 'a: b\0', /null byte/],
    ['Lists in Lists', `${'{kind: List, apiVersion: v1, items: ['.repeat(8)}${']}'.repeat(8)}`, /nested too deeply/],
  ])('%s is a problem, and soon', (_, text, message) => {
    const started = performance.now();
    expect(parseManifests(text).problems[0]?.message).toMatch(message);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('aliases that stay small are read', () => {
    expect(parseManifests('apiVersion: v1\nkind: A\nmetadata: {name: &n a, labels: {x: *n}}\n').objects[0]?.metadata.labels).toEqual({
      x: 'a',
    });
  });

  it('keys that JavaScript knows are keys like others', () => {
    const { objects } = parseManifests('apiVersion: v1\nkind: A\nmetadata: {name: a}\n__proto__: {polluted: 1}\nconstructor: 1\n');
    expect(Object.keys(objects[0] ?? {})).toContain('__proto__');
    expect(JSON.stringify(Object.getPrototypeOf(objects[0]))).toBe('{}');
    expect({}).not.toHaveProperty('polluted');
  });
});
