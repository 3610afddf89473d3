// How does a test run one command line? In this process, with captured streams and a cache of its own.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Report } from '@fairway/contracts';
import type { CliContext } from '../src/context.ts';
import { errorText, exitCodeOfError } from '../src/print-error.ts';
import { runProgram } from '../src/program.ts';

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

class Captured extends Writable {
  text = '';
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

const stream = (): Captured & NodeJS.WriteStream =>
  Object.assign(new Captured(), { columns: 120, isTTY: false }) as unknown as Captured & NodeJS.WriteStream;

/** Programs come from the machine's tool cache; renderings from a cache of this test file alone. */
export const cacheOfTest = mkdtempSync(join(tmpdir(), 'fairway-cli-cache-'));

/** Runs `fairway …args` in `cwd`. The render cache is that of the test file unless `env` names another. */
export const runCli = async (
  cwd: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly signal?: AbortSignal } = {},
): Promise<CliRun> => {
  const [stdout, stderr] = [stream(), stream()];
  let code = 0;
  const context: CliContext = {
    stdout,
    stderr,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], FAIRWAY_RENDER_CACHE_DIR: cacheOfTest, ...options.env },
    cwd,
    color: false,
    signal: options.signal ?? new AbortController().signal,
    exit: (value) => {
      code = value;
    },
  };
  try {
    await runProgram(context, args);
  } catch (error) {
    stderr.write(errorText(error, false));
    code = exitCodeOfError(error);
  }
  return { code, stdout: stdout.text, stderr: stderr.text };
};

/** The report of `fairway render --json …args`. */
export const reportOf = async (
  cwd: string,
  args: readonly string[],
  options?: Parameters<typeof runCli>[2],
): Promise<Report & { readonly code: number }> => {
  const run = await runCli(cwd, ['render', '--json', ...args], options);
  if (run.stdout === '') throw new Error(`no report, exit ${run.code}: ${run.stderr}`);
  return { ...JSON.parse(run.stdout), code: run.code };
};
