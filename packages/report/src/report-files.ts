// Which files does a run leave behind for people and for other programs?
import type { Report } from '@fairway/contracts';
import { reportToHtml } from './html/report-html.ts';
import { reportToJson } from './json.ts';
import { reportToJunit } from './junit.ts';
import { reportToMarkdown } from './markdown/report-markdown.ts';
import { reportToSarif } from './sarif.ts';

/** Every form of a report by its file name, and apart from it, because they differ from run to run, the timings. */
export const reportFiles = (report: Report, timings?: Readonly<Record<string, number>>): Readonly<Record<string, string>> => ({
  'report.json': reportToJson(report),
  'report.html': reportToHtml(report),
  'report.md': reportToMarkdown(report),
  'report.sarif': reportToSarif(report),
  'report.junit.xml': reportToJunit(report),
  ...(timings === undefined ? {} : { 'timings.json': `${JSON.stringify(timings, null, 2)}\n` }),
});
