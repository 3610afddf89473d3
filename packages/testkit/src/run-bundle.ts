// How is a built action run as the runner would? As a child process with its inputs, an event file and the files for outputs and summary.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BundleRun {
  readonly bundle: string;
  readonly workspace: string;
  readonly event: { readonly name: string; readonly payload: unknown };
  readonly inputs: Readonly<Record<string, string>>;
  /** Beyond what the runner sets: API address, programs. Nothing of the test's own environment but PATH and HOME is inherited. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface BundleResult extends Disposable {
  readonly code: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** RUNNER_TEMP of the run. */
  readonly temporary: string;
}

/** Reads the file form of outputs: name<<delimiter, value, delimiter. */
const parseOutputs = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^(.+?)<<(ghadelimiter_\S+)\n([\s\S]*?)\n?\2$/gm)].map(([, name = '', , value = '']) => [name, value]),
  );

export const runBundle = async (run: BundleRun): Promise<BundleResult> => {
  const temporary = mkdtempSync(join(tmpdir(), 'fairway-runner-'));
  const file = (name: string, text = ''): string => {
    writeFileSync(join(temporary, name), text);
    return join(temporary, name);
  };
  const outputFile = file('output');
  const summaryFile = file('summary');
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: run.event.name,
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(run.event.payload)),
    GITHUB_REPOSITORY: 'shop/fleet',
    GITHUB_WORKSPACE: run.workspace,
    GITHUB_OUTPUT: outputFile,
    GITHUB_STEP_SUMMARY: summaryFile,
    RUNNER_TEMP: temporary,
    ...Object.fromEntries(Object.entries(run.inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    ...run.env,
  };
  const { code, log } = await new Promise<{ code: number; log: string }>((resolve) => {
    execFile(process.execPath, [run.bundle], { cwd: run.workspace, env, timeout: 120_000, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code: status, log: `${stdout}${stderr}` });
    });
  });
  return {
    code,
    log,
    outputs: parseOutputs(readFileSync(outputFile, 'utf8')),
    summary: readFileSync(summaryFile, 'utf8'),
    temporary,
    [Symbol.dispose]: () => rmSync(temporary, { recursive: true, force: true }),
  };
};
