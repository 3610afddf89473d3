// Does a chart of the repository get the charts that it needs, and only those that it has not?
import { expect, it } from 'vitest';
import { expandIn, onlyPart } from '../../test/helm-world.ts';

const SPEC = '  chart: { spec: { chart: app, sourceRef: { kind: GitRepository, name: fleet } } }\n';
const chart = (dependencies: string): string => `apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies:\n${dependencies}`;
const HTTP = 'https://charts.example.test/deps';
const SOURCES = {
  [`chart ${HTTP} redis ^1`]: { root: '.fairway/sources/redis', revision: '1.9.0' },
  [`chart ${HTTP} redis 1.2.3`]: { root: '.fairway/sources/redis-locked', revision: '1.2.3' },
  'chart oci://registry.example.test/charts common 2.x': { root: '.fairway/sources/common', revision: '2.0.0' },
};
const FILES = {
  '.fairway/sources/redis/Chart.yaml': 'name: redis\nversion: 1.9.0\n',
  '.fairway/sources/redis/templates/a.yaml': 'a: 1\n',
  '.fairway/sources/redis-locked/Chart.yaml': 'name: redis\nversion: 1.2.3\n',
  '.fairway/sources/common/Chart.yaml': 'name: common\nversion: 2.0.0\n',
};
const REDIS = `- { name: redis, version: ^1, repository: "${HTTP}" }\n`;

it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['what is missing', { 'app/Chart.yaml': chart(REDIS) }, ['app/charts/redis/Chart.yaml', 'app/charts/redis/templates/a.yaml']],
  [
    'of a registry, under another name',
    { 'app/Chart.yaml': chart('- { name: common, version: 2.x, alias: base, repository: "oci://registry.example.test/charts" }\n') },
    ['app/charts/base/Chart.yaml'],
  ],
  [
    'in the version of the lock',
    { 'app/Chart.yaml': chart(REDIS), 'app/Chart.lock': `dependencies:\n- { name: redis, version: 1.2.3, repository: "${HTTP}" }\n` },
    ['app/charts/redis/Chart.yaml'],
  ],
  [
    'of requirements.yaml',
    { 'app/Chart.yaml': 'name: app\nversion: 1.0.0\n', 'app/requirements.yaml': `dependencies:\n${REDIS}` },
    ['app/charts/redis/Chart.yaml', 'app/charts/redis/templates/a.yaml'],
  ],
  ['nothing that is a directory', { 'app/Chart.yaml': chart(REDIS), 'app/charts/redis/Chart.yaml': 'name: redis\n' }, []],
  ['nothing that is an archive', { 'app/Chart.yaml': chart(REDIS), 'app/charts/redis-1.2.3.tgz': 'x' }, []],
  ['nothing that is a path', { 'app/Chart.yaml': chart('- { name: lib, repository: "file://../lib" }\n- { name: other }\n') }, []],
  [
    'nothing whose name is a path',
    { 'app/Chart.yaml': chart(`- { name: ../redis, repository: "${HTTP}" }\n- { name: redis, alias: ../x, repository: "${HTTP}" }\n`) },
    [],
  ],
  [
    'but not what only begins alike',
    { 'app/Chart.yaml': chart(REDIS), 'app/charts/redis-cluster.tgz': 'x' },
    ['app/charts/redis/Chart.yaml', 'app/charts/redis/templates/a.yaml'],
  ],
])('gets %s', async (_, files, expected) => {
  const { files: laid } = onlyPart(await expandIn(SPEC, { files: { ...FILES, ...files }, sources: SOURCES }));
  expect([...laid.keys()].toSorted()).toEqual(expected);
});

it('says which chart is not locked', async () => {
  const expansion = await expandIn(SPEC, { files: { 'app/Chart.yaml': chart(REDIS) }, sources: {} });
  expect(expansion).toMatchObject({
    kind: 'failed',
    problems: [
      { message: `HelmRelease apps/web: its chart needs redis: chart ${HTTP} redis ^1 is not in fairway.lock`, hint: 'run `fairway lock`' },
    ],
  });
});
