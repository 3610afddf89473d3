// Which two versions of the repository does this run compare?
import type { RunEvent } from '@fairway/action-kit';
import { findRepository, mergeBase, openCommit, openWorkTree, resolveRevision } from '@fairway/adapters';
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

/** Opens the checked-out head and the base that `base` asks for: `auto`, `none`, or a revision (then its merge base with the head). */
export const openSides = async (directory: string, base: string, event: RunEvent): Promise<Sides> => {
  const repository = await findRepository(directory);
  const head = await openWorkTree(repository.root, { git: repository.git });
  const none = { root: repository.root, below: repository.below, head, base: undefined, baseRef: undefined };
  if (base === 'none' || !repository.git || head.commit === undefined) return none;
  const commit =
    base === 'auto'
      ? await baseCommit(repository.root, head.commit, event.base)
      : await mergeBase(repository.root, await resolveRevision(repository.root, base), head.commit);
  if (commit === undefined) return none;
  return {
    root: repository.root,
    below: repository.below,
    head,
    base: await openCommit(repository.root, commit),
    baseRef: base === 'auto' ? undefined : base,
  };
};
