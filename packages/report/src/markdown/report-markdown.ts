// How is a report told in Markdown within a limit, for a job summary or a comment that is updated in place?
import type { Report, Verdict } from '@fairway/contracts';
import type { Outline } from '../outline.ts';
import { outlineOf, sideText } from '../outline.ts';
import { counted, grouped } from '../prose.ts';
import { appMarkdown, chainMarkdown } from './app-markdown.ts';
import type { Detail } from './detail.ts';
import { diffOrder, FULL, largest, STEPS, toldApps } from './detail.ts';
import { code, prose } from './escape.ts';
import { findingMarkdown } from './finding-markdown.ts';
import { boardTable, errorList, gapList, noteList, skippedList } from './parts.ts';

/** `limit` in bytes of UTF-8 (never fewer than characters); `artifactUrl` is where the whole report is. */
export interface MarkdownOptions {
  readonly limit?: number;
  readonly artifactUrl?: string;
  /** Where the files of the head are shown, without a slash at the end: `https://github.com/owner/name/blob/<commit>`. Then places are links. */
  readonly sourceUrl?: string;
  /** The hidden marker by which the comment is found again, as `commentMarker` makes it, or its key. */
  readonly marker?: string;
}

/** GitHub refuses a job summary of a step above 1 MiB. Source: GitHub docs, "Workflow commands", step isolation and limits. */
const SUMMARY_LIMIT = 1_048_576;
/** GitHub refuses a comment above 65,536 characters. Source: its API answer "body is too long (maximum is 65536 characters)". */
const COMMENT_LIMIT = 65_536;

const VERDICT_SIGN: Readonly<Record<Verdict, string>> = { pass: '✅', fail: '❌', pending: '⏳', incomplete: '⚠️' };

/** The hidden first line by which a comment is found again. */
export const commentMarker = (key: string): string => `<!-- fairway:${key.replace(/[^A-Za-z0-9_./]+/g, '-')} -->`;

const hidden = (marker: string): string => (/^<!--(?:(?!--)[^\n])*-->$/.test(marker) ? marker : commentMarker(marker));

const section = (title: string, body: string): readonly string[] => (body === '' ? [] : [`#### ${title}`, '', body, '']);

interface Source {
  readonly report: Report;
  readonly outline: Outline;
  readonly options: MarkdownOptions;
  readonly diffPlace: ReturnType<typeof diffOrder>;
}

