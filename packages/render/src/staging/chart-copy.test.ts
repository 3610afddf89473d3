import { memoryScratch, memoryTree } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import type { ChartStaging } from '../model.ts';
import { stageChart } from './chart-copy.ts';

const chart = (directory: string, paths: readonly string[], dependencies: ChartStaging['dependencies'] = []): ChartStaging => ({
  chart: directory,
  files: paths.map((path) => ({ path, source: `${directory}/${path}` })),
  dependencies,
});

const stage = async (staging: ChartStaging): Promise<readonly string[]> => {
  const sources = (of: ChartStaging): readonly string[] => [
    ...of.files.map(({ source }) => source),
    ...of.dependencies.flatMap((dependency) => sources(dependency.staging)),
  ];
  const tree = memoryTree(Object.fromEntries(sources(staging).map((path) => [path, path])));
  const scratch = memoryScratch();
  await stageChart(staging, { tree, scratch, directory: '/copy' });
  return [...scratch.written].map(([path, text]) => `${path} ← ${text}`).toSorted();
};

describe('a staged chart', () => {
  it('has its dependencies unpacked, recursively', async () => {
    const deep = chart('deep', ['Chart.yaml']);
    const lib = chart('lib', ['Chart.yaml', 'templates/a.tpl'], [{ name: 'deep', staging: deep }]);
    expect(await stage(chart('app', ['Chart.yaml'], [{ name: 'lib', staging: lib }]))).toEqual([
      '/copy/Chart.yaml ← app/Chart.yaml',
      '/copy/charts/lib/Chart.yaml ← lib/Chart.yaml',
      '/copy/charts/lib/charts/deep/Chart.yaml ← deep/Chart.yaml',
      '/copy/charts/lib/templates/a.tpl ← lib/templates/a.tpl',
    ]);
  });

  it('leaves out an older copy or archive of a dependency, and nothing else', async () => {
    const own = ['Chart.yaml', 'charts/lib/old.yaml', 'charts/lib-1.0.0.tgz', 'charts/lib-extra-1.0.0.tgz', 'charts/other/Chart.yaml'];
    const staged = await stage(chart('app', own, [{ name: 'lib', staging: chart('lib', ['Chart.yaml']) }]));
    expect(staged.map((line) => line.split(' ')[0])).toEqual([
      '/copy/Chart.yaml',
      '/copy/charts/lib-extra-1.0.0.tgz',
      '/copy/charts/lib/Chart.yaml',
      '/copy/charts/other/Chart.yaml',
    ]);
  });

  it('has two versions of one dependency side by side, and one that is named twice once', async () => {
    const [one, two] = [chart('lib1', ['Chart.yaml']), chart('lib2', ['Chart.yaml'])];
    const dependencies = [one, two, one].map((staging) => ({ name: 'lib', staging }));
    expect((await stage(chart('app', [], dependencies))).map((line) => line.split(' ')[0])).toEqual([
      '/copy/charts/lib-2/Chart.yaml',
      '/copy/charts/lib/Chart.yaml',
    ]);
  });

  it.each(['../../../etc', '/etc', '..', 'a/b', ''])('does not leave charts/ for a dependency called %j', async (name) => {
    const staged = await stage(chart('app', [], [{ name, staging: chart('lib', ['Chart.yaml']) }]));
    expect(staged).toEqual(['/copy/charts/dependency/Chart.yaml ← lib/Chart.yaml']);
  });

  it('says which file went away', async () => {
    const run = stageChart(chart('app', ['Chart.yaml']), { tree: memoryTree({}), scratch: memoryScratch(), directory: '/copy' });
    await expect(run).rejects.toMatchObject({ code: 'file-unreadable', at: { file: 'app/Chart.yaml' } });
  });
});
