// Does a shell pattern match the whole of a text? As the trimming operators of fluxcd/pkg/envsubst ask it.

/** Work that is left; shared by all matches of one text, so that a pattern cannot take for ever. */
export interface Budget {
  steps: number;
}

/** A pattern that is none: a class that is not closed, a backslash at the end. Flux leaves the text as it is then. */
class BadPattern extends Error {}
export class OutOfSteps extends Error {}

interface Chunk {
  readonly star: boolean;
  readonly chars: readonly string[];
}

/** Cuts at the stars; a star in a class is a character. */
function chunksOf(pattern: readonly string[]): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < pattern.length; ) {
    const from = at;
    while (pattern[at] === '*') at += 1;
    const start = at;
    for (let inClass = false; at < pattern.length && (inClass || pattern[at] !== '*'); at += 1) {
      if (pattern[at] === '\\') at += at + 1 < pattern.length ? 1 : 0;
      else if (pattern[at] === '[') inClass = true;
      else if (pattern[at] === ']') inClass = false;
    }
    chunks.push({ star: start > from, chars: pattern.slice(start, at) });
  }
  return chunks;
}

/** A character of a class, and where the next begins. */
function classChar(chars: readonly string[], at: number): readonly [number, number] {
  const first = chars[at];
  if (first === undefined || first === '-' || first === ']') throw new BadPattern();
  const place = first === '\\' ? at + 1 : at;
  const code = chars[place]?.codePointAt(0);
  if (code === undefined || place + 1 >= chars.length) throw new BadPattern();
  return [code, place + 1];
}

/** Place behind the class that begins at `from`, and whether the character is in it. */
function inClass(chars: readonly string[], from: number, char: string): { readonly end: number; readonly matches: boolean } {
  const code = char.codePointAt(0) ?? 0;
  const negated = chars[from] === '^';
  let at = negated ? from + 1 : from;
  let matches = false;
  for (let count = 0; !(chars[at] === ']' && count > 0); count += 1) {
    const [low, behind] = classChar(chars, at);
    const [high, next] = chars[behind] === '-' ? classChar(chars, behind + 1) : [low, behind];
    if (low <= code && code <= high) matches = true;
    at = next;
  }
  return { end: at + 1, matches: matches !== negated };
}

/** Place in `text` behind the chunk that is matched at `from`; -1: no match. */
function matchChunk(chars: readonly string[], text: readonly string[], from: number, budget: Budget): number {
  let place = from;
  for (let at = 0; at < chars.length; place += 1) {
    budget.steps -= 1;
    if (budget.steps < 0) throw new OutOfSteps();
    const char = text[place];
    if (char === undefined) return -1;
    let wanted = chars[at];
    if (wanted === '[') {
      const { end, matches } = inClass(chars, at + 1, char);
      if (!matches) return -1;
      at = end;
      continue;
    }
    if (wanted === '\\') {
      at += 1;
      wanted = chars[at];
      if (wanted === undefined) throw new BadPattern();
    } else if (wanted === '?') wanted = char;
    if (wanted !== char) return -1;
    at += 1;
  }
  return place;
}

function matches(chunks: readonly Chunk[], text: readonly string[], budget: Budget): boolean {
  let place = 0;
  for (const [index, { star, chars }] of chunks.entries()) {
    if (star && chars.length === 0) return true;
    const last = index === chunks.length - 1;
    let found = -1;
    for (let from = place; from <= (star ? text.length : place) && found === -1; from += 1) {
      const end = matchChunk(chars, text, from, budget);
      if (end !== -1 && (!last || end === text.length)) found = end;
    }
    if (found === -1) return false;
    place = found;
  }
  return place === text.length;
}

/** Length of the shortest or longest beginning, not empty, that the pattern matches; 0: none. */
export function matchedPrefix(
  text: readonly string[],
  pattern: readonly string[],
  { longest, budget }: { readonly longest: boolean; readonly budget: Budget },
): number {
  const chunks = chunksOf(pattern);
  let shortest = 0;
  try {
    for (let length = text.length; length > 0; length -= 1) {
      if (!matches(chunks, text.slice(0, length), budget)) continue;
      if (longest) return length;
      shortest = length;
    }
  } catch (error) {
    if (error instanceof BadPattern) return 0;
    throw error;
  }
  return shortest;
}

/** Does the pattern match all of a name? A pattern that is none matches nothing. */
export function matchesName(pattern: string, name: string): boolean {
  try {
    return matches(chunksOf([...pattern]), [...name], { steps: 100_000 });
  } catch (error) {
    if (error instanceof BadPattern || error instanceof OutOfSteps) return false;
    throw error;
  }
}
