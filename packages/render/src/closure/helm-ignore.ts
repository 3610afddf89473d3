// Which files of a chart does .helmignore leave out? The rules are those of helm's pkg/ignore/rules.go, negation with its oddities included.
import { goGlob } from './go-glob.ts';

interface Pattern {
  readonly matches: (path: string) => boolean;
  readonly negate: boolean;
  readonly directoryOnly: boolean;
}

export type IgnoreRules = (path: string, isDirectory: boolean) => boolean;

function toPattern(line: string): Pattern | undefined {
  const negate = line.startsWith('!');
  const bare = negate ? line.slice(1) : line;
  const directoryOnly = bare.endsWith('/');
  const rule = directoryOnly ? bare.slice(0, -1) : bare;
  const rooted = rule.startsWith('/');
  const matchesName = goGlob(rooted ? rule.slice(1) : rule);
  if (matchesName === undefined) return undefined;
  const wholePath = rooted || rule.includes('/');
  return { negate, directoryOnly, matches: (path) => matchesName(wholePath ? path : path.slice(path.lastIndexOf('/') + 1)) };
}

function decide(patterns: readonly Pattern[], path: string, isDirectory: boolean): boolean {
  for (const { matches, negate, directoryOnly } of patterns) {
    if (negate) {
      if ((directoryOnly && !isDirectory) || !matches(path)) return true;
      continue;
    }
    if (directoryOnly && !isDirectory) continue;
    if (matches(path)) return true;
  }
  return false;
}

/** Rules of a chart. A file that helm refuses (`**`, a bad pattern) leaves nothing out: helm will say what is wrong with it. */
export function ignoreRules(text: string | undefined): IgnoreRules {
  const lines = (text ?? '')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim());
  const written = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const patterns = [...written, 'templates/.?*'].map(toPattern);
  if (written.some((line) => line.includes('**')) || patterns.includes(undefined)) return () => false;
  const usable = patterns.filter((pattern) => pattern !== undefined);
  return (path, isDirectory) => decide(usable, path, isDirectory);
}
