// Which versions does a range of a chart or tag mean? The rules of Helm, Flux and Argo CD (Masterminds), which are not those of npm.
import { comparePrerelease, compareVersions, parseLooseVersion, type Version } from './semver-text.ts';

/** Says whether a version is meant. */
export type VersionRange = (version: Version) => boolean;

const MAX_LENGTH = 512;
const MAX_GROUPS = 32;
const OPERATORS = ['!=', '>=', '=>', '<=', '=<', '~>', '=', '>', '<', '~', '^'] as const;
type Operator = (typeof OPERATORS)[number] | '';

interface Comparator {
  readonly operator: Operator;
  readonly bound: Version;
  /** How many numbers were written out: 0 for `*`, 1 for `1` and `1.x`, 2 for `1.2`. */
  readonly fixed: 0 | 1 | 2 | 3;
}

const PART = '(?:\\d{1,15}|[xX*])';
const TAIL = '(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?';
const BOUND = new RegExp(`^v?(${PART})(?:\\.(${PART}))?(?:\\.(${PART}))?(${TAIL})$`);
const isAny = (part: string | undefined): boolean => part === undefined || /^[xX*]$/.test(part);

const parseBound = (text: string): Pick<Comparator, 'bound' | 'fixed'> | undefined => {
  const match = BOUND.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch, tail = ''] = match;
  const fixed = isAny(major) ? 0 : isAny(minor) ? 1 : isAny(patch) ? 2 : 3;
  const numbers = [major, minor, patch].map((part, at) => (at < fixed ? part : '0'));
  const bound = parseLooseVersion(`${numbers.join('.')}${fixed === 3 ? tail : tail.replace(/\+.*$/, '')}`);
  return bound === undefined ? undefined : { bound, fixed };
};

const parseComparator = (text: string): Comparator | undefined => {
  const operator = OPERATORS.find((one) => text.startsWith(one)) ?? '';
  const parsed = parseBound(text.slice(operator.length).trim());
  return parsed === undefined ? undefined : { operator, ...parsed };
};

/** `1.2 - 2` stands for `>=1.2 <=2`; an operator and its version may be apart. */
const wordsOf = (group: string): readonly string[] | undefined => {
  if (group.split(',').some((part) => part.trim() === '')) return undefined;
  const words = group.split(/[\s,]+/).filter((word) => word !== '');
  const joined: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [word = '', next, after] = words.slice(at, at + 3);
    if (next === '-' && after !== undefined) {
      joined.push(`>=${word}`, `<=${after}`);
      at += 2;
    } else if (OPERATORS.some((operator) => operator === word)) {
      if (next === undefined) return undefined;
      joined.push(word + next);
      at += 1;
    } else joined.push(word);
  }
  return joined;
};

const sameUpTo = (count: number, version: Version, bound: Version): boolean =>
  version.numbers.slice(0, count).every((number, at) => number === bound.numbers[at]);

const withinTilde = (version: Version, { bound, fixed }: Comparator): boolean => {
  if (compareVersions(version, bound) < 0) return false;
  // `~*` and, oddly, `~0.0.0` mean any version.
  if (fixed === 0 || (fixed === 3 && bound.numbers.every((number) => number === 0))) return true;
  return sameUpTo(fixed === 1 ? 1 : 2, version, bound);
};

const withinCaret = (version: Version, { bound, fixed }: Comparator): boolean => {
  if (compareVersions(version, bound) < 0) return false;
  const [major, minor] = bound.numbers;
  if (major > 0 || fixed === 1) return sameUpTo(1, version, bound);
  if (minor > 0 || fixed === 2) return sameUpTo(2, version, bound);
  return sameUpTo(3, version, bound);
};

/** As the reference does it, `*` is 0.0.0 here, and any version only where it stands alone or behind `=` and `~`. */
const isExact = (fixed: Comparator['fixed']): boolean => fixed === 3 || fixed === 0;

