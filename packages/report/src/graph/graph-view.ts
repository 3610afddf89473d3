// What of an ownership graph does a picture show? An object and the app that it makes are one thing to the eye.
import type { AppStatus, GraphNode, Location, OwnershipGraph } from '@fairway/contracts';

/** One thing in a picture. */
export interface ViewNode {
  readonly id: string;
  readonly kind: GraphNode['kind'] | 'fold';
  /** Kind of the object, `environment`, or empty. */
  readonly badge: string;
  readonly name: string;
  readonly env: string;
  /** Id of the app that it is, or that it makes. */
  readonly app?: string;
  readonly status?: AppStatus;
  readonly at?: Location;
}

/** `owns`: what it makes or renders; `uses`: what it is made from. */
export interface ViewEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'owns' | 'uses' | 'depends-on';
}

/** Nodes in the order of the graph; `folded` counts those that stand for others or are left out. */
export interface GraphView {
  readonly nodes: readonly ViewNode[];
  readonly edges: readonly ViewEdge[];
  readonly folded: number;
}

/** App id → id of its object, where the object makes this app and no other, and nobody else makes it. */
const mergedApps = ({ nodes, edges }: OwnershipGraph): ReadonlyMap<string, string> => {
  const kinds = new Map(nodes.map((node) => [node.id, node.kind]));
  const makes = edges.filter((edge) => edge.kind === 'makes' && kinds.get(edge.to) === 'app');
  const made = Map.groupBy(makes, (edge) => edge.to);
  const makers = Map.groupBy(makes, (edge) => edge.from);
  return new Map(
    makes
      .filter(({ from, to }) => kinds.get(from) === 'object' && made.get(to)?.length === 1 && makers.get(from)?.length === 1)
      .map(({ from, to }) => [to, from]),
  );
};

/** App → the apps that render the objects by which it is made. */
const renderersOf = ({ edges }: OwnershipGraph): ReadonlyMap<string, ReadonlySet<string>> => {
  const renders = Map.groupBy(
    edges.filter(({ kind }) => kind === 'renders'),
    ({ to }) => to,
  );
  const makers = Map.groupBy(
    edges.filter(({ kind }) => kind === 'makes'),
    ({ to }) => to,
  );
  return new Map(
    [...makers].map(([app, list]) => [app, new Set(list.flatMap((edge) => (renders.get(edge.from) ?? []).map(({ from }) => from)))]),
  );
};

/**
 * A file is worth a node where more than one app of an environment reads it: then a change of it reaches all of them. That environments
 * share files is the rule, and so is that an object is written where the app reads that renders it.
 */
const loneFiles = (graph: OwnershipGraph): ReadonlySet<string> => {
  const envs = new Map(graph.nodes.map(({ id, env }) => [id, env]));
  const readers = Map.groupBy(graph.edges, ({ to }) => to);
  const renderers = renderersOf(graph);
  const isShared = (id: string): boolean => {
    const all = new Set((readers.get(id) ?? []).map(({ from }) => from));
    const own = [...all].filter((from) => ![...(renderers.get(from) ?? [])].some((renderer) => all.has(renderer)));
    return new Set(own.map((from) => envs.get(from))).size < own.length;
  };
  return new Set(graph.nodes.filter(({ id, kind }) => kind === 'file' && !isShared(id)).map(({ id }) => id));
};

const nameOf = ({ kind, label }: GraphNode): { readonly badge: string; readonly name: string } => {
  const space = label.indexOf(' ');
  if (kind === 'object' || kind === 'source')
    return space < 1 ? { badge: '', name: label } : { badge: label.slice(0, space), name: label.slice(space + 1) };
  return { badge: kind === 'app' ? '' : kind, name: label };
};

const EDGES: Readonly<Record<OwnershipGraph['edges'][number]['kind'], ViewEdge['kind']>> = {
  makes: 'owns',
  renders: 'owns',
  uses: 'uses',
  reads: 'uses',
  'depends-on': 'depends-on',
};

/** Each edge once, none from a node to itself, none to a node that is not there. */
export const distinctEdges = (edges: readonly ViewEdge[], ids: ReadonlySet<string>): readonly ViewEdge[] => {
  const known = edges.filter(({ from, to }) => from !== to && ids.has(from) && ids.has(to));
  return [...new Map(known.map((edge) => [JSON.stringify([edge.from, edge.to, edge.kind]), edge])).values()];
};

/** The graph as it is drawn: an object and its app as one node, files only where they are shared. */
export const viewOf = (graph: OwnershipGraph): GraphView => {
  const merged = mergedApps(graph);
  const hidden = loneFiles(graph);
  const apps = new Map([...merged].map(([app, object]) => [object, app]));
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const nodes = graph.nodes
    .filter(({ id }) => !merged.has(id) && !hidden.has(id))
    .map((node): ViewNode => {
      const app = node.kind === 'app' ? node : byId.get(apps.get(node.id) ?? '');
      return {
        id: node.id,
        kind: node.kind,
        ...nameOf(node),
        env: node.env ?? (node.kind === 'environment' ? node.label : ''),
        ...(app === undefined ? {} : { app: app.label }),
        ...(app?.status === undefined ? {} : { status: app.status }),
        ...(node.at === undefined ? {} : { at: node.at }),
      };
    });
  const edges = graph.edges.map(({ from, to, kind }) => ({ from: merged.get(from) ?? from, to: merged.get(to) ?? to, kind: EDGES[kind] }));
  return { nodes, edges: distinctEdges(edges, new Set(nodes.map(({ id }) => id))), folded: 0 };
};

/** Who is owned by whom, in the order of the edges. */
export const ownedBy = (edges: readonly ViewEdge[]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [
      ...Map.groupBy(
        edges.filter(({ kind }) => kind === 'owns'),
        ({ from }) => from,
      ),
    ].map(([from, list]) => [from, list.map(({ to }) => to)]),
  );

/**
 * Where the trees begin: nodes that nobody owns and nobody only needs; then, for each circle that is reached from none of them, its first node.
 */
export const rootsOf = ({ nodes, edges }: GraphView): readonly ViewNode[] => {
  const owned = ownedBy(edges);
  const hasOwner = new Set(edges.filter(({ kind }) => kind === 'owns').map(({ to }) => to));
  const isNeeded = new Set(edges.filter(({ kind }) => kind !== 'owns').map(({ to }) => to));
  const reached = new Set<string>();
  const reach = (start: string): void => {
    const waiting = [start];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (reached.has(id)) continue;
      reached.add(id);
      waiting.push(...(owned.get(id) ?? []));
    }
  };
  const first = nodes.filter(({ id, kind }) => !hasOwner.has(id) && (kind === 'environment' || !isNeeded.has(id) || owned.has(id)));
  for (const { id } of first) reach(id);
  const circles = nodes.filter(({ id }) => {
    if (reached.has(id) || !hasOwner.has(id)) return false;
    reach(id);
    return true;
  });
  return [...first, ...circles];
};
