// Where does each thing of an ownership graph stand in a picture, and how do the lines run?
import { type EdgeLabel, Graph, type GraphLabel, layout, type NodeLabel, type OrderConstraint } from '@dagrejs/dagre';
import type { AppStatus, OwnershipGraph } from '@fairway/contracts';
import { environmentLabel, STATUS_MARK } from '../labels.ts';
import { locationText } from '../object-name.ts';
import { bounded } from '../visible.ts';
import { folded, foldText } from './fold.ts';
import type { GraphView, ViewEdge, ViewNode } from './graph-view.ts';
import { ownedBy, rootsOf, viewOf } from './graph-view.ts';

/** A box with its upper left corner; sizes in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly kind: ViewNode['kind'];
  /** The small line above the name; empty for none. */
  readonly badge: string;
  readonly name: string;
  readonly status?: AppStatus;
  /** Id of the app that it stands for. */
  readonly app?: string;
  /** Everything that is known of it, for a pointer that rests on it. */
  readonly title: string;
}

/** A line as the data of an SVG path: numbers and letters of commands only. */
export interface Wire {
  readonly path: string;
  readonly kind: ViewEdge['kind'];
}

/** `note` says what is folded; empty where everything is there. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
  readonly note: string;
}

/** A longer column of like things is scrolled, not seen. */
const SIBLINGS = 24;
const MARGIN = 16;
const GAP = 28;
/** Room for bows on the left of the first column. */
const BOW = 24;
const NAME = 36;
const LETTER = 7.2;
const BOLD_LETTER = 8.4;
const SMALL_LETTER = 6.2;

/** Letters of East Asian scripts and pictures are twice as wide. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{3ffff}]/gu;
const lengthOf = (text: string): number => [...text].length + (text.match(WIDE)?.length ?? 0);

interface Drawn {
  readonly node: ViewNode;
  readonly badge: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

const drawnOf = (node: ViewNode): Drawn => {
  const isEnvironment = node.kind === 'environment';
  const mark = node.status === undefined || node.status === 'unchanged' ? '' : `${STATUS_MARK[node.status]} `;
  const name = `${mark}${bounded(isEnvironment ? environmentLabel(node.name) : node.name, NAME)}`;
  const badge = isEnvironment ? '' : bounded(node.badge, NAME);
  const width = Math.ceil(Math.max(lengthOf(name) * (isEnvironment ? BOLD_LETTER : LETTER), lengthOf(badge) * SMALL_LETTER, 24)) + 22;
  return { node, badge, name, width, height: badge === '' ? 28 : 40 };
};

const titleOf = ({ node }: Drawn): string =>
  [
    `${node.badge === '' ? '' : `${node.badge} `}${node.name}`,
    ...(node.app === undefined || node.app === node.name ? [] : [`app ${node.app}`]),
    ...(node.status === undefined ? [] : [node.status]),
    ...(node.at === undefined ? [] : [locationText(node.at)]),
  ]
    .map((line) => bounded(line, 200))
    .join('\n');

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Placed extends Point {
  readonly drawn: Drawn;
}

const number = (value: number): string => (Math.round(value * 10) / 10).toString();

/** Soft steps from point to point, each leaving and arriving level. */
const stepped = (points: readonly Point[]): string =>
  points
    .map((point, i) => {
      const before = points[i - 1];
      if (before === undefined) return `M${number(point.x)} ${number(point.y)}`;
      const middle = number((before.x + point.x) / 2);
      return `C${middle} ${number(before.y)} ${middle} ${number(point.y)} ${number(point.x)} ${number(point.y)}`;
    })
    .join('');

const left = ({ x, y, drawn }: Placed): Point => ({ x, y: y + drawn.height / 2 });
const right = ({ x, y, drawn }: Placed): Point => ({ x: x + drawn.width, y: y + drawn.height / 2 });

const isBeside = (a: Placed, b: Placed): boolean => a.x < b.x + b.drawn.width && b.x < a.x + a.drawn.width;

/** Between boxes of one column a bow on the left, else from the near side of one to the near side of the other. */
const wirePath = (from: Placed, to: Placed, bends: readonly Point[]): string => {
  if (!isBeside(from, to)) return from.x < to.x ? stepped([right(from), ...bends, left(to)]) : stepped([left(from), right(to)]);
  const [a, b] = [left(from), left(to)];
  const out = number(Math.min(a.x, b.x) - Math.min(40, 12 + Math.abs(a.y - b.y) / 8));
  return `M${number(a.x)} ${number(a.y)}C${out} ${number(a.y)} ${out} ${number(b.y)} ${number(b.x)} ${number(b.y)}`;
};

/** Trees of one environment, with the things only they use. Laid out on their own, they stand below one another. */
const bandsOf = (view: GraphView): readonly (readonly ViewNode[])[] => {
  const byId = new Map(view.nodes.map((node) => [node.id, node]));
  const next = Map.groupBy(
    view.edges.filter(({ to }) => byId.get(to)?.kind !== 'environment'),
    ({ from }) => from,
  );
  const taken = new Set<string>();
  const bands = rootsOf(view).map((root) => {
    const band: ViewNode[] = [];
    const waiting = [root.id];
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const node = byId.get(id);
      if (node === undefined || taken.has(id)) continue;
      taken.add(id);
      band.push(node);
      waiting.push(...(next.get(id) ?? []).map(({ to }) => to));
    }
    return band;
  });
  const rest = view.nodes.filter(({ id }) => !taken.has(id));
  return [...bands, rest].filter((band) => band.length > 0);
};

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly placed: ReadonlyMap<string, Placed>;
  readonly bends: ReadonlyMap<string, readonly Point[]>;
}

