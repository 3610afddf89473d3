// How does a graph of thousands become one that a person can see? What is alike folds into one node with a count.

import { largest } from '../markdown/detail.ts';
import { countedKind } from '../not-looked-at.ts';
import { grouped } from '../prose.ts';
import type { GraphView, ViewEdge, ViewNode } from './graph-view.ts';
import { distinctEdges, ownedBy, rootsOf } from './graph-view.ts';

/** Nodes that stand for others, and which node stands for whom. */
interface Folding {
  readonly folds: readonly ViewNode[];
  readonly into: ReadonlyMap<string, string>;
  /** From their owners to the folds. */
  readonly edges: readonly ViewEdge[];
}

/** What is asked of a view again and again while a folding is searched. */
interface Survey {
  readonly view: GraphView;
  readonly byId: ReadonlyMap<string, ViewNode>;
  readonly owned: ReadonlyMap<string, readonly string[]>;
  /** Number of owners. */
  readonly owners: ReadonlyMap<string, number>;
  readonly depths: ReadonlyMap<string, number>;
  /** Nodes that change or fail, and all that own one. */
  readonly loud: ReadonlySet<string>;
}

const isLoud = ({ status }: ViewNode): boolean => status !== undefined && status !== 'unchanged';

const depthsOf = (view: GraphView, owned: Survey['owned']): ReadonlyMap<string, number> => {
  const depths = new Map<string, number>();
  let level = rootsOf(view).map(({ id }) => id);
  for (let depth = 0; level.length > 0; depth += 1) {
    const fresh = [...new Set(level)].filter((id) => !depths.has(id));
    for (const id of fresh) depths.set(id, depth);
    level = fresh.flatMap((id) => owned.get(id) ?? []);
  }
  return depths;
};

const surveyOf = (view: GraphView): Survey => {
  const owned = ownedBy(view.edges);
  const depths = depthsOf(view, owned);
  const owners = new Map<string, number>();
  for (const children of owned.values()) for (const id of children) owners.set(id, (owners.get(id) ?? 0) + 1);
  const loud = new Set(view.nodes.filter(isLoud).map(({ id }) => id));
  const deepestFirst = [...depths].toSorted(([, a], [, b]) => b - a);
  for (const [id] of deepestFirst) if ((owned.get(id) ?? []).some((child) => loud.has(child))) loud.add(id);
  return { view, byId: new Map(view.nodes.map((node) => [node.id, node])), owned, owners, depths, loud };
};

const applied = (view: GraphView, { folds, into, edges }: Folding): GraphView => {
  const nodes = [...view.nodes.filter(({ id }) => !into.has(id)), ...folds];
  const moved = view.edges.map((edge) => ({ ...edge, from: into.get(edge.from) ?? edge.from, to: into.get(edge.to) ?? edge.to }));
  const own = new Set(folds.map(({ id }) => id));
  // Ownership among folded nodes says nothing any more; the folds have owners of their own.
  const kept = moved.filter(({ kind, from, to }) => kind !== 'owns' || !(own.has(from) || own.has(to)));
  return { nodes, edges: distinctEdges([...kept, ...edges], new Set(nodes.map(({ id }) => id))), folded: view.folded + into.size };
};

const sizeAfter = ({ view }: Survey, { folds, into }: Folding): number => view.nodes.length - into.size + folds.length;

const changedText = (count: number): string => (count === 0 ? '' : `, ${grouped(count)} changed or failed`);

/** The nodes and all that only they own. What is owned from elsewhere too stays. */
const withAllBelow = (survey: Survey, tops: readonly string[]): ReadonlySet<string> => {
  const taken = new Set<string>(tops);
  const waiting = [...tops];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop())
    for (const child of survey.owned.get(id) ?? []) {
      if (taken.has(child) || (survey.owners.get(child) ?? 0) > 1) continue;
      taken.add(child);
      waiting.push(child);
    }
  return taken;
};

const nodesOf = (survey: Survey, ids: Iterable<string>): readonly ViewNode[] => [...ids].flatMap((id) => survey.byId.get(id) ?? []);

/**
 * Of each kind of thing below one owner, those that change first, at most `keep` stay; the rest folds, with all below it. `leaves`: only
 * things that own nothing. Never a fold for a single thing.
 */
