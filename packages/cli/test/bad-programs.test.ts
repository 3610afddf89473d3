// What happens when helm or kustomize is missing, of the wrong version, killed, hanging, or prints garbage? Only here do shell scripts stand in, because the real ones behave.
import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryRepository } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { reportOf, runCli } from './run-cli.ts';

const FILES = {
  'overlays/dev/kustomization.yaml': 'resources: [settings.yaml]\n',
  'overlays/dev/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n',
};

/** A program that answers `version` properly and then misbehaves. */
const program = (behaviour: string, version = 'v5.8.1'): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'fairway-program-')), 'kustomize');
  writeFileSync(path, `#!/bin/sh\n[ "$1" = version ] && { echo ${version}; exit 0; }\n${behaviour}\n`);
  chmodSync(path, 0o755);
  return path;
};

describe('a misbehaving kustomize', () => {
  it.each([
    ['is killed', 'kill -9 $$', 'tool-failed', /signal|kill/i],
    ['prints garbage', "printf '\\377\\376\\000garbage'", 'tool-output', /./],
    ['prints what is no manifest', 'echo "just: text"', '', /./],
    ['fails with a message', 'echo "Error: something is off" >&2; exit 1', 'tool-failed', /something is off/],
  ])('%s', async (_, behaviour, code, told) => {
    using repository = temporaryRepository(FILES);
    const report = await reportOf(repository.directory, ['--kustomize', program(behaviour)]);
    expect(report.code).toBe(3);
    expect(report.apps[0]?.status).toBe('failed');
    if (code !== '') expect(report.errors[0]?.code).toBe(code);
    expect(`${report.errors[0]?.message} ${report.errors[0]?.hint}`).toMatch(told);
  });

  it('prints without end, and is stopped', async () => {
    using repository = temporaryRepository(FILES);
    const report = await reportOf(repository.directory, ['--kustomize', program('exec /usr/bin/yes "apiVersion: v1"')]);
    expect(report.errors[0]).toMatchObject({ code: 'tool-output' });
  });

  it('hangs, and is stopped in time', async () => {
    using repository = temporaryRepository(FILES);
    const report = await reportOf(repository.directory, ['--kustomize', program('exec /bin/sleep 600'), '--timeout', '1']);
    expect(report.errors[0]).toMatchObject({ code: 'tool-timeout' });
  });

  it('is not there', async () => {
    using repository = temporaryRepository(FILES);
    const run = await runCli(repository.directory, ['render', '--kustomize', '/nowhere/kustomize']);
    expect(run.stderr).toMatch(/\/nowhere\/kustomize/);
    expect(run.code).toBe(2);
  });

  it('has a version outside the supported range', async () => {
    using repository = temporaryRepository(FILES);
    const run = await runCli(repository.directory, ['render', '--kustomize', program('exit 0', 'v3.1.0')]);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/3\.1\.0[\s\S]*5\./);
  });

  it('is stopped with the run on Ctrl-C, and leaves nothing behind', async () => {
    using repository = temporaryRepository(FILES);
    const stop = new AbortController();
    const mark = join(repository.directory, '..', `fairway-mark-${process.pid}`);
    const running = runCli(
      repository.directory,
      ['render', '--output', 'out', '--kustomize', program(`/bin/sleep 5; /usr/bin/touch ${mark}`)],
      {
        signal: stop.signal,
      },
    );
    setTimeout(() => stop.abort('SIGINT'), 700);
    const run = await running;
    expect(run.code).not.toBe(0);
    expect(existsSync(join(repository.directory, 'out'))).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 5000));
    expect(existsSync(mark)).toBe(false);
  });
});
