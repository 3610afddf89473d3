// How does a registry learn who asks? Challenges of RFC 7235, tokens as the Docker registry v2 API describes them.
import { RemoteError } from '@fairway/contracts';
import { z } from 'zod';
import { isAllowed, printable } from '../tools/addresses.ts';
import { ask, type ReadAnswer, readAll } from './checked-download.ts';
import { deniedError } from './denied.ts';
import { basicAuthorization, type FoundCredentials } from './source-credentials.ts';
import type { SourceContext } from './source-options.ts';

/** What a server asks for. */
export interface Challenge {
  readonly scheme: 'basic' | 'bearer';
  readonly parameters: ReadonlyMap<string, string>;
}

const MAX_HEADER = 4096;
const PARAMETER = /([A-Za-z_]{1,32})=(?:"([^"]*)"|([^\s",]+))/g;

/** Reads `WWW-Authenticate`; bearer wins where both are offered. Undefined: nothing that we can do. */
export const parseChallenge = (header: string | null): Challenge | undefined => {
  if (header === null || header.length > MAX_HEADER) return undefined;
  const bearer = /(?:^|,\s*)bearer\s+(.*)$/i.exec(header)?.[1];
  if (bearer !== undefined) {
    const pairs = [...bearer.matchAll(PARAMETER)].map(
      ([, name = '', quoted, plain]) => [name.toLowerCase(), quoted ?? plain ?? ''] as const,
    );
    return { scheme: 'bearer', parameters: new Map(pairs) };
  }
  return /(?:^|,\s*)basic(?:\s|$)/i.test(header) ? { scheme: 'basic', parameters: new Map() } : undefined;
};

const Token = z.object({ token: z.string().optional(), access_token: z.string().optional() });

export interface AuthRequest {
  /** What was refused. */
  readonly url: URL;
  readonly challenge: Challenge;
  readonly found: FoundCredentials | undefined;
  /** `repository:<name>:pull`, where the challenge names none. */
  readonly scope: string;
}

/** Value of the Authorization header that answers a challenge. Throws `RemoteError` that says which credentials were missing. */
export const answerChallenge = async (request: AuthRequest, context: SourceContext): Promise<string> => {
  const { challenge, found, url } = request;
  if (challenge.scheme === 'bearer') return `Bearer ${await tokenFor(request, context)}`;
  if (found?.credentials.kind !== 'basic') throw deniedError(url, 401, found?.from);
  return basicAuthorization(found.credentials);
};

const tokenFor = async ({ url, challenge, found, scope }: AuthRequest, context: SourceContext): Promise<string> => {
  const realmText = challenge.parameters.get('realm') ?? '';
  const realm = URL.canParse(realmText) ? new URL(realmText) : undefined;
  const operation = `login at ${url.host}`;
  if (realm === undefined || !isAllowed(realm, url) || realm.username !== '')
    throw new RemoteError(`${printable(url)} names a token service that is not asked: only https is`, { operation });
  const service = challenge.parameters.get('service');
  const query = new URLSearchParams({ ...(service === undefined ? {} : { service }), scope: challenge.parameters.get('scope') ?? scope });
  const answer = await askTokenService(realm, { query, found }, context);
  if (answer.status !== 200) throw deniedError(realm, answer.status, found?.from);
  const token = readToken(answer);
  if (token !== undefined) return token;
  throw new RemoteError(`the token service ${printable(realm)} gave no token`, { operation });
};

const askTokenService = async (
  realm: URL,
  { query, found }: { readonly query: URLSearchParams; readonly found: FoundCredentials | undefined },
  context: SourceContext,
): Promise<ReadAnswer> => {
  const common = { maxBytes: context.limits.documentBytes, statuses: [401, 403] };
  if (found?.credentials.kind === 'identity-token') {
    const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'fairway', refresh_token: found.credentials.token });
    for (const [name, value] of query) form.append(name, value);
    return readAll(await ask(realm, context, { ...common, form: form.toString() }));
  }
  const url = new URL(realm);
  for (const [name, value] of query) url.searchParams.append(name, value);
  const headers = found === undefined ? {} : { authorization: basicAuthorization(found.credentials) };
  return readAll(await ask(url, context, { ...common, headers }));
};

const readToken = ({ bytes }: ReadAnswer): string | undefined => {
  try {
    const { token, access_token } = Token.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    const value = token || access_token;
    // It becomes a header: nothing may follow it there.
    return value !== undefined && /^[\x21-\x7e]+$/.test(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
