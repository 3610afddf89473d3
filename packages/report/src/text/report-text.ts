// What does a person see on a terminal when a verb has run?
import type { Report, Verdict } from '@fairway/contracts';
import { chainText } from '../app-tree.ts';
import { boardOf } from '../board.ts';
import { isMoved } from '../headline.ts';
import { gapCount, isGap, skippedApps } from '../not-looked-at.ts';
import type { Outline } from '../outline.ts';
import { outlineOf, sideText } from '../outline.ts';
import { counted, grouped, listed } from '../prose.ts';
import { visible } from '../visible.ts';
import type { TextStyle } from './app-text.ts';
import { appLines, errorLines } from './app-text.ts';
import { boardText } from './board-text.ts';
import { findingBlock } from './finding-text.ts';
import { gapLines } from './gap-text.ts';
import { withoutCommands, wrapped } from './lines.ts';
import type { Paint } from './paint.ts';
import { paintOf } from './paint.ts';
import { reconcilerLines } from './reconciler-text.ts';

/** `width` in characters (at least 40 is used); `verbose` lists what is otherwise counted. */
export interface TextOptions {
  readonly color?: boolean;
  readonly width?: number;
  readonly verbose?: boolean;
}

const APPS = 20;
const NAMED_PATHS = 3;

const toned = (paint: Paint, verdict: Verdict, text: string): string =>
  verdict === 'pass' ? paint.good(text) : verdict === 'pending' ? paint.warn(text) : paint.bad(text);

const section = (title: string, lines: readonly string[], paint: Paint): readonly string[] =>
  lines.length === 0 ? [] : ['', paint.strong(title), ...lines];

const headLines = (report: Report, outline: Outline, style: TextStyle): readonly string[] => {
  const { paint, width } = style;
  const sides = report.base === undefined ? sideText(report.head) : `${sideText(report.base)} → ${sideText(report.head)}`;
  return [
    paint.strong(wrapped(outline.headline, width, '')),
    ...(report.head.commit === undefined && report.base === undefined ? [] : [paint.faint(wrapped(sides, width, '  '))]),
    ...outline.warnings.map((warning) => paint.warn(`! ${wrapped(warning, width - 2, '  ')}`)),
  ];
};

/** With one environment, all of whose apps objects make, the trees say all that a board of one column would. */
const isToldByTrees = (report: Report): boolean =>
  new Set(report.apps.map((app) => app.env)).size === 1 && report.apps.every((app) => app.reconciler !== undefined);

/** Without a base nothing is unchanged: then the board says what is there, and how many objects each app has. */
const boardLines = (report: Report, style: TextStyle): readonly string[] => {
  const { paint, width, verbose } = style;
  const compared = report.base !== undefined;
  if (isToldByTrees(report)) return [];
  const board = boardOf(report, verbose || !compared);
  const rows = compared || verbose ? board.rows : board.rows.slice(0, APPS);
  const left = board.rows.length - rows.length;
  const changes = new Map([...Map.groupBy(report.changes, (change) => change.app)].map(([app, list]) => [app, list.length]));
  const drawn = boardText({ ...board, rows }, { paint, width, verbose, compared, changes });
  if (drawn === '') return [];
  const legend = compared ? [] : [paint.faint('  (number of objects)')];
  return [
    '',
    ...drawn.split('\n'),
    ...(left > 0 ? [paint.faint(`  … and ${counted(left, 'more app')}; --verbose lists them`)] : []),
    ...legend,
  ];
};

const changeLines = (outline: Outline, style: TextStyle): readonly string[] => {
  const byId = new Map(outline.apps.map(({ result }) => [result.id, result]));
  const moved = outline.apps.filter((app) => isMoved(app.result) || app.changes.length > 0);
  const shown = moved.slice(0, style.verbose ? moved.length : APPS);
  const left = moved.length - shown.length;
  const lines = shown.flatMap((app, i) => [...(i === 0 ? [] : ['']), ...appLines(app, style, chainText(app.result, byId))]);
  return [...lines, ...(left > 0 ? [style.paint.faint(`  … and ${counted(left, 'more app')}; --verbose lists them`)] : [])];
};

