// How does an ownership graph become one SVG file that needs nothing else?
import type { OwnershipGraph } from '@fairway/contracts';
import { xmlText } from '../xml-text.ts';
import type { Box, Picture, Wire } from './picture.ts';
import { pictureOf } from './picture.ts';

const BOXES = 300;

interface Colors {
  readonly fill: string;
  readonly line: string;
  readonly ink: string;
}

const PLAIN: Colors = { fill: '#ffffff', line: '#b8c0ca', ink: '#1c2128' };
const BY_STATUS: Readonly<Record<string, Colors>> = {
  added: { fill: '#e6f6ec', line: '#176639', ink: '#176639' },
  changed: { fill: '#fdf3dc', line: '#7d4e00', ink: '#7d4e00' },
  removed: { fill: '#fdeceb', line: '#a8242b', ink: '#a8242b' },
  failed: { fill: '#fdeceb', line: '#a8242b', ink: '#a8242b' },
  skipped: { fill: '#f6f7f9', line: '#5a6472', ink: '#5a6472' },
};

const colorsOf = ({ kind, status }: Box): Colors => {
  if (kind === 'environment') return { fill: '#1c2128', line: '#1c2128', ink: '#ffffff' };
  if (kind === 'file' || kind === 'source') return { fill: '#eaf1fc', line: '#9dbbe8', ink: '#1f5fbf' };
  return BY_STATUS[status ?? ''] ?? PLAIN;
};

const WIRES: Readonly<Record<Wire['kind'], string>> = {
  owns: 'stroke="#b8c0ca"',
  uses: 'stroke="#9dbbe8" stroke-dasharray="2 3"',
  'depends-on': 'stroke="#1f5fbf" stroke-dasharray="6 4" marker-end="url(#tip)"',
};

const wireSvg = ({ path, kind }: Wire): string => `<path d="${path}" ${WIRES[kind]}/>`;

const boxSvg = (box: Box): string => {
  const { x, y, width, height, badge, name } = box;
  const { fill, line, ink } = colorsOf(box);
  const dash = box.kind === 'fold' ? ' stroke-dasharray="4 3"' : '';
  const weight = box.kind === 'environment' ? ' font-weight="600"' : '';
  return [
    `<g><title>${xmlText(box.title)}</title>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fill}" stroke="${line}"${dash}/>`,
    ...(badge === '' ? [] : [`<text x="${x + 11}" y="${y + 15}" font-size="10.5" fill="#5a6472">${xmlText(badge)}</text>`]),
    `<text x="${x + 11}" y="${y + (badge === '' ? 18.5 : 31)}" font-size="13" fill="${ink}"${weight}>${xmlText(name)}</text></g>`,
  ].join('');
};

const NOTE = 26;

const svgOf = (picture: Picture): string => {
  const { width, boxes, wires, note } = picture;
  const height = picture.height + (note === '' ? 0 : NOTE);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Which object makes which app" font-family="system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', sans-serif">`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#1f5fbf"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<g fill="none" stroke-width="1.3">${wires.map(wireSvg).join('')}</g>`,
    ...boxes.map(boxSvg),
    ...(note === '' ? [] : [`<text x="16" y="${height - 12}" font-size="12" fill="#5a6472">${xmlText(note)}</text>`]),
    '</svg>',
    '',
  ].join('\n');
};

/** The graph as a picture with at most `limit` boxes (300): no script, no style sheet, nothing from elsewhere. */
export const graphSvg = (graph: OwnershipGraph, limit = BOXES): string => svgOf(pictureOf(graph, limit));
