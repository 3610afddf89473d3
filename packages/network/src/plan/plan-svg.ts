// How does an address plan become one SVG file that needs nothing else?
import type { Finding } from '@fairway/contracts';
import { type ClusterRows, type PlanRow, rowTitle } from './plan-rows.ts';

const FILL: Readonly<Record<string, string>> = {
  vnet: '#1c2128',
  apiServer: '#7d4e00',
  nodes: '#1f5fbf',
  ingress: '#176639',
  privateServices: '#6b3fa0',
  other: '#5a6472',
  pods: '#4a90d9',
  services: '#2f9e8f',
  peered: '#9aa4b0',
  egress: '#c2c9d1',
  free: '#ffffff',
};
const WRONG = '#a8242b';
const FAINT = '#5a6472';

const LINE = 24;
const HEAD = 40;
const MARGIN = 16;
/** Columns: name, range, bar, use. */
const AT = { name: MARGIN, range: 190, bar: 400, use: 820 } as const;
const BAR = 400;
/** Ranges of others have no scale here: a mark. */
const OUTSIDE = new Set<PlanRow['kind']>(['peered', 'egress']);
const DOT = 14;
const WIDTH = 1120;
/** A line holds so many characters and no more. */
const NAME = 24;
const SENTENCE = 150;
const MAX_SENTENCES = 20;
/** A longer picture is scrolled, not seen. */
const MAX_LINES = 2000;

const text = (value: string): string =>
  value
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot carry control characters, not even escaped
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const cut = (value: string, length: number): string => (value.length > length ? `${value.slice(0, length - 1)}…` : value);
const number = (value: number): string => (Math.round(value * 10) / 10).toString();

const label = (x: number, y: number, value: string, attributes = ''): string =>
  `<text x="${x}" y="${y}"${attributes}>${text(value)}</text>`;

function rowSvg(row: PlanRow, y: number): string {
  const { from, length } = row.share;
  const fill = FILL[row.role] ?? FILL[row.kind] ?? '#ffffff';
  const ink = row.wrong ? ` fill="${WRONG}" font-weight="600"` : '';
  const line = row.wrong ? WRONG : row.kind === 'free' ? '#b8c0ca' : fill;
  const width = OUTSIDE.has(row.kind) ? DOT : Math.max(2, length * BAR);
  const x = AT.bar + Math.min(from * BAR, BAR - width);
  return [
    `<g><title>${text(rowTitle(row))}</title>`,
    label(AT.name + row.depth * 14, y + 15, cut(row.name, NAME - row.depth * 2), ink),
    label(AT.range, y + 15, row.range, `${ink} font-size="11.5"`),
    row.kind === 'pods' ? `<rect x="${AT.bar}" y="${y + 4}" width="${BAR}" height="14" rx="2" fill="none" stroke="${fill}"/>` : '',
    row.depth === 1 ? `<rect x="${AT.bar}" y="${y + 10}" width="${BAR}" height="2" fill="#e4e8ed"/>` : '',
    `<rect x="${number(x)}" y="${y + 4}" width="${number(width)}" height="14" rx="2" fill="${fill}" stroke="${line}"${row.wrong ? ' stroke-width="2.5"' : ''}${row.kind === 'free' ? ' stroke-dasharray="3 2"' : ''}/>`,
    label(
      AT.use,
      y + 15,
      [row.role === row.name ? '' : row.role, row.addresses, row.use].filter((part) => part !== '').join(' · '),
      ` font-size="11" fill="${FAINT}"`,
    ),
    '</g>',
  ].join('');
}

function clusterSvg({ cluster, routable, rows }: ClusterRows, top: number): string {
  const title = [
    label(MARGIN, top + 24, cluster, ' font-size="15" font-weight="600"'),
    label(AT.range, top + 24, routable ? 'routable' : 'not routable', ` font-size="11.5" fill="${FAINT}"`),
    `<path d="M${MARGIN} ${top + 32}H${WIDTH - MARGIN}" stroke="#e4e8ed"/>`,
  ];
  return [...title, ...rows.map((row, at) => rowSvg(row, top + HEAD + at * LINE))].join('\n');
}

/** Clusters from the first on, as long as their lines are few enough; at least one. */
function drawable(clusters: readonly ClusterRows[]): readonly ClusterRows[] {
  let lines = 0;
  return clusters.filter(({ rows }, at) => {
    lines += rows.length;
    return at === 0 || lines <= MAX_LINES;
  });
}

/** Mistakes below the picture, as many as a person reads. */
function sentences(findings: readonly Finding[], cutShort: boolean): readonly string[] {
  const told = findings.slice(0, MAX_SENTENCES).map(({ message }) => cut(message, SENTENCE));
  const left = findings.length - told.length;
  return left > 0 || cutShort ? [...told, left > 0 ? `and ${left} more` : 'and more'] : told;
}

export interface PlanPictureFacts {
  readonly findings: readonly Finding[];
  /** There are more findings than these. */
  readonly cut: boolean;
}

/** The plan as a picture: each bar shows where a range lies in the one it is a part of. No script, no style sheet, nothing from elsewhere. */
export function planSvg(all: readonly ClusterRows[], { findings, cut: cutShort }: PlanPictureFacts): string {
  const clusters = drawable(all);
  const hidden = all.length - clusters.length;
  const heights = clusters.map(({ rows }) => HEAD + rows.length * LINE + MARGIN);
  const tops = heights.map((_, at) => heights.slice(0, at).reduce((sum, one) => sum + one, 0));
  const body = heights.reduce((sum, one) => sum + one, 0);
  const told = [...sentences(findings, cutShort), ...(hidden > 0 ? [`${hidden} more clusters are not drawn`] : [])];
  const height = body + MARGIN + told.length * LINE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Which addresses belong to whom" font-family="system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif" font-size="13" fill="#1c2128">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...clusters.map((cluster, at) => clusterSvg(cluster, tops[at] ?? 0)),
    ...told.map((sentence, at) => label(MARGIN, body + 16 + at * LINE, sentence, ` font-size="11.5" fill="${WRONG}"`)),
    '</svg>',
    '',
  ].join('\n');
}
