// What does the report package publish?
export { parseReport, reportToJson } from './json.ts';
export { reportToJunit } from './junit.ts';
export { commentMarker, type MarkdownOptions, reportToComment, reportToMarkdown } from './markdown/report-markdown.ts';
export { reportToSarif } from './sarif.ts';
export { reportToText, type TextOptions } from './text/report-text.ts';
