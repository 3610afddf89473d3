// What started this run, and which commit is its base? Read from the event file that the runner writes; everything in it is unknown until the schema accepts it.
import { z } from 'zod';

const Sha = z.string().regex(/^[0-9a-f]{40,64}$/);

const Payload = z.object({
  before: z.string().optional(),
  pull_request: z
    .object({
      number: z.int().positive(),
      base: z.object({ sha: Sha, ref: z.string() }),
      head: z.object({ sha: Sha, repo: z.object({ full_name: z.string(), fork: z.boolean().optional() }).nullable() }),
    })
    .optional(),
  merge_group: z.object({ base_sha: Sha, head_sha: Sha }).optional(),
  repository: z.object({ default_branch: z.string().optional(), full_name: z.string().optional() }).optional(),
});

export interface PullRequest {
  readonly number: number;
  readonly baseSha: string;
  readonly headSha: string;
  /** Its branch lives in another repository, so that the token of the run is read-only. */
  readonly fork: boolean;
}

/** Where the base of the comparison is to be found. */
export type BaseRule =
  | { readonly kind: 'pull-request'; readonly mergeBaseWith: string }
  | { readonly kind: 'commit'; readonly sha: string }
  | { readonly kind: 'before'; readonly sha: string; readonly defaultBranch: string | undefined }
  | { readonly kind: 'default-branch'; readonly defaultBranch: string | undefined };

export interface RunEvent {
  readonly name: string;
  readonly repository: string | undefined;
  readonly pullRequest: PullRequest | undefined;
  readonly base: BaseRule;
}

/**
 * Understands the event. `payload` is the parsed event file. A pull request is compared with the first parent of the checked-out merge
 * commit, else with the merge base; a merge group with its `base_sha`; a push with `before`; anything else with the default branch.
 */
export const readEvent = (name: string, payload: unknown, repository: string | undefined): RunEvent => {
  const parsed = Payload.safeParse(payload);
  const event = parsed.success ? parsed.data : {};
  const full = event.repository?.full_name ?? repository;
  const defaultBranch = event.repository?.default_branch;
  const pr = event.pull_request;
  const pullRequest = pr && { number: pr.number, baseSha: pr.base.sha, headSha: pr.head.sha, fork: pr.head.repo?.full_name !== full };
  return { name, repository: full, pullRequest, base: baseRule(name, event, defaultBranch) };
};

const UNUSABLE = /^0+$/;

const baseRule = (name: string, event: z.infer<typeof Payload>, defaultBranch: string | undefined): BaseRule => {
  if (event.pull_request !== undefined) return { kind: 'pull-request', mergeBaseWith: event.pull_request.base.sha };
  if (event.merge_group !== undefined) return { kind: 'commit', sha: event.merge_group.base_sha };
  const before = event.before;
  if (name === 'push' && before !== undefined && Sha.safeParse(before).success && !UNUSABLE.test(before)) {
    return { kind: 'before', sha: before, defaultBranch };
  }
  return { kind: 'default-branch', defaultBranch };
};
