// How does the board look on a terminal?
import type { AppResult } from '@fairway/contracts';
import Table from 'cli-table3';
import type { Board } from '../board.ts';
import { boardRest, loudColumns } from '../board.ts';
import { environmentLabel, STATUS_MARK } from '../labels.ts';
import { grouped } from '../prose.ts';
import { bounded } from '../visible.ts';
import type { Paint } from './paint.ts';

const NAME_LIMIT = 36;
const GAP = 3;
const INDENT = 2;

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

const cellWords = (cell: AppResult, count: number, compared: boolean): string => {
  const mark = STATUS_MARK[cell.status];
  if (cell.status === 'unchanged') return compared ? mark : grouped(cell.objects);
  return count === 0 ? `${mark} ${cell.status}` : `${mark} ${grouped(count)}`;
};

/** Options of `boardText`. `changes` counts the changed objects per app id. */
export interface BoardTextOptions {
  readonly paint: Paint;
  readonly width: number;
  readonly changes: ReadonlyMap<string, number>;
  /** There is a base; without one a cell says how many objects the app has. */
  readonly compared: boolean;
  /** No environment is left out. */
  readonly verbose: boolean;
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

/** A table before it is drawn: names in front of the rows and above the columns, both bounded. */
interface Grid {
  readonly names: readonly string[];
  readonly heads: readonly string[];
  readonly cell: (row: number, column: number) => AppResult | undefined;
}

const gridOf = (board: Board): Grid => ({
  names: board.rows.map((row) => bounded(row.app, NAME_LIMIT)),
  heads: board.environments.map((env) => bounded(environmentLabel(env), NAME_LIMIT)),
  cell: (row, column) => board.rows[row]?.cells[column],
});

const transposed = (grid: Grid): Grid => ({ names: grid.heads, heads: grid.names, cell: (row, column) => grid.cell(column, row) });

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));

const wordsOf = (grid: Grid, options: BoardTextOptions, row: number, column: number): string => {
  const cell = grid.cell(row, column);
  return cell === undefined ? '' : cellWords(cell, options.changes.get(cell.id) ?? 0, options.compared);
};

const columnWidths = (grid: Grid, options: BoardTextOptions): readonly number[] =>
  grid.heads.map((head, column) => widest([head, ...grid.names.map((_name, row) => wordsOf(grid, options, row, column))]));

const fits = (grid: Grid, options: BoardTextOptions): boolean =>
  columnWidths(grid, options).reduce((sum, width) => sum + GAP + width, INDENT + widest(grid.names)) <= options.width;

/** Names as they have room, and the columns of each table that stands below the other. */
const layoutOf = (
  grid: Grid,
  options: BoardTextOptions,
): { readonly names: readonly string[]; readonly groups: readonly (readonly number[])[] } => {
  const widths = columnWidths(grid, options);
  const nameLimit = Math.max(8, Math.min(NAME_LIMIT, options.width - INDENT - GAP - Math.max(0, ...widths)));
  const names = grid.names.map((name) => bounded(name, nameLimit));
  return { names, groups: chunks(widths, options.width - INDENT - widest(names)) };
};

const tableCount = (grid: Grid, options: BoardTextOptions): number => layoutOf(grid, options).groups.length;

const drawn = (grid: Grid, options: BoardTextOptions): string => {
  const { paint } = options;
  const { names, groups } = layoutOf(grid, options);
  const painted = (row: number, column: number): string => {
    const text = wordsOf(grid, options, row, column);
    return text === '' ? '' : paint.status(grid.cell(row, column)?.status ?? 'unchanged', text);
  };
  return groups
    .map((group) =>
      table(
        ['', ...group.map((column) => paint.faint(grid.heads[column] ?? ''))],
        names.map((name, row) => [name, ...group.map((column) => painted(row, column))]),
      ),
    )
    .join('\n\n');
};

/**
 * Environment × app as one table. Where it is wider than the terminal, first the environments go in which nothing happens, then
 * apps become the columns if that makes fewer tables; where neither fits it stands as several tables below one another. Below it, what is left out.
 * Empty for an empty board.
 */
export const boardText = (whole: Board, options: BoardTextOptions): string => {
  if (whole.rows.length === 0) return '';
  const board = options.verbose || !options.compared || fits(gridOf(whole), options) ? whole : loudColumns(whole);
  const upright = gridOf(board);
  const lying = transposed(upright);
  const grid = tableCount(lying, options) < tableCount(upright, options) ? lying : upright;
  const rest = boardRest(board);
  return [drawn(grid, options), ...(rest === '' ? [] : [options.paint.faint(`  not shown: ${rest}`)])].join('\n');
};
