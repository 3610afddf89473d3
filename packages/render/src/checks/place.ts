// Where in a file does the entry stand that a person must edit?
import type { Location } from '@fairway/contracts';
import { indexPositions, type PositionIndex } from '@fairway/manifests';

const KEPT = 512;
const memo = new Map<string, PositionIndex>();

const indexOf = (source: string): PositionIndex => {
  const known = memo.get(source);
  if (known !== undefined) return known;
  const index = indexPositions(source);
  if (memo.size >= KEPT) memo.clear();
  memo.set(source, index);
  return index;
};

/** Place of a JSON pointer (RFC 6901) in a YAML text: the key of a mapping, the item of a list. Only the file where the pointer leads nowhere. `document` counts from 0. */
export const placeOf = (
  file: string,
  source: string | undefined,
  at: { readonly pointer: string; readonly document?: number },
): Location => {
  const found = source === undefined ? undefined : indexOf(source).key(at.pointer, at.document ?? 0);
  return found === undefined ? { file } : { file, line: found.line, column: found.column };
};
