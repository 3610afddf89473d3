// What is an app called that nobody named?
import { isContainer, isGeneric } from './path-words.ts';

/** A thing that wants a name which is unique in its environment. */
export interface Nameable {
  readonly env: string;
  /** Names to try, shortest first; a declared name is the only one. */
  readonly names: readonly string[];
}

export interface NamingHints {
  /** Position of the segment that names the environment. */
  readonly environmentIndex?: number;
  /** Name to fall back to when the path says nothing, such as the name in Chart.yaml. */
  readonly fallback?: string;
  /** Tells apart two apps of one directory. */
  readonly renderer: string;
}

/** Names for the app of a directory, from its last telling segment to its whole path. */
export function namesFor(segments: readonly string[], { environmentIndex, fallback, renderer }: NamingHints): readonly string[] {
  const rest = named(segments.filter((_, index) => index !== environmentIndex));
  const telling = rest.filter((segment) => !isGeneric(segment));
  const generic = rest.filter((segment) => !isContainer(segment));
  const short = telling.length > 0 ? telling : generic.slice(-1);
  const own = telling.length === 0 && fallback !== undefined ? [clean(fallback)] : [];
  const names = [...own, ...suffixes(short), ...(short.length + own.length === 0 ? ['app'] : []), ...suffixes(rest).slice(-1)];
  const whole = named(segments).join('-');
  return [...new Set([...names, whole, `${whole}-${renderer}`.replace(/^-/, '')].filter((name) => name !== ''))];
}

function named(segments: readonly string[]): string[] {
  return segments.map(clean).filter((segment) => segment !== '');
}

function suffixes(segments: readonly string[]): string[] {
  return segments.map((_, index) => segments.slice(segments.length - 1 - index).join('-'));
}

/** A name becomes a directory of the output and part of an id, and must be one that fairway.yaml accepts. */
function clean(segment: string): string {
  if (/^[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?$/.test(segment)) return segment;
  return segment.replace(/[^\w.-]+/g, '-').replace(/^[._-]+|[._-]+$/g, '');
}

/** Two ids with one key would share a directory of the output on a disk that ignores case. */
export function idKey(env: string, name: string): string {
  return `${env}/${name}`.toLowerCase();
}

/** Chooses a name for each, extending those that clash to the left until each is unique in its environment. The order of the input does not matter. */
export function uniqueNames<T extends Nameable>(things: readonly T[]): ReadonlyMap<T, string> {
  const levels = new Map(things.map((thing) => [thing, 0]));
  const nameOf = (thing: T): string => thing.names[levels.get(thing) ?? 0] ?? '';
  for (let moved = true; moved; ) {
    moved = false;
    for (const clash of clashes(things, nameOf)) {
      for (const thing of clash) {
        const level = levels.get(thing) ?? 0;
        if (level + 1 >= thing.names.length) continue;
        levels.set(thing, level + 1);
        moved = true;
      }
    }
  }
  return numbered(things, nameOf);
}

function clashes<T extends Nameable>(things: readonly T[], nameOf: (thing: T) => string): readonly (readonly T[])[] {
  const groups = Map.groupBy(things, (thing) => idKey(thing.env, nameOf(thing)));
  return [...groups.values()].filter((group) => group.length > 1 && group.some((thing) => thing.names.length > 1));
}

/** `a/b-c` and `a-b/c` have no name that tells them apart: the later path gets a number. Declared names keep theirs. */
function numbered<T extends Nameable>(things: readonly T[], nameOf: (thing: T) => string): ReadonlyMap<T, string> {
  const taken = new Set<string>();
  const result = new Map<T, string>();
  for (const thing of things.toSorted((a, b) => a.names.length - b.names.length)) {
    let name = nameOf(thing);
    for (let number = 2; thing.names.length > 1 && taken.has(idKey(thing.env, name)); number += 1) name = `${nameOf(thing)}-${number}`;
    taken.add(idKey(thing.env, name));
    result.set(thing, name);
  }
  return result;
}
