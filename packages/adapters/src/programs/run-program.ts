// How is an external program run, and what may it use up?
import { isUtf8 } from 'node:buffer';
import { basename } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ToolError } from '@fairway/contracts';
import { execa } from 'execa';
import { endWithParent } from './end-with-parent.ts';
import { type Outcome, programError } from './program-error.ts';
import { hideCredentials, lastLines, stripRoots } from './program-text.ts';

/** How to run one program. Nothing is inherited from this process, neither environment nor standard input. */
export interface ProgramOptions {
  /** Absolute directory that the program starts in. */
  readonly cwd?: string;
  /** The whole environment of the program. Name PATH, HOME or TMPDIR here if it needs them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Sent to standard input; without it the input is empty. */
  readonly input?: string | Uint8Array;
  /** Default 120,000. */
  readonly timeoutMs?: number;
  /** Limit of standard output, default 256 MiB. */
  readonly maxOutputBytes?: number;
  /** Limit of standard error, default 4 MiB. */
  readonly maxErrorBytes?: number;
  readonly signal?: AbortSignal;
  /** Absolute directories whose prefix is taken out of every message. */
  readonly roots?: readonly string[];
  /** How sentences call the program; default: its file name. */
  readonly name?: string;
  /** Exit codes that are an answer and no failure; default 0 alone. */
  readonly exitCodes?: readonly number[];
}

/** What a program left behind. `stderr` holds at most its last 200 lines. */
export interface ProgramBytes {
  readonly stdout: Uint8Array;
  readonly stderr: string;
  readonly exitCode: number;
  readonly milliseconds: number;
}

/** The same with standard output as text. */
export interface ProgramText extends Omit<ProgramBytes, 'stdout'> {
  readonly stdout: string;
}

const MEBIBYTE = 1024 * 1024;
const KILL_AFTER_MS = 2000;

/**
 * Runs a program by argument array, never through a shell. It ends on time, on output limits, on abort and with this process, together
 * with every program that it started (its process group): SIGTERM, and SIGKILL two seconds later.
 * @throws ToolError tool-missing, tool-failed, tool-timeout, tool-output or cancelled
 */
export const runProgramBytes = async (path: string, args: readonly string[], options: ProgramOptions = {}): Promise<ProgramBytes> => {
  const roots = options.roots ?? [];
  const command = [basename(path), ...args].map((word) => shown(word, roots));
  const name = options.name ?? basename(path);
  if (options.signal?.aborted) throw new ToolError('cancelled', `${name} was not started: the run was cancelled`, { command });
  const started = performance.now();
  const subprocess = execa(path, args, {
    reject: false,
    extendEnv: false,
    env: options.environment ?? {},
    encoding: 'buffer',
    stripFinalNewline: false,
    stdin: options.input === undefined ? 'ignore' : 'pipe',
    ...(options.input === undefined ? {} : { input: options.input }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    timeout: options.timeoutMs ?? 120_000,
    maxBuffer: { stdout: options.maxOutputBytes ?? 256 * MEBIBYTE, stderr: options.maxErrorBytes ?? 4 * MEBIBYTE },
    forceKillAfterDelay: KILL_AFTER_MS,
    killDescendants: true,
    cleanup: false,
  });
  const ended = endWithParent(subprocess.pid);
  const result: Outcome = await subprocess.finally(ended);
  const stderr = lastLines(shown(decodeLoosely(result.stderr), roots));
  if (result.exitCode !== undefined && !result.isTerminated && (options.exitCodes ?? [0]).includes(result.exitCode) && !result.isMaxBuffer)
    return { stdout: result.stdout ?? new Uint8Array(), stderr, exitCode: result.exitCode, milliseconds: performance.now() - started };
  if (result.timedOut || result.isCanceled || result.isMaxBuffer) subprocess.kill('SIGKILL');
  throw programError(result, { path, command, name, stderr, options });
};

/**
 * Runs a program whose output is text, see `runProgramBytes`.
 * @throws ToolError as `runProgramBytes`; tool-output also where the output is not UTF-8
 */
export const runProgram = async (path: string, args: readonly string[], options: ProgramOptions = {}): Promise<ProgramText> => {
  const result = await runProgramBytes(path, args, options);
  if (isUtf8(result.stdout))
    return { ...result, stdout: Buffer.from(result.stdout.buffer, result.stdout.byteOffset, result.stdout.byteLength).toString('utf8') };
  const name = options.name ?? basename(path);
  throw new ToolError('tool-output', `${name} printed something that is not UTF-8 text`, {
    command: [basename(path), ...args].map((word) => shown(word, options.roots ?? [])),
    stderr: result.stderr,
    hint: `Check that the program is really ${name}; \`fairway doctor\` shows which file is used.`,
  });
};

/** What may appear in a message: no directory of this machine, no password of an address. */
const shown = (text: string, roots: readonly string[]): string => hideCredentials(stripRoots(text, roots));

const decodeLoosely = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array());
