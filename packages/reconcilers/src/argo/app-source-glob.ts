// Does a path match a glob, by the rules of the library that Argo CD uses in that place?

/**
 * - `gobwas`: `*` stops at a separator, `**` does not, `{a,b}` anywhere.
 * - `doublestar`: of paths: `**` between slashes is any number of directories, `{a,b}` anywhere.
 * - `match`: Go's filepath.Match: no `**`, no `{a,b}`.
 */
export type GlobDialect = 'gobwas' | 'doublestar' | 'match';

export interface GlobOptions {
  readonly dialect: GlobDialect;
  /** What `*` and `?` stop at; none: nothing stops them. */
  readonly separator?: '/' | undefined;
}

type Test = (char: string) => boolean;
type Node =
  | { readonly kind: 'one'; readonly test: Test }
  | { readonly kind: 'many'; readonly test: Test }
  | { readonly kind: 'choice'; readonly branches: readonly (readonly Node[])[] };

const MAX_PATTERN = 4096;
const MAX_DEPTH = 16;
const anything: Test = () => true;

class BadPattern extends Error {}

interface Reader {
  readonly chars: readonly string[];
  at: number;
}

function readClass(reader: Reader, dialect: GlobDialect): Test {
  const { chars } = reader;
  const first = chars[reader.at];
  const negated = first === '!' ? dialect !== 'match' : first === '^' && dialect !== 'gobwas';
  if (negated) reader.at++;
  const tests: Test[] = [];
  const next = (): string => {
    const char = chars[reader.at++];
    if (char === '-' && dialect === 'match') throw new BadPattern();
    const value = char === '\\' ? chars[reader.at++] : char;
    if (value === undefined) throw new BadPattern();
    return value;
  };
  while (chars[reader.at] !== ']') {
    const low = next();
    if (chars[reader.at] === '-' && (dialect === 'gobwas' ? tests.length === 0 : chars[reader.at + 1] !== ']')) {
      reader.at++;
      const high = next();
      if (high < low && dialect === 'gobwas') throw new BadPattern();
      tests.push((char) => char >= low && char <= high);
      // gobwas knows one range, or one list, and no mix of them.
      if (dialect === 'gobwas' && chars[reader.at] !== ']') throw new BadPattern();
    } else tests.push((char) => char === low);
  }
  reader.at++;
  if (tests.length === 0) throw new BadPattern();
  return (char) => tests.some((test) => test(char)) !== negated;
}

/** `{a,b}` after its opening brace. */
function readChoice(reader: Reader, options: GlobOptions, depth: number): Node {
  if (depth > MAX_DEPTH) throw new BadPattern();
  const branches: (readonly Node[])[] = [];
  for (;;) {
    branches.push(readNodes(reader, options, depth));
    const end = reader.chars[reader.at++];
    if (end === ',') continue;
    // gobwas takes the end of the pattern for the end of the choice.
    if (end === undefined && options.dialect === 'doublestar') throw new BadPattern();
    return { kind: 'choice', branches };
  }
}

/** Reads `*` and what makes more of it, after its first star. */
function readStar(reader: Reader, { dialect, separator }: GlobOptions, before: string | undefined): readonly Node[] {
  const { chars } = reader;
  const inside: Test = separator === undefined ? anything : (char) => char !== separator;
  if (dialect === 'match' || chars[reader.at] !== '*') return [{ kind: 'many', test: inside }];
  reader.at++;
  if (dialect === 'gobwas') return [{ kind: 'many', test: anything }];
  let stars = 2;
  for (; chars[reader.at] === '*'; stars++) reader.at++;
  const alone = stars === 2 && (before === undefined || before === '/');
  if (!alone || (chars[reader.at] !== undefined && chars[reader.at] !== '/')) return [{ kind: 'many', test: inside }];
  if (chars[reader.at] === undefined) return [{ kind: 'many', test: anything }];
  reader.at++;
  const directories: readonly Node[] = [
    { kind: 'many', test: anything },
    { kind: 'one', test: (char) => char === '/' },
  ];
  return [{ kind: 'choice', branches: [[], directories] }];
}

function readNodes(reader: Reader, options: GlobOptions, depth: number): readonly Node[] {
  const { chars } = reader;
  const nodes: Node[] = [];
  const inside: Test = options.separator === undefined ? anything : (char) => char !== options.separator;
  for (;;) {
    const char = chars[reader.at];
    if (char === undefined || (depth > 0 && (char === ',' || char === '}'))) return nodes;
    reader.at++;
    if (char === '*') nodes.push(...readStar(reader, options, chars[reader.at - 2]));
    else if (char === '?') nodes.push({ kind: 'one', test: inside });
    else if (char === '[') {
      // Whatever a class names may be a separator, in all three.
      nodes.push({ kind: 'one', test: readClass(reader, options.dialect) });
    } else if (char === '{' && options.dialect !== 'match') nodes.push(readChoice(reader, options, depth + 1));
    else {
      const literal = char === '\\' ? chars[reader.at++] : char;
      if (literal !== undefined) nodes.push({ kind: 'one', test: (one) => one === literal });
      else if (options.dialect === 'match') throw new BadPattern();
    }
  }
}

/** State of the automaton: takes a character and goes to `next`, or goes on without one. */
interface State {
  test?: Test;
  next: number[];
}

function addStates(states: State[], nodes: readonly Node[], start: number): number {
  const fresh = (): number => states.push({ next: [] }) - 1;
  let from = start;
  for (const node of nodes) {
    const to = fresh();
    if (node.kind === 'one') {
      const step = fresh();
      states[from]?.next.push(step);
      states[step] = { test: node.test, next: [to] };
    } else if (node.kind === 'many') {
      const loop = fresh();
      states[from]?.next.push(to);
      states[to]?.next.push(loop);
      states[loop] = { test: node.test, next: [to] };
    } else {
      for (const branch of node.branches) {
        const entry = fresh();
        states[from]?.next.push(entry);
        states[addStates(states, branch, entry)]?.next.push(to);
      }
    }
    from = to;
  }
  return from;
}

function run(states: readonly State[], end: number, text: string): boolean {
  const closure = (starts: readonly number[]): Set<number> => {
    const seen = new Set<number>();
    const open = [...starts];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (seen.has(state)) continue;
      seen.add(state);
      const { test, next = [] } = states[state] ?? {};
      if (test === undefined) open.push(...next);
    }
    return seen;
  };
  let current = closure([0]);
  for (const char of text) {
    const next: number[] = [];
    for (const state of current) {
      const known = states[state];
      if (known?.test?.(char) === true) next.push(...known.next);
    }
    if (next.length === 0) return false;
    current = closure(next);
  }
  return current.has(end);
}

/**
 * A matcher whose work grows with pattern times text, never faster; undefined for a pattern that the library refuses, or one that is longer
 * than 4096 characters.
 */
export function compileGlob(pattern: string, options: GlobOptions): ((text: string) => boolean) | undefined {
  const chars = [...pattern];
  if (chars.length > MAX_PATTERN) return undefined;
  try {
    const states: State[] = [{ next: [] }];
    const end = addStates(states, readNodes({ chars, at: 0 }, options, 0), 0);
    return (text) => run(states, end, text);
  } catch (error) {
    if (error instanceof BadPattern) return undefined;
    throw error;
  }
}

/** Does it match? A pattern that is none matches nothing. */
export function globMatches(pattern: string, text: string, options: GlobOptions): boolean {
  return compileGlob(pattern, options)?.(text) ?? false;
}
