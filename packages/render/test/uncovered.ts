// What did a real program look at that a closure does not hold? Empty: the closure was wide enough.
import type { InputClosure } from '../src/model.ts';

/** What a trace of a program saw below the root of the repository. */
export interface SeenByProgram {
  readonly files: readonly string[];
  readonly links: readonly string[];
  readonly listed: readonly string[];
  readonly absent: readonly string[];
}

/** One line for each thing that is missing, sorted. */
export function uncovered(closure: InputClosure, seen: SeenByProgram): readonly string[] {
  const absent = new Set(closure.absent);
  return [
    ...seen.files.filter((path) => !closure.files.has(path)).map((path) => `file ${path}`),
    ...seen.links.filter((path) => closure.files.get(path)?.mode !== '120000').map((path) => `link ${path}`),
    ...seen.listed.filter((path) => !closure.listings.has(path)).map((path) => `listing ${path}`),
    ...seen.absent.filter((path) => !absent.has(path)).map((path) => `absent ${path}`),
  ].sort();
}