const foldSiblings = (survey: Survey, keep: number, leaves: boolean): Folding => {
  const folds: ViewNode[] = [];
  const into = new Map<string, string>();
  const edges: ViewEdge[] = [];
  const byDepth = [...survey.depths.keys()];
  for (const owner of byDepth) {
    if (into.has(owner)) continue;
    const siblings = nodesOf(survey, survey.owned.get(owner) ?? []).filter(
      ({ id }) => survey.owners.get(id) === 1 && !into.has(id) && !(leaves && survey.owned.has(id)),
    );
    for (const [badge, list] of Map.groupBy(siblings, (node) => node.badge)) {
      if (list.length <= keep + 1) continue;
      const tops = list.toSorted((a, b) => Number(survey.loud.has(b.id)) - Number(survey.loud.has(a.id))).slice(keep);
      const hidden = withAllBelow(
        survey,
        tops.map(({ id }) => id),
      );
      const id = `fold:${owner}/${badge}`;
      const below = hidden.size - tops.length;
      const more = `${grouped(tops.length)}${keep > 0 ? ' more' : ''}`;
      const changed = changedText(nodesOf(survey, hidden).filter(isLoud).length);
      const name = `${more}${below > 0 ? `, ${grouped(below)} below` : ''}${changed}`;
      folds.push({ id, kind: 'fold', badge, name, env: tops[0]?.env ?? '' });
      edges.push({ from: owner, to: id, kind: 'owns' });
      for (const one of hidden) into.set(one, id);
    }
  }
  return { folds, into, edges };
};

/** What stands deeper than `deepest` folds into one node below its ancestor at that depth. */
const foldBelow = (survey: Survey, deepest: number): Folding => {
  const folds: ViewNode[] = [];
  const into = new Map<string, string>();
  const edges: ViewEdge[] = [];
  for (const [owner, depth] of survey.depths) {
    if (depth !== deepest) continue;
    const hidden: string[] = [];
    const waiting = [...(survey.owned.get(owner) ?? [])];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (into.has(id) || (survey.depths.get(id) ?? 0) <= deepest) continue;
      into.set(id, `fold:${owner}`);
      hidden.push(id);
      waiting.push(...(survey.owned.get(id) ?? []));
    }
    if (hidden.length === 0) continue;
    const changed = changedText(nodesOf(survey, hidden).filter(isLoud).length);
    const name = `${countedKind(hidden.length, 'node')} below${changed}`;
    folds.push({ id: `fold:${owner}`, kind: 'fold', badge: '', name, env: survey.byId.get(owner)?.env ?? '' });
    edges.push({ from: owner, to: `fold:${owner}`, kind: 'owns' });
  }
  return { folds, into, edges };
};

const only = (view: GraphView, keep: (node: ViewNode, place: number) => boolean): GraphView => {
  const nodes = view.nodes.filter(keep);
  const edges = distinctEdges(view.edges, new Set(nodes.map(({ id }) => id)));
  return { nodes, edges, folded: view.folded + view.nodes.length - nodes.length };
};

const greatest = (numbers: Iterable<number>): number => [...numbers].reduce((most, number) => Math.max(most, number), 0);

/** Size of the largest group of one kind below one owner. */
const widest = ({ owned, byId }: Survey, counts: (id: string) => boolean): number =>
  greatest(
    [...owned.values()].flatMap((children) => {
      const badges = children.filter(counts).map((id) => byId.get(id)?.badge);
      return [...Map.groupBy(badges, (badge) => badge).values()].map((group) => group.length);
    }),
  );

/**
 * The view with at most `limit` nodes, and below one owner at most `siblings` of a kind beside their fold. First leaves of one owner and
 * kind fold, then whole branches; then what nobody owns goes and all below a depth folds; last the rest is cut.
 */
export const folded = (view: GraphView, limit: number, siblings = Infinity): GraphView => {
  const survey = surveyOf(view);
  const most = widest(survey, () => true);
  if (view.nodes.length <= limit && most <= siblings + 1) return view;
  const ways = widest(survey, (id) => survey.owned.has(id)) > siblings + 1 ? [false] : [true, false];
  for (const leaves of ways) {
    const keep = largest(Math.min(most, siblings), (count) => sizeAfter(survey, foldSiblings(survey, count, leaves)) <= limit);
    if (keep !== undefined && keep > 0) return applied(view, foldSiblings(survey, keep, leaves));
  }
  const owned = only(view, ({ id }) => survey.depths.has(id));
  const trees = surveyOf(owned);
  const deepest = largest(greatest(trees.depths.values()), (depth) => sizeAfter(trees, foldBelow(trees, depth)) <= limit) ?? 0;
  const shallow = applied(owned, foldBelow(trees, deepest));
  return only(shallow, (_node, place) => place < limit);
};

/** `1,180 of 1,203 nodes are folded`; empty where all are shown. `all` is the number of nodes before folding. */
export const foldText = (view: GraphView, all: number): string =>
  view.folded === 0 ? '' : `${grouped(view.folded)} of ${countedKind(all, 'node')} are folded`;
