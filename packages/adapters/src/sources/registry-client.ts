// How is a registry asked? The pulling half of the OCI distribution API, with the limits and the judgement of every other download.
import { RemoteError } from '@fairway/contracts';
import { z } from 'zod';
import { isLoopback, printable } from '../tools/addresses.ts';
import type { HttpAnswer } from '../tools/http-get.ts';
import { ask, mismatch, readAll, requireDigest, sha256Of } from './checked-download.ts';
import { deniedError } from './denied.ts';
import type { RegistryRepository } from './registry-address.ts';
import { answerChallenge, parseChallenge } from './registry-auth.ts';
import type { createCredentials } from './source-credentials.ts';
import type { SourceContext } from './source-options.ts';

/** A manifest as it was served, and its digest. */
export interface ServedManifest {
  readonly digest: string;
  readonly bytes: Uint8Array;
}

export interface RegistryClient {
  tags(repository: RegistryRepository): Promise<readonly string[]>;
  manifest(repository: RegistryRepository, reference: string): Promise<ServedManifest>;
  blob(repository: RegistryRepository, digest: string): Promise<Uint8Array>;
}

const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

const Tags = z.object({ tags: z.array(z.string()).nullable().optional() });
const MAX_PAGES = 200;

/** Tokens are asked for once per repository, credentials only after the registry asked for them. */
export const createRegistryClient = (context: SourceContext, credentialsFor: ReturnType<typeof createCredentials>): RegistryClient => {
  const authorizations = new Map<string, string>();
  const bases = new Map<string, Promise<URL>>();

  const baseOf = (repository: RegistryRepository): Promise<URL> => {
    const known = bases.get(repository.base.href) ?? chooseScheme(repository.base, context);
    bases.set(repository.base.href, known);
    return known;
  };

  const get = async (
    repository: RegistryRepository,
    url: URL,
    more: { readonly accept?: string; readonly maxBytes: number },
  ): Promise<HttpAnswer> => {
    const key = `${url.origin}/${repository.name}`;
    const once = (authorization: string | undefined): Promise<HttpAnswer> =>
      ask(url, context, {
        maxBytes: more.maxBytes,
        statuses: [401, 403, 404],
        headers: {
          ...(more.accept === undefined ? {} : { accept: more.accept }),
          ...(authorization === undefined ? {} : { authorization }),
        },
      });
    const first = await once(authorizations.get(key));
    if (first.status !== 401) return first;
    first.drop();
    const challenge = parseChallenge(first.headers.get('www-authenticate'));
    const found = await credentialsFor(new URL(`${url.origin}/${repository.name}`));
    if (challenge === undefined) throw deniedError(url, 401, found?.from);
    const authorization = await answerChallenge({ url, challenge, found, scope: `repository:${repository.name}:pull` }, context);
    const second = await once(authorization);
    if (second.status === 401 || second.status === 403) {
      second.drop();
      throw deniedError(url, second.status, found?.from);
    }
    authorizations.set(key, authorization);
    return second;
  };

  const open = async (
    repository: RegistryRepository,
    url: URL,
    more: { readonly accept?: string; readonly maxBytes: number },
  ): Promise<HttpAnswer> => {
    const answer = await get(repository, url, more);
    if (answer.status === 200) return answer;
    answer.drop();
    if (answer.status === 403) throw deniedError(url, 403, (await credentialsFor(url))?.from);
    throw new RemoteError(`${repository.shown}: ${printable(url)} is not there`, {
      operation: `download of ${printable(url)}`,
      status: answer.status,
    });
  };

  const at = async (repository: RegistryRepository, path: string): Promise<URL> =>
    new URL(`/v2/${repository.name}/${path}`, await baseOf(repository));
  const { documentBytes, archiveBytes, tags: maxTags } = context.limits;

  return {
    tags: async (repository) => {
      const tags: string[] = [];
      let url: URL | undefined = await at(repository, 'tags/list?n=1000');
      for (let page = 0; url !== undefined && page < MAX_PAGES && tags.length < maxTags; page += 1) {
        const { bytes, headers } = await readAll(await open(repository, url, { maxBytes: documentBytes }));
        tags.push(...(parseJson(bytes, Tags, url).tags ?? []));
        url = nextPage(headers.get('link'), url);
      }
      if (url === undefined) return tags;
      throw new RemoteError(`${repository.shown} has more than ${maxTags} tags`, { operation: `tags of ${repository.shown}` });
    },
    manifest: async (repository, reference) => {
      const url = await at(repository, `manifests/${reference}`);
      const { bytes, headers } = await readAll(await open(repository, url, { accept: MANIFESTS, maxBytes: documentBytes }));
      const digest = sha256Of(bytes);
      const promised = reference.startsWith('sha256:') ? reference : headers.get('docker-content-digest');
      if (promised?.startsWith('sha256:') && promised !== digest) throw mismatch(printable(url), { expected: promised, found: digest });
      return { digest, bytes };
    },
    blob: async (repository, digest) => {
      const url = await at(repository, `blobs/${digest}`);
      return requireDigest((await readAll(await open(repository, url, { maxBytes: archiveBytes }))).bytes, digest, url);
    },
  };
};

/** Only a server that surely speaks no TLS is asked in plain http, and only on this machine. */
const chooseScheme = async (base: URL, context: SourceContext): Promise<URL> => {
  if (!isLoopback(base)) return base;
  try {
    (await ask(new URL('/v2/', base), context, { maxBytes: context.limits.documentBytes, statuses: [400, 401, 403, 404, 405] })).drop();
  } catch (error) {
    if (!(error instanceof RemoteError) || !speaksNoTls(error.cause)) return base;
    return new URL(base.href.replace(/^https:/, 'http:'));
  }
  return base;
};

const speaksNoTls = (error: unknown): boolean => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'UND_ERR_SOCKET'].includes(code);
};

/** Reads JSON that a schema accepts. Throws `RemoteError`. */
export const parseJson = <S extends z.ZodType>(bytes: Uint8Array, schema: S, url: URL | string): z.output<S> => {
  const where = typeof url === 'string' ? url : printable(url);
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new RemoteError(`${where} is not what a registry answers`, { operation: `download of ${where}`, cause });
  }
};

/** Address of the next page (RFC 8288), on the same server alone. */
const nextPage = (link: string | null, from: URL): URL | undefined => {
  const text = /<([^<>]{1,2000})>\s*;\s*rel="?next"?/i.exec(link ?? '')?.[1];
  const url = text !== undefined && URL.canParse(text, from.href) ? new URL(text, from.href) : undefined;
  return url?.origin === from.origin ? url : undefined;
};
