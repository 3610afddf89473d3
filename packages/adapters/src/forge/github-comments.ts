// How is one sticky comment kept on a pull request? Found by its marker on every page, updated in place, never repeated.
import { getOctokit } from '@actions/github';
import { RemoteError } from '@fairway/contracts';

export interface ForgeOptions {
  readonly token: string;
  /** Address of the REST API, for example of an Enterprise Server. */
  readonly apiUrl: string;
  /** owner/name */
  readonly repository: string;
  /** Milliseconds per request; default 20,000. */
  readonly timeoutMs?: number;
}

export interface UpsertedComment {
  readonly url: string;
  readonly action: 'created' | 'updated' | 'unchanged';
}

export interface CommentPort {
  /** Creates or updates the comment that begins with `marker`. Errors: RemoteError naming status and missing permission. */
  upsertComment(pullRequest: number, marker: string, body: string): Promise<UpsertedComment>;
}

const statusOf = (cause: unknown): number | undefined =>
  typeof cause === 'object' && cause !== null && 'status' in cause && typeof cause.status === 'number' ? cause.status : undefined;

const RETRIED = new Set([429, 500, 502, 503, 504]);
const ATTEMPTS = 3;

const remoteError = (operation: string, cause: unknown): RemoteError => {
  const status = statusOf(cause);
  const denied = status === 401 || status === 403 || status === 404;
  return new RemoteError(`${operation} failed${status === undefined ? '' : ` with status ${status}`}`, {
    operation,
    ...(status === undefined ? {} : { status }),
    ...(denied ? { permission: 'pull-requests: write' } : {}),
    hint: denied
      ? 'add `pull-requests: write` to the permissions of the job'
      : 'the run can be repeated: the comment is never written twice',
    cause,
  });
};

/** Runs one call, again after a pause where the forge says that it is busy. */
const call = async <T>(operation: string, run: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (cause) {
      if (attempt >= ATTEMPTS || !RETRIED.has(statusOf(cause) ?? 0)) throw remoteError(operation, cause);
      await new Promise((resolve) => setTimeout(resolve, 250 * 4 ** (attempt - 1)));
    }
  }
};

export const createGithubComments = (options: ForgeOptions): CommentPort => {
  const [owner = '', repo = ''] = options.repository.split('/');
  const timeoutMs = options.timeoutMs ?? 20_000;
  const octokit = getOctokit(options.token, {
    baseUrl: options.apiUrl,
    request: { fetch: (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }) },
  });

  const find = async (pullRequest: number, marker: string) => {
    const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, { owner, repo, issue_number: pullRequest, per_page: 100 });
    for await (const { data } of pages) {
      const mine = data.find((comment) => comment.body?.startsWith(marker) === true);
      if (mine !== undefined) return mine;
    }
    return undefined;
  };

  return {
    upsertComment: async (pullRequest, marker, body) => {
      const known = await call('list comments', () => find(pullRequest, marker));
      if (known?.body === body) return { url: known.html_url, action: 'unchanged' };
      const target = { owner, repo, body };
      if (known !== undefined) {
        const { data } = await call('update comment', () => octokit.rest.issues.updateComment({ ...target, comment_id: known.id }));
        return { url: data.html_url, action: 'updated' };
      }
      const { data } = await call('create comment', () => octokit.rest.issues.createComment({ ...target, issue_number: pullRequest }));
      return { url: data.html_url, action: 'created' };
    },
  };
};
