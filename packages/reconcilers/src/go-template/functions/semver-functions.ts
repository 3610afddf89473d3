// Which functions compare versions, by the rules of the Masterminds library?
import semver from 'semver';
import { type FunctionTable, ofTexts } from '../function-types.ts';
import { GoTemplateFault } from '../meter.ts';
import type { GoVersion } from '../values.ts';

const VERSION =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/;
/** Longest text that is read as a version or a constraint. */
const MAX_LENGTH = 250;

function readVersion(original: string): GoVersion {
  const match = original.length > MAX_LENGTH ? null : VERSION.exec(original);
  if (match === null) throw new GoTemplateFault(`invalid semantic version ${JSON.stringify(original.slice(0, 80))}`);
  const [, major = '0', minor = '0', patch = '0', prerelease = '', metadata = ''] = match;
  const parts = [Number(major), Number(minor), Number(patch)] as const;
  if (!parts.every(Number.isSafeInteger)) throw new GoTemplateFault('error parsing version segment');
  const text = `${parts.join('.')}${prerelease === '' ? '' : `-${prerelease}`}${metadata === '' ? '' : `+${metadata}`}`;
  return { go: 'version', text, original, parts, prerelease, metadata };
}

/** One comparison of a constraint. A part that is absent or `x` makes it loose. */
interface Comparison {
  readonly operator: string;
  readonly version: GoVersion;
  readonly loose: 'all' | 'minor' | 'patch' | undefined;
}

const PARTS = String.raw`v?([0-9|x|X|*]+)(\.[0-9|x|X|*]+)?(\.[0-9|x|X|*]+)?(-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?`;
const OPERATORS = String.raw`=>|=<|>=|<=|!=|~>|=|>|<|~|\^|`;
const ONE = new RegExp(String.raw`^\s*(${OPERATORS})\s*${PARTS}\s*$`);
const FIRST = new RegExp(String.raw`^\s*(?:${OPERATORS})\s*${PARTS}`);
const RANGE = new RegExp(String.raw`\s*(${PARTS})\s+-\s+(${PARTS})\s*`, 'g');

const isLoose = (part: string | undefined) => part === undefined || /^\.?[xX*]$/.test(part);

function comparison(text: string): Comparison {
  const match = ONE.exec(text);
  if (match === null) throw new GoTemplateFault(`improper constraint: ${text}`);
  const [, operator = '', major, minor, patch, prerelease = ''] = match;
  if (isLoose(major)) return { operator, version: readVersion(`0.0.0${prerelease}`), loose: 'all' };
  if (isLoose(minor)) return { operator, version: readVersion(`${major}.0.0${prerelease}`), loose: 'minor' };
  if (isLoose(patch)) return { operator, version: readVersion(`${major}${minor}.0${prerelease}`), loose: 'patch' };
  return { operator, version: readVersion(`${major}${minor}${patch}${prerelease}`), loose: undefined };
}

/** Comparisons that hold together, written with spaces or commas between them. */
function together(text: string): readonly Comparison[] {
  if (text.trim() === '') throw new GoTemplateFault('improper constraint: it is empty');
  const found: Comparison[] = [];
  for (let rest = text; rest.trim() !== ''; ) {
    const part = FIRST.exec(rest)?.[0] ?? '';
    if (part === '') throw new GoTemplateFault(`improper constraint: ${text}`);
    found.push(comparison(part));
    rest = rest.slice(part.length);
    const gap = /^(?:\s*,\s*|\s+)/.exec(rest)?.[0] ?? '';
    if (gap === '' && rest !== '') throw new GoTemplateFault(`improper constraint: ${text}`);
    rest = rest.slice(gap.length);
    if (rest === '' && gap.includes(',')) throw new GoTemplateFault(`improper constraint: ${text}`);
  }
  return found;
}

function order(a: GoVersion, b: GoVersion): number {
  return semver.compare(a.text, b.text);
}

type Parts = readonly [number, number, number];

function notEqual(version: GoVersion, { version: wanted, loose }: Comparison): boolean {
  const [a, b]: readonly [Parts, Parts] = [version.parts, wanted.parts];
  if (loose === undefined) return order(version, wanted) !== 0;
  if (a[0] !== b[0]) return true;
  if (loose === 'minor') return false;
  if (a[1] !== b[1]) return true;
  if (loose === 'patch') return version.prerelease !== wanted.prerelease;
  return order(version, wanted) !== 0;
}

function greater(version: GoVersion, { version: wanted, loose }: Comparison): boolean {
  const [a, b]: readonly [Parts, Parts] = [version.parts, wanted.parts];
  if (loose === undefined || (loose === 'all' && a[0] === b[0])) return order(version, wanted) > 0;
  if (a[0] !== b[0]) return a[0] > b[0];
  return loose === 'patch' && a[1] > b[1];
}

function atMost(version: GoVersion, { version: wanted, loose }: Comparison): boolean {
  if (loose === undefined) return order(version, wanted) <= 0;
  const [a, b]: readonly [Parts, Parts] = [version.parts, wanted.parts];
  return a[0] <= b[0] && !(a[0] === b[0] && a[1] > b[1] && loose !== 'minor');
}

function tilde(version: GoVersion, { version: wanted, loose }: Comparison): boolean {
  if (order(version, wanted) < 0) return false;
  const [a, b]: readonly [Parts, Parts] = [version.parts, wanted.parts];
  if (b.every((part) => part === 0) && loose !== 'minor' && loose !== 'patch') return true;
  return a[0] === b[0] && (a[1] === b[1] || loose === 'minor');
}

function caret(version: GoVersion, { version: wanted, loose }: Comparison): boolean {
  if (order(version, wanted) < 0) return false;
  const [a, b]: readonly [Parts, Parts] = [version.parts, wanted.parts];
  if (b[0] > 0 || loose === 'minor') return a[0] === b[0];
  if (a[0] > 0) return false;
  if (b[1] > 0 || loose === 'patch') return a[1] === b[1];
  return a[1] === 0 && a[2] === b[2];
}

function holds(version: GoVersion, check: Comparison): boolean {
  switch (check.operator) {
    case '!=':
      return notEqual(version, check);
    case '>':
      return greater(version, check);
    case '<':
      return order(version, check.version) < 0;
    case '>=':
    case '=>':
      return order(version, check.version) >= 0;
    case '<=':
    case '=<':
      return atMost(version, check);
    case '~':
    case '~>':
      return tilde(version, check);
    case '^':
      return caret(version, check);
    default:
      return check.loose === undefined ? order(version, check.version) === 0 : tilde(version, check);
  }
}

/** Does the version satisfy the constraint? A prerelease does so only where the constraint names one. */
export function satisfies(constraint: string, original: string): boolean {
  if (constraint.length > MAX_LENGTH) throw new GoTemplateFault('improper constraint: it is too long');
  const ranges = constraint.replaceAll(RANGE, (_, from: string, ...rest: unknown[]) => `>= ${from}, <= ${String(rest[5])} `);
  const any = ranges.split('||').map(together);
  const version = readVersion(original);
  return any.some((all) => {
    const prereleases = all.some((check) => check.version.prerelease !== '');
    return (version.prerelease === '' || prereleases) && all.every((check) => holds(version, check));
  });
}

export const SEMVER: FunctionTable = {
  semver: ofTexts(1, ([version = '']) => readVersion(version)),
  semverCompare: ofTexts(2, ([constraint = '', version = '']) => satisfies(constraint, version)),
};
