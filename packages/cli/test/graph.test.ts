// Does fairway graph print who makes what, in every format, and say with its exit code when that is not all?
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OwnershipGraph } from '@fairway/contracts';
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

const settings = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;
const OVERLAYS = {
  'apps/web/overlays/dev/kustomization.yaml': 'resources: [settings.yaml]\n',
  'apps/web/overlays/dev/settings.yaml': settings('dev'),
  'apps/web/overlays/prod/kustomization.yaml': 'resources: [settings.yaml]\n',
  'apps/web/overlays/prod/settings.yaml': settings('prod'),
};
const BROKEN = { 'apps/web/overlays/prod/kustomization.yaml': 'resources: [gone.yaml]\n' };
const out = mkdtempSync(join(tmpdir(), 'fairway-graph-'));

describe('graph', () => {
  it('prints a tree of environments and apps', async () => {
    using repository = temporaryRepository(OVERLAYS);
    expect(await runCli(repository.directory, ['graph'])).toMatchObject({
      code: 0,
      stdout: 'dev\n└─ dev/web\nprod\n└─ prod/web\n',
      stderr: '',
    });
    expect((await runCli(repository.directory, ['graph', '--env', 'prod'])).stdout).toBe('prod\n└─ prod/web\n');
  });

  it('prints JSON after the contract', async () => {
    using repository = temporaryRepository(OVERLAYS);
    const run = await runCli(repository.directory, ['graph', '--format', 'json']);
    const graph = OwnershipGraph.parse(JSON.parse(run.stdout));
    expect(graph.edges).toContainEqual({ from: 'environment:dev', to: 'app:dev/web', kind: 'makes' });
    expect(graph.edges).toContainEqual({ from: 'app:dev/web', to: 'file:apps/web/overlays/dev', kind: 'reads' });
  });

  it.each([
    ['dot', /^digraph fairway \{/],
    ['mermaid', /^flowchart LR\n/],
    ['svg', /^<svg xmlns=[\s\S]*<\/svg>\n$/],
  ])('draws %s', async (format, picture) => {
    using repository = temporaryRepository(OVERLAYS);
    expect((await runCli(repository.directory, ['graph', '--format', format])).stdout).toMatch(picture);
  });

  it('writes a file in the format of its ending, and prints nothing', async () => {
    using repository = temporaryRepository(OVERLAYS);
    const file = join(out, 'graph.svg');
    expect(await runCli(repository.directory, ['graph', '--output', file])).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg /);
    await runCli(repository.directory, ['graph', '--output', file, '--format', 'text']);
    expect(readFileSync(file, 'utf8')).toBe('dev\n└─ dev/web\nprod\n└─ prod/web\n');
  });

  it('ends with 3 where an app could not be built, and draws the rest', async () => {
    using repository = temporaryRepository({ ...OVERLAYS, ...BROKEN });
    const run = await runCli(repository.directory, ['graph']);
    expect(run).toMatchObject({ code: 3, stdout: 'dev\n└─ dev/web\nprod\n└─ ✗ prod/web\n' });
    expect(run.stderr).toContain('The graph is incomplete');
  });

  it.each([
    [['--format', 'png'], /argument 'png' is invalid\. Allowed choices are text, json, dot, mermaid, svg/],
    [['--env', 'nowhere'], /nowhere/],
  ])('%s ends with 2', async (args, told) => {
    using repository = temporaryRepository(OVERLAYS);
    const run = await runCli(repository.directory, ['graph', ...args]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(told);
  });
});
