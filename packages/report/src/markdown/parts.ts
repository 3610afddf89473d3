// How do board, findings, errors and the rest of a report look in Markdown?
import type { AppResult, Report, ReportError } from '@fairway/contracts';
import { boardOf, boardRest, loudColumns } from '../board.ts';
import { environmentLabel, NO_ENVIRONMENT, STATUS_MARK } from '../labels.ts';
import type { Gap } from '../not-looked-at.ts';
import { gapTitle, otherSkips } from '../not-looked-at.ts';
import { locationText } from '../object-name.ts';
import { counted, grouped } from '../prose.ts';
import { code, prose } from './escape.ts';

const SIGN: Readonly<Record<AppResult['status'], string>> = {
  added: '🟢',
  changed: '🟡',
  removed: '🔴',
  failed: '❌',
  skipped: '⚪',
  unchanged: '',
};

const cellText = (cell: AppResult | undefined, count: number): string => {
  if (cell === undefined) return '';
  if (cell.status === 'unchanged') return STATUS_MARK.unchanged;
  return `${SIGN[cell.status]} ${cell.status}${count > 0 ? ` ${grouped(count)}` : ''}`;
};

const COLUMNS = 12;
/** A comment has room for about so many environments; more are shown only where something happens in them. */
const ROOMY = 6;

/** Environment × app as a table of at most `limit` rows. Says what is left out. */
export const boardTable = (report: Report, limit: number): string => {
  const whole = boardOf(report, false);
  const board = whole.environments.length > ROOMY ? loudColumns(whole) : whole;
  if (board.rows.length === 0 || limit === 0) return '';
  const counts = new Map([...Map.groupBy(report.changes, (change) => change.app)].map(([app, list]) => [app, list.length]));
  const columns = board.environments.slice(0, COLUMNS);
  const rows = board.rows.slice(0, limit).map((row) => {
    const cells = row.cells.slice(0, COLUMNS).map((cell) => cellText(cell, counts.get(cell?.id ?? '') ?? 0));
    return `| ${[code(row.app, 60), ...cells].join(' | ')} |`;
  });
  const left = [
    ...(board.rows.length > rows.length ? [counted(board.rows.length - rows.length, 'more app')] : []),
    ...(board.environments.length > COLUMNS ? [counted(board.environments.length - COLUMNS, 'more environment')] : []),
    ...(boardRest(board) === '' ? [] : [boardRest(board)]),
  ];
  return [
    `| | ${columns.map((env) => (env === NO_ENVIRONMENT ? environmentLabel(env) : code(env, 40))).join(' | ')} |`,
    `|---|${columns.map(() => '---').join('|')}|`,
    ...rows,
    ...(left.length === 0 ? [] : ['', `_Not shown: ${left.join(', ')}._`]),
  ].join('\n');
};

const errorItem = (error: ReportError): string => {
  const owner = error.app === undefined ? '' : `${code(error.app)}: `;
  const place = error.at === undefined ? '' : `<br>${code(locationText(error.at))}`;
  return `- ${owner}${prose(error.message, 800)}${place}${error.hint === '' ? '' : `<br>${prose(error.hint, 400)}`}`;
};

const bulleted = (items: readonly string[], limit: number): string => {
  const shown = items.slice(0, limit);
  const left = items.length - shown.length;
  return [...shown, ...(left > 0 ? [`- _… and ${grouped(left)} more._`] : [])].join('\n');
};

/** Errors, then apps that failed without one. */
export const errorList = (report: Report, limit: number): string => {
  const named = new Set(report.errors.map((error) => error.app));
  const silent = report.apps.filter((app) => app.status === 'failed' && !named.has(app.id));
  return bulleted(
    [...report.errors.map(errorItem), ...silent.map((app) => `- ${code(app.id)}: ${prose(app.reason ?? 'it could not be built')}`)],
    limit,
  );
};

/** What was passed over, with the reason. */
export const skippedList = (report: Report, limit: number): string =>
  bulleted(
    otherSkips(report).map((entry) => `- ${code(entry.path)}: ${prose(entry.reason)}`),
    limit,
  );

const GAP_NAMES = 5;

const gapItem = (gap: Gap): string => {
  const names = gap.entries
    .slice(0, GAP_NAMES)
    .map((entry) => (entry.name === '' ? code(entry.path) : `${code(entry.name)} (${code(entry.path)})`));
  const left = gap.entries.length - names.length;
  return `- **${prose(gapTitle(gap))}**: ${prose(gap.reason)}<br>${names.join(', ')}${left > 0 ? ` and ${grouped(left)} more` : ''}`;
};

/** What was not looked at: one item for each kind and reason, with a few names. */
export const gapList = (gaps: readonly Gap[], limit: number): string => bulleted(gaps.map(gapItem), limit);

/** Notes, one sentence each. */
export const noteList = (report: Report, limit: number): string =>
  bulleted(
    report.notes.map((note) => `- ${prose(note)}`),
    limit,
  );
