// How does a change look as text, within bounds?
import { structuredPatch } from 'diff';

const MAX_LINES = 400;
const MAX_LENGTH = 64 * 1024;
const MAX_LINE = 2000;
/** More edits than this are not looked for: the work grows with the square. */
const MAX_EDITS = 3000;
const CONTEXT = 3;

/** Hunks of a unified diff without file headers; cut at 400 lines or 64 KiB, counted in UTF-16 units. */
export interface UnifiedPatch {
  readonly patch: string;
  readonly truncated: boolean;
}

interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly string[];
}

function range(start: number, count: number): string {
  return count === 1 ? `${start}` : `${count === 0 ? Math.max(0, start - 1) : start},${count}`;
}

function header(hunk: Hunk, lines: readonly string[]): string {
  const removed = lines.filter((line) => !line.startsWith('+')).length;
  const added = lines.filter((line) => !line.startsWith('-')).length;
  return `@@ -${range(hunk.oldStart, removed)} +${range(hunk.newStart, added)} @@`;
}

function shorten(line: string): string {
  return line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE)}… (${line.length} characters)`;
}

/** Lines of a hunk that still fit. */
function fitting(lines: readonly string[], room: { lines: number; length: number }): string[] {
  const kept: string[] = [];
  for (const line of lines) {
    const short = shorten(line);
    if (room.lines === 0 || room.length < short.length + 1) break;
    room.lines -= 1;
    room.length -= short.length + 1;
    kept.push(short);
  }
  return kept;
}

function print(hunks: readonly Hunk[]): UnifiedPatch {
  const room = { lines: MAX_LINES, length: MAX_LENGTH };
  const out: string[] = [];
  let truncated = false;
  for (const hunk of hunks) {
    const kept = fitting(hunk.lines, room);
    truncated ||= kept.length < hunk.lines.length || kept.some((line, at) => line !== hunk.lines[at]);
    if (kept.length > 0) out.push(header(hunk, kept), ...kept);
    if (kept.length < hunk.lines.length) break;
  }
  return { patch: out.length === 0 ? '' : `${out.join('\n')}\n`, truncated };
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Everything out, everything in: for a new or a removed object, and where the texts have too little in common. */
function wholePatch(before: string, after: string): UnifiedPatch {
  const lines = [...linesOf(before).map((line) => `-${line}`), ...linesOf(after).map((line) => `+${line}`)];
  return print([{ oldStart: 1, newStart: 1, lines }]);
}

/** Unified diff of two texts. An empty side is an object that is not there. */
export function unifiedPatch(before: string, after: string): UnifiedPatch {
  if (before === after) return { patch: '', truncated: false };
  if (before === '' || after === '') return wholePatch(before, after);
  const found = structuredPatch('', '', before, after, undefined, undefined, { context: CONTEXT, maxEditLength: MAX_EDITS });
  if (found === undefined) return { ...wholePatch(before, after), truncated: true };
  return print(found.hunks.map((hunk) => ({ ...hunk, lines: hunk.lines.filter((line) => !line.startsWith('\\')) })));
}
