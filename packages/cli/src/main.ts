// Where does the process begin and end? Builds the context, runs the program, turns what is thrown into a message and an exit code.
import { resolve } from 'node:path';
import type { CliContext } from './context.ts';
import { errorText, exitCodeOfError } from './print-error.ts';
import { runProgram } from './program.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interrupted.signal.aborted) process.exit(130);
    interrupted.abort(signal);
  });
}

// A reader that went away (`fairway … | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const wantsColor = (): boolean => {
  if (process.env['NO_COLOR'] !== undefined && process.env['NO_COLOR'] !== '') return false;
  if (process.env['FORCE_COLOR'] !== undefined && process.env['FORCE_COLOR'] !== '0') return true;
  return process.stdout.isTTY === true;
};

const context: CliContext = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: resolve(process.cwd()),
  color: wantsColor(),
  signal: interrupted.signal,
  exit: (code) => {
    process.exitCode = code;
  },
};

try {
  await runProgram(context, process.argv.slice(2));
} catch (error) {
  process.stderr.write(errorText(error, context.color));
  process.exitCode = interrupted.signal.aborted ? 130 : exitCodeOfError(error);
}
