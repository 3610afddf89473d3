// Are a diff's rows, numbers and changed words right, in one column and in two?
import { describe, expect, it } from 'vitest';
import type { Row } from './diff-rows.ts';
import { diffRows, pairedPieces } from './diff-rows.ts';

const side = (
  line: { readonly number: number; readonly pieces: readonly { readonly text: string; readonly changed: boolean }[] } | undefined,
): string =>
  line === undefined ? '' : `${line.number}:${line.pieces.map((piece) => (piece.changed ? `[${piece.text}]` : piece.text)).join('')}`;
const drawn = (rows: readonly Row[]): readonly string[] =>
  rows.map((row) => (row.kind === 'hunk' ? row.text : `${side(row.left)} | ${side(row.right)}`));

describe('diffRows', () => {
  it.each([
    [
      'pairs lines and marks words',
      '@@ -3,3 +3,3 @@\n spec:\n-  replicas: 2\n+  replicas: 3\n   x: y\n',
      ['@@ -3,3 +3,3 @@', '3:spec: | 3:spec:', '4:  replicas: [2] | 4:  replicas: [3]', '5:  x: y | 5:  x: y'],
    ],
    ['keeps what has no partner', '@@ -1,2 +1,1 @@\n-a: 1\n-b: 2\n+a: 2\n', ['@@ -1,2 +1,1 @@', '1:a: [1] | 1:a: [2]', '2:b: 2 | ']],
    ['reads an added object', '@@ -0,0 +1,2 @@\n+a: 1\n+b: 2\n', ['@@ -0,0 +1,2 @@', ' | 1:a: 1', ' | 2:b: 2']],
    ['leaves headers out', 'Index: x\n--- a\n+++ b\n@@ -1 +1 @@\n-a\n+b\n', ['@@ -1 +1 @@', '1:a | 1:b']],
    ['reads removed lines that look like a header', '@@ -1,2 +1,1 @@\n--- x\n y\n', ['@@ -1,2 +1,1 @@', '1:-- x | ', '2:y | 1:y']],
    ['reads a diff that was cut', '@@ -1,90 +1,90 @@\n a\n-b', ['@@ -1,90 +1,90 @@', '1:a | 1:a', '2:b | ']],
    ['ignores the note on a missing newline', '@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n', ['@@ -1 +1 @@', '1:a | 1:b']],
    ['starts a new block at removed after added', '@@ -1,2 +1,2 @@\n+b: 2\n-a: 1\n', ['@@ -1,2 +1,2 @@', ' | 1:b: 2', '1:a: 1 | ']],
    ['has no rows for nothing', '', [' | '.replace(' | ', '1: | 1:')]],
  ])('%s', (_name, patch, expected) => expect(drawn(diffRows(patch))).toEqual(expected));
});

describe('pairedPieces', () => {
  it('marks nothing where lines have little in common, or are very long', () => {
    expect(pairedPieces('alpha', 'omega')).toEqual([[{ text: 'alpha', changed: false }], [{ text: 'omega', changed: false }]]);
    const [left] = pairedPieces(`${'x '.repeat(2000)}a`, `${'x '.repeat(2000)}b`);
    expect(left).toHaveLength(1);
  });
});
