// Does a closure hold everything that the real kustomize opens and probes?
import { join } from 'node:path';
import { directoryOf, memoryTree, type ProgramTrace, traceProgram } from '@fairway/testkit';
import { describe, expect, test } from 'vitest';
import { pathsOfPrograms } from '../../test/programs.ts';
import { closureIn, kustomizeApp, problemsOf } from '../../test/sample-app.ts';
import { buildable, failing } from '../../test/sample-kustomizations.ts';
import { uncovered } from '../../test/uncovered.ts';
import type { InputClosure } from '../model.ts';

const [KUSTOMIZE = '', HELM = ''] = await pathsOfPrograms('kustomize', 'helm4');

const build = (directory: string, path: string, restrictor: 'root-only' | 'none'): ProgramTrace => {
  const flag = restrictor === 'none' ? 'LoadRestrictionsNone' : 'LoadRestrictionsRootOnly';
  const command = [KUSTOMIZE, 'build', '--load-restrictor', flag, '--enable-helm', '--helm-command', HELM, join(directory, path)];
  return traceProgram(command, { below: directory });
};

const RESTRICTORS = ['root-only', 'none'] as const;

describe.each(buildable)('kustomize: $name', ({ files, needs }) => {
  test.each(RESTRICTORS)('%s', async (loadRestrictor) => {
    using disk = directoryOf(files);
    const trace = build(disk.directory, 'overlay', loadRestrictor);
    expect(trace.stderr.replace(/^#.*$/gm, '').trim()).toBe('');
    expect(trace.exitCode).toBe(0);
    expect(trace.files.length).toBeGreaterThan(1);
    const closure = await closureIn(memoryTree(files), kustomizeApp('overlay'), { loadRestrictor });
    expect(problemsOf(closure)).toEqual([]);
    expect(uncovered(closure, trace)).toEqual([]);
    const narrow = await closureIn(memoryTree(files), kustomizeApp('overlay'), { loadRestrictor, without: [needs] });
    expect(uncovered(narrow, trace)).not.toEqual([]);
  });
});

describe.each(failing)('kustomize fails, and so do we: $name', ({ files }) => {
  test.each(RESTRICTORS)('%s', async (loadRestrictor) => {
    using disk = directoryOf(files);
    const trace = build(disk.directory, 'overlay', loadRestrictor);
    const closure = await closureIn(memoryTree(files), kustomizeApp('overlay'), { loadRestrictor });
    expect(uncovered(closure, trace)).toEqual([]);
    expect(problemsOf(closure).length > 0 ? 1 : trace.exitCode).toBe(trace.exitCode);
  });
});

test('a trace that sees nothing would prove nothing', async () => {
  using disk = directoryOf(buildable[0]?.files ?? {});
  const trace = build(disk.directory, 'overlay', 'root-only');
  expect(trace.absent).toContain('overlay/kustomization.yml');
  const closure = await closureIn(memoryTree(buildable[0]?.files ?? {}), kustomizeApp('overlay'));
  const without: InputClosure = { ...closure, absent: [], files: new Map(), listings: new Map() };
  expect(uncovered(without, trace)).toEqual(
    expect.arrayContaining(['file overlay/a.yaml', 'absent overlay/kustomization.yml', 'file base/deep/c/d.json']),
  );
});
