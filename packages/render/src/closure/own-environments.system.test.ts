// Do the closures of this repository's own environments hold everything that the real programs look at?
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { App } from '@fairway/environments';
import { filesBelow, memoryTree, type ProgramTrace, traceProgram } from '@fairway/testkit';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { pathsOfPrograms } from '../../test/programs.ts';
import { closureIn, helmApp, kustomizeApp, problemsOf } from '../../test/sample-app.ts';
import { uncovered } from '../../test/uncovered.ts';

const [KUSTOMIZE = '', ...HELMS] = await pathsOfPrograms('kustomize', 'helm4', 'helm3');
const ROOT = resolve(import.meta.dirname, '../../../..');
const FOLDERS = ['environments', 'templates', 'clusters'].filter((name) => existsSync(join(ROOT, name)));

/** Directories of apps, by their app.yaml. */
function appDirectories(): readonly string[] {
  const environments = join(ROOT, 'environments');
  return readdirSync(environments).flatMap((env) => {
    const apps = join(environments, env, 'apps');
    return existsSync(apps) ? readdirSync(apps).map((app) => `environments/${env}/apps/${app}`) : [];
  });
}

function appIn(directory: string): App {
  const config: unknown = parse(readFileSync(join(ROOT, directory, 'app.yaml'), 'utf8'));
  const renderer = typeof config === 'object' && config !== null && 'renderer' in config ? config.renderer : undefined;
  if (typeof renderer !== 'object' || renderer === null || !('chart' in renderer)) return kustomizeApp(directory);
  const values = ['values.yaml', 'release.yaml'].map((file) => `${directory}/${file}`).filter((file) => existsSync(join(ROOT, file)));
  return helmApp(join(directory, String(renderer.chart)), values);
}

function traces({ renderer }: App): readonly ProgramTrace[] {
  if (renderer.kind === 'kustomize') return [traceProgram([KUSTOMIZE, 'build', join(ROOT, renderer.path)], { below: ROOT })];
  if (renderer.kind === 'directory') return [];
  const values = renderer.valueFiles.flatMap((file) => ['-f', join(ROOT, file)]);
  return HELMS.map((program) => traceProgram([program, 'template', 'web', join(ROOT, renderer.chart), ...values], { below: ROOT }));
}

const below = (name: string) => Object.entries(filesBelow(join(ROOT, name))).map(([path, file]) => [`${name}/${path}`, file] as const);
const tree = memoryTree(Object.fromEntries(FOLDERS.flatMap(below)));

describe('the environments of this repository', () => {
  test.each(appDirectories())('%s', async (directory) => {
    const app = appIn(directory);
    const closure = await closureIn(tree, app);
    expect(problemsOf(closure)).toEqual([]);
    const all = traces(app);
    expect(all).not.toEqual([]);
    for (const trace of all) {
      expect(trace.exitCode).toBe(0);
      expect(uncovered(closure, trace)).toEqual([]);
    }
  });
});
