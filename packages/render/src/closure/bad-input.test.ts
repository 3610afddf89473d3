// What does a person read whose kustomization cannot work?
import { memoryTree } from '@fairway/testkit';
import { describe, expect, test } from 'vitest';
import { closureIn, closureOf, kustomizeApp, problemsOf } from '../../test/sample-app.ts';

const rows: readonly (readonly [name: string, kustomization: string, files: Readonly<Record<string, string>>, expected: string])[] = [
  ['missing file', 'resources:\n  - a.yaml\n', {}, '2:5 file-unreadable resources entry "a.yaml" does not exist'],
  ['missing directory part', 'patches:\n- path: sub/p.yaml\n', {}, '2:9 file-unreadable patches.path entry "sub/p.yaml" does not exist'],
  ['absolute path', 'resources: [/etc/passwd]\n', {}, '1:13 path-escapes resources entry "/etc/passwd" is an absolute path'],
  ['leaves the repository', 'resources:\n- ../../x.yaml\n', {}, '2:3 path-escapes resources entry "../../x.yaml" leaves the repository'],
  ['directory for a file', 'crds: [d]\n', { 'overlay/d/x.yaml': '' }, '1:8 file-unreadable crds entry "d" is a directory, expected a file'],
  [
    'file for a directory',
    'components: [a.yaml]\n',
    { 'overlay/a.yaml': '' },
    '1:14 file-unreadable components entry "a.yaml" is a file, expected a directory',
  ],
  [
    'directory without kustomization',
    'resources: [../d]\n',
    { 'd/x.yaml': '' },
    '1:13 file-unreadable resources entry "../d" is a directory without a kustomization file',
  ],
  [
    'path below a file',
    'resources: [a.yaml/b]\n',
    { 'overlay/a.yaml': '' },
    '1:13 file-unreadable resources entry "a.yaml/b" goes on below overlay/a.yaml, which is a file',
  ],
  ['no YAML', 'resources:\n- a\n b: [\n', {}, '3:3 file-unreadable overlay/kustomization.yaml is no YAML'],
  ['tab', 'resources:\n\t- a.yaml\n', {}, '2:1 file-unreadable overlay/kustomization.yaml is no YAML: a tab is used for indentation'],
  ['missing chart', 'helmCharts:\n- name: c\n', {}, '2:9 file-unreadable helmCharts chart "charts/c" does not exist'],
  [
    'missing generator file',
    'configMapGenerator:\n- name: m\n  files: [k=a.txt]\n',
    {},
    '3:11 file-unreadable configMapGenerator.files entry "a.txt" does not exist',
  ],
];

test.each(rows)('%s', async (_name, kustomization, files, expected) => {
  const closure = await closureOf({ 'overlay/kustomization.yaml': kustomization, ...files });
  expect(problemsOf(closure)).toHaveLength(1);
  expect(problemsOf(closure)[0]).toContain(`overlay/kustomization.yaml:${expected}`);
  expect(closure.problems[0]?.hint).not.toBe('');
});

describe('what kustomize accepts is no problem', () => {
  const accepted: readonly (readonly [string, string, readonly string[]])[] = [
    ['the last of two equal keys', 'resources: [a.yaml]\nresources: [b.yaml]\n', ['overlay/b.yaml']],
    ['a second document, which it never reads', 'resources: [a.yaml]\n---\nresources: [\n', ['overlay/a.yaml']],
    ['tags', 'resources: !mine [!!str a.yaml]\n', ['overlay/a.yaml']],
    ['a byte order mark', '\uFEFFresources: [a.yaml]\n', ['overlay/a.yaml']],
  ];
  test.each(accepted)('%s', async (_name, kustomization, expected) => {
    const closure = await closureOf({ 'overlay/kustomization.yaml': kustomization, 'overlay/a.yaml': '', 'overlay/b.yaml': '' });
    expect(problemsOf(closure)).toEqual([]);
    expect([...closure.files.keys()]).toEqual(expect.arrayContaining([...expected]));
  });
});

