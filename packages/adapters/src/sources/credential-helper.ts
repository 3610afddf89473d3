// What does a credential helper of Docker know of a server? Protocol: github.com/docker/docker-credential-helpers.
import { InputError, ToolError } from '@fairway/contracts';
import { z } from 'zod';
import { runProgram } from '../programs/run-program.ts';
import { findOnPath } from '../tools/search-path.ts';
import type { Credentials } from './source-credentials.ts';
import type { SourceContext } from './source-options.ts';

const Answer = z.object({ Username: z.string(), Secret: z.string() });
/** User name by which helpers mark a token that only the registry's token service takes. */
const TOKEN_USER = '<token>';

/** Helpers find their own stores by more than PATH and HOME; what chooses what git or Node do stays behind. */
const helperEnvironment = ({ environment }: SourceContext): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || /^(GIT_|NODE_|npm_|FAIRWAY_|INPUT_|ACTIONS_)/.test(name) ? [] : [[name, value]],
    ),
  );

/**
 * Runs `docker-credential-<name> get` with the server on its standard input; the answer never reaches a message.
 * @returns undefined where the helper knows nothing of this server
 * @throws InputError for a name that is none; ToolError where the helper is missing or answers something else
 */
export const askHelper = async (name: string, server: string, context: SourceContext): Promise<Credentials | undefined> => {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name))
    throw new InputError('input-invalid', 'config.json of Docker names a credential helper that is no program name');
  const program = `docker-credential-${name}`;
  const path = await findOnPath(program, context.environment['PATH'], context.workTree);
  if (path === undefined)
    throw new ToolError('tool-missing', `${program} is not on PATH`, {
      command: [program, 'get'],
      hint: 'config.json of Docker names it for this registry. Install it, or give credentials by FAIRWAY_SOURCE_CREDENTIALS.',
    });
  const run = await runProgram(path, ['get'], {
    input: server,
    environment: helperEnvironment(context),
    timeoutMs: context.limits.waitMs,
    maxOutputBytes: 1024 * 1024,
    exitCodes: [0, 1],
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  if (run.exitCode === 1) return undefined;
  const answer = parseAnswer(run.stdout);
  if (answer === undefined)
    throw new ToolError('tool-output', `${program} answered something else than a user and a secret`, { command: [program, 'get'] });
  return answer.Username === TOKEN_USER
    ? { kind: 'identity-token', token: answer.Secret }
    : { kind: 'basic', username: answer.Username, password: answer.Secret };
};

const parseAnswer = (text: string): z.infer<typeof Answer> | undefined => {
  try {
    return Answer.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};
