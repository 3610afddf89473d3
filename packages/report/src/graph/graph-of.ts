// What does a report know of who makes, renders and needs whom, as a graph?
import type { AppResult, GraphEdge, GraphEdgeKind, GraphNode, OwnershipGraph, Report } from '@fairway/contracts';
import { objectName } from '../object-name.ts';
import { inEnvironmentOrder } from '../outline.ts';

/** An object that a rendering was made from: a source, a ConfigMap, a Secret. */
export interface UsedObject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** What a report does not carry, by app id. Files are repository paths. */
export interface GraphFacts {
  readonly uses?: ReadonlyMap<string, readonly UsedObject[]>;
  readonly reads?: ReadonlyMap<string, readonly string[]>;
}

/** Where Flux and Argo CD fetch from. */
const SOURCES: ReadonlySet<string> = new Set([
  'GitRepository',
  'OCIRepository',
  'HelmRepository',
  'HelmChart',
  'Bucket',
  'ExternalArtifact',
]);

interface Builder {
  readonly add: (node: GraphNode) => string;
  readonly join: (from: string, to: string, kind: GraphEdgeKind) => void;
  readonly graph: () => OwnershipGraph;
}

/** Nodes and edges in the order in which they come, each once; what is said first of a node holds. */
const builderOf = (): Builder => {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  return {
    add: (node) => {
      if (!nodes.has(node.id)) nodes.set(node.id, node);
      return node.id;
    },
    join: (from, to, kind) => {
      edges.set(JSON.stringify([from, to, kind]), { from, to, kind });
    },
    graph: () => ({ schemaVersion: 1, nodes: [...nodes.values()], edges: [...edges.values()] }),
  };
};

const appNode = (app: AppResult): GraphNode => ({ id: `app:${app.id}`, kind: 'app', label: app.id, env: app.env, status: app.status });

const objectId = (env: string, label: string): string => `object:${env}/${label}`;

/** The object that makes the app, or the app itself where no object does. */
const makerId = (app: AppResult): string =>
  app.reconciler === undefined ? `app:${app.id}` : objectId(app.env, objectName(app.reconciler.object));

const addApp = (build: Builder, app: AppResult): void => {
  if (app.reconciler !== undefined) {
    const { object, at } = app.reconciler;
    const label = objectName(object);
    build.add({ id: objectId(app.env, label), kind: 'object', label, env: app.env, ...(at === undefined ? {} : { at }) });
  }
  build.add(appNode(app));
};

const joinOwner = (build: Builder, app: AppResult, apps: ReadonlyMap<string, AppResult>): void => {
  if (app.reconciler !== undefined) build.join(makerId(app), `app:${app.id}`, 'makes');
  const parent = app.reconciler?.parent === undefined ? undefined : apps.get(app.reconciler.parent);
  if (parent !== undefined) build.join(`app:${parent.id}`, makerId(app), 'renders');
  else build.join(build.add({ id: `environment:${app.env}`, kind: 'environment', label: app.env }), makerId(app), 'makes');
};

const joinNeeds = (build: Builder, app: AppResult, apps: ReadonlyMap<string, AppResult>): void => {
  for (const need of app.reconciler?.dependsOn ?? []) {
    const known = apps.get(need);
    const to = known === undefined ? build.add({ id: objectId(app.env, need), kind: 'object', label: need, env: app.env }) : makerId(known);
    build.join(makerId(app), to, 'depends-on');
  }
};

const joinInputs = (build: Builder, app: AppResult, facts: GraphFacts): void => {
  for (const used of facts.uses?.get(app.id) ?? []) {
    const label = objectName({ apiVersion: '', ...used });
    const kind = SOURCES.has(used.kind) ? 'source' : 'object';
    build.join(makerId(app), build.add({ id: objectId(app.env, label), kind, label, env: app.env }), 'uses');
  }
  const read = facts.reads?.get(app.id) ?? (app.root === '' ? [] : [app.root]);
  for (const file of read) build.join(`app:${app.id}`, build.add({ id: `file:${file}`, kind: 'file', label: file }), 'reads');
};

/** The ownership graph of a report. Environments and apps in their order; the same report and facts give the same graph. */
export const graphOf = (report: Report, facts: GraphFacts = {}): OwnershipGraph => {
  const build = builderOf();
  const apps = inEnvironmentOrder(report, report.apps, (app) => app.env);
  const byId = new Map(apps.map((app) => [app.id, app]));
  for (const { env } of apps) build.add({ id: `environment:${env}`, kind: 'environment', label: env });
  for (const app of apps) addApp(build, app);
  for (const app of apps) joinOwner(build, app, byId);
  for (const app of apps) joinNeeds(build, app, byId);
  for (const app of apps) joinInputs(build, app, facts);
  return build.graph();
};
