// Does a helm app's closure hold its chart, what the chart depends on, and its values?
import type { AppConfig, SourceTree } from '@fairway/contracts';
import { type MemoryFile, memoryTree } from '@fairway/testkit';
import { describe, expect, test } from 'vitest';
import { closureIn, closureOf, helmApp, pathsOf, problemsOf } from '../../test/sample-app.ts';
import type { ChartStaging } from '../model.ts';

const chart = (name: string, ...dependencies: readonly string[]): string =>
  `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${dependencies.length === 0 ? '' : `dependencies:\n${dependencies.map((line) => `- ${line}\n`).join('')}`}`;

const local = (name: string, path: string): string => `{ name: ${name}, version: 1.0.0, repository: "file://${path}" }`;

/** `chart(file file; name: …)` */
function shape({ chart: directory, files, dependencies }: ChartStaging): string {
  const below = dependencies.map(({ name, staging }) => `${name}=${shape(staging)}`);
  return `${directory}(${[...files.map(({ path, source }) => (source === `${directory}/${path}` ? path : `${path}<${source}`)), ...below].join(' ')})`;
}

test('the chart whole, its listings, and the values files', async () => {
  const files = {
    'c/Chart.yaml': chart('c'),
    'c/values.yaml': 'a: 1',
    'c/templates/x.yaml': '',
    'c/README.md': '',
    'v.yaml': 'a: 2',
    'other/x': '',
  };
  const closure = await closureOf(files, helmApp('c', ['v.yaml']));
  expect(pathsOf(closure)).toEqual(['c/Chart.yaml', 'c/README.md', 'c/templates/x.yaml', 'c/values.yaml', 'v.yaml']);
  expect([...closure.listings]).toEqual([
    ['c', ['Chart.yaml', 'README.md', 'templates', 'values.yaml']],
    ['c/templates', ['x.yaml']],
  ]);
  expect(problemsOf(closure)).toEqual([]);
});

describe('dependencies', () => {
  test('file:// is staged, recursively, without what its .helmignore leaves out', async () => {
    const closure = await closureOf(
      {
        'c/Chart.yaml': chart('c', local('lib', '../lib')),
        'lib/Chart.yaml': chart('lib', local('deep', './sub/deep')),
        'lib/.helmignore': 'sub/\n*.md\n',
        'lib/README.md': '',
        'lib/templates/_a.tpl': '',
        'lib/sub/deep/Chart.yaml': chart('deep'),
      },
      helmApp('c'),
    );
    expect(problemsOf(closure)).toEqual([]);
    expect(closure.charts.map(shape)).toEqual([
      'c(Chart.yaml lib=lib(.helmignore Chart.yaml templates/_a.tpl deep=lib/sub/deep(Chart.yaml)))',
    ]);
    expect(pathsOf(closure)).toContain('lib/README.md');
  });

  test('what lies in charts/ is used as it is', async () => {
    const closure = await closureOf(
      {
        'c/Chart.yaml': chart('c', local('lib', '../lib'), '{ name: db, version: 1.x, repository: "https://example.invalid" }'),
        'c/charts/vendored/Chart.yaml': chart('lib'),
        'c/charts/db-1.2.3.tgz': 'archive',
        'lib/Chart.yaml': chart('lib'),
      },
      helmApp('c'),
    );
    expect(problemsOf(closure)).toEqual([]);
    expect(closure.charts.map(shape)).toEqual(['c(Chart.yaml charts/db-1.2.3.tgz charts/vendored/Chart.yaml)']);
  });

  test('a remote one that is not in charts/ is named', async () => {
    const files = {
      'c/Chart.yaml': chart('c', '{ name: db, version: 1.2.3, repository: "https://example.invalid" }'),
      'c/charts/dbx-1.tgz': '',
    };
    const closure = await closureOf(files, helmApp('c'));
    expect(problemsOf(closure)).toEqual([
      'c/Chart.yaml:5:11 file-unreadable dependency db (https://example.invalid) is missing from c/charts',
    ]);
    expect(closure.absent).toEqual(['c/.helmignore', 'c/charts/db-1.2.3.tgz']);
  });

  test('an archive that git ignores is found by its version, and marked', async () => {
    const files = {
      'c/Chart.yaml': chart('c', '{ name: db, version: ^1, repository: "https://example.invalid" }'),
      'c/Chart.lock': 'dependencies: [{ name: db, version: 1.2.3 }]',
    };
    const tree: SourceTree = { ...memoryTree(files, { ignored: { 'c/charts/db-1.2.3.tgz': 'archive' } }), root: '/work-tree' };
    const closure = await closureIn(tree, helmApp('c'));
    expect(problemsOf(closure)).toEqual([]);
    expect(closure.files.get('c/charts/db-1.2.3.tgz')?.ignored).toBe(true);
    expect(closure.charts.map(shape)).toEqual(['c(Chart.lock Chart.yaml charts/db-1.2.3.tgz)']);
  });

  test('requirements.yaml, two of one name, and a cycle', async () => {
    const closure = await closureOf(
      {
        'c/Chart.yaml': 'name: c\nversion: 1.0.0\n',
        'c/requirements.yaml': `dependencies:\n- ${local('lib', '../lib')}\n- ${local('lib', '../lib2')}\n- ${local('lib', '../lib')}\n`,
        'lib/Chart.yaml': chart('lib', local('c', '../c')),
        'lib2/Chart.yaml': chart('lib'),
      },
      helmApp('c'),
    );
    expect(closure.charts.map(shape)).toEqual(['c(Chart.yaml requirements.yaml lib=lib(Chart.yaml) lib-2=lib2(Chart.yaml))']);
    expect(problemsOf(closure)).toEqual(['lib/Chart.yaml:5:11 file-unreadable charts depend on each other: c → lib → c']);
  });

  test.each([
    [local('lib', '../../lib'), 'path-escapes'],
    [local('lib', '/lib'), 'path-escapes'],
    [local('lib', '../no'), 'file-unreadable'],
    [local('../lib', '../lib'), 'file-unreadable'],
  ])('%s', async (dependency, code) => {
    const closure = await closureOf({ 'c/Chart.yaml': chart('c', dependency), 'lib/Chart.yaml': chart('lib') }, helmApp('c'));
    expect(closure.problems).toMatchObject([{ code, at: { file: 'c/Chart.yaml', line: 5, column: 11 } }]);
  });
});

