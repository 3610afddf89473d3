// What happens to the objects of an app on their way through its kustomizations?
// Follows the order of sigs.k8s.io/kustomize/api internal/target/kusttarget.go (5.8.1), as far as checks must know.
import type { CheckContext, KustomizationNode } from '../../model.ts';
import { items, texts } from '../json-access.ts';
import { resolvePath } from '../repository-path.ts';
import { configuredImagePaths } from './configurations.ts';
import { documentsOf, objectsOf } from './documents.ts';
import { generatedObjects } from './generators.ts';
import { type ObjectState, readState } from './object-state.ts';
import type { Step, Trace } from './steps.ts';
import { transform } from './transform.ts';

interface Held {
  readonly objects: readonly ObjectState[];
  readonly open: boolean;
}

interface Walk {
  readonly context: CheckContext;
  readonly nodes: ReadonlyMap<string, KustomizationNode>;
  readonly remoteFiles: ReadonlySet<string>;
  /** Image fields that some transformer configuration of the app adds. */
  readonly imagePaths: readonly string[];
  readonly done: Map<string, Held>;
  readonly steps: Step[];
  readonly stack: Set<string>;
}

const EMPTY: Held = { objects: [], open: false };
const OPEN: Held = { objects: [], open: true };

/** Fields that bring in or change objects by programs or plugins. */
const NOT_FOLLOWED: readonly string[] = ['helmCharts', 'helmChartInflationGenerator', 'generators', 'transformers'];

const join = (...parts: readonly Held[]): Held => ({
  objects: parts.flatMap((part) => part.objects),
  open: parts.some((part) => part.open),
});

/** First states by file, for documents that were read before: bases are shared by many apps. */
const states = new WeakMap<readonly unknown[], Map<string, Held>>();

const statesOf = (documents: readonly unknown[], file: string, imagePaths: readonly string[]): Held => {
  const objects = objectsOf(documents).map(({ value, document }) => readState(value, { file, document }, imagePaths));
  return { objects: objects.filter((object) => object !== undefined), open: objects.includes(undefined) };
};

const readFile = (walk: Walk, file: string): Held => {
  const source = walk.context.read(file);
  const documents = source === undefined ? undefined : documentsOf(source);
  if (documents === undefined) return OPEN;
  const kept = states.get(documents) ?? new Map<string, Held>();
  states.set(documents, kept);
  const key = `${file}\0${walk.imagePaths.join('\0')}`;
  const held = kept.get(key) ?? statesOf(documents, file, walk.imagePaths);
  kept.set(key, held);
  return held;
};

const ownResources = (walk: Walk, node: KustomizationNode): Held => {
  const definitions = new Set(texts(node.content.crds).map((path) => resolvePath(node.directory, path)));
  const resources = new Set(texts(node.content.resources).map((path) => resolvePath(node.directory, path)));
  const files = node.resources.filter((file) => !definitions.has(file) || resources.has(file));
  return join(...files.map((file) => readFile(walk, file)));
};

/** A kustomization that is used in several places is followed once; a component is followed wherever it is used, for it sees what its user has. */
const child = (walk: Walk, directory: string): Held => {
  const node = walk.nodes.get(directory);
  if (node === undefined) return OPEN;
  const known = walk.done.get(directory);
  if (known !== undefined) return known;
  const held = follow(walk, node, EMPTY);
  walk.done.set(directory, held);
  return held;
};

const follow = (walk: Walk, node: KustomizationNode, incoming: Held): Held => {
  if (walk.stack.has(node.directory)) return OPEN;
  walk.stack.add(node.directory);
  const isComponent = (directory: string): boolean => walk.nodes.get(directory)?.component ?? false;
  const bases = node.children.filter((directory) => !isComponent(directory)).map((directory) => child(walk, directory));
  const unknown = NOT_FOLLOWED.some((field) => items(node.content[field]).length > 0) || walk.remoteFiles.has(node.file);
  let held = join(incoming, ownResources(walk, node), ...bases, { objects: generatedObjects(node), open: unknown });
  for (const directory of node.children.filter(isComponent)) {
    const component = walk.nodes.get(directory);
    held = component === undefined ? join(held, OPEN) : follow(walk, component, held);
  }
  const objects = transform(node, held.objects, { read: walk.context.read, open: held.open, record: (step) => walk.steps.push(step) });
  walk.stack.delete(node.directory);
  return { objects, open: held.open };
};

const traces = new WeakMap<CheckContext, Trace>();

const traceOnce = (context: CheckContext): Trace => {
  const [root] = context.closure.kustomizations;
  if (root === undefined) return { steps: [], objects: [], open: true };
  const walk: Walk = {
    context,
    nodes: new Map(context.closure.kustomizations.map((node) => [node.directory, node])),
    remoteFiles: new Set(context.closure.remotes.map((remote) => remote.at.file)),
    imagePaths: configuredImagePaths(context),
    done: new Map(),
    steps: [],
    stack: new Set(),
  };
  const held = follow(walk, root, EMPTY);
  return { steps: walk.steps, objects: held.objects, open: held.open };
};

/** Follows the build of an app. Asked for by several checks, done once per context. An app without kustomizations has an open trace without steps. */
export const traceOf = (context: CheckContext): Trace => {
  const known = traces.get(context);
  if (known !== undefined) return known;
  const trace = traceOnce(context);
  traces.set(context, trace);
  return trace;
};
