// Which user and password go to which server? Bound to a host, never in arguments, never in messages.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@fairway/contracts';
import { z } from 'zod';
import { isAllowed } from '../tools/addresses.ts';
import { askHelper } from './credential-helper.ts';
import type { SourceContext } from './source-options.ts';

/** Either a user with a password, or a token that a registry's own token service takes instead of a password. */
export type Credentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'identity-token'; readonly token: string };

/** Where credentials were found, for messages: never the credentials themselves. */
export interface FoundCredentials {
  readonly credentials: Credentials;
  readonly from: string;
}

export const CREDENTIALS_VARIABLE = 'FAIRWAY_SOURCE_CREDENTIALS';
const WRONG = `${CREDENTIALS_VARIABLE} must hold one address a line, each with user and password and nothing else: https://user:password@charts.example.com/team`;

interface OwnCredentials {
  readonly below: URL;
  readonly credentials: Credentials;
}

const parseOwn = (line: string): OwnCredentials => {
  const url = URL.canParse(line) ? new URL(line) : undefined;
  if (url === undefined || url.username === '' || url.search !== '' || url.hash !== '' || !isAllowed(url, url))
    throw new InputError('input-invalid', WRONG, { hint: 'Characters such as @ and : in a password are written as %40 and %3A.' });
  const credentials = { kind: 'basic', username: decode(url.username), password: decode(url.password) } as const;
  url.username = '';
  url.password = '';
  return { below: url, credentials };
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InputError('input-invalid', WRONG, { hint: 'A % in a password is written as %25.' });
  }
};

const covers = (below: URL, url: URL): boolean => {
  const path = below.pathname.replace(/\/+$/, '');
  return below.origin === url.origin && (url.pathname === path || url.pathname.startsWith(`${path}/`));
};

const DockerConfig = z.object({
  auths: z.record(z.string(), z.object({ auth: z.string().optional(), identitytoken: z.string().optional() })).optional(),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
});
type DockerConfig = z.infer<typeof DockerConfig>;

const readDockerConfig = async ({
  environment,
}: SourceContext): Promise<{ readonly config: DockerConfig; readonly path: string } | undefined> => {
  const directory = environment['DOCKER_CONFIG'] || (environment['HOME'] ? join(environment['HOME'], '.docker') : undefined);
  if (directory === undefined) return undefined;
  const path = join(directory, 'config.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return { config: DockerConfig.parse(JSON.parse(text)), path };
  } catch (cause) {
    throw new InputError('input-invalid', 'config.json of Docker cannot be read as JSON with auths, credHelpers and credsStore', {
      hint: 'It lies in DOCKER_CONFIG, else in ~/.docker. `docker login` or `helm registry login` writes it.',
      cause,
    });
  }
};

/** Names under which Docker keeps a host. */
const namesOf = (host: string): readonly string[] =>
  host === 'registry-1.docker.io'
    ? ['https://index.docker.io/v1/', 'index.docker.io', 'docker.io', 'registry-1.docker.io']
    : [host, `https://${host}`, `https://${host}/`, `http://${host}`, `https://${host}/v1/`, `https://${host}/v2/`];

const fromAuths = ({ auths = {} }: DockerConfig, host: string): Credentials | undefined => {
  const name = namesOf(host).find((one) => Object.hasOwn(auths, one));
  const entry = name === undefined ? undefined : auths[name];
  if (entry?.identitytoken) return { kind: 'identity-token', token: entry.identitytoken };
  if (!entry?.auth) return undefined;
  const pair = Buffer.from(entry.auth, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? undefined : { kind: 'basic', username: pair.slice(0, colon), password: pair.slice(colon + 1) };
};

const fromDocker = async (host: string, context: SourceContext): Promise<FoundCredentials | undefined> => {
  const found = await readDockerConfig(context);
  if (found === undefined) return undefined;
  const helpers = found.config.credHelpers ?? {};
  const named = namesOf(host).find((one) => Object.hasOwn(helpers, one));
  const helper = named === undefined ? found.config.credsStore : helpers[named];
  if (helper) {
    for (const name of named === undefined ? namesOf(host).slice(0, 2) : [named]) {
      const credentials = await askHelper(helper, name, context);
      if (credentials !== undefined) return { credentials, from: `docker-credential-${helper}` };
    }
  }
  const credentials = fromAuths(found.config, host);
  return credentials === undefined ? undefined : { credentials, from: 'config.json of Docker' };
};

/** Finds credentials for an address: the variable first, then Docker's configuration and its helpers. Undefined: none are known. */
export const createCredentials = (context: SourceContext): ((url: URL) => Promise<FoundCredentials | undefined>) => {
  const text = context.environment[CREDENTIALS_VARIABLE] ?? '';
  const lines = text.split(/\s+/).filter((line) => line !== '');
  let own: readonly OwnCredentials[] | undefined;
  const docker = new Map<string, Promise<FoundCredentials | undefined>>();
  return async (url) => {
    own ??= lines.map(parseOwn).toSorted((a, b) => b.below.pathname.length - a.below.pathname.length);
    const match = own.find(({ below }) => covers(below, url));
    if (match !== undefined) return { credentials: match.credentials, from: CREDENTIALS_VARIABLE };
    const known = docker.get(url.host) ?? fromDocker(url.host, context);
    docker.set(url.host, known);
    return known;
  };
};

/** Value of an Authorization header. */
export const basicAuthorization = ({ username, password }: { readonly username: string; readonly password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
