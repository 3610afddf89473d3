// What do lock, fetch and vendor share: the repository, its lock, the archives at hand, the way to the servers?
import {
  type ArchiveShelf,
  archiveDirectory,
  createArchiveShelf,
  createArchiveStore,
  createSourcePort,
  findRepository,
  openWorkTree,
  vendoredArchives,
} from '@fairway/adapters';
import {
  FairwayError,
  InputError,
  type LockedSource,
  type ProgressPort,
  type SourceLock,
  type SourcePort,
  type SourceTree,
} from '@fairway/contracts';
import { sourceLockOf } from '@fairway/environments';
import { inParallel, sourceName } from '@fairway/render';
import { type CliContext, inCi } from './context.ts';
import { createProgress } from './progress.ts';

export interface OpenSources {
  /** Root of the repository, absolute. */
  readonly root: string;
  readonly tree: SourceTree;
  readonly lock: SourceLock | undefined;
  readonly shelf: ArchiveShelf;
  readonly source: SourcePort;
  readonly progress: ProgressPort;
}

/** Work tree of a repository; opened anew after something was written. */
export const openTree = async ({ cwd, env, signal }: CliContext) => {
  const git = { environment: env, signal };
  const repository = await findRepository(cwd, git);
  return { root: repository.root, tree: await openWorkTree(repository.root, { ...git, git: repository.git }) };
};

/** Throws ConfigError for a broken lock; nothing is asked for over the network. */
export const openSources = async (context: CliContext, { json }: { readonly json: boolean }): Promise<OpenSources> => {
  const { env, stderr, signal } = context;
  const { root, tree } = await openTree(context);
  const mode = json ? 'silent' : inCi(env) ? 'lines' : stderr.isTTY === true ? 'bar' : 'notes';
  const progress = createProgress(mode, stderr, { groups: env['GITHUB_ACTIONS'] === 'true' });
  return {
    root,
    tree,
    lock: await sourceLockOf(tree),
    shelf: createArchiveShelf(vendoredArchives(tree), createArchiveStore(archiveDirectory(env))),
    source: createSourcePort({ environment: env, workTree: root, signal, onNote: (message) => stderr.write(`${message}\n`) }),
    progress,
  };
};

/** The lock of a repository that must have one. */
export const requireLock = ({ lock }: OpenSources): SourceLock => {
  if (lock !== undefined) return lock;
  throw new InputError('input-invalid', 'there is no fairway.lock', { hint: '`fairway lock` finds what is needed and writes it' });
};

/** Where an archive was, or why it is not here. */
export interface Brought {
  readonly locked: LockedSource;
  readonly name: string;
  readonly from: 'vendor' | 'cache' | 'network' | 'failed';
  readonly error?: FairwayError;
}

const AT_A_TIME = 4;

/** Brings what is not at hand; a source that fails stops no other. */
export const bringAll = async ({ shelf, source, progress }: OpenSources, lock: SourceLock): Promise<readonly Brought[]> => {
  const brought = new Map<LockedSource, Brought>();
  const bring = async (locked: LockedSource): Promise<Brought> => {
    const name = sourceName(locked);
    const place = await shelf.where(locked.digest);
    if (place !== undefined) return { locked, name, from: place };
    try {
      await shelf.put(locked.digest, await source.fetch(locked));
      return { locked, name, from: 'network' };
    } catch (error) {
      if (!(error instanceof FairwayError) || error.code === 'cancelled') throw error;
      return { locked, name, from: 'failed', error };
    }
  };
  progress.start('archives', lock.sources.length);
  await inParallel(lock.sources, AT_A_TIME, async (locked) => {
    const one = await bring(locked);
    brought.set(locked, one);
    progress.advance(one.name);
  });
  progress.finish();
  return lock.sources.flatMap((locked) => brought.get(locked) ?? []);
};
