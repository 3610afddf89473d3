// What does a command know of the process it runs in?

export interface CliContext {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Directory that the command works in: `-C`, else the current directory. Absolute. */
  readonly cwd: string;
  readonly color: boolean;
  /** Set when the person or the runner stops the run. */
  readonly signal: AbortSignal;
  /** Says with which code the process ends; the last call wins. */
  readonly exit: (code: 0 | 1 | 2 | 3) => void;
}

/** True where a build system runs us: plain lines instead of a bar, and determinism is verified by default. */
export const inCi = (env: CliContext['env']): boolean => env['CI'] !== undefined && env['CI'] !== '' && env['CI'] !== 'false';
