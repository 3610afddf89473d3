// Who makes, renders and needs whom? The ownership graph, version 1: what `fairway graph` prints and other programs read.
import { z } from 'zod';
import { Location } from './finding.ts';
import { AppStatus } from './report.ts';

export const GraphNodeKind = z
  .enum(['environment', 'object', 'app', 'file', 'source'])
  .describe(
    'object: of Flux or Argo CD, or what such an object refers to; file: a path of the repository; source: where a reconciler fetches from',
  );
export type GraphNodeKind = z.infer<typeof GraphNodeKind>;

export const GraphNode = z.strictObject({
  id: z.string().describe('unique in the graph; the same repository state gives the same id'),
  kind: GraphNodeKind,
  label: z.string().describe('an object as `Kind namespace/name`, an app as `env/app`, a file as its path'),
  env: z.string().optional(),
  status: AppStatus.optional().describe('of an app'),
  at: Location.optional().describe('where the object is written'),
});
export type GraphNode = z.infer<typeof GraphNode>;

export const GraphEdgeKind = z
  .enum(['makes', 'renders', 'uses', 'depends-on', 'reads'])
  .describe(
    'makes: an environment its topmost objects and apps, an object its app · renders: an app the objects of further apps · uses: sources, ConfigMaps, Secrets · depends-on: must be ready before · reads: files of the repository',
  );
export type GraphEdgeKind = z.infer<typeof GraphEdgeKind>;

export const GraphEdge = z.strictObject({ from: z.string(), to: z.string(), kind: GraphEdgeKind });
export type GraphEdge = z.infer<typeof GraphEdge>;

/** `from` and `to` name nodes of the graph. It may have cycles, where what the repository says goes round in a circle. */
export const OwnershipGraph = z.strictObject({
  schemaVersion: z.literal(1),
  nodes: z.array(GraphNode),
  edges: z.array(GraphEdge),
});
export type OwnershipGraph = z.infer<typeof OwnershipGraph>;
