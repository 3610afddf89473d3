// Which commit is the base of this run? Follows the event, and fetches the missing commit itself, shallow.
import type { BaseRule } from '@fairway/action-kit';
import { fetchCommit, type GitOptions, hasCommit, mergeBase, parentsOf } from '@fairway/adapters';

/** Where git is asked, and what it may use. */
interface Place {
  readonly root: string;
  readonly git: GitOptions;
}

/** The commit, once it is here. */
const present = async (place: Place, sha: string): Promise<string> => {
  if (!(await hasCommit(place.root, sha, place.git))) await fetchCommit(place.root, sha, { ...place.git, depth: 1 });
  return sha;
};

/** Deepens step by step until both commits share an ancestor; 500 commits of each side at most, then the error says how to fetch more. */
const mergeBaseFetched = async (place: Place, other: string, head: string): Promise<string> => {
  await present(place, other);
  for (const depth of [50, 500]) {
    try {
      return await mergeBase(place.root, other, head, place.git);
    } catch {
      await fetchCommit(place.root, other, { ...place.git, depth });
      await fetchCommit(place.root, head, { ...place.git, depth });
    }
  }
  return mergeBase(place.root, other, head, place.git);
};

const ofPullRequest = async (place: Place, head: string, baseSha: string): Promise<string> => {
  const parents = await parentsOf(place.root, head, place.git);
  const [first] = parents;
  // A merge commit that the forge made: its first parent is the target branch as it was merged.
  if (parents.length === 2 && first !== undefined) return present(place, first);
  return mergeBaseFetched(place, baseSha, head);
};

/** Base commit by the rule of the event; undefined where there is nothing to compare with, as on the first commit. */
export const baseCommit = async (place: Place, head: string, rule: BaseRule): Promise<string | undefined> => {
  switch (rule.kind) {
    case 'pull-request':
      return ofPullRequest(place, head, rule.mergeBaseWith);
    case 'commit':
      return present(place, rule.sha);
    case 'before':
      try {
        return await present(place, rule.sha);
      } catch {
        return baseCommit(place, head, { kind: 'default-branch', defaultBranch: rule.defaultBranch });
      }
    case 'default-branch':
      return onDefaultBranch(place, head, rule.defaultBranch);
  }
};

const onDefaultBranch = async (place: Place, head: string, branch: string | undefined): Promise<string | undefined> => {
  if (branch === undefined) return undefined;
  const tip = await fetchCommit(place.root, `refs/heads/${branch}`, { ...place.git, depth: 1 });
  if (tip !== head) return mergeBaseFetched(place, tip, head);
  const [parent] = await parentsOf(place.root, head, place.git);
  return parent === undefined ? undefined : present(place, parent);
};
