// How is something fetched so that no server can hold us up or send us elsewhere?
import { FairwayError, RemoteError } from '@fairway/contracts';
import { printable, redirectTarget } from './addresses.ts';
import { startWatch, type TimeWatch } from './time-watch.ts';

/** All times in milliseconds. */
export interface HttpLimits {
  readonly maxBytes: number;
  readonly maxRedirects: number;
  /** Until the headers are there, per hop. */
  readonly answerMs: number;
  /** Between two pieces of the body. */
  readonly stallMs: number;
  readonly totalMs: number;
}

export const DEFAULT_LIMITS: HttpLimits = {
  maxBytes: 300 * 1024 * 1024,
  maxRedirects: 5,
  answerMs: 30_000,
  stallMs: 30_000,
  totalMs: 900_000,
};

export interface HttpOptions {
  readonly limits?: Partial<HttpLimits>;
  readonly signal?: AbortSignal;
  readonly onBytes?: (done: number, total: number | undefined) => void;
  /** Sent to the first origin alone, as credentials are. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Answers beside 200 that the caller deals with. */
  readonly statuses?: readonly number[];
  /** Text of a form that is posted instead of a question; no redirect is followed then. */
  readonly form?: string;
}

/** An answer whose body was not read yet: read it, or drop it. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Bytes of the body, piece by piece. */
  readonly body: AsyncGenerator<Uint8Array, void, undefined>;
  readonly drop: () => void;
}

const authorization = (url: URL): Record<string, string> => {
  if (url.username === '') return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
};

const withoutCredentials = (url: URL): string => {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  return copy.href;
};

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const ask = (url: URL, start: URL, options: HttpOptions, signal: AbortSignal): Promise<Response> => {
  const own = url.origin === start.origin ? { ...authorization(start), ...options.headers } : {};
  const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'fairway', ...own };
  const form = { method: 'POST', body: options.form ?? '', headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } };
  return fetch(withoutCredentials(url), { redirect: 'manual', signal, ...(options.form === undefined ? { headers } : form) });
};

/** Follows redirects by hand: each hop is judged, and credentials never leave the first origin. */
const openFollowing = async (start: URL, options: HttpOptions, limits: HttpLimits, watch: TimeWatch): Promise<Response> => {
  const operation = `download of ${printable(start)}`;
  let url = start;
  for (let hop = 0; hop <= limits.maxRedirects; hop += 1) {
    watch.expect('no answer', limits.answerMs);
    const response = await ask(url, start, options, watch.signal);
    if (response.status === 200 || options.statuses?.includes(response.status)) return response;
    await response.body?.cancel();
    if (!REDIRECTS.has(response.status) || options.form !== undefined) {
      throw new RemoteError(`${printable(url)} answered ${response.status}`, { operation, status: response.status });
    }
    url = redirectTarget(response.headers.get('location'), url, start);
  }
  throw new RemoteError(`${printable(start)} redirects more than ${limits.maxRedirects} times`, { operation });
};

/** What `fetch` throws has a cause with the real reason; a watch that ran out is told in its own words. */
const asRemoteError = (error: unknown, url: URL, watch: TimeWatch): FairwayError => {
  if (error instanceof FairwayError) return error;
  const operation = `download of ${printable(url)}`;
  const reason: unknown = watch.signal.aborted ? watch.signal.reason : undefined;
  if (reason === 'cancelled') return new FairwayError('cancelled', `the ${operation} was cancelled`);
  if (typeof reason === 'string') return new RemoteError(`${printable(url)}: ${reason}`, { operation, cause: error });
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new RemoteError(`${printable(url)} could not be fetched: ${message}`, { operation, cause: error });
};

const tooLarge = (url: URL, maxBytes: number): RemoteError =>
  new RemoteError(`${printable(url)} is larger than the ${maxBytes} bytes that are accepted`, {
    operation: `download of ${printable(url)}`,
  });

const announcedLength = (response: Response): number | undefined => {
  const value = response.headers.get('content-length');
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
};

interface Exchange {
  readonly url: URL;
  readonly limits: HttpLimits;
  readonly watch: TimeWatch;
  readonly options: HttpOptions;
}

async function* bodyOf(response: Response, { url, limits, watch, options }: Exchange): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    const total = announcedLength(response);
    if (total !== undefined && total > limits.maxBytes) throw tooLarge(url, limits.maxBytes);
    let done = 0;
    watch.expect('sent nothing', limits.stallMs);
    for await (const chunk of response.body ?? []) {
      watch.rest();
      done += chunk.byteLength;
      if (done > limits.maxBytes) throw tooLarge(url, limits.maxBytes);
      options.onBytes?.(done, total);
      yield chunk;
      watch.expect('sent nothing', limits.stallMs);
    }
  } catch (error) {
    throw asRemoteError(error, url, watch);
  } finally {
    watch.end();
  }
}

/** Asks, and gives an answer 200 or one of `statuses`. Throws `RemoteError`, or `FairwayError` (`cancelled`). The caller's own waits do not count. */
export const openAnswer = async (url: URL, options: HttpOptions = {}): Promise<HttpAnswer> => {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const watch = startWatch(limits.totalMs, options.signal);
  try {
    const response = await openFollowing(url, options, limits, watch);
    watch.rest();
    const body = bodyOf(response, { url, limits, watch, options });
    return { status: response.status, headers: response.headers, body, drop: watch.end };
  } catch (error) {
    const told = asRemoteError(error, url, watch);
    watch.end();
    throw told;
  }
};

/** The body of an answer 200, piece by piece. Throws as `openAnswer`. */
export async function* fetchBody(url: URL, options: HttpOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
  yield* (await openAnswer(url, options)).body;
}
