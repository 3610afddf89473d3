// Which files of a chart does .helmignore leave out? The rules are those of helm's pkg/ignore/rules.go, negation with its oddities included.

interface Pattern {
  readonly matches: (path: string) => boolean;
  readonly negate: boolean;
  readonly directoryOnly: boolean;
}

export type IgnoreRules = (path: string, isDirectory: boolean) => boolean;

function classEnd(glob: string, start: number): number {
  let at = start + 1;
  if (glob[at] === '^') at += 1;
  for (let first = true; at < glob.length; first = false) {
    if (glob[at] === ']' && !first) return at;
    at += glob[at] === '\\' ? 2 : 1;
  }
  return -1;
}

function quote(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Go's path/filepath.Match; undefined where Go reports a bad pattern. */
export function globToRegExp(glob: string): RegExp | undefined {
  let source = '';
  for (let at = 0; at < glob.length; at += 1) {
    const character = glob[at] ?? '';
    if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const end = classEnd(glob, at);
      if (end < 0) return undefined;
      const negated = glob[at + 1] === '^';
      const body = glob.slice(at + (negated ? 2 : 1), end).replace(/(?<!\\)[[\]^]/g, '\\$&');
      source += `${negated ? '[^' : '['}${body}]`;
      at = end;
    } else if (character === '\\') {
      at += 1;
      if (at >= glob.length) return undefined;
      source += quote(glob[at] ?? '');
    } else source += quote(character);
  }
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    return undefined;
  }
}

function toPattern(line: string): Pattern | undefined {
  const negate = line.startsWith('!');
  const bare = negate ? line.slice(1) : line;
  const directoryOnly = bare.endsWith('/');
  const rule = directoryOnly ? bare.slice(0, -1) : bare;
  const rooted = rule.startsWith('/');
  const pattern = globToRegExp(rooted ? rule.slice(1) : rule);
  if (pattern === undefined) return undefined;
  const wholePath = rooted || rule.includes('/');
  return { negate, directoryOnly, matches: (path) => pattern.test(wholePath ? path : path.slice(path.lastIndexOf('/') + 1)) };
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
