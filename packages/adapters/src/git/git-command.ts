// How is git asked, so that it answers from this repository alone and executes nothing of it?
import { homedir } from 'node:os';
import { FairwayError, ToolError } from '@fairway/contracts';
import { type ProgramBytes, type ProgramOptions, runProgramBytes } from '../programs/run-program.ts';

/** Where git is and what it gets from outside. */
export interface GitOptions {
  /** Program, default `git`, looked up in PATH of `environment`. */
  readonly program?: string;
  /**
   * The environment to take variables from: PATH, HOME, the ssh agent, proxies, certificates. Everything else stays behind, above all
   * GIT_* variables that choose a repository (a hook sets them). Default: HOME of the user, for `safe.directory`, and the usual PATH.
   */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** Where git is asked: a directory inside the repository. */
export interface GitPlace extends GitOptions {
  readonly directory: string;
}

const USUAL_PATH = '/usr/local/bin:/opt/homebrew/bin:/usr/bin:/bin';

/** Settings that keep git from running anything that the repository or its configuration names. */
const QUIET_SETTINGS = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.untrackedCache=keep',
  'core.quotePath=false',
  'core.pager=cat',
  'gc.auto=0',
  'maintenance.auto=false',
  'advice.detachedHead=false',
  'status.showUntrackedFiles=all',
  'log.showSignature=false',
].flatMap((setting) => ['-c', setting]);

/** The program and arguments for one question to git. */
export const gitArguments = (args: readonly string[]): readonly string[] => ['--no-optional-locks', ...QUIET_SETTINGS, ...args];

/** The whole environment that git runs in. `extra` may hold GIT_* variables that this package sets itself. */
export const gitEnvironment = (options: GitOptions, extra: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.environment ?? {}))
    if (value !== undefined && PASSED_ON.test(name)) given[name] = value;
  return {
    HOME: homedir(),
    PATH: USUAL_PATH,
    ...given,
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    // Nothing is fetched but by `fetchCommit`. The second line says it to a git that does not know the first.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    ...extra,
  };
};

const PASSED_ON =
  /^(PATH|HOME|USER|LOGNAME|TMPDIR|XDG_CONFIG_HOME|SSH_AUTH_SOCK|SSH_ASKPASS|SSL_CERT_(FILE|DIR)|(https?|all|no)_proxy|(HTTPS?|ALL|NO)_PROXY|GIT_(SSH|SSH_COMMAND|SSH_VARIANT|ASKPASS|SSL_CAINFO|SSL_CAPATH|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM)))$/;

/** What one question may add to the ways of running a program. */
export interface GitQuestion extends Pick<ProgramOptions, 'input' | 'exitCodes' | 'timeoutMs' | 'maxOutputBytes'> {
  readonly extra?: Readonly<Record<string, string>>;
}

/**
 * Asks git one question and gives its output as bytes: names in a repository are bytes, not text.
 * @throws ToolError where git is missing or hangs, FairwayError git-failed where it cannot answer
 */
export const git = async (place: GitPlace, args: readonly string[], question: GitQuestion = {}): Promise<ProgramBytes> => {
  const { extra, ...limits } = question;
  try {
    return await runProgramBytes(place.program ?? 'git', gitArguments(args), {
      ...limits,
      name: 'git',
      cwd: place.directory,
      environment: gitEnvironment(place, extra),
      roots: [place.directory],
      ...(place.signal === undefined ? {} : { signal: place.signal }),
    });
  } catch (error) {
    throw gitError(error, args[0] ?? '');
  }
};

/** The same as text, without the line feed at the end. */
export const gitText = async (place: GitPlace, args: readonly string[], question: GitQuestion = {}): Promise<string> => {
  const { stdout } = await git(place, args, question);
  return new TextDecoder().decode(stdout).replace(/\n$/, '');
};

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/dubious ownership/, 'The directory belongs to another user. If you trust it: git config --global --add safe.directory <directory>'],
  [/index\.lock/, 'Another git program is at work, or one crashed. Wait, or remove .git/index.lock if none runs.'],
  [/(bad|corrupt|loose object|index file|inflate)/i, 'The repository may be damaged: `git fsck` tells more.'],
  [
    /(promisor|lazy fetch|could not fetch|missing blob|unable to read)/i,
    'Objects are missing. In a partial clone fetch them first: git fetch --refetch --no-filter',
  ],
];

const gitError = (error: unknown, verb: string): unknown => {
  if (!(error instanceof ToolError) || error.code !== 'tool-failed') return error;
  const said = error.stderr.split('\n').find((line) => /^(fatal|error): /.test(line)) ?? error.message;
  const hint = HINTS.find(([pattern]) => pattern.test(error.stderr))?.[1] ?? '';
  return new FairwayError('git-failed', `git ${verb} failed: ${said.replace(/^(fatal|error): /, '').trim()}`, { hint, cause: error });
};
