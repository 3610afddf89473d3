// How is a program run that answers many questions over its lifetime?
import { basename } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { execa } from 'execa';
import { endWithParent } from './end-with-parent.ts';
import type { ProgramOptions } from './run-program.ts';

/** A running program. It never keeps this process alive by itself; call `hold` while an answer is awaited. */
export interface StartedProgram {
  readonly name: string;
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Settles when the program has ended: with its exit code or signal, and the last of standard error. */
  readonly ended: Promise<{ readonly how: string; readonly stderr: string }>;
  hold(yes: boolean): void;
  /** Closes standard input and waits for the end; kills after two seconds. */
  close(): Promise<void>;
}

/** Starts a program by argument array with an environment of its own; it ends with this process at the latest. */
export const startProgram = (
  path: string,
  args: readonly string[],
  options: Pick<ProgramOptions, 'cwd' | 'environment'> = {},
): StartedProgram => {
  const subprocess = execa(path, args, {
    reject: false,
    extendEnv: false,
    env: options.environment ?? {},
    encoding: 'buffer',
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    buffer: { stdout: false, stderr: true },
    maxBuffer: { stderr: 1024 * 1024 },
    forceKillAfterDelay: 2000,
    killDescendants: true,
    cleanup: false,
  });
  const forget = endWithParent(subprocess.pid);
  subprocess.stdin.on('error', () => {}); // the program ended first; `ended` tells why
  const ended = subprocess.then((result) => {
    forget();
    return { how: howEnded(result), stderr: new TextDecoder().decode(result.stderr ?? new Uint8Array()) };
  });
  return {
    name: basename(path),
    stdin: subprocess.stdin,
    stdout: subprocess.stdout,
    ended,
    hold: (yes) => hold([subprocess.nodeChildProcess, ...subprocess.stdio], yes),
    close: async () => {
      hold([subprocess.nodeChildProcess, ...subprocess.stdio], true);
      subprocess.stdin.end();
      const timer = setTimeout(() => subprocess.kill('SIGKILL'), 2000);
      await ended;
      clearTimeout(timer);
    },
  };
};

const howEnded = (result: { exitCode?: number | undefined; signal?: string | undefined; code?: string | undefined }): string =>
  result.exitCode !== undefined ? `exit code ${result.exitCode}` : (result.signal ?? result.code ?? 'an unknown cause');

const hold = (handles: readonly unknown[], yes: boolean): void => {
  for (const handle of handles) {
    if (typeof handle !== 'object' || handle === null) continue;
    const method: unknown = Reflect.get(handle, yes ? 'ref' : 'unref');
    if (typeof method === 'function') method.call(handle);
  }
};
