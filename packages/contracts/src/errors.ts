// Which errors can the toolkit raise, and what does each tell the person who sees it?

/** Closed list of error codes; one code, one cause. Exit codes follow from the class, see `exit-code.ts`. */
export type ErrorCode =
  | 'input-invalid' // a flag, an action input or an environment variable is wrong
  | 'config-invalid' // fairway.yaml, app.yaml, a profile or a governance file is wrong
  | 'file-unreadable' // a file of the repository cannot be read or parsed
  | 'path-escapes' // a path or symlink leaves the repository
  | 'git-failed' // git could not answer
  | 'revision-unknown' // a revision does not exist
  | 'revision-unreachable' // a revision is missing from a shallow clone
  | 'tool-missing' // an external program is not there
  | 'tool-version' // an external program is outside the supported range
  | 'tool-untrusted' // a download or a cached program does not match its checksum
  | 'tool-failed' // an external program ended with an error
  | 'tool-timeout' // an external program took too long
  | 'tool-output' // an external program printed too much, or something unreadable
  | 'disk-failed' // the disk refused a read or a write
  | 'remote-failed' // an API or a registry refused or failed
  | 'cancelled'; // the person or the runner stopped the run

/** A place in a file. Lines and columns count from 1. The path is relative to the repository root. */
export interface SourceLocation {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export interface ErrorOptions {
  readonly hint?: string;
  readonly at?: SourceLocation;
  readonly cause?: unknown;
}

/** Base of all expected errors: a code, one sentence, and what to do. Anything else that is thrown is a bug. */
export class FairwayError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly at: SourceLocation | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint ?? '';
    this.at = options.at;
  }
}

/** A flag, an action input or an environment variable is wrong. */
export class InputError extends FairwayError {}

/** One thing wrong in a file that a person wrote. */
export interface ConfigProblem {
  readonly message: string;
  readonly at: SourceLocation;
  readonly hint?: string;
}

/** A file that a person wrote is wrong. Carries all problems of that file, in file order. */
export class ConfigError extends FairwayError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly [ConfigProblem, ...ConfigProblem[]], options: ErrorOptions = {}) {
    const first = problems[0];
    super('config-invalid', first.message, { at: first.at, hint: first.hint ?? '', ...options });
    this.problems = problems;
  }
}

/** An external program failed. `command` is the argument array that was run, program name first. */
export class ToolError extends FairwayError {
  readonly command: readonly string[];
  readonly exitCode: number | undefined;
  readonly stderr: string;

  constructor(
    code: ErrorCode,
    message: string,
    details: { readonly command: readonly string[]; readonly exitCode?: number; readonly stderr?: string } & ErrorOptions,
  ) {
    super(code, message, details);
    this.command = details.command;
    this.exitCode = details.exitCode;
    this.stderr = details.stderr ?? '';
  }
}

/** A remote API refused or failed. `permission` names the missing right, where that is the reason. */
export class RemoteError extends FairwayError {
  readonly operation: string;
  readonly status: number | undefined;
  readonly permission: string | undefined;

  constructor(
    message: string,
    details: { readonly operation: string; readonly status?: number; readonly permission?: string } & ErrorOptions,
  ) {
    super('remote-failed', message, details);
    this.operation = details.operation;
    this.status = details.status;
    this.permission = details.permission;
  }
}
