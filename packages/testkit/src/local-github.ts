// What stands in for the forge in a test? The few REST routes that we call, on loopback, with a log and failures on demand.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { components } from '@octokit/openapi-types';

type Comment = Pick<components['schemas']['issue-comment'], 'id' | 'body' | 'html_url'>;

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly authorization: string | undefined;
}

export interface LocalGithub extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly LoggedRequest[];
  /** Comments by pull request. */
  readonly comments: ReadonlyMap<number, readonly Comment[]>;
  addComment(pullRequest: number, body: string): void;
  /** The next requests end with these statuses instead of an answer. */
  failNext(...statuses: number[]): void;
}

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
};

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly link?: string;
}

/** Starts it for the repository `owner/name`. Dispose ends it and its connections. */
export const localGithub = async (repository: string): Promise<LocalGithub> => {
  const requests: LoggedRequest[] = [];
  const comments = new Map<number, Comment[]>();
  const failures: number[] = [];
  let nextId = 1;
  let base = '';

  const add = (pullRequest: number, body: string): Comment => {
    const comment = { id: nextId, body, html_url: `${base}/${repository}/pull/${pullRequest}#issuecomment-${nextId}` };
    nextId += 1;
    comments.set(pullRequest, [...(comments.get(pullRequest) ?? []), comment]);
    return comment;
  };

  const list = (pullRequest: number, query: URLSearchParams, path: string): Answer => {
    const size = Number(query.get('per_page') ?? 30);
    const page = Number(query.get('page') ?? 1);
    const all = comments.get(pullRequest) ?? [];
    const more = page * size < all.length;
    return {
      status: 200,
      body: all.slice((page - 1) * size, page * size),
      ...(more ? { link: `<${base}${path}?per_page=${size}&page=${page + 1}>; rel="next"` } : {}),
    };
  };

  const update = (id: number, body: string): Answer => {
    for (const [pullRequest, all] of comments) {
      const known = all.find((comment) => comment.id === id);
      if (known === undefined) continue;
      const changed = { ...known, body };
      comments.set(
        pullRequest,
        all.map((comment) => (comment.id === id ? changed : comment)),
      );
      return { status: 200, body: changed };
    }
    return { status: 404, body: { message: 'Not Found' } };
  };

  const answer = (method: string, url: URL, body: unknown): Answer => {
    const text = typeof body === 'object' && body !== null && 'body' in body ? String(body.body) : '';
    const of = new RegExp(`^/repos/${repository}/issues/(\\d+)/comments$`).exec(url.pathname);
    if (of !== null && method === 'GET') return list(Number(of[1]), url.searchParams, url.pathname);
    if (of !== null && method === 'POST') return { status: 201, body: add(Number(of[1]), text) };
    const one = new RegExp(`^/repos/${repository}/issues/comments/(\\d+)$`).exec(url.pathname);
    if (one !== null && method === 'PATCH') return update(Number(one[1]), text);
    return { status: 404, body: { message: `no route ${method} ${url.pathname}` } };
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', base);
    const body = await readBody(request);
    requests.push({ method: request.method ?? '', path: url.pathname, body, authorization: request.headers.authorization });
    const failure = failures.shift();
    const result = failure === undefined ? answer(request.method ?? '', url, body) : { status: failure, body: { message: 'told to fail' } };
    const link = 'link' in result && result.link !== undefined ? { link: result.link } : {};
    response.writeHead(result.status, { 'content-type': 'application/json', ...link });
    response.end(JSON.stringify(result.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: base,
    requests,
    comments,
    addComment: (pullRequest, body) => void add(pullRequest, body),
    failNext: (...statuses) => void failures.push(...statuses),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
