// What does one reference of a kustomization add to the closure?

import { followChart } from './follow-chart.ts';
import type { Edge, OpenNode, Written } from './graph-node.ts';
import { escapesProblem, kindProblem, type Naming, resolvedProblem } from './path-problem.ts';
import { joinPath } from './path-text.ts';
import { placeIn, placeWithin } from './place.ts';
import { inlineObjects, isInlineObject, pluginReferences } from './plugin-references.ts';
import { readDocuments } from './read-document.ts';
import type { ConfigReference, EntryReference, FileReference, Reference } from './reference.ts';
import { isRemoteFile, isRepository, remoteKind } from './remote-path.ts';
import { collectDirectory, type Resolved, resolvePath } from './resolve-path.ts';

type PathReference = FileReference | EntryReference | ConfigReference;

function namingOf(node: OpenNode, { reference, place }: Written<PathReference>): Naming {
  return { what: `${reference.field} entry`, path: reference.path, base: node.directory, at: place.at(reference.pointer) };
}

function addRemote(node: OpenNode, { reference, place }: Written<PathReference>, what: 'base' | 'file'): void {
  node.own.remotes.push({ url: reference.path, what, at: place.at(reference.pointer) });
}

/** Undefined where the path leaves the repository; the problem is told. */
async function resolveFrom(node: OpenNode, written: Written<PathReference>): Promise<Resolved | undefined> {
  const joined = joinPath(node.directory, written.reference.path);
  if (joined.kind !== 'inside') {
    node.own.problems.push(escapesProblem(namingOf(node, written), joined.kind));
    return undefined;
  }
  return resolvePath(node.scope.view, joined.path, node.own);
}

function tell(node: OpenNode, written: Written<PathReference>, resolved: Resolved): void {
  const problem = resolvedProblem(namingOf(node, written), resolved);
  if (problem !== undefined) node.own.problems.push(problem);
}

async function followFile(node: OpenNode, written: Written<FileReference>): Promise<void> {
  const { reference } = written;
  if (isRemoteFile(reference.path)) return addRemote(node, written, 'file');
  const resolved = await resolveFrom(node, written);
  if (resolved === undefined) return;
  if (resolved.kind === 'file') {
    if (reference.field === 'crds') node.crdFiles.push(resolved.path);
    return;
  }
  if (resolved.kind === 'directory') node.own.listings.set(resolved.path, node.scope.view.children(resolved.path));
  if (!reference.required) return;
  if (resolved.kind === 'directory') node.own.problems.push(kindProblem(namingOf(node, written), 'directory'));
  else tell(node, written, resolved);
}

function addChild(node: OpenNode, written: Written<PathReference>, directory: string, role: Edge['role']): void {
  node.edges.push({ directory, role, naming: () => namingOf(node, written) });
  node.scope.visit(directory);
}

/** kustomize clones what looks like a repository, when it cannot read objects from the file of that name. */
async function mayBeCloned(node: OpenNode, written: Written<PathReference>, file: string): Promise<boolean> {
  if (!isRepository(written.reference.path)) return false;
  await node.scope.view.load([file], 'with-text');
  return !isInlineObject(node.scope.view.text(file) ?? '');
}

async function followEntry(node: OpenNode, written: Written<EntryReference | ConfigReference>): Promise<string | undefined> {
  const { path, role } = written.reference;
  if (isRemoteFile(path)) return void addRemote(node, written, remoteKind(path));
  if (role === 'component' && isRepository(path)) return void addRemote(node, written, 'base');
  const resolved = await resolveFrom(node, written);
  if (resolved === undefined) return undefined;
  if (resolved.kind === 'file' && role === 'component') return void node.own.problems.push(kindProblem(namingOf(node, written), 'file'));
  if (resolved.kind === 'file') {
    if (await mayBeCloned(node, written, resolved.path)) addRemote(node, written, 'base');
    return resolved.path;
  }
  if (isRepository(path)) return void addRemote(node, written, 'base');
  if (resolved.kind === 'directory') addChild(node, written, resolved.path, role);
  else tell(node, written, resolved);
  return undefined;
}

/** Everything that a configuration could mean. */
async function widen(node: OpenNode): Promise<void> {
  await collectDirectory(node.scope.view, node.scope.widest(node.directory), node.own);
}

/** Objects that configure plugins: what they name is relative to the directory of the kustomization that uses them. */
async function followObjects(
  node: OpenNode,
  objects: readonly unknown[],
  placeOf: (document: number) => Written<Reference>['place'],
): Promise<void> {
  for (const [document, value] of objects.entries()) {
    const place = placeOf(document);
    for (const reference of pluginReferences({ value, pointer: '' })) await followReference(node, { reference, place });
  }
}

/** A file of plugin configurations. */
export async function followConfigFile(node: OpenNode, file: string): Promise<void> {
  await node.scope.view.load([file], 'with-text');
  const text = node.scope.view.text(file);
  const read = text === undefined ? undefined : readDocuments(text, 'all');
  if (text === undefined || read?.ok !== true) return widen(node);
  await followObjects(node, read.values, (document) => placeIn(file, text, document));
}

async function followConfig(node: OpenNode, written: Written<ConfigReference>): Promise<void> {
  const { reference, place } = written;
  const inline = inlineObjects(reference.path);
  if (inline !== undefined) return followObjects(node, inline, () => placeWithin(place, reference.pointer));
  const file = await followEntry(node, written);
  if (file !== undefined) await followConfigFile(node, file);
}

/** Adds to the node what one reference leads to. */
export async function followReference(node: OpenNode, { reference, place }: Written<Reference>): Promise<void> {
  switch (reference.role) {
    case 'file':
      return followFile(node, { reference, place });
    case 'entry':
    case 'component': {
      const file = await followEntry(node, { reference, place });
      if (file !== undefined) node.resourceFiles.push(file);
      return;
    }
    case 'config':
      return followConfig(node, { reference, place });
    case 'chart':
      for (const file of await followChart(node, { reference, place })) await followFile(node, { reference: file, place });
      return;
    case 'unknown':
      return widen(node);
  }
}

/** Paths that the references will look up, so that they can be read in one batch. */
export function expectedPaths(
  directory: string,
  references: readonly Reference[],
): { readonly plain: string[]; readonly parsed: string[] } {
  const plain: string[] = [];
  const parsed: string[] = [];
  for (const reference of references) {
    if (reference.role === 'chart' || reference.role === 'unknown' || isRemoteFile(reference.path)) continue;
    if (reference.role === 'config' && isInlineObject(reference.path)) continue;
    const joined = joinPath(directory, reference.path);
    if (joined.kind === 'inside') (reference.role === 'config' ? parsed : plain).push(joined.path);
  }
  return { plain, parsed };
}
