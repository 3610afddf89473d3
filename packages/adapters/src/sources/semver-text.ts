// Which version does a text stand for, to the libraries that Helm, Flux and Argo CD use?

/** A semantic version. `original` is the text as it was written. */
export interface Version {
  readonly numbers: readonly [number, number, number];
  /** Without its hyphen; empty for a release. */
  readonly prerelease: string;
  readonly original: string;
}

const LOOSE =
  /^v?(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
const STRICT = /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:[-+]|$)/;
const MAX_LENGTH = 256;

const hasLeadingZero = (prerelease: string): boolean => prerelease.split('.').some((part) => /^0\d+$/.test(part));

/** Reads `1`, `1.2`, `v1.2.3-rc.1+build`: missing numbers count as 0. Undefined where it is no version. */
export const parseLooseVersion = (text: string): Version | undefined => {
  if (text.length > MAX_LENGTH) return undefined;
  const match = LOOSE.exec(text);
  if (match === null) return undefined;
  const [, major = '0', minor = '0', patch = '0', prerelease = ''] = match;
  if (hasLeadingZero(prerelease)) return undefined;
  return { numbers: [Number(major), Number(minor), Number(patch)], prerelease, original: text };
};

/** Reads three numbers, a leading `v` allowed: what Flux takes for a version among tags. */
export const parseTagVersion = (text: string): Version | undefined => (STRICT.test(text) ? parseLooseVersion(text) : undefined);

const comparePart = (a: string, b: string): number => {
  const [numberA, numberB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (numberA && numberB) return a.length - b.length || (a < b ? -1 : Number(a > b));
  if (numberA !== numberB) return numberA ? -1 : 1;
  return a < b ? -1 : Number(a > b);
};

/** Order of two pre-releases; none is newest. Source: semver.org, item 11. */
export const comparePrerelease = (a: string, b: string): number => {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  const [left, right] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const order = comparePart(left[at] ?? '', right[at] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
};

/** Order of two versions; build metadata counts for nothing. */
export const compareVersions = (a: Version, b: Version): number =>
  a.numbers[0] - b.numbers[0] ||
  a.numbers[1] - b.numbers[1] ||
  a.numbers[2] - b.numbers[2] ||
  comparePrerelease(a.prerelease, b.prerelease);
