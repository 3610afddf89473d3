// How does the board look on a terminal?
import type { AppResult } from '@fairway/contracts';
import Table from 'cli-table3';
import type { Board, BoardRow } from '../board.ts';
import { STATUS_MARK } from '../labels.ts';
import { bounded } from '../visible.ts';
import type { Paint } from './paint.ts';

const NAME_LIMIT = 36;
const GAP = 3;

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};

const cellWords = (cell: AppResult, count: number): string => {
  const mark = STATUS_MARK[cell.status];
  if (cell.status === 'unchanged') return mark;
  return count === 0 ? `${mark} ${cell.status}` : `${mark} ${count.toLocaleString('en-US')}`;
};

/** Options of `boardText`. `changes` counts the changed objects per app id. */
export interface BoardTextOptions {
  readonly paint: Paint;
  readonly width: number;
  readonly changes: ReadonlyMap<string, number>;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const drawn = new Table({ head: [...head], chars: BORDERLESS, style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 } });
  for (const row of rows) drawn.push([...row]);
  return drawn
    .toString()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
};

/** Consecutive groups of columns, each of which fits into `room` characters; one column is always taken. */
const chunks = (widths: readonly number[], room: number): readonly (readonly number[])[] => {
  const groups: number[][] = [];
  let used = 0;
  widths.forEach((width, i) => {
    const current = groups.at(-1);
    if (current === undefined || used + width + GAP > room) {
      groups.push([i]);
      used = width + GAP;
    } else {
      current.push(i);
      used += width + GAP;
    }
  });
  return groups;
};

/** Environment × app as one table, or several below one another where the terminal is narrow. Empty for an empty board. */
export const boardText = (board: Board, options: BoardTextOptions): string => {
  if (board.rows.length === 0) return '';
  const { paint, changes } = options;
  const words = (row: BoardRow, i: number): string => {
    const cell = row.cells[i];
    return cell === undefined ? '' : cellWords(cell, changes.get(cell.id) ?? 0);
  };
  const heads = board.environments.map((env) => bounded(env, NAME_LIMIT));
  const widths = heads.map((head, i) => Math.max(head.length, ...board.rows.map((row) => words(row, i).length)));
  const nameLimit = Math.max(8, Math.min(NAME_LIMIT, options.width - 2 - GAP - Math.max(0, ...widths)));
  const names = board.rows.map((row) => bounded(row.app, nameLimit));
  const room = options.width - 2 - Math.max(0, ...names.map((name) => name.length));
  const painted = (row: BoardRow, i: number): string => {
    const text = words(row, i);
    return text === '' ? '' : paint.status(row.cells[i]?.status ?? 'unchanged', text);
  };
  return chunks(widths, room)
    .map((group) =>
      table(
        ['', ...group.map((i) => paint.faint(heads[i] ?? ''))],
        board.rows.map((row, r) => [names[r] ?? '', ...group.map((i) => painted(row, i))]),
      ),
    )
    .join('\n\n');
};
