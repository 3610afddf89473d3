// Which kustomizations lead to which?
import { collectAll, createCollector } from './collector.ts';
import { followConfigFile } from './follow-reference.ts';
import type { Edge, GraphNode, OpenNode, Scope } from './graph-node.ts';
import { readNode } from './kustomization-node.ts';
import { collectDirectory } from './resolve-path.ts';

export type KustomizationGraph = ReadonlyMap<string, GraphNode>;

async function readAll(shared: Omit<Scope, 'visit'>, roots: Iterable<string>): Promise<Map<string, GraphNode>> {
  const nodes = new Map<string, GraphNode>();
  const started = new Set<string>();
  const failures: unknown[] = [];
  let running: Promise<void>[] = [];
  const visit = (directory: string): void => {
    if (started.has(directory)) return;
    started.add(directory);
    const reading = readNode(scope, directory).then(
      (node) => void nodes.set(directory, node),
      (error: unknown) => void failures.push(error),
    );
    running.push(reading);
  };
  const scope: Scope = { ...shared, visit };
  for (const root of roots) visit(root);
  while (running.length > 0) {
    const some = running;
    running = [];
    await Promise.all(some);
  }
  if (failures.length > 0) throw failures[0];
  return nodes;
}

/** Directories reached from one, itself first, each once: parents before children, in the order in which they are named. */
export function reachable(graph: KustomizationGraph, from: string): readonly GraphNode[] {
  const seen = new Set<string>();
  const found: GraphNode[] = [];
  const waiting = [from];
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    const node = graph.get(directory);
    if (node === undefined || seen.has(directory)) continue;
    seen.add(directory);
    found.push(node);
    for (const edge of node.edges.toReversed()) if (!seen.has(edge.directory)) waiting.push(edge.directory);
  }
  return found;
}

/**
 * A kustomization whose objects configure plugins: they are read from the files of its resources, unless something on the way may change them.
 * Then nobody knows which of the paths in them will be used: all near files count, and a path that leads nowhere is no problem.
 */
async function followConfigDirectory(scope: Scope, graph: KustomizationGraph, node: GraphNode, edge: Edge): Promise<void> {
  const own = createCollector();
  const open: OpenNode = { scope, directory: node.directory, own, edges: [], resourceFiles: [], crdFiles: [] };
  const below = reachable(graph, edge.directory);
  for (const file of below.flatMap(({ resourceFiles }) => resourceFiles)) await followConfigFile(open, file);
  if (below.some(({ parsed }) => parsed?.passesObjectsOn === false)) {
    await collectDirectory(scope.view, scope.widest(node.directory), own);
    own.problems.length = 0;
  }
  collectAll(node.own, own);
}

function tellEmptyDirectory(graph: KustomizationGraph, node: GraphNode, edge: Edge): void {
  const child = graph.get(edge.directory);
  if (child === undefined || child.file !== undefined) return;
  const naming = edge.naming();
  node.own.problems.push({
    code: 'file-unreadable',
    message: `${naming.what} ${JSON.stringify(naming.path)} is a directory without a kustomization file`,
    hint: `Add ${edge.directory === '' ? '' : `${edge.directory}/`}kustomization.yaml, or name the files one by one.`,
    at: naming.at,
  });
}

/** Reads all kustomizations that the roots (directories, after links) lead to. */
export async function buildGraph(shared: Omit<Scope, 'visit'>, roots: Iterable<string>): Promise<KustomizationGraph> {
  const graph = await readAll(shared, roots);
  const scope: Scope = { ...shared, visit: () => undefined };
  for (const node of graph.values()) {
    for (const edge of node.edges) {
      tellEmptyDirectory(graph, node, edge);
      if (edge.role === 'config') await followConfigDirectory(scope, graph, node, edge);
    }
  }
  return graph;
}