describe('bad charts and values', () => {
  const good = { 'c/Chart.yaml': chart('c') };
  const rows: readonly (readonly [string, Readonly<Record<string, MemoryFile>>, string])[] = [
    ['no Chart.yaml', { 'c/values.yaml': '' }, 'c/Chart.yaml file-unreadable c is no chart: it has no Chart.yaml'],
    ['no name', { 'c/Chart.yaml': 'apiVersion: v2\nversion: 1.0.0\n' }, 'c/Chart.yaml:1:1 file-unreadable c/Chart.yaml has no name'],
    [
      'Chart.yaml is a list',
      { 'c/Chart.yaml': '\n- a\n' },
      'c/Chart.yaml:2:1 file-unreadable c/Chart.yaml must be a mapping, found a list',
    ],
    ['Chart.yaml is no YAML', { 'c/Chart.yaml': 'name: c\n\tx: 1\n' }, 'c/Chart.yaml:2:1 file-unreadable c/Chart.yaml is no YAML'],
    [
      'values are a list',
      { ...good, 'v.yaml': '# values\n- a: 1\n' },
      'v.yaml:2:1 file-unreadable v.yaml must be a mapping of values, found a list',
    ],
    [
      'the second document is a text',
      { ...good, 'v.yaml': 'a: 1\n---\nb\n' },
      'v.yaml:3:1 file-unreadable v.yaml must be a mapping of values, found a single value',
    ],
    ['values are no YAML', { ...good, 'v.yaml': 'a: [\n' }, 'v.yaml:2:1 file-unreadable v.yaml is no YAML'],
    [
      "the chart's own values are a list",
      { 'c/Chart.yaml': chart('c'), 'c/values.yaml': '[]' },
      'c/values.yaml:1:1 file-unreadable c/values.yaml must be a mapping',
    ],
    [
      'a link out of the chart and the repository',
      { ...good, 'c/templates/a.yaml': { symlink: '../../../x' } },
      'c/templates/a.yaml path-escapes chart file "c/templates/a.yaml" leads out',
    ],
    [
      'a link to a directory above it',
      { ...good, 'c/templates/up': { symlink: '..' } },
      'c file-unreadable the link c/templates/up leads back to c, which contains it',
    ],
    [
      'a schema that needs a file of the machine',
      { ...good, 'c/values.schema.json': '{"$ref":"other.json"}' },
      'c/values.schema.json path-escapes c/values.schema.json refers to /other.json',
    ],
  ];
  test.each(rows)('%s', async (_name, files, expected) => {
    const closure = await closureOf({ 'v.yaml': 'a: 1', ...files }, helmApp('c', ['v.yaml']));
    expect(problemsOf(closure)).toHaveLength(1);
    expect(problemsOf(closure)[0]).toContain(expected);
  });

  test('missing chart and values', async () => {
    const closure = await closureOf({ 'x.yaml': '' }, helmApp('c', ['v.yaml', '../v.yaml']));
    expect(problemsOf(closure)).toEqual([
      'app.yaml file-unreadable chart "c" does not exist',
      'app.yaml file-unreadable values file "v.yaml" does not exist',
      'app.yaml path-escapes values file "../v.yaml" leaves the repository',
    ]);
  });

  test('a missing path is told as app.yaml writes it', async () => {
    const file = 'env/web/app.yaml';
    const config: AppConfig = { renderer: { kind: 'helm', chart: '../../c', valueFiles: ['v.yaml'] } };
    const app = { ...helmApp('c', ['env/web/v.yaml']), root: 'env/web', config, declaredAt: { file }, inferred: false };
    const { problems } = await closureOf({ [file]: 'renderer:\n  kind: helm\n  chart: ../../c\n  valueFiles: [v.yaml]\n' }, app);
    expect(problems).toMatchObject([
      {
        message: 'chart "../../c" does not exist',
        hint: 'c is not there. Correct the path, which is relative to env/web, or add what it names.',
        at: { file, line: 3, column: 10 },
      },
      { message: 'values file "v.yaml" does not exist', at: { file, line: 4, column: 16 } },
    ]);
  });
});

