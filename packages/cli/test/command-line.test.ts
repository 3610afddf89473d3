// What does a person see who asks for help, or gets the command line wrong?
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { createProgress, type ProgressMode } from '../src/progress.ts';
import { runCli } from './run-cli.ts';

const empty = mkdtempSync(join(tmpdir(), 'fairway-cli-'));

describe('help', () => {
  it.each([[['--help']], [['render', '--help']], [['init', '--help']], [['tools', 'install', '--help']], [['cache', 'prune', '--help']]])(
    '%s names no default that means nothing',
    async (args) => {
      const run = await runCli(empty, args);
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(run.stdout).toContain('Usage: fairway');
      expect(run.stdout.replaceAll(/\s+/g, ' ')).not.toMatch(/default: (false|\[\])/);
    },
  );

  it('names a default that means something', async () => {
    expect((await runCli(empty, ['cache', 'prune', '--help'])).stdout).toContain('(default: "1G")');
  });
});

describe('a wrong command line is told once, ends with 2, and looks like every other error', () => {
  it.each([
    [['rendr'], "error unknown command 'rendr'\n      (Did you mean render?)\n"],
    [['render', '--bsae', 'main'], "error unknown option '--bsae'\n      (Did you mean --base?)\n"],
    [['render', '--base'], "error option '-b, --base <ref>' argument missing\n"],
    [['render', '--format', 'pdf'], /^error option '-f, --format <format>' argument 'pdf' is invalid\. Allowed choices are text, .*\n$/],
    [['render', '--timeout', '0'], 'error --timeout 0 is not a whole number from 1 to 3600\n'],
    [['cache', 'prune', '--max-size', 'big'], 'error big is no size\n      write a number of bytes, or for example 512M or 2G\n'],
  ])('%s', async (args, told) => {
    const run = await runCli(empty, args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    if (told instanceof RegExp) expect(run.stderr).toMatch(told);
    else expect(run.stderr).toBe(told);
  });
});

it('init counts what it wrote', async () => {
  using repository = temporaryRepository({
    'apps/web/dev/kustomization.yaml': 'resources: [settings.yaml]\n',
    'apps/web/dev/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n',
  });
  expect((await runCli(repository.directory, ['init'])).stderr).toContain('wrote fairway.yaml: 1 app in 1 environment\n');
});

describe('what a person who waits is told', () => {
  const told = (mode: ProgressMode): string => {
    let text = '';
    const stderr = { write: (line: string) => (text += line) } as unknown as NodeJS.WriteStream;
    const progress = createProgress(mode, stderr, { groups: false });
    progress.start('rendering', 1);
    progress.advance('dev/web');
    progress.finish();
    progress.note('building helm4, once');
    return text;
  };
  it.each([
    ['silent', ''],
    ['notes', 'building helm4, once\n'],
    ['lines', 'rendering: 1\n  dev/web\nbuilding helm4, once\n'],
  ] as const)('%s', (mode, text) => {
    expect(told(mode)).toBe(text);
  });
});
