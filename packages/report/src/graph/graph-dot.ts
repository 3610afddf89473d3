// How is an ownership graph handed to Graphviz?
import type { OwnershipGraph } from '@fairway/contracts';
import { environmentLabel } from '../labels.ts';
import { bounded } from '../visible.ts';
import { folded, foldText } from './fold.ts';
import type { ViewEdge, ViewNode } from './graph-view.ts';
import { viewOf } from './graph-view.ts';

/** A quoted string of DOT: only `"` and `\` mean something in it (graphviz.org, "The DOT Language"; escString). */
const quoted = (lines: readonly string[]): string =>
  `"${lines.map((line) => bounded(line, 200).replace(/[\\"]/g, (character) => `\\${character}`)).join('\\n')}"`;

const NODES = 1000;

const SHAPES: Readonly<Record<ViewNode['kind'], string>> = {
  environment: 'tab',
  object: 'box',
  app: 'box',
  file: 'note',
  source: 'cylinder',
  fold: 'plaintext',
};

/** Border and filling by status: added, changed, removed, failed; all else is plain. */
const COLORS: Readonly<Record<string, string>> = {
  added: 'color="#176639" fillcolor="#e6f6ec"',
  changed: 'color="#7d4e00" fillcolor="#fdf3dc"',
  removed: 'color="#a8242b" fillcolor="#fdeceb"',
  failed: 'color="#a8242b" fillcolor="#fdeceb"',
};

const STYLES: Readonly<Record<ViewEdge['kind'], string>> = {
  owns: '',
  uses: ' [style=dotted]',
  'depends-on': ' [style=dashed constraint=false color="#1f5fbf"]',
};

const nodeLine = (node: ViewNode, name: string): string => {
  const label = node.kind === 'environment' ? environmentLabel(node.name) : node.name;
  const lines = [...(node.badge === '' || node.kind === 'environment' ? [] : [node.badge]), label];
  const color = COLORS[node.status ?? ''] ?? '';
  return `  ${name} [label=${quoted(lines)} shape=${SHAPES[node.kind]}${color === '' ? '' : ` ${color}`}];`;
};

/** The graph in the DOT language, at most `limit` nodes (1,000). */
export const graphDot = (graph: OwnershipGraph, limit = NODES): string => {
  const whole = viewOf(graph);
  const view = folded(whole, limit);
  const names = new Map(view.nodes.map(({ id }, i) => [id, `n${i}`]));
  const nameOf = (id: string): string => names.get(id) ?? 'n';
  const note = foldText(view, whole.nodes.length);
  return [
    'digraph fairway {',
    `  graph [rankdir=LR${note === '' ? '' : ` label=${quoted([note])}`}];`,
    '  node [fontname="sans-serif" fontsize=11 style=filled fillcolor="#ffffff"];',
    ...view.nodes.map((node) => nodeLine(node, nameOf(node.id))),
    ...view.edges.map(({ from, to, kind }) => `  ${nameOf(from)} -> ${nameOf(to)}${STYLES[kind]};`),
    '}',
    '',
  ].join('\n');
};
