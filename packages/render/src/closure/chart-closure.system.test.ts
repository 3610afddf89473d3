// Does a closure hold everything that the real helm opens, probes and lists, and is its staging all that helm needs?
import { join } from 'node:path';
import { directoryOf, type MemoryFile, memoryTree, type ProgramTrace, traceProgram } from '@fairway/testkit';
import { describe, expect, test } from 'vitest';
import { pathsOfPrograms } from '../../test/programs.ts';
import { closureIn, helmApp, problemsOf } from '../../test/sample-app.ts';
import { chart, link, object } from '../../test/sample-kustomizations.ts';
import { uncovered } from '../../test/uncovered.ts';
import type { ChartStaging } from '../model.ts';

const HELMS = await pathsOfPrograms('helm4', 'helm3');

const helm = (program: string, directory: string, path: string, valueFiles: readonly string[]): ProgramTrace =>
  traceProgram([program, 'template', 'web', join(directory, path), ...valueFiles.flatMap((file) => ['-f', join(directory, file)])], {
    below: directory,
  });

const chartFiles: Readonly<Record<string, MemoryFile>> = {
  'c/Chart.yaml': chart('c', 'dependencies: [{ name: sub, version: 1.0.0, repository: "https://example.invalid" }]'),
  'c/.helmignore': '*.md\nskipped/\n',
  'c/values.yaml': 'a: 1',
  'c/values.schema.json': '{"type":"object"}',
  'c/README.md': '',
  'c/skipped/x': '',
  'c/crds/crd.yaml': object('crd'),
  'c/templates/a.yaml': object('a'),
  'c/templates/shared': link('../../shared'),
  'c/templates/b.yaml': link('../files/b.yaml'),
  'c/files/b.yaml': object('b'),
  'c/charts/sub/Chart.yaml': chart('sub'),
  'c/charts/sub/templates/s.yaml': object('s'),
  'shared/s.yaml': object('shared'),
  'v.yaml': 'a: 2',
};

describe.each(HELMS)('helm', (program) => {
  test('a chart with links, ignored files, a vendored dependency and values', async () => {
    using disk = directoryOf(chartFiles);
    const trace = helm(program, disk.directory, 'c', ['v.yaml']);
    expect(trace.exitCode).toBe(0);
    expect(trace.listed).toContain('c/templates');
    const closure = await closureIn(memoryTree(chartFiles), helmApp('c', ['v.yaml']));
    expect(problemsOf(closure)).toEqual([]);
    expect(uncovered(closure, trace)).toEqual([]);
    const listings = new Map([...closure.listings].filter(([path]) => path !== 'c/templates'));
    expect(uncovered({ ...closure, listings }, trace)).toEqual(['listing c/templates']);
  });

  test('a chart is built from its staging alone', async () => {
    const files = {
      'c/Chart.yaml': chart('c', 'dependencies: [{ name: lib, version: 1.0.0, repository: "file://../lib" }]'),
      'c/templates/a.yaml': '{{ include "lib.object" . }}',
      'lib/Chart.yaml': chart('lib', 'type: library\ndependencies: [{ name: deep, version: 1.0.0, repository: "file://deep" }]'),
      'lib/.helmignore': 'deep/\n',
      'lib/templates/_o.tpl': `{{ define "lib.object" }}${object('from-lib')}{{ end }}`,
      'lib/deep/Chart.yaml': chart('deep'),
      'lib/deep/templates/d.yaml': object('deep'),
    };
    const closure = await closureIn(memoryTree(files), helmApp('c'));
    const staged = (staging: ChartStaging, prefix: string): readonly (readonly [string, string])[] => [
      ...staging.files.map(({ path, source }) => [`${prefix}/${path}`, source] as const),
      ...staging.dependencies.flatMap(({ name, staging: below }) => staged(below, `${prefix}/charts/${name}`)),
    ];
    const copy = Object.fromEntries(
      closure.charts.flatMap((staging) => staged(staging, 'copy')).map(([path, source]) => [path, files[source as keyof typeof files]]),
    );
    using disk = directoryOf(copy);
    const trace = helm(program, disk.directory, 'copy', []);
    expect(trace.stderr).toBe('');
    expect(trace.stdout).toContain('from-lib');
    expect(trace.stdout).toContain('name: deep');
  });
});
