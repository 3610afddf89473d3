// How does a chart come here from a Helm repository?
import { type LockedSource, RemoteError } from '@fairway/contracts';
import { isAllowed, printable } from '../tools/addresses.ts';
import { ask, readAll, requireDigest, sha256Of } from './checked-download.ts';
import { deniedError } from './denied.ts';
import { chooseEntry, type HelmIndex, type IndexEntry, parseHelmIndex } from './helm-index.ts';
import { shownWord, sourceAddress } from './source-address.ts';
import { basicAuthorization, type createCredentials } from './source-credentials.ts';
import type { SourceContext } from './source-options.ts';

export type LockedChart = Extract<LockedSource, { kind: 'chart' }>;
export type ChartRequest = Omit<LockedChart, 'resolved' | 'digest'>;

/** Charts of Helm repositories. */
export interface HelmSource {
  resolve(request: ChartRequest): Promise<{ readonly locked: LockedChart; readonly archive: Uint8Array }>;
  fetch(locked: LockedChart): Promise<Uint8Array>;
}

/** `created` and the order of an index say nothing that is checked: a digest is a SHA-256, with or without its name. */
const promisedDigest = ({ digest }: IndexEntry): string | undefined => {
  const hex = digest?.replace(/^sha256:/, '').toLowerCase();
  return hex !== undefined && /^[0-9a-f]{64}$/.test(hex) ? `sha256:${hex}` : undefined;
};

const directoryOf = (url: URL): URL => new URL(`${url.href.replace(/\/+$/, '')}/`);

/** Each index is read once; the memory of a whole run is at most a few indexes. */
export const createHelmSource = (context: SourceContext, credentialsFor: ReturnType<typeof createCredentials>): HelmSource => {
  const indexes = new Map<string, Promise<HelmIndex>>();

  const download = async (url: URL, maxBytes: number): Promise<Uint8Array> => {
    const found = await credentialsFor(url);
    const headers = found?.credentials.kind === 'basic' ? { authorization: basicAuthorization(found.credentials) } : {};
    try {
      return (await readAll(await ask(url, context, { maxBytes, headers }))).bytes;
    } catch (error) {
      throw refusedTo(error, url, found?.from);
    }
  };

  const indexOf = (repository: URL): Promise<HelmIndex> => {
    const url = new URL('index.yaml', directoryOf(repository));
    const known = indexes.get(url.href);
    if (known !== undefined) return known;
    const read = download(url, context.limits.indexBytes).then((bytes) => parseHelmIndex(bytes, printable(url)));
    indexes.set(url.href, read);
    return read;
  };

  const chartUrl = (entry: IndexEntry, repository: URL, chart: string): URL => {
    const base = directoryOf(repository);
    const text = entry.urls?.[0];
    const url = text !== undefined && URL.canParse(text, base.href) ? new URL(text, base.href) : undefined;
    const what = `${printable(repository)} names ${text === undefined ? 'no address' : `the address ${shownWord(text)}`} for ${shownWord(chart)} ${shownWord(entry.version)}`;
    if (url === undefined || !isAllowed(url, base) || url.username !== '')
      throw new RemoteError(`${what}, which is not asked: only https is, and this machine only where the repository is on it`, {
        operation: `download of ${shownWord(chart)}`,
      });
    return url;
  };

  const bring = async (request: ChartRequest, version: string) => {
    const repository = sourceAddress(request.repository, ['https:', 'http:'], context);
    const entry = chooseEntry(await indexOf(repository), { chart: request.chart, version }, printable(repository));
    const url = chartUrl(entry, repository, request.chart);
    const archive = await download(url, context.limits.archiveBytes);
    return { entry, url, archive };
  };

  return {
    resolve: async (request) => {
      const { entry, url, archive } = await bring(request, request.version);
      const promised = promisedDigest(entry);
      if (promised !== undefined) requireDigest(archive, promised, url);
      return { locked: { ...request, resolved: entry.version, digest: sha256Of(archive) }, archive };
    },
    fetch: async (locked) => {
      const { url, archive } = await bring(locked, locked.resolved);
      return requireDigest(archive, locked.digest, url);
    },
  };
};

/** A refusal says which credentials were shown. */
const refusedTo = (error: unknown, url: URL, from: string | undefined): unknown => {
  if (!(error instanceof RemoteError) || (error.status !== 401 && error.status !== 403)) return error;
  return deniedError(url, error.status, from);
};
