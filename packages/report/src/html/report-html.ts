// How does a report become one HTML file that needs nothing else?
import { createHash } from 'node:crypto';
import type { Report } from '@fairway/contracts';
import { htmlEscaped } from '../markdown/escape.ts';
import { reportToText } from '../text/report-text.ts';
import { CLIENT_SCRIPT, CLIENT_STYLE } from './generated/client.ts';
import { pageJson } from './page-data.ts';

/** `title` is the title of the page; by default the verb. */
export interface HtmlOptions {
  readonly title?: string;
  /** Where the files of the head are shown, without a slash at the end: `https://github.com/owner/name/blob/<commit>`. Then places are links. */
  readonly sourceUrl?: string;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** Nothing may be loaded, and no script or style runs but the two of this file, known by their hashes. */
const policy = (): string =>
  [
    "default-src 'none'",
    `script-src ${hashOf(CLIENT_SCRIPT)}`,
    `style-src ${hashOf(CLIENT_STYLE)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

const withoutScript = (report: Report): string =>
  reportToText(report, { width: 100 })
    .split('\n')
    .map((line) => htmlEscaped(line))
    .join('\n');

/**
 * The report as one HTML file: data as JSON, the client program and its style inside, no request to anywhere. Where scripts are
 * switched off, the text of `reportToText` stands instead.
 */
export const reportToHtml = (report: Report, options: HtmlOptions = {}): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${htmlEscaped(options.title ?? `Fairway · ${report.verb} · ${report.verdict}`)}</title>
<style>${CLIENT_STYLE}</style>
</head>
<body>
<div id="app"></div>
<noscript><pre>${withoutScript(report)}</pre></noscript>
<script type="application/json" id="data">${pageJson(report, options.sourceUrl)}</script>
<script>${CLIENT_SCRIPT}</script>
</body>
</html>
`;
