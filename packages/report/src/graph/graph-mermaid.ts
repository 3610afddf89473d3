// How is an ownership graph written so that GitHub and GitLab draw it (Mermaid)?
import type { OwnershipGraph } from '@fairway/contracts';
import { environmentLabel } from '../labels.ts';
import { bounded } from '../visible.ts';
import { folded, foldText } from './fold.ts';
import type { GraphView, ViewEdge, ViewNode } from './graph-view.ts';
import { viewOf } from './graph-view.ts';

/** Mermaid draws at most 500 edges and 50,000 characters unless told otherwise (its settings `maxEdges` and `maxTextSize`). */
const EDGES = 500;
const CHARACTERS = 50_000;
const NODES = 200;

/** Whatever could mean something to Mermaid or to HTML stands as a character code: `#34;`. */
const text = (raw: string): string => bounded(raw, 80).replace(/[^\p{L}\p{N} ./_-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);

const SHAPES: Readonly<Record<ViewNode['kind'], readonly [string, string]>> = {
  environment: ['([', '])'],
  object: ['[', ']'],
  app: ['[', ']'],
  file: ['>', ']'],
  source: ['[(', ')]'],
  fold: ['(', ')'],
};

const ARROWS: Readonly<Record<ViewEdge['kind'], string>> = { owns: '-->', uses: '-.-', 'depends-on': '-. depends on .->' };

const CLASSES = {
  added: 'fill:#e6f6ec,stroke:#176639,color:#176639',
  changed: 'fill:#fdf3dc,stroke:#7d4e00,color:#7d4e00',
  removed: 'fill:#fdeceb,stroke:#a8242b,color:#a8242b',
  failed: 'fill:#fdeceb,stroke:#a8242b,color:#a8242b',
} as const;

const isStyled = (status: string | undefined): status is keyof typeof CLASSES => status !== undefined && Object.hasOwn(CLASSES, status);

const nodeLine = (node: ViewNode, name: string): string => {
  const [open, close] = SHAPES[node.kind];
  const label = node.kind === 'environment' ? environmentLabel(node.name) : node.name;
  const badge = node.badge === '' || node.kind === 'environment' ? '' : `${text(node.badge)}<br>`;
  return `  ${name}${open}"${badge}${text(label)}"${close}${isStyled(node.status) ? `:::${node.status}` : ''}`;
};

const drawn = (view: GraphView, all: number): string => {
  const names = new Map(view.nodes.map(({ id }, i) => [id, `n${i}`]));
  const nameOf = (id: string): string => names.get(id) ?? 'n';
  const note = foldText(view, all);
  const used = new Set(view.nodes.map(({ status }) => status));
  return [
    'flowchart LR',
    ...(note === '' ? [] : [`  %% ${note}`]),
    ...view.nodes.map((node) => nodeLine(node, nameOf(node.id))),
    ...view.edges.map(({ from, to, kind }) => `  ${nameOf(from)} ${ARROWS[kind]} ${nameOf(to)}`),
    ...Object.entries(CLASSES).flatMap(([name, style]) => (isStyled(name) && used.has(name) ? [`  classDef ${name} ${style}`] : [])),
    '',
  ].join('\n');
};

/** The graph as a Mermaid flowchart, folded until Mermaid draws it. Edges beyond 500 are left out, those of ownership last. */
export const graphMermaid = (graph: OwnershipGraph, limit = NODES): string => {
  const whole = viewOf(graph);
  for (let nodes = limit; ; nodes = Math.floor(nodes / 2)) {
    const view = folded(whole, nodes);
    const owns = view.edges.filter(({ kind }) => kind === 'owns');
    const edges = [...owns, ...view.edges.filter(({ kind }) => kind !== 'owns')].slice(0, EDGES);
    const result = drawn({ ...view, edges }, whole.nodes.length);
    if (result.length <= CHARACTERS || nodes < 2) return result;
  }
};
