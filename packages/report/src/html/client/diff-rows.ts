// Which rows does a unified diff have, side by side and one below the other, and which words differ in a pair of lines?
import { diffWordsWithSpace } from 'diff';

/** A piece of a line; `changed` pieces are the difference to the line on the other side. */
export interface Piece {
  readonly text: string;
  readonly changed: boolean;
}

/** One line of one side; `number` counts from 1 in its file. */
export interface Line {
  readonly number: number;
  readonly pieces: readonly Piece[];
}

/** One row of a diff: a heading of a hunk, an equal line, or what was removed and what was added. */
export type Row =
  | { readonly kind: 'hunk'; readonly text: string }
  | { readonly kind: 'same'; readonly left: Line; readonly right: Line }
  | { readonly kind: 'changed'; readonly left?: Line; readonly right?: Line };

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;
const WORDS_LIMIT = 2000;
/** Where most of a line differs, marking words is noise. */
const ALIKE = 0.3;

const whole = (text: string): readonly Piece[] => [{ text, changed: false }];

/** Both lines in pieces; both whole where they have too little in common or are too long to compare. */
export const pairedPieces = (before: string, after: string): readonly [readonly Piece[], readonly Piece[]] => {
  if (before.length > WORDS_LIMIT || after.length > WORDS_LIMIT) return [whole(before), whole(after)];
  const parts = diffWordsWithSpace(before, after);
  const equal = parts.reduce((sum, part) => sum + (part.added || part.removed ? 0 : part.value.trim().length), 0);
  if (equal < ALIKE * Math.max(before.trim().length, after.trim().length)) return [whole(before), whole(after)];
  const left = parts.filter((part) => !part.added).map((part) => ({ text: part.value, changed: part.removed }));
  const right = parts.filter((part) => !part.removed).map((part) => ({ text: part.value, changed: part.added }));
  return [left, right];
};

interface Numbers {
  left: number;
  right: number;
}

const pairRows = (removed: readonly string[], added: readonly string[], numbers: Numbers): readonly Row[] =>
  Array.from({ length: Math.max(removed.length, added.length) }, (_, i): Row => {
    const before = removed[i];
    const after = added[i];
    const [left, right] =
      before === undefined || after === undefined ? [whole(before ?? ''), whole(after ?? '')] : pairedPieces(before, after);
    return {
      kind: 'changed',
      ...(before === undefined ? {} : { left: { number: numbers.left++, pieces: left } }),
      ...(after === undefined ? {} : { right: { number: numbers.right++, pieces: right } }),
    };
  });

/** Rows of a unified diff. A diff that was cut is read as far as it goes; headers of files are left out. */
export const diffRows = (patch: string): readonly Row[] => {
  const rows: Row[] = [];
  const numbers: Numbers = { left: 1, right: 1 };
  let removed: string[] = [];
  let added: string[] = [];
  const flush = (): void => {
    rows.push(...pairRows(removed, added, numbers));
    removed = [];
    added = [];
  };
  const lines = patch.replace(/\n$/, '').split('\n');
  const first = lines.findIndex((line) => HUNK.test(line));
  for (const line of first < 0 ? lines : lines.slice(first)) {
    const hunk = HUNK.exec(line);
    if (hunk !== null) {
      flush();
      numbers.left = Math.max(1, Number(hunk[1]));
      numbers.right = Math.max(1, Number(hunk[2]));
      rows.push({ kind: 'hunk', text: line });
    } else if (line.startsWith('-')) {
      if (added.length > 0) flush();
      removed.push(line.slice(1));
    } else if (line.startsWith('+')) added.push(line.slice(1));
    else if (!line.startsWith('\\')) {
      flush();
      const text = line.slice(1);
      rows.push({
        kind: 'same',
        left: { number: numbers.left++, pieces: whole(text) },
        right: { number: numbers.right++, pieces: whole(text) },
      });
    }
  }
  flush();
  return rows;
};
