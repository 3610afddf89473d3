// Does a kustomization lead back to itself, or to a directory above one that leads to it? kustomize refuses both (api/internal/loader, errIfArgEqualOrHigher).
import type { ClosureProblem } from '../model.ts';
import type { GraphNode } from './graph-node.ts';
import type { KustomizationGraph } from './kustomization-graph.ts';
import { parentPath } from './path-text.ts';

/** Steps from one directory to another, both ends included. */
function pathBetween(graph: KustomizationGraph, from: string, to: string): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const waiting = [from];
  for (const directory of waiting) {
    for (const edge of graph.get(directory)?.edges ?? []) {
      if (cameFrom.has(edge.directory)) continue;
      cameFrom.set(edge.directory, directory);
      if (edge.directory === to) return trace(cameFrom, from, to);
      waiting.push(edge.directory);
    }
  }
  return undefined;
}

function trace(cameFrom: ReadonlyMap<string, string>, from: string, to: string): readonly string[] {
  const steps = [to];
  for (let step = cameFrom.get(to); step !== undefined; step = cameFrom.get(step)) {
    steps.unshift(step);
    if (step === from) break;
  }
  return steps;
}

function describe(graph: KustomizationGraph, steps: readonly string[]): ClosureProblem {
  const [from = '', to = ''] = [steps.at(-2), steps.at(-1)];
  const edge = graph.get(from)?.edges.find(({ directory }) => directory === to);
  const shown = steps.map((directory) => (directory === '' ? '.' : directory)).join(' → ');
  const same = steps[0] === to;
  const message = same
    ? `kustomizations lead back to themselves: ${shown}`
    : `a kustomization is built on a directory that contains it: ${shown}`;
  const hint = same
    ? 'Remove one of these entries.'
    : 'Move what both need into a directory of its own; kustomize refuses a base above its overlay.';
  return { code: 'file-unreadable', message, hint, at: edge?.naming().at ?? { file: graph.get(from)?.file ?? from } };
}

/** Directories that may be part of a cycle: what is left when all that nothing leads to, again and again, is taken away. */
function onCycles(graph: KustomizationGraph): ReadonlySet<string> {
  const incoming = new Map([...graph.keys()].map((directory) => [directory, 0]));
  for (const { edges } of graph.values()) for (const { directory } of edges) incoming.set(directory, (incoming.get(directory) ?? 0) + 1);
  const left = new Set(graph.keys());
  const free = [...left].filter((directory) => incoming.get(directory) === 0);
  for (const directory of free) {
    left.delete(directory);
    for (const edge of graph.get(directory)?.edges ?? []) {
      const count = (incoming.get(edge.directory) ?? 0) - 1;
      incoming.set(edge.directory, count);
      if (count === 0) free.push(edge.directory);
    }
  }
  return left;
}

/** Pairs of directories where the second is the first, or contains it: only these can close a cycle. */
function* suspects(nodes: readonly GraphNode[], cyclic: ReadonlySet<string>): Generator<readonly [string, string]> {
  const reached = new Set(nodes.map(({ directory }) => directory));
  for (const { directory, edges } of nodes) {
    if (edges.length === 0) continue;
    if (cyclic.has(directory)) yield [directory, directory];
    for (let above = directory; above !== ''; ) {
      above = parentPath(above);
      if (reached.has(above)) yield [directory, above];
    }
  }
}

/** Finds the cycle that kustomize will run into when it builds some nodes, the app's own first; undefined: there is none. */
export function cycleFinder(graph: KustomizationGraph): (nodes: readonly GraphNode[]) => ClosureProblem | undefined {
  const cyclic = onCycles(graph);
  return (nodes) => {
    for (const [from, to] of suspects(nodes, cyclic)) {
      const steps = pathBetween(graph, from, to);
      if (steps !== undefined) return describe(graph, steps);
    }
    return undefined;
  };
}