const isAbove = (version: Version, { bound, fixed }: Comparator): boolean => {
  if (isExact(fixed)) return compareVersions(version, bound) > 0;
  const [major, minor] = version.numbers;
  // `>11` means from 12 on, `>11.1` from 11.2 on.
  if (fixed === 1 || major !== bound.numbers[0]) return major > bound.numbers[0];
  return minor > bound.numbers[1];
};

const isAtMost = (version: Version, { bound, fixed }: Comparator): boolean => {
  if (fixed === 3) return compareVersions(version, bound) <= 0;
  const [major, minor] = version.numbers;
  if (major !== bound.numbers[0]) return major < bound.numbers[0];
  return fixed === 1 || minor <= bound.numbers[1];
};

const isOther = (version: Version, { bound, fixed }: Comparator): boolean => {
  if (isExact(fixed)) return compareVersions(version, bound) !== 0;
  if (!sameUpTo(fixed, version, bound)) return true;
  return fixed === 2 && comparePrerelease(version.prerelease, bound.prerelease) !== 0;
};

const holds = (version: Version, comparator: Comparator): boolean => {
  switch (comparator.operator) {
    case '':
    case '=':
      return comparator.fixed === 3 ? compareVersions(version, comparator.bound) === 0 : withinTilde(version, comparator);
    case '!=':
      return isOther(version, comparator);
    case '>':
      return isAbove(version, comparator);
    case '<':
      return compareVersions(version, comparator.bound) < 0;
    case '>=':
    case '=>':
      return compareVersions(version, comparator.bound) >= 0;
    case '<=':
    case '=<':
      return isAtMost(version, comparator);
    case '~':
    case '~>':
      return withinTilde(version, comparator);
    case '^':
      return withinCaret(version, comparator);
  }
};

const parseGroup = (group: string): VersionRange | undefined => {
  const words = wordsOf(group);
  if (words === undefined) return undefined;
  const comparators: Comparator[] = [];
  for (const word of words) {
    const comparator = parseComparator(word);
    if (comparator === undefined) return undefined;
    comparators.push(comparator);
  }
  // One pre-release among the bounds opens the whole group for pre-releases; otherwise only releases count.
  const open = comparators.some(({ bound }) => bound.prerelease !== '');
  return (version) => (open || version.prerelease === '') && comparators.every((comparator) => holds(version, comparator));
};

/** Reads a range. Undefined where it is none; empty text is none either. */
export const parseVersionRange = (text: string): VersionRange | undefined => {
  const groups = text.split('||');
  if (text.length > MAX_LENGTH || groups.length > MAX_GROUPS) return undefined;
  const ranges: VersionRange[] = [];
  for (const group of groups) {
    const range = parseGroup(group);
    if (range === undefined) return undefined;
    ranges.push(range);
  }
  return (version) => ranges.some((range) => range(version));
};

/**
 * The candidate that a text means: the one that is written the same, else the newest in the range; empty: the newest release.
 * Of equal versions the first wins.
 * `invalid`: the text is no range.
 */
export const newestMatch = <T>(
  wanted: string,
  candidates: readonly T[],
  readAs: { readonly text: (candidate: T) => string; readonly parse: (text: string) => Version | undefined },
): T | 'invalid' | undefined => {
  const exact = wanted === '' ? undefined : candidates.find((candidate) => readAs.text(candidate) === wanted);
  if (exact !== undefined) return exact;
  const range = parseVersionRange(wanted === '' ? '*' : wanted);
  if (range === undefined) return 'invalid';
  let best: { readonly candidate: T; readonly version: Version } | undefined;
  for (const candidate of candidates) {
    const version = readAs.parse(readAs.text(candidate));
    if (version === undefined || !range(version)) continue;
    if (best === undefined || compareVersions(version, best.version) > 0) best = { candidate, version };
  }
  return best?.candidate;
};
