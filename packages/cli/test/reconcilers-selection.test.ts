// Do the selecting flags, `ignore`, and a directory without git work where reconciler objects make the apps?
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { temporaryRepository } from '@fairway/testkit';
import { expect, it } from 'vitest';
import { application, argoRepository, fluxRepository, kustomization } from './reconciler-repositories.ts';
import { reportOf, runCli } from './run-cli.ts';

const TWO = {
  ...fluxRepository({ 'clusters/dev/bad.yaml': kustomization('bad', 'path: ../../etc') }),
  'clusters/prod/source.yaml': fluxRepository({})['clusters/dev/source.yaml'] ?? '',
  'clusters/prod/good.yaml': kustomization('good', 'path: ./apps/good'),
};
const ids = (report: Awaited<ReturnType<typeof reportOf>>): readonly string[] => report.apps.map(({ id }) => id).toSorted();

it.each<[readonly string[], number, readonly string[]]>([
  [[], 3, ['dev/bad', 'dev/good', 'dev/more', 'prod/good']],
  [['--env', 'prod'], 0, ['prod/good']],
  [['--env', 'dev'], 3, ['dev/bad', 'dev/good', 'dev/more']],
  [['--app', 'good'], 0, ['dev/good', 'prod/good']],
  [['--app', 'dev/bad'], 3, ['dev/bad']],
])('render %j', async (args, code, expected) => {
  using repository = temporaryRepository(TWO);
  const report = await reportOf(repository.directory, args);
  expect(ids(report)).toEqual(expected);
  expect(report.code).toBe(code);
});

it('an app that is not there is refused, with what is meant', async () => {
  using repository = temporaryRepository(TWO);
  const run = await runCli(repository.directory, ['render', '--app', 'goood']);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toMatch(/goood[\s\S]*good/);
});

it('-C of a directory below the root selects the apps below it', async () => {
  using repository = temporaryRepository(TWO);
  const whole = await runCli('/', ['-C', repository.directory, 'render', '--json']);
  expect(JSON.parse(whole.stdout).apps).toHaveLength(4);
  const below = await runCli('/', ['-C', join(repository.directory, 'apps/more'), 'render', '--json']);
  expect(JSON.parse(below.stdout).apps).toMatchObject([{ id: 'dev/more', objects: 1 }]);
});

it('what is ignored is shown, and does not make the verdict incomplete', async () => {
  const ignored = (path: string): string => `version: 1\nignore: [{ path: ${path}, reason: an experiment }]\n`;
  using repository = temporaryRepository({ ...TWO, 'fairway.yaml': ignored('dev/bad') });
  const report = await reportOf(repository.directory, []);
  expect(report).toMatchObject({ code: 0, verdict: 'pass' });
  expect(report.apps.find(({ id }) => id === 'dev/bad')).toMatchObject({ status: 'failed' });
  repository.write({ 'fairway.yaml': ignored('clusters/dev/bad.yaml') });
  expect(ids(await reportOf(repository.directory, []))).toEqual(['dev/good', 'dev/more', 'prod/good']);
  repository.write({
    'clusters/dev/bad.yaml': 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: [\n',
  });
  expect(await reportOf(repository.directory, [])).toMatchObject({ code: 0, verdict: 'pass' });
});

it('a directory that is no git repository', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'fairway-no-git-'));
  const files = { ...TWO, ...argoRepository({}), 'clusters/test/app.yaml': application('argo', 'path: apps/good') };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const report = await reportOf(directory, []);
  expect(ids(report)).toEqual(['dev/bad', 'dev/good', 'dev/more', 'prod/good', 'test/argo']);
  expect(report.code).toBe(3);
  rmSync(directory, { recursive: true });
});
