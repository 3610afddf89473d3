// Which commit does a revision mean, and how are two commits related?
import { FairwayError, InputError } from '@fairway/contracts';
import { type GitOptions, type GitPlace, git, gitText } from './git-command.ts';
import { splitRecords } from './records.ts';

/** Whether history was cut off when this repository was cloned. */
export const isShallow = async (root: string, options: GitOptions = {}): Promise<boolean> =>
  (await gitText({ ...options, directory: root }, ['rev-parse', '--is-shallow-repository'])) === 'true';

/**
 * The commit that a revision means, in any form that git knows (branch, tag, `HEAD~1`, id).
 * @throws InputError outside git, and for text that is no revision; FairwayError revision-unknown with names that look alike, or
 * revision-unreachable in a shallow clone
 */
export const resolveRevision = async (root: string, ref: string, options: GitOptions = {}): Promise<string> => {
  const place: GitPlace = { ...options, directory: root };
  checkRevision(ref);
  const { stdout, exitCode } = await git(place, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], { exitCodes: [0, 1, 128] });
  const commit = new TextDecoder().decode(stdout).trim();
  if (exitCode === 0 && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  await requireRepository(place, ref);
  throw await unknownRevision(place, ref);
};

const checkRevision = (ref: string): void => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (ref === '' || ref.startsWith('-') || /[\u0000-\u001f\u007f]/.test(ref) || ref.includes('..'))
    throw new InputError('input-invalid', `${JSON.stringify(ref)} is no revision`, {
      hint: 'Name one commit: a branch, a tag, an id, or something like HEAD~1.',
    });
};

const requireRepository = async (place: GitPlace, ref: string): Promise<void> => {
  const { exitCode, stderr } = await git(place, ['rev-parse', '--git-dir'], { exitCodes: [0, 128] });
  if (exitCode === 0) return;
  if (!stderr.includes('not a git repository')) {
    await git(place, ['rev-parse', '--git-dir']);
    return;
  }
  throw new InputError('input-invalid', `The revision ${JSON.stringify(ref)} cannot be looked up: this directory is no git repository`, {
    hint: 'Run it inside a git repository, or leave the revision out.',
  });
};

const unknownRevision = async (place: GitPlace, ref: string): Promise<FairwayError> => {
  const names = (
    await gitText(place, ['for-each-ref', '--format=%(refname:short)', '--sort=-committerdate', 'refs/heads', 'refs/remotes', 'refs/tags'])
  )
    .split('\n')
    .filter((name) => name !== '');
  const wanted = ref.replace(/[~^@:].*$/s, '').toLowerCase();
  const alike = wanted === '' ? [] : names.filter((name) => name.toLowerCase().includes(wanted) || wanted.includes(name.toLowerCase()));
  const offered = (alike.length > 0 ? alike : names).slice(0, 8).join(', ');
  const known =
    offered === ''
      ? 'The repository has no commit yet.'
      : `${alike.length > 0 ? 'Did you mean' : 'There are'}: ${offered}${alike.length > 0 ? '?' : ''}`;
  if (await isShallow(place.directory, place))
    return new FairwayError('revision-unreachable', `The revision ${JSON.stringify(ref)} is not in this shallow clone`, {
      hint: `${DEEPEN} ${known}`,
    });
  return new FairwayError('revision-unknown', `There is no revision ${JSON.stringify(ref)}`, { hint: known });
};

const DEEPEN = 'Fetch the history: `fetch-depth: 0` for actions/checkout, or `git fetch --unshallow`.';

/**
 * The best common ancestor of two commits.
 * @throws FairwayError revision-unreachable where there is none, or none in a shallow clone
 */
export const mergeBase = async (root: string, a: string, b: string, options: GitOptions = {}): Promise<string> => {
  const place: GitPlace = { ...options, directory: root };
  checkRevision(a);
  checkRevision(b);
  const { stdout, exitCode } = await git(place, ['merge-base', a, b], { exitCodes: [0, 1] });
  if (exitCode === 0) return new TextDecoder().decode(stdout).trim();
  const between = `${a.slice(0, 12)} and ${b.slice(0, 12)} have no common commit`;
  if (await isShallow(root, options)) throw new FairwayError('revision-unreachable', `${between} in this shallow clone`, { hint: DEEPEN });
  throw new FairwayError('revision-unreachable', between, { hint: 'Compare with the commit itself: --base-exact.' });
};

/** One path that differs between two commits. */
export interface ChangedPath {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'removed';
}

/** Paths that differ between two commits, renames as removed and added, in git's order. */
export const changedPaths = async (root: string, from: string, to: string, options: GitOptions = {}): Promise<readonly ChangedPath[]> => {
  checkRevision(from);
  checkRevision(to);
  const { stdout } = await git({ ...options, directory: root }, [
    'diff-tree',
    '-r',
    '-z',
    '--no-renames',
    '--name-status',
    '--no-ext-diff',
    from,
    to,
  ]);
  const records = splitRecords(stdout);
  const changed: ChangedPath[] = [];
  for (let at = 0; at + 1 < records.length; at += 2) {
    const status = records[at];
    changed.push({ path: records[at + 1] ?? '', kind: status === 'A' ? 'added' : status === 'D' ? 'removed' : 'changed' });
  }
  return changed;
};

/** What git may speak to a remote; `ext::` runs any command. */
const PROTOCOLS = 'https:http:ssh:git:file';

/**
 * Brings one commit or ref from a remote, for a runner with a shallow clone. Only a shallow clone is fetched to a depth: a whole one would
 * be cut. No tags, no submodules, no branch is moved.
 * @returns the commit id
 * @throws FairwayError revision-unreachable where the remote does not give it
 */
export const fetchCommit = async (
  root: string,
  ref: string,
  options: GitOptions & { readonly depth?: number; readonly remote?: string; readonly timeoutMs?: number } = {},
): Promise<string> => {
  const { depth = 1, remote = 'origin', timeoutMs = 300_000, ...rest } = options;
  checkRevision(ref);
  checkRevision(remote);
  // Anything else would be a refspec, which moves branches of this repository.
  if (/[:+*^~]/.test(ref))
    throw new InputError('input-invalid', `${JSON.stringify(ref)} cannot be fetched: it is neither a name nor an id`);
  const place: GitPlace = { ...rest, directory: root };
  const cut = (await isShallow(root, rest)) ? [`--depth=${depth}`] : [];
  // The flag wins over a program that the configuration of the clone names.
  const args = ['fetch', '--upload-pack=git-upload-pack', '--no-tags', '--no-recurse-submodules', '--no-auto-maintenance', '--quiet'];
  try {
    await git(place, [...args, ...cut, remote, ref], {
      timeoutMs,
      extra: { GIT_ALLOW_PROTOCOL: PROTOCOLS },
    });
  } catch (error) {
    if (!(error instanceof FairwayError) || error.code !== 'git-failed') throw error;
    throw new FairwayError('revision-unreachable', `${JSON.stringify(ref)} could not be fetched from ${remote}`, {
      hint: `${error.message}. ${DEEPEN}`,
      cause: error,
    });
  }
  return gitText(place, ['rev-parse', '--verify', 'FETCH_HEAD^{commit}']);
};