describe('cycles', () => {
  test('a kustomization that leads back to itself', async () => {
    const closure = await closureOf({
      'overlay/kustomization.yaml': 'resources:\n- ../b\n',
      'b/kustomization.yaml': 'resources:\n- ../c\n',
      'c/kustomization.yaml': 'components:\n- ../b\n',
    });
    expect(problemsOf(closure)).toEqual(['c/kustomization.yaml:2:3 file-unreadable kustomizations lead back to themselves: b → c → b']);
  });

  test('a base above its overlay', async () => {
    const closure = await closureOf({
      'overlay/kustomization.yaml': 'resources: [../x]\n',
      'x/kustomization.yaml': 'resources: [../]\n',
      'kustomization.yaml': 'namePrefix: a',
    });
    expect(problemsOf(closure)).toEqual([
      'x/kustomization.yaml:1:13 file-unreadable a kustomization is built on a directory that contains it: overlay → x → .',
    ]);
  });

  test('a diamond is none, and a sibling with a longer name is not above', async () => {
    const closure = await closureOf({
      'overlay/kustomization.yaml': 'resources: [../b, ../c, ../over]\n',
      'b/kustomization.yaml': 'resources: [../d]\n',
      'c/kustomization.yaml': 'resources: [../d]\n',
      'd/kustomization.yaml': 'namePrefix: a\n',
      'over/kustomization.yaml': 'namePrefix: a\n',
    });
    expect(problemsOf(closure)).toEqual([]);
  });
});

test('two kustomization files in one directory', async () => {
  const closure = await closureOf({ 'overlay/kustomization.yaml': 'resources: []', 'overlay/Kustomization': 'resources: []' });
  expect(problemsOf(closure)).toEqual([
    'overlay/Kustomization file-unreadable overlay has several kustomization files: overlay/kustomization.yaml, overlay/Kustomization',
  ]);
});

test('a submodule is named', async () => {
  const closure = await closureOf({ 'overlay/kustomization.yaml': 'resources: [../lib/base]\n', lib: { submodule: 'f00' } });
  expect(problemsOf(closure)[0]).toContain('1:13 file-unreadable resources entry "../lib/base" lies in the git submodule lib');
});

test('a file above the limit of a read is named', async () => {
  const files = { 'overlay/kustomization.yaml': 'resources: [a.yaml]\n', 'overlay/a.yaml': 'x'.repeat(65 * 1024 * 1024) };
  expect(problemsOf(await closureOf(files))).toEqual([
    'overlay/kustomization.yaml:1:13 file-unreadable resources entry "overlay/a.yaml" is larger than 64 MiB'.replace('overlay/a', 'a'),
  ]);
});

test('aliases that would grow without end are a problem, quickly', async () => {
  const levels = Array.from(
    { length: 30 },
    (_, level) => `l${level}: &l${level} [${level === 0 ? 'a' : `*l${level - 1}, *l${level - 1}, *l${level - 1}`}]`,
  );
  const started = performance.now();
  const closure = await closureOf({ 'overlay/kustomization.yaml': `${levels.join('\n')}\nresources: *l29\n` });
  expect(problemsOf(closure)[0]).toContain('grows beyond all bounds by its YAML aliases');
  expect(performance.now() - started).toBeLessThan(20_000);
});

test('an app whose directory has no kustomization, or is not there', async () => {
  const tree = memoryTree({ 'd/x.yaml': '' });
  expect(problemsOf(await closureIn(tree, kustomizeApp('d')))[0]).toContain('d has no kustomization file');
  expect(problemsOf(await closureIn(tree, kustomizeApp('e')))[0]).toContain('kustomization "e" does not exist');
});

test('a run that was stopped', async () => {
  const stopped = closureOf({ 'overlay/kustomization.yaml': '' }, undefined, { signal: AbortSignal.abort() });
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
});

test('50 MB of a kustomization are refused before they are parsed, 50 MB of a resource are only hashed', async () => {
  const large = `# ${'x'.repeat(50 * 1024 * 1024)}\n`;
  const refused = await closureOf({ 'overlay/kustomization.yaml': large });
  expect(problemsOf(refused)).toEqual(['overlay/kustomization.yaml file-unreadable overlay/kustomization.yaml is larger than 16 MiB']);
  const hashed = await closureOf({ 'overlay/kustomization.yaml': 'resources: [a.yaml]', 'overlay/a.yaml': large });
  expect(problemsOf(hashed)).toEqual([]);
});

test('thousands of missing files are told as some, in time', async () => {
  const entries = Array.from({ length: 20_000 }, (_, index) => `- missing-${index}.yaml`);
  const started = performance.now();
  const closure = await closureOf({ 'overlay/kustomization.yaml': `resources:\n${entries.join('\n')}\n` });
  expect(problemsOf(closure)).toHaveLength(100);
  expect(performance.now() - started).toBeLessThan(20_000);
});