test('a schema that the network would have to complete', async () => {
  const schema =
    '{"$schema":"http://json-schema.org/draft-07/schema#","$defs":{"a":{"$id":"https://example.invalid/in.json"}},"allOf":[{"$ref":"https://example.invalid/in.json"},{"$ref":"#/$defs/a"},{"$ref":"https://example.invalid/out.json#/x"}]}';
  const closure = await closureOf({ 'c/Chart.yaml': chart('c'), 'c/values.schema.json': schema }, helmApp('c'));
  expect(closure.remotes).toEqual([{ url: 'https://example.invalid/out.json', what: 'file', at: { file: 'c/values.schema.json' } }]);
});

test('an oci:// chart is remote', async () => {
  const closure = await closureOf({ 'v.yaml': '' }, helmApp('oci://example.invalid/charts/c', ['v.yaml']));
  expect(closure.remotes).toMatchObject([{ what: 'chart', url: 'oci://example.invalid/charts/c' }]);
  expect(problemsOf(closure)).toEqual([]);
});

test('links in a chart: what they lead to stands where helm sees it', async () => {
  const files = {
    'c/Chart.yaml': chart('c'),
    'c/templates': { symlink: '../shared' },
    'shared/a.yaml': '',
    'shared/b.yaml': { symlink: '../b.yaml' },
    'b.yaml': '',
  };
  const closure = await closureOf(files, helmApp('c'));
  expect(problemsOf(closure)).toEqual([]);
  expect(closure.charts.map(shape)).toEqual(['c(Chart.yaml templates/a.yaml<shared/a.yaml templates/b.yaml<b.yaml)']);
  expect(pathsOf(closure)).toEqual(['b.yaml', 'c/Chart.yaml', 'c/templates', 'shared/a.yaml', 'shared/b.yaml']);
});

test('links that multiply directories do not multiply our work', async () => {
  const files: Record<string, MemoryFile> = { 'c/Chart.yaml': chart('c'), 'c/templates': { symlink: '../d0' } };
  for (let level = 0; level < 30; level += 1) {
    files[`d${level}/a`] = { symlink: `../d${level + 1}` };
    files[`d${level}/b`] = { symlink: `../d${level + 1}` };
  }
  const started = performance.now();
  const closure = await closureOf({ ...files, 'd30/x': '' }, helmApp('c'));
  expect(problemsOf(closure)).toEqual(['c file-unreadable the chart has more than 20000 files']);
  expect(performance.now() - started).toBeLessThan(20_000);
});
