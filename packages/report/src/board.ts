// Which app is in which environment, and what happens to it there?
import type { AppResult, Report } from '@fairway/contracts';
import { counted, listed } from './prose.ts';

/** One line of the board: an app and its results, one per environment of `Board.environments`. */
export interface BoardRow {
  readonly app: string;
  readonly cells: readonly (AppResult | undefined)[];
}

/** Environment × app, environments in the order of the report, apps by name. */
export interface Board {
  readonly environments: readonly string[];
  readonly rows: readonly BoardRow[];
  /** Rows left out because nothing happens to their app anywhere. */
  readonly quiet: number;
  /** Environments left out because nothing happens in them. */
  readonly quietEnvironments: number;
}

const isLoud = (cell: AppResult | undefined): boolean => cell !== undefined && cell.status !== 'unchanged';

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The board of a report; `all` keeps the rows where nothing happens. */
export const boardOf = (report: Report, all: boolean): Board => {
  const known = new Set([...report.environments.map((env) => env.name), ...report.apps.map((app) => app.env)]);
  const used = new Set(report.apps.map((app) => app.env));
  const environments = [...known].filter((env) => all || used.has(env));
  const byApp = [...Map.groupBy(report.apps, (app) => app.app)].toSorted(([a], [b]) => byName(a, b));
  const rows = byApp.map(([app, results]): BoardRow => {
    const byEnv = new Map(results.map((result) => [result.env, result]));
    return { app, cells: environments.map((env) => byEnv.get(env)) };
  });
  const loud = rows.filter((row) => all || row.cells.some(isLoud));
  return { environments, rows: loud, quiet: rows.length - loud.length, quietEnvironments: 0 };
};

/** The board with only the environments in which something happens, for where all of them have no room. */
export const loudColumns = (board: Board): Board => {
  const kept = board.environments.flatMap((_env, i) => (board.rows.some((row) => isLoud(row.cells[i])) ? [i] : []));
  if (kept.length === 0) return board;
  return {
    ...board,
    environments: kept.map((i) => board.environments[i] ?? ''),
    rows: board.rows.map((row) => ({ app: row.app, cells: kept.map((i) => row.cells[i]) })),
    quietEnvironments: board.quietEnvironments + board.environments.length - kept.length,
  };
};

/** What a board leaves out because nothing happens to it: `5 environments and 9 apps without any change`. Empty for nothing. */
export const boardRest = (board: Board): string => {
  const parts = [
    ...(board.quietEnvironments > 0 ? [counted(board.quietEnvironments, 'environment')] : []),
    ...(board.quiet > 0 ? [counted(board.quiet, 'app')] : []),
  ];
  return parts.length === 0 ? '' : `${listed(parts)} without any change`;
};
