// Which revision does a source follow, in the words of fairway.lock?
import { validRange } from 'semver';

const FULL_COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;
const COMMIT = /^[0-9a-f]{7,64}$/i;
const VERSION = /^v?\d+(?:\.\d+){0,2}(?:[-+][0-9A-Za-z.+-]*)?$/;

/** A version, whole or short, that names one tag and is no range. */
export function isPinned(revision: string): boolean {
  return VERSION.test(revision);
}

/** A SemVer range that more than one version can satisfy. */
export function isRange(revision: string): boolean {
  return !isPinned(revision) && validRange(revision) !== null;
}

/** Does it follow whatever is checked out: a branch, as far as the name tells, or nothing at all? */
export function followsBranch(revision: string): boolean {
  if (revision === '' || revision === 'HEAD' || revision.startsWith('refs/heads/')) return true;
  return !revision.startsWith('refs/') && !COMMIT.test(revision) && !isPinned(revision) && !isRange(revision);
}

/** Reference of a git repository. Argo CD takes a name for whatever it finds: a branch, a tag, a range over tags. */
export function gitReference(revision: string): string {
  if (revision === '' || revision === 'HEAD') return '';
  return FULL_COMMIT.test(revision) ? `commit=${revision.toLowerCase()}` : `name=${revision}`;
}

/** Reference of an artifact in a registry. */
export function artifactReference(revision: string): string {
  if (revision === '') return '';
  if (revision.startsWith('sha256:')) return `digest=${revision}`;
  return isRange(revision) ? `semver=${revision}` : `tag=${revision}`;
}