const edgeKey = ({ from, to }: { readonly from: string; readonly to: string }): string => JSON.stringify([from, to]);

/** Dependencies between things that somebody owns do not move them: they are drawn over the trees. */
const laidEdges = (drawn: ReadonlyMap<string, Drawn>, edges: readonly ViewEdge[]): readonly ViewEdge[] => {
  const hasOwner = new Set(edges.filter(({ kind }) => kind === 'owns').map(({ to }) => to));
  return edges.filter(({ from, to, kind }) => drawn.has(from) && drawn.has(to) && (kind !== 'depends-on' || !hasOwner.has(to)));
};

/** Things below one owner stand in the order of the report. */
const siblingOrder = (view: GraphView, nameOf: (id: string) => string): readonly OrderConstraint[] =>
  [...ownedBy(view.edges).values()].flatMap((children) => {
    const names = children.map(nameOf).filter((name) => name !== '');
    return names.slice(1).map((name, i) => ({ left: names[i] ?? '', right: name }));
  });

/** Nodes go to the layout under names of our own: an id from a repository may be any text. */
const layoutOf = (band: readonly ViewNode[], view: GraphView): Layout => {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>();
  graph.setGraph({ rankdir: 'LR', nodesep: 10, edgesep: 8, ranksep: 56 });
  const drawn = new Map(band.map((node) => [node.id, drawnOf(node)]));
  const names = new Map(band.map(({ id }, i) => [id, `n${i}`]));
  const nameOf = (id: string): string => names.get(id) ?? '';
  for (const [id, { width, height }] of drawn) graph.setNode(nameOf(id), { width, height });
  const edges = laidEdges(drawn, view.edges);
  for (const { from, to } of edges) graph.setEdge(nameOf(from), nameOf(to), {});
  layout(graph, { constraints: siblingOrder(view, nameOf) });
  const centres = [...drawn].map(([id, one]) => {
    const { x = 0, y = 0 } = graph.node(nameOf(id));
    return { id, one, x: Math.round(x), y };
  });
  const columns = Map.groupBy(centres, ({ x }) => x);
  const edgeOf = (x: number): number => x - Math.max(...(columns.get(x) ?? []).map(({ one }) => one.width)) / 2;
  const placed = new Map(centres.map(({ id, one, x, y }) => [id, { x: edgeOf(x), y: y - one.height / 2, drawn: one }]));
  const bends = new Map(
    edges.map((edge) => {
      const points: readonly Point[] = graph.edge(nameOf(edge.from), nameOf(edge.to))?.points ?? [];
      return [edgeKey(edge), points.length > 3 ? points.slice(1, -1) : []];
    }),
  );
  const { width = 0, height = 0 } = graph.graph();
  return { width, height, placed, bends };
};

const moved = ({ x, y }: Point, down: number): Point => ({ x: x + MARGIN + BOW, y: y + down });

const boxOf = (placed: Placed): Box => {
  const { drawn, x, y } = placed;
  const { node, badge, name, width, height } = drawn;
  return {
    x: Math.round(x),
    y: Math.round(y),
    width,
    height,
    kind: node.kind,
    badge,
    name,
    ...(node.status === undefined ? {} : { status: node.status }),
    ...(node.app === undefined ? {} : { app: node.app }),
    title: titleOf(drawn),
  };
};

const DRAWN: readonly ViewEdge['kind'][] = ['owns', 'uses', 'depends-on'];

/** The picture of a graph with at most `limit` boxes. The same graph gives the same picture. */
export const pictureOf = (graph: OwnershipGraph, limit: number): Picture => {
  const whole = viewOf(graph);
  const view = folded(whole, limit, SIBLINGS);
  const placed = new Map<string, Placed>();
  const bends = new Map<string, readonly Point[]>();
  let width = 0;
  let height = MARGIN;
  for (const band of bandsOf(view)) {
    const one = layoutOf(band, view);
    for (const [id, box] of one.placed) placed.set(id, { ...moved(box, height), drawn: box.drawn });
    for (const [key, points] of one.bends)
      bends.set(
        key,
        points.map((point) => moved(point, height)),
      );
    width = Math.max(width, one.width);
    height += one.height + GAP;
  }
  const wires = view.edges
    .toSorted((a, b) => DRAWN.indexOf(a.kind) - DRAWN.indexOf(b.kind))
    .flatMap((edge): readonly Wire[] => {
      const [from, to] = [placed.get(edge.from), placed.get(edge.to)];
      return from === undefined || to === undefined ? [] : [{ path: wirePath(from, to, bends.get(edgeKey(edge)) ?? []), kind: edge.kind }];
    });
  return {
    width: Math.ceil(width + 2 * MARGIN + BOW),
    height: Math.ceil(height - GAP + MARGIN),
    boxes: [...placed.values()].map(boxOf),
    wires,
    note: foldText(view, whole.nodes.length),
  };
};
