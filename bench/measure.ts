// How long does a command take, and how much memory does its main process need?
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface Measured {
  readonly seconds: number;
  readonly peakMiB: number | undefined;
  readonly timings: Readonly<Record<string, number>>;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Exit codes that count as done. */
  readonly codes?: readonly number[];
  /** Directory where the command leaves timings.json. */
  readonly timingsFrom?: string;
}

/** Runs once. Errors: throws with the end of stderr when the exit code is not expected. */
export const measure = (command: Command): Measured => {
  const timingsFile = command.timingsFrom === undefined ? undefined : join(command.timingsFrom, 'timings.json');
  if (timingsFile !== undefined) rmSync(timingsFile, { force: true });
  const begin = process.hrtime.bigint();
  const done = spawnSync(command.program, command.args, {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    ...(command.input === undefined ? {} : { input: command.input }),
    stdio: [command.input === undefined ? 'ignore' : 'pipe', 'ignore', 'pipe'],
    maxBuffer: 1 << 26,
  });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  if (!(command.codes ?? [0]).includes(done.status ?? -1)) {
    throw new Error(`${command.program} ${command.args.join(' ')} ended with ${done.status}: ${String(done.stderr).slice(-2000)}`);
  }
  const timings = timingsFile !== undefined && existsSync(timingsFile) ? JSON.parse(readFileSync(timingsFile, 'utf8')) : {};
  return { seconds, peakMiB: timings['peakRssMiB'], timings };
};

/** The middle one; of an even number the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)], sorted[middle]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
};
