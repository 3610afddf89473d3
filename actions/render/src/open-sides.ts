// Which two versions of the repository does this run compare?
import type { RunEvent } from '@fairway/action-kit';
import { findRepository, type GitOptions, mergeBase, openCommit, openWorkTree, resolveRevision } from '@fairway/adapters';
import type { SourceTree } from '@fairway/contracts';
import { baseCommit } from './base-commit.ts';

export interface Sides {
  /** Root of the repository. Absolute. */
  readonly root: string;
  readonly below: string;
  readonly head: SourceTree;
  readonly base: SourceTree | undefined;
  readonly baseRef: string | undefined;
}

/** What started the run, and what git may use of its environment. */
export interface RunFacts {
  readonly event: RunEvent;
  readonly git: GitOptions;
}

/** Opens the checked-out head and the base that `base` asks for: `auto`, `none`, or a revision (then its merge base with the head). */
export const openSides = async (directory: string, base: string, { event, git }: RunFacts): Promise<Sides> => {
  const repository = await findRepository(directory, git);
  const head = await openWorkTree(repository.root, { ...git, git: repository.git });
  const none = { root: repository.root, below: repository.below, head, base: undefined, baseRef: undefined };
  if (base === 'none' || !repository.git || head.commit === undefined) return none;
  const commit =
    base === 'auto'
      ? await baseCommit({ root: repository.root, git }, head.commit, event.base)
      : await mergeBase(repository.root, await resolveRevision(repository.root, base, git), head.commit, git);
  if (commit === undefined) return none;
  return {
    root: repository.root,
    below: repository.below,
    head,
    base: await openCommit(repository.root, commit, git),
    baseRef: base === 'auto' ? undefined : base,
  };
};
