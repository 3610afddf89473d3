import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ToolError } from '@fairway/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram, runProgramBytes } from './run-program.ts';

let directory = '';
beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-run-')));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const PATH = '/usr/bin:/bin';

/** A program that misbehaves. */
const standIn = (name: string, script: string): string => {
  const path = join(directory, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
};

const failure = async (run: Promise<unknown>): Promise<ToolError> => {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ToolError)) throw new Error(`expected a ToolError, got ${String(error)}`);
  return error;
};

const isAlive = (pid: number): boolean => {
  try {
    // A zombie still answers to signal 0, so its state is asked.
    return !/^Z/.test(execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim());
  } catch {
    return false;
  }
};

/** Signals take a moment. */
const gone = async (pid: number): Promise<boolean> => {
  for (let tries = 0; tries < 40 && isAlive(pid); tries++) await sleep(50);
  return !isAlive(pid);
};

describe('a program that behaves', () => {
  it('gets exactly the arguments and the environment that are named', async () => {
    const { stdout } = await runProgram('/usr/bin/env', [], { environment: { ONE: '1', TWO: 'a b' } });
    expect(stdout.trim().split('\n').sort()).toEqual(['ONE=1', 'TWO=a b']);
    const echoed = await runProgram('/usr/bin/printf', ['%s|', '$HOME', '; rm -rf x', '*', 'a\nb']);
    expect(echoed.stdout).toBe('$HOME|; rm -rf x|*|a\nb|');
  });

  it('reads the input it is given, and nothing otherwise', async () => {
    expect((await runProgram('/bin/cat', [], { input: 'in\n' })).stdout).toBe('in\n');
    expect((await runProgram('/bin/cat', [])).stdout).toBe('');
  });

  it('may answer by exit code', async () => {
    const path = standIn('answers', 'echo no; exit 1');
    expect(await runProgram(path, [], { exitCodes: [0, 1] })).toMatchObject({ exitCode: 1, stdout: 'no\n' });
  });

  it('may print bytes', async () => {
    const path = standIn('bytes', "printf '\\377\\000'");
    expect([...(await runProgramBytes(path, [])).stdout]).toEqual([255, 0]);
  });
});

describe('a program that fails', () => {
  it('names the exit code and the last line, without the root', async () => {
    const path = standIn('fails', `echo first >&2; echo "cannot read ${directory}/apps/a.yaml" >&2; echo >&2; exit 3`);
    const error = await failure(runProgram(path, [`${directory}/x`], { roots: [directory] }));
    expect(error).toMatchObject({ code: 'tool-failed', exitCode: 3, message: 'fails ended with exit code 3: cannot read apps/a.yaml' });
    expect(error.command).toEqual(['fails', 'x']);
    expect(error.stderr).not.toContain(directory);
  });

  it('keeps the end of a long standard error', async () => {
    const path = standIn('chatty', 'i=0; while [ $i -lt 3000 ]; do echo "line $i" >&2; i=$((i+1)); done; exit 1');
    const error = await failure(runProgram(path, []));
    expect(error.message).toMatch(/: line 2999$/);
    expect(error.stderr.split('\n').length).toBeLessThan(210);
  });

  it('cannot steer the terminal', async () => {
    const path = standIn('steers', `printf '\\033[31mred\\033[0m\\007 \\033]0;title\\007\\n' >&2; exit 1`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect((await failure(runProgram(path, []))).message).not.toMatch(/[\u0000-\u001f]/);
  });

  it.each([
    ['is not there', '/nowhere/helm', 'tool-missing', /^helm is not there: /],
    ['is a file without the right to run', 'plain', 'tool-missing', /is not executable/],
    ['dies by a signal', 'dies', 'tool-failed', /^dies was ended by SIGSEGV$/],
    ['prints garbage', 'garbage', 'tool-output', /not UTF-8/],
  ])('%s', async (_, name, code, message) => {
    standIn('dies', 'kill -SEGV $$');
    standIn('garbage', "printf 'a\\377b'");
    writeFileSync(join(directory, 'plain'), 'text');
    const error = await failure(runProgram(name.startsWith('/') ? name : join(directory, name), []));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('says so when the directory to run in is not there', async () => {
    expect((await failure(runProgram('/bin/true', [], { cwd: join(directory, 'none') }))).message).toContain('its directory is not there');
  });
});

describe('a program that does not end', () => {
  it('is stopped in time, with the programs that it started', async () => {
    const path = standIn('hangs', `sleep 600 & echo $! > ${directory}/grandchild; wait`);
    const started = performance.now();
    const error = await failure(runProgram(path, [], { environment: { PATH }, timeoutMs: 400 }));
    expect(error).toMatchObject({ code: 'tool-timeout', message: 'hangs did not finish within 400 ms' });
    expect(performance.now() - started).toBeLessThan(2000);
    expect(await gone(Number(readFileSync(join(directory, 'grandchild'), 'utf8')))).toBe(true);
  });

  it('is killed when it does not listen', async () => {
    const path = standIn('deaf', `trap '' TERM; echo $$ > ${directory}/deaf-pid; while :; do sleep 1; done`);
    const started = performance.now();
    const error = await failure(runProgram(path, [], { environment: { PATH }, timeoutMs: 300 }));
    expect(error.code).toBe('tool-timeout');
    expect(performance.now() - started).toBeLessThan(5000);
    expect(await gone(Number(readFileSync(join(directory, 'deaf-pid'), 'utf8')))).toBe(true);
  });

  it('is stopped when the run is cancelled', async () => {
    const stop = new AbortController();
    const path = standIn('waits', 'exec sleep 600');
    const run = failure(runProgram(path, [], { environment: { PATH }, signal: stop.signal }));
    setTimeout(() => stop.abort(), 100);
    expect((await run).code).toBe('cancelled');
    expect((await failure(runProgram(path, [], { signal: stop.signal }))).message).toContain('was not started');
  });

  it('is stopped when it prints 2 GB, long before', async () => {
    const path = standIn('floods', `exec yes "$(printf '%01000d' 0)" | head -c 2147483648`);
    const before = process.memoryUsage().rss;
    const error = await failure(runProgram(path, [], { environment: { PATH }, maxOutputBytes: 8 * 1024 * 1024 }));
    expect(error.code).toBe('tool-output');
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  it('is stopped when it floods standard error', async () => {
    const path = standIn('complains', 'exec yes error >&2');
    expect((await failure(runProgram(path, [], { environment: { PATH }, maxErrorBytes: 100_000 }))).code).toBe('tool-output');
  });
});

describe('when this process ends', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s, its programs end too', async (signal) => {
    const marker = join(directory, `pid-${signal}`);
    const path = standIn(
      `lives-${signal}`,
      `trap '' TERM INT HUP; sleep 600 & echo $! > ${marker}.part; mv ${marker}.part ${marker}; wait`,
    );
    const script = `import { runProgram } from ${JSON.stringify(new URL('./run-program.ts', import.meta.url).href)};
      await runProgram(${JSON.stringify(path)}, [], { environment: { PATH: ${JSON.stringify(PATH)} } });`;
    const { spawn } = await import('node:child_process');
    const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: 'inherit',
      cwd: import.meta.dirname,
    });
    for (let tries = 0; tries < 200 && !existsSync(marker); tries++) await sleep(50);
    const grandchild = Number(readFileSync(marker, 'utf8'));
    expect(isAlive(grandchild)).toBe(true);
    parent.kill(signal);
    expect(await gone(grandchild)).toBe(true);
  });
});