const where = (options: MarkdownOptions): string => {
  const url = options.artifactUrl;
  return url === undefined || !/^https?:\/\/[^\s<>()"'`]+$/.test(url)
    ? 'the report in the artifacts of this run'
    : `[the whole report](${url})`;
};

const portion = (left: number, all: number): string =>
  left >= all ? `all ${counted(all, 'object')}` : `${grouped(left)} of ${counted(all, 'object')}`;

const lineCount = (text: string): number => text.split('\n').length - 1;

const leftOut = (source: Source, detail: Detail): string => {
  const { report, outline, options } = source;
  const apps = toldApps(outline.apps);
  const parts = [
    ...(report.changes.length > detail.diffs
      ? [`the diffs of ${portion(report.changes.length - detail.diffs, report.changes.length)}`]
      : []),
    ...(report.changes.length > detail.objects
      ? [`the names of ${portion(report.changes.length - detail.objects, report.changes.length)}`]
      : []),
    ...(apps.length > detail.apps ? [`the names of ${counted(apps.length - detail.apps, 'app')}`] : []),
    ...(detail.rows === 0 && report.apps.length > 0 ? ['the board'] : []),
    ...(outline.findings.length > 0 && detail.findings === 0 ? [`the places of ${counted(outline.findings.length, 'finding')}`] : []),
    ...(detail.diffs > 0 && report.changes.some((change) => lineCount(change.patch) > detail.diffLines)
      ? [`lines of a diff beyond ${detail.diffLines}`]
      : []),
  ];
  if (parts.length === 0) return options.artifactUrl === undefined ? '' : `> With search and side-by-side diff: ${where(options)}.\n`;
  return `> **Left out for length:** ${parts.join('; ')}. All of it is in ${where(options)}.\n`;
};

const appsMarkdown = (source: Source, detail: Detail): string => {
  const apps = toldApps(source.outline.apps);
  const told = apps.slice(0, detail.apps);
  const byId = new Map(source.outline.apps.map(({ result }) => [result.id, result]));
  const parts: string[] = [];
  let objects = detail.objects;
  for (const app of told) {
    parts.push(
      appMarkdown(app, { detail, diffPlace: source.diffPlace, objects, made: chainMarkdown(app.result, byId, source.options.sourceUrl) }),
    );
    objects = Math.max(0, objects - app.changes.length);
  }
  if (apps.length > told.length)
    parts.push(
      `- ${counted(apps.length - told.length, told.length === 0 ? 'app' : 'more app')} with ${counted(
        apps.slice(told.length).reduce((sum, app) => sum + app.changes.length, 0),
        'changed object',
      )}`,
    );
  return parts.join('\n');
};

const footer = (report: Report): string => {
  const sides = report.base === undefined ? code(sideText(report.head)) : `${code(sideText(report.base))} → ${code(sideText(report.head))}`;
  const tools = report.tools.slice(0, 12).map((tool) => code(`${tool.name} ${tool.version}`, 60));
  return `${sides}${tools.length === 0 ? '' : ` · ${tools.join(', ')}`}`;
};

const textLimit = (detail: Detail): number => (detail.rows === Infinity ? 4000 : 800);

const told = (source: Source, detail: Detail): string => {
  const { report, outline, options } = source;
  const long = textLimit(detail);
  return [
    ...(options.marker === undefined ? [] : [hidden(options.marker)]),
    `### ${VERDICT_SIGN[report.verdict]} ${prose(outline.headline, long)}`,
    '',
    ...outline.warnings.flatMap((warning) => [`> ⚠️ ${prose(warning, long)}`, '']),
    leftOut(source, detail),
    ...section('Board', boardTable(report, detail.rows)),
    ...section('Changes', appsMarkdown(source, detail)),
    ...section('Errors', errorList(report, detail.rows)),
    ...section('Not looked at', gapList(outline.gaps, detail.rows)),
    ...section('Findings', findingMarkdown(report, outline.findings, { places: detail.findings, rules: detail.rows })),
    ...section('Skipped', skippedList(report, detail.rows)),
    ...section('Notes', noteList(report, detail.rows)),
    `**${prose(outline.verdict, long)}**`,
    '',
    footer(report),
    '',
  ].join('\n');
};

const mostOf = (source: Source, bound: keyof Detail): number => {
  if (bound === 'apps') return toldApps(source.outline.apps).length;
  return bound === 'rows' ? 20 : source.report.changes.length;
};

const fitted = (source: Source, limit: number): string => {
  const fits = (text: string): boolean => Buffer.byteLength(text, 'utf8') <= limit;
  const whole = told(source, FULL);
  if (fits(whole)) return whole;
  for (const { bound, detail } of STEPS) {
    const count = largest(mostOf(source, bound), (n) => fits(told(source, { ...detail, [bound]: n })));
    if (count !== undefined && (count > 0 || bound === 'rows')) return told(source, { ...detail, [bound]: count });
  }
  const marker = source.options.marker === undefined ? '' : `${hidden(source.options.marker)}\n`;
  return `${marker}**Verdict: ${source.report.verdict}.** The rest is left out for length; it is in ${where(source.options)}.\n`;
};

const sourceOf = (report: Report, options: MarkdownOptions): Source => ({
  report,
  outline: outlineOf(report),
  options,
  diffPlace: diffOrder(report),
});

/** The report as Markdown for a job summary, within 1 MiB or `limit`. What is left out is named, with the place where it is. */
export const reportToMarkdown = (report: Report, options: MarkdownOptions = {}): string =>
  fitted(sourceOf(report, options), options.limit ?? SUMMARY_LIMIT);

/**
 * The report as one comment within 65,536 characters or `limit`, counted in bytes of UTF-8 to be safe. Begins with a hidden marker
 * (`commentMarker`, by default of the verb) by which the next run finds and updates it.
 */
export const reportToComment = (report: Report, options: MarkdownOptions = {}): string =>
  fitted(sourceOf(report, { ...options, marker: options.marker ?? report.verb }), options.limit ?? COMMENT_LIMIT);
