// How does a report become a file, and a file a report?
import { FairwayError, Report } from '@fairway/contracts';
import { ordered } from './json-value.ts';

const TOP_LEVEL: readonly string[] = Object.keys(Report.shape);
const rank = (key: string): number => (TOP_LEVEL.includes(key) ? TOP_LEVEL.indexOf(key) : TOP_LEVEL.length);
/** The report as plain JSON data: top-level keys in contract order, all others by name. */
export const reportData = (report: Report): unknown => {
  const data = known.get(report) ?? ordered(report, (a, b) => rank(a) - rank(b));
  known.set(report, data);
  return data;
};

/** A report is never changed, and several forms of it are written. */
const known = new WeakMap<Report, unknown>();

/** The report as JSON, indented by two, with a newline at the end. Equal reports give equal bytes. */
export const reportToJson = (report: Report): string => `${JSON.stringify(reportData(report), undefined, 2)}\n`;

const versionOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FairwayError('file-unreadable', `The report is no JSON: ${reason}.`, { hint: 'Write it again with `--format json`.', cause });
  }
};

/** Reads what `reportToJson` wrote. Throws a `FairwayError` (`file-unreadable`) which names every place that is wrong. */
export const parseReport = (text: string): Report => {
  const value = parsed(text);
  const version = versionOf(value);
  if (typeof version === 'number' && version !== 1) {
    const hint = 'Use the release of Fairway that wrote it, or write it again with this one.';
    throw new FairwayError('file-unreadable', `The report has schemaVersion ${version}; this release reads version 1.`, { hint });
  }
  const result = Report.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  const hint = 'Write it again; a report is not edited by hand.';
  throw new FairwayError('file-unreadable', `The report does not fit the contract:\n${problems.slice(0, 20).join('\n')}`, { hint });
};