/** Many paths with one reason are one line. What was not looked at has lines of its own. */
const skippedPaths = (skipped: Report['skipped'], verbose: boolean): readonly string[] =>
  [...Map.groupBy(skipped, (entry) => entry.reason)].flatMap(([reason, entries]) =>
    verbose || entries.length <= NAMED_PATHS
      ? entries.map((entry) => `${entry.path}: ${reason}`)
      : [
          `${listed(
            entries.map((entry) => entry.path),
            NAMED_PATHS,
          )}: ${reason}`,
        ],
  );

const skippedLines = (report: Report, style: TextStyle): readonly string[] => {
  const all = [
    ...skippedApps(report)
      .filter((app) => !isGap(app.reason))
      .map((app) => `${app.path}: ${app.reason}`),
    ...skippedPaths(
      report.skipped.filter((entry) => !isGap(entry.reason)),
      style.verbose,
    ),
  ];
  const shown = all.slice(0, style.verbose ? all.length : 8);
  const left = all.length - shown.length;
  return [
    ...shown.map((line) => `  ○ ${wrapped(line, style.width - 4, '    ')}`),
    ...(left > 0 ? [style.paint.faint(`  … and ${grouped(left)} more; --verbose lists them`)] : []),
  ];
};

/** Apps that failed although no error names them still say why. */
const failedLines = (outline: Outline, style: TextStyle): readonly string[] =>
  outline.apps
    .filter((app) => app.result.status === 'failed' && app.errors.length === 0)
    .flatMap(({ result }) =>
      errorLines({ code: 'tool-failed', message: result.reason ?? 'it could not be built', hint: '', app: result.id }, style),
    );

const verboseLines = (report: Report, style: TextStyle): readonly string[] => {
  if (!style.verbose) return [];
  const { paint } = style;
  return [
    ...section(
      'Waived',
      report.waived.map(
        (entry) => `  ${visible(entry.finding.ruleId)}: ${wrapped(entry.finding.message, style.width, '    ')} (${visible(entry.waiver)})`,
      ),
      paint,
    ),
    ...section(
      'Programs',
      report.tools.map((tool) => `  ${visible(tool.name)} ${visible(tool.version)} ${paint.faint(tool.sha256.slice(0, 12))}`),
      paint,
    ),
  ];
};

/** The report for a terminal or a log. Never colours by itself, never obeys what it prints; ends with the verdict and a newline. */
export const reportToText = (report: Report, options: TextOptions = {}): string => {
  const paint = paintOf(options.color ?? false);
  const style: TextStyle = { paint, width: Math.max(40, options.width ?? 80), verbose: options.verbose ?? false };
  const outline = outlineOf(report);
  const open = outline.findings.filter((finding) => finding.status !== 'fixed').length;
  return withoutCommands(
    [
      ...headLines(report, outline, style),
      ...boardLines(report, style),
      ...section('Reconcilers', reconcilerLines(report, style), paint),
      ...section('Changes', changeLines(outline, style), paint),
      ...section(
        `Errors (${report.errors.length})`,
        [...report.errors.flatMap((error) => errorLines(error, style)), ...failedLines(outline, style)],
        paint,
      ),
      ...section(`Not looked at (${grouped(gapCount(outline.gaps))})`, gapLines(outline.gaps, style), paint),
      ...section(`Findings (${grouped(open)})`, findingBlock(report, outline.findings, style), paint),
      ...section('Skipped', skippedLines(report, style), paint),
      ...section(
        'Notes',
        report.notes.map((note) => `  ${wrapped(note, style.width - 2, '  ')}`),
        paint,
      ),
      ...verboseLines(report, style),
      '',
      toned(paint, report.verdict, wrapped(outline.verdict, style.width, '')),
      '',
    ].join('\n'),
  );
};
