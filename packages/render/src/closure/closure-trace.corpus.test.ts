// Does a closure hold everything that the real kustomize looks at, on repositories that nobody here wrote? Needs strace.
import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { filesBelow, memoryTree, traceProgram } from '@fairway/testkit';
import { describe, expect, test } from 'vitest';
import { pathsOfPrograms } from '../../test/programs.ts';
import { closureIn, helmApp, kustomizeApp, problemsOf } from '../../test/sample-app.ts';
import { uncovered } from '../../test/uncovered.ts';

const [KUSTOMIZE = '', HELM = ''] = await pathsOfPrograms('kustomize', 'helm4');
const CORPUS = realpathSync(process.env.FAIRWAY_CORPUS ?? resolve(import.meta.dirname, '../../../../../shared/corpus'));
const NAMES = /(^|\/)(kustomization\.ya?ml|Kustomization)$/;

const repositories = readdirSync(CORPUS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function directoriesWith(paths: readonly string[], name: RegExp): readonly string[] {
  return [...new Set(paths.filter((path) => name.test(path)).map((path) => (dirname(path) === '.' ? '' : dirname(path))))].sort();
}

describe.each(repositories)('%s', (repository) => {
  const below = join(CORPUS, repository);
  const files = filesBelow(below);
  const tree = memoryTree(files);

  test('every kustomization', async () => {
    for (const path of directoriesWith(Object.keys(files), NAMES)) {
      const closure = await closureIn(tree, kustomizeApp(path));
      if (closure.remotes.length > 0) continue;
      const trace = traceProgram([KUSTOMIZE, 'build', join(below, path)], { below });
      expect(uncovered(closure, trace), path).toEqual([]);
      expect(trace.files.length, path).toBeGreaterThan(0);
      if (trace.exitCode === 0) expect(problemsOf(closure), path).toEqual([]);
    }
  });

  test('every chart', async () => {
    for (const path of directoriesWith(Object.keys(files), /(^|\/)Chart\.yaml$/)) {
      const closure = await closureIn(tree, helmApp(path));
      if (closure.problems.length > 0 || closure.remotes.length > 0) continue;
      const trace = traceProgram([HELM, 'template', 'web', join(below, path)], { below });
      expect(uncovered(closure, trace), path).toEqual([]);
    }
  });
});
