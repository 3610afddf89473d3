// Which app is in which environment, and what happens to it there?
import type { AppResult, Report } from '@fairway/contracts';

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
}

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
  const loud = rows.filter((row) => all || row.cells.some((cell) => cell !== undefined && cell.status !== 'unchanged'));
  return { environments, rows: loud, quiet: rows.length - loud.length };
};
