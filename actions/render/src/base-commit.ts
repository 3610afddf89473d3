// Which commit is the base of this run? Follows the event, and fetches the missing commit itself, shallow.
import type { BaseRule } from '@fairway/action-kit';
import { fetchCommit, hasCommit, mergeBase, parentsOf } from '@fairway/adapters';

/** The commit, once it is here. */
const present = async (root: string, sha: string): Promise<string> => {
  if (!(await hasCommit(root, sha))) await fetchCommit(root, sha, { depth: 1 });
  return sha;
};

/** Deepens step by step until both commits share an ancestor; a whole history is fetched only when nothing less will do. */
const mergeBaseFetched = async (root: string, other: string, head: string): Promise<string> => {
  await present(root, other);
  for (const depth of [50, 500]) {
    try {
      return await mergeBase(root, other, head);
    } catch {
      await fetchCommit(root, other, { depth });
      await fetchCommit(root, head, { depth });
    }
  }
  return mergeBase(root, other, head);
};

const ofPullRequest = async (root: string, head: string, baseSha: string): Promise<string> => {
  const parents = await parentsOf(root, head);
  const [first] = parents;
  // A merge commit that the forge made: its first parent is the target branch as it was merged.
  if (parents.length === 2 && first !== undefined) return present(root, first);
  return mergeBaseFetched(root, baseSha, head);
};

/** Base commit by the rule of the event; undefined where there is nothing to compare with, as on the first commit. */
export const baseCommit = async (root: string, head: string, rule: BaseRule): Promise<string | undefined> => {
  switch (rule.kind) {
    case 'pull-request':
      return ofPullRequest(root, head, rule.mergeBaseWith);
    case 'commit':
      return present(root, rule.sha);
    case 'before':
      try {
        return await present(root, rule.sha);
      } catch {
        return baseCommit(root, head, { kind: 'default-branch', defaultBranch: rule.defaultBranch });
      }
    case 'default-branch':
      return onDefaultBranch(root, head, rule.defaultBranch);
  }
};

const onDefaultBranch = async (root: string, head: string, branch: string | undefined): Promise<string | undefined> => {
  if (branch === undefined) return undefined;
  const tip = await fetchCommit(root, `refs/heads/${branch}`, { depth: 1 });
  if (tip !== head) return mergeBaseFetched(root, tip, head);
  const [parent] = await parentsOf(root, head);
  return parent === undefined ? undefined : present(root, parent);
};
