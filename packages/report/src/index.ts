// What does the report package publish?
export { graphDot } from './graph/graph-dot.ts';
export { graphMermaid } from './graph/graph-mermaid.ts';
export { type GraphFacts, graphOf, type UsedObject } from './graph/graph-of.ts';
export { graphSvg } from './graph/graph-svg.ts';
export { type GraphTextOptions, graphText } from './graph/graph-text.ts';
export { type HtmlOptions, reportToHtml } from './html/report-html.ts';
export { parseReport, reportToJson } from './json.ts';
export { reportToJunit } from './junit.ts';
export { commentMarker, type MarkdownOptions, reportToComment, reportToMarkdown } from './markdown/report-markdown.ts';
export { reportFiles } from './report-files.ts';
export { reportToSarif } from './sarif.ts';
export { reportToText, type TextOptions } from './text/report-text.ts';
