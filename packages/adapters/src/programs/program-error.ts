// What does a person read when a program did not do its work?
import { existsSync } from 'node:fs';
import { type ErrorOptions, ToolError } from '@fairway/contracts';
import { lastLine } from './program-text.ts';
import type { ProgramOptions } from './run-program.ts';

/** The part of a finished run that says why it failed. */
export interface Outcome {
  readonly stdout?: Uint8Array | undefined;
  readonly stderr?: Uint8Array | undefined;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
  readonly timedOut: boolean;
  readonly isCanceled: boolean;
  readonly isMaxBuffer: boolean;
  readonly isTerminated: boolean;
  readonly originalMessage?: string | undefined;
}

interface Run {
  readonly path: string;
  readonly name: string;
  readonly command: readonly string[];
  readonly stderr: string;
  readonly options: ProgramOptions;
}

/** One error per cause: not there, not executable, cancelled, too slow, too much output, ended by a signal, exit code. */
export const programError = (outcome: Outcome, run: Run): ToolError => {
  const details = (options: ErrorOptions) => ({
    command: run.command,
    stderr: run.stderr,
    ...(outcome.exitCode === undefined ? {} : { exitCode: outcome.exitCode }),
    ...options,
  });
  const { name } = run;
  if (outcome.isCanceled) return new ToolError('cancelled', `${name} was stopped: the run was cancelled`, details({}));
  if (outcome.timedOut)
    return new ToolError(
      'tool-timeout',
      `${name} did not finish within ${seconds(run.options.timeoutMs ?? 120_000)}`,
      details({
        hint: 'Look for an endless template or a very large input; a higher time limit can be set where the run is started.',
      }),
    );
  if (outcome.isMaxBuffer)
    return new ToolError(
      'tool-output',
      `${name} printed more than it may and was stopped`,
      details({ hint: 'A rendering of this size is most likely a loop in a template.' }),
    );
  if (outcome.code !== undefined && outcome.exitCode === undefined) return startError(outcome, run, details);
  if (outcome.signal !== undefined)
    return new ToolError(
      'tool-failed',
      `${name} was ended by ${outcome.signal}`,
      details({
        hint: outcome.signal === 'SIGKILL' ? 'The system may have run out of memory.' : '',
      }),
    );
  const said = lastLine(run.stderr);
  return new ToolError('tool-failed', `${name} ended with exit code ${outcome.exitCode}${said === '' ? '' : `: ${said}`}`, details({}));
};

const startError = (
  outcome: Outcome,
  run: Run,
  details: (options: ErrorOptions) => ConstructorParameters<typeof ToolError>[2],
): ToolError => {
  const { name, path, options } = run;
  const hint = '`fairway doctor` shows which programs are there and how to get the others.';
  if (options.cwd !== undefined && !existsSync(options.cwd))
    return new ToolError('tool-failed', `${name} cannot start: its directory is not there`, details({}));
  if (outcome.code === 'ENOENT') return new ToolError('tool-missing', `${name} is not there: ${path}`, details({ hint }));
  if (outcome.code === 'EACCES')
    return new ToolError(
      'tool-missing',
      `${name} is not executable: ${path}`,
      details({ hint: `Make it executable, or give another one. ${hint}` }),
    );
  return new ToolError('tool-failed', `${name} could not be run (${outcome.code})`, details({ hint }));
};

const seconds = (milliseconds: number): string => (milliseconds < 1000 ? `${milliseconds} ms` : `${Math.round(milliseconds / 100) / 10} s`);
