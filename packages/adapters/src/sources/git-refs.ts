// Which commit do a branch, a tag, a range or a name mean in another repository?
import { FairwayError, InputError } from '@fairway/contracts';
import { listed } from './helm-index.ts';
import { parseTagVersion } from './semver-text.ts';
import { shownWord } from './source-address.ts';
import { newestMatch } from './version-range.ts';

/** Names of a repository with the commits that they stand for; of an annotated tag that is the commit behind it. */
export type RemoteRefs = ReadonlyMap<string, string>;

const LINE = /^([0-9a-f]{40}|[0-9a-f]{64})\t([^\s].{0,1000})$/;
const FULL_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Reads the lines of `git ls-remote`. */
export const parseRemoteRefs = (text: string): RemoteRefs => {
  const refs = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, id, name] = LINE.exec(line) ?? [];
    // The commit of a tag comes after the tag itself, and replaces it.
    if (id !== undefined && name !== undefined) refs.set(name.replace(/\^\{\}$/, ''), id);
  }
  return refs;
};

const tagsOf = (refs: RemoteRefs): readonly string[] =>
  [...refs.keys()].flatMap((name) => (name.startsWith('refs/tags/') ? [name.slice('refs/tags/'.length)] : []));

const byRange = (refs: RemoteRefs, range: string): string | undefined => {
  // Of tags of equal version the last by name counts: when they were made is not to be seen from outside.
  const tags = tagsOf(refs).toSorted().toReversed();
  const tag = newestMatch(range, tags, { text: (one) => one, parse: parseTagVersion });
  if (tag === 'invalid') return undefined;
  return tag === undefined ? undefined : refs.get(`refs/tags/${tag}`);
};

/** A name in the order of Argo CD: as it is, a branch, a tag, a range over tags, a commit. */
const byName = (refs: RemoteRefs, name: string): string | undefined =>
  refs.get(name) ??
  refs.get(`refs/heads/${name}`) ??
  refs.get(`refs/tags/${name}`) ??
  refs.get(`refs/${name}`) ??
  byRange(refs, name) ??
  (FULL_ID.test(name) ? name : undefined);

/**
 * The commit that `branch=…`, `tag=…`, `semver=…`, `name=…`, `commit=…` or nothing means.
 * @throws InputError for anything else; FairwayError revision-unknown with names that there are
 */
export const chooseCommit = (refs: RemoteRefs, reference: string, shown: string): string => {
  const [, kind, value = ''] = /^(branch|tag|semver|name|commit)=(.+)$/s.exec(reference) ?? [];
  if (reference !== '' && kind === undefined)
    throw new InputError(
      'input-invalid',
      `${shownWord(reference)} does not say what is meant: expected branch=…, tag=…, semver=…, name=… or commit=…`,
    );
  if (kind === 'commit') {
    if (FULL_ID.test(value)) return value;
    throw new InputError('input-invalid', `${shownWord(value)} is no full commit id: only such a one can be fetched`);
  }
  const found = lookUp(refs, kind, value);
  if (found !== undefined) return found;
  const tagsOnly = kind === 'tag' || kind === 'semver';
  const names = tagsOnly ? tagsOf(refs) : [...refs.keys()].flatMap((name) => (name.startsWith('refs/heads/') ? [name.slice(11)] : []));
  throw new FairwayError('revision-unknown', `${shown} has no ${reference === '' ? 'default branch' : shownWord(reference)}`, {
    hint: names.length === 0 ? `It has no ${tagsOnly ? 'tags' : 'branches'}.` : `There are ${listed(names)}.`,
  });
};

const lookUp = (refs: RemoteRefs, kind: string | undefined, value: string): string | undefined => {
  if (kind === undefined) return refs.get('HEAD');
  if (kind === 'branch') return refs.get(`refs/heads/${value}`);
  if (kind === 'tag') return refs.get(`refs/tags/${value}`);
  return kind === 'semver' ? byRange(refs, value) : byName(refs, value);
};
