// What does the report package publish?
export { type HtmlOptions, reportToHtml } from './html/report-html.ts';
export { parseReport, reportToJson } from './json.ts';
export { reportToJunit } from './junit.ts';
export { commentMarker, type MarkdownOptions, reportToComment, reportToMarkdown } from './markdown/report-markdown.ts';
export { reportFiles } from './report-files.ts';
export { reportToSarif } from './sarif.ts';
export { reportToText, type TextOptions } from './text/report-text.ts';
