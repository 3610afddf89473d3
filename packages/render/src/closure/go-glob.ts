// Does a name match a pattern of Go's path/filepath.Match? Taken over step by step, so that it also fails where Go's does, and in bounded time.

type Single = (character: string) => boolean;

/** What stands between two stars. */
interface Chunk {
  /** A star comes first. */
  readonly star: boolean;
  readonly singles: readonly Single[];
}

interface Read<T> {
  readonly value: T;
  /** Where the next part begins. */
  readonly end: number;
}

/** One character of a class, perhaps escaped; undefined where Go reports a bad pattern. */
function classCharacter(glob: readonly string[], at: number): Read<string> | undefined {
  const escaped = glob[at] === '\\';
  const value = glob[escaped ? at + 1 : at];
  if (value === undefined || (!escaped && (value === '-' || value === ']'))) return undefined;
  return { value, end: at + (escaped ? 2 : 1) };
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function classRange(glob: readonly string[], at: number): Read<Single> | undefined {
  const low = classCharacter(glob, at);
  if (low === undefined) return undefined;
  const high = glob[low.end] === '-' ? classCharacter(glob, low.end + 1) : low;
  if (high === undefined) return undefined;
  const [from, to] = [codeOf(low.value), codeOf(high.value)];
  return { value: (character) => from <= codeOf(character) && codeOf(character) <= to, end: high.end };
}

function readClass(glob: readonly string[], start: number): Read<Single> | undefined {
  const negated = glob[start + 1] === '^';
  let at = start + (negated ? 2 : 1);
  const ranges: Single[] = [];
  while (ranges.length === 0 || glob[at] !== ']') {
    const range = classRange(glob, at);
    if (range === undefined) return undefined;
    ranges.push(range.value);
    at = range.end;
  }
  return { value: (character) => ranges.some((range) => range(character)) !== negated, end: at + 1 };
}

function readSingle(glob: readonly string[], at: number): Read<Single> | undefined {
  const character = glob[at] ?? '';
  if (character === '?') return { value: (found) => found !== '/', end: at + 1 };
  if (character === '[') return readClass(glob, at);
  if (character !== '\\') return { value: (found) => found === character, end: at + 1 };
  const escaped = glob[at + 1];
  return escaped === undefined ? undefined : { value: (found) => found === escaped, end: at + 2 };
}

function readChunks(pattern: string): readonly Chunk[] | undefined {
  const glob = [...pattern];
  const chunks: Chunk[] = [];
  for (let at = 0; at < glob.length; ) {
    const start = at;
    while (glob[at] === '*') at += 1;
    const star = at > start;
    const singles: Single[] = [];
    while (at < glob.length && glob[at] !== '*') {
      const single = readSingle(glob, at);
      if (single === undefined) return undefined;
      singles.push(single.value);
      at = single.end;
    }
    chunks.push({ star, singles });
  }
  return chunks;
}

function fits(singles: readonly Single[], name: readonly string[], at: number): boolean {
  return at + singles.length <= name.length && singles.every((single, index) => single(name[at + index] ?? ''));
}

/** Where the name goes on after a chunk; undefined: no match. The first place that fits is taken, as Go does, and never given back. */
function passChunk(
  { star, singles }: Chunk,
  name: readonly string[],
  { at, last }: { readonly at: number; readonly last: boolean },
): number | undefined {
  const accepts = (place: number): boolean => fits(singles, name, place) && (!last || place + singles.length === name.length);
  if (accepts(at)) return at + singles.length;
  for (let place = at; star && place < name.length && name[place] !== '/'; place += 1) {
    if (accepts(place + 1)) return place + 1 + singles.length;
  }
  return undefined;
}

/** A function that tells whether a whole name matches; undefined where Go reports a bad pattern. */
export function goGlob(pattern: string): ((name: string) => boolean) | undefined {
  const chunks = readChunks(pattern);
  if (chunks === undefined) return undefined;
  return (text) => {
    const name = [...text];
    let at = 0;
    for (const [index, chunk] of chunks.entries()) {
      const next = passChunk(chunk, name, { at, last: index === chunks.length - 1 });
      if (next === undefined) return false;
      at = next;
    }
    return at === name.length;
  };
}
