// Where in a file does the entry stand that names something? Computed only when somebody has to be told.
import type { SourceLocation } from '@fairway/contracts';
import { indexPositions, type PositionIndex } from '@fairway/manifests';

/** A place in a file of the closure, not yet counted in lines. */
export interface Place {
  readonly file: string;
  /** Line and column of a pointer; parses the text when first asked. */
  readonly at: (pointer: string) => SourceLocation;
}

/** Above this size (UTF-16 units) a position would take longer than the rest of the run; the file is named then. */
const MAX_LOCATED = 2 * 1024 * 1024;

/** Places in document `document` of a text; the nearest parent where a pointer leads nowhere. */
export function placeIn(file: string, text: string, document = 0): Place {
  let index: PositionIndex | undefined;
  const at = (pointer: string): SourceLocation => {
    if (text.length > MAX_LOCATED) return { file };
    index ??= indexPositions(text);
    for (let path = pointer; ; path = path.slice(0, path.lastIndexOf('/'))) {
      const found = index.value(path, document);
      if (found !== undefined) return { file, ...found };
      if (path === '') return { file };
    }
  };
  return { file, at };
}

/** A place that is known already, whatever the pointer. */
export function fixedPlace(location: SourceLocation): Place {
  return { file: location.file, at: () => location };
}

/** One inside a text that stands in another file: everything in it is where the text begins. */
export function placeWithin(place: Place, pointer: string): Place {
  return { file: place.file, at: () => place.at(pointer) };
}

/** `line` and `column` may be there as undefined in published types. */
export function toLocation(location: {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}): SourceLocation {
  const { file, line, column } = location;
  return { file, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}
