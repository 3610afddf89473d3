// How does an ownership graph look on a terminal: environments, what they make, and what that makes?
import type { OwnershipGraph } from '@fairway/contracts';
import { environmentLabel, STATUS_MARK } from '../labels.ts';
import { locationText } from '../object-name.ts';
import { listed } from '../prose.ts';
import { withoutCommands } from '../text/lines.ts';
import type { Paint } from '../text/paint.ts';
import { paintOf } from '../text/paint.ts';
import { treeLines } from '../tree-lines.ts';
import { bounded, boundedStart } from '../visible.ts';
import { folded, foldText } from './fold.ts';
import type { GraphView, ViewEdge, ViewNode } from './graph-view.ts';
import { ownedBy, rootsOf, viewOf } from './graph-view.ts';

/** `limit`: rows for nodes, by default 400; `width` in characters, by default 100. */
export interface GraphTextOptions {
  readonly color?: boolean;
  readonly width?: number;
  readonly limit?: number;
}

const ROWS = 400;
const NEEDS = 6;

const shortName = ({ badge, name, kind }: ViewNode): string =>
  bounded(kind === 'environment' ? environmentLabel(name) : badge === '' ? name : `${badge} ${name}`, 100);

/** A node where the walk meets it: further down than its first place it is only named. */
interface Step {
  readonly node: ViewNode;
  readonly above: Step | undefined;
}

const isAbove = (step: Step): boolean => {
  for (let at = step.above; at !== undefined; at = at.above) if (at.node.id === step.node.id) return true;
  return false;
};

const needNotes = (
  node: ViewNode,
  needs: ReadonlyMap<string, readonly ViewEdge[]>,
  byId: ReadonlyMap<string, ViewNode>,
): readonly string[] => {
  const own = (needs.get(node.id) ?? []).flatMap(({ to, kind }) => {
    const target = byId.get(to);
    return target === undefined ? [] : [{ target, words: kind === 'uses' && target.kind === 'file' ? 'reads' : kind }];
  });
  return (
    [
      ['depends-on', 'depends on'],
      ['uses', 'uses'],
      ['reads', 'reads'],
    ] as const
  ).flatMap(([kind, words]) => {
    const names = own
      .filter((need) => need.words === kind)
      .map(({ target }) => (kind === 'reads' ? bounded(target.name, 100) : shortName(target)));
    return names.length === 0 ? [] : [`${words} ${listed(names, NEEDS)}`];
  });
};

const rowText = (node: ViewNode, depth: number, style: { readonly paint: Paint; readonly width: number }): string => {
  const { paint, width } = style;
  const name = shortName(node);
  if (node.kind === 'environment') return paint.strong(name);
  if (node.kind === 'fold') return paint.faint(`… ${node.badge === '' ? name : bounded(`${node.badge}: ${node.name}`, 160)}`);
  const mark = node.status === undefined || node.status === 'unchanged' ? '' : `${paint.status(node.status, STATUS_MARK[node.status])} `;
  const app = node.app === undefined || node.app === node.name ? '' : `  ${bounded(node.app, 80)}`;
  const place = node.at === undefined ? '' : locationText(node.at);
  const room = width - depth * 3 - 4 - name.length - app.length;
  return `${mark}${name}${paint.faint(app)}${place === '' || room < 16 ? '' : paint.faint(`  ${boundedStart(place, room)}`)}`;
};

const walked = (view: GraphView, style: { readonly paint: Paint; readonly width: number }): readonly string[] => {
  const byId = new Map(view.nodes.map((node) => [node.id, node]));
  const owned = ownedBy(view.edges);
  const needs = Map.groupBy(
    view.edges.filter(({ kind }) => kind !== 'owns'),
    ({ from }) => from,
  );
  const seen = new Set<string>();
  const again = new Set<Step>();
  const depth = (step: Step): number => {
    let count = 0;
    for (let at = step.above; at !== undefined; at = at.above) count += 1;
    return count;
  };
  return treeLines<Step>(
    rootsOf(view).map((node) => ({ node, above: undefined })),
    {
      row: (step) => {
        const { node } = step;
        const text = rowText(node, depth(step), style);
        if (seen.has(node.id)) {
          again.add(step);
          return { text: `${text} ${style.paint.warn(isAbove(step) ? '↻ goes round in a circle' : '↑ shown above')}`, notes: [] };
        }
        seen.add(node.id);
        return { text, notes: needNotes(node, needs, byId).map((note) => style.paint.faint(bounded(note, 400))) };
      },
      children: (step) =>
        again.has(step) ? [] : (owned.get(step.node.id) ?? []).flatMap((id) => byId.get(id) ?? []).map((node) => ({ node, above: step })),
    },
  );
};

/**
 * The graph as trees: environments, their topmost objects and apps, and below each what it makes. A node that is made twice stands in full
 * once; circles end where they close. What a node depends on and uses is told below it.
 */
export const graphText = (graph: OwnershipGraph, options: GraphTextOptions = {}): string => {
  const style = { paint: paintOf(options.color ?? false), width: Math.max(40, options.width ?? 100) };
  const whole = viewOf(graph);
  if (whole.nodes.length === 0) return 'No app was found here, so there is nothing to draw.\n';
  const view = folded(whole, options.limit ?? ROWS);
  const note = foldText(view, whole.nodes.length);
  return withoutCommands([...walked(view, style), ...(note === '' ? [] : ['', style.paint.faint(note)]), ''].join('\n'));
};
