// Which paths does a pattern of a git generator choose?
import { RE2JS } from 're2js';
import { GeneratorFault } from './generator-fault.ts';

/** Longest pattern that is read. */
const MAX_PATTERN = 1_000;

interface Piece {
  readonly text: string;
  readonly next: number;
}

interface Rules {
  /** Does `*` stop at a slash, as in path.Match? */
  readonly slash: boolean;
  readonly not: string;
}

function quote(char: string): string {
  return /[\w/]/.test(char) ? char : `\\x{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

function readClass(pattern: string, from: number, { slash, not }: Rules): Piece | undefined {
  let at = from + 1;
  const negated = not.includes(pattern[at] ?? ' ');
  if (negated) at += 1;
  let inside = '';
  for (let first = true; at < pattern.length; first = false) {
    let char = pattern[at] ?? '';
    if (char === ']' && !first) {
      return { text: `[${negated ? '^' : ''}${inside}${negated && slash ? '/' : ''}]`, next: at + 1 };
    }
    if (char === '\\') {
      at += 1;
      char = pattern[at] ?? '';
      if (char === '') return undefined;
    }
    at += 1;
    if (pattern[at] === '-' && at + 1 < pattern.length && pattern[at + 1] !== ']') {
      const to = pattern[at + 1] === '\\' ? pattern[at + 2] : pattern[at + 1];
      if (to === undefined || to < char) return undefined;
      inside += `${quote(char)}-${quote(to)}`;
      at += pattern[at + 1] === '\\' ? 3 : 2;
    } else inside += quote(char);
  }
  return undefined;
}

function piece(pattern: string, at: number, rules: Rules): Piece | undefined {
  const char = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  if (char === '*') return { text: rules.slash ? '[^/]*' : '(?s:.*)', next: at + 1 };
  if (char === '?') return { text: rules.slash ? '[^/]' : '(?s:.)', next: at + 1 };
  if (char === '[') return readClass(pattern, at, rules);
  if (char !== '\\') return { text: quote(char), next: at + char.length };
  const literal = pattern[at + 1];
  return literal === undefined ? undefined : { text: quote(literal), next: at + 2 };
}

function compile(pattern: string, rules: Rules): ((path: string) => boolean) | undefined {
  if (pattern.length > MAX_PATTERN)
    throw new GeneratorFault(`a path pattern is longer than ${MAX_PATTERN} characters`, 'Shorten the pattern.');
  let source = '';
  for (let at = 0; at < pattern.length; ) {
    const found = piece(pattern, at, rules);
    if (found === undefined) return undefined;
    source += found.text;
    at = found.next;
  }
  const compiled = RE2JS.compile(`^(?:${source})$`.replaceAll(/(?:\[\^\/\]\*){2,}/g, '[^/]*'));
  return (path) => compiled.matcher(path).find();
}

/** Go's path.Match: `*` and `?` stop at a slash, and `**` is no more than `*`. Undefined: the pattern is malformed and matches nothing. */
export function directoryPattern(pattern: string): ((path: string) => boolean) | undefined {
  return compile(pattern, { slash: true, not: '^' });
}

/**
 * A pathspec of `git ls-files`: `*` goes through slashes, and what names a directory chooses all files below it. Undefined: malformed,
 * so that it only matches by its letters.
 */
export function filePattern(pattern: string): (path: string) => boolean {
  const bare = pattern.replace(/\/+$/, '');
  const glob = /[*?[\\]/.test(pattern) ? compile(pattern, { slash: false, not: '^!' }) : undefined;
  return (path) => path === bare || bare === '' || path.startsWith(`${bare}/`) || glob?.(path) === true;
}

/** The directory that every match lies in: what stands before the first wildcard, up to its last slash. */
export function fixedPart(pattern: string): string {
  const wild = pattern.search(/[*?[\\]/);
  if (wild < 0) return pattern.replace(/\/+$/, '');
  const slash = pattern.lastIndexOf('/', wild);
  return slash < 0 ? '' : pattern.slice(0, slash);
}
