// What does one kustomization directory read?
import { createCollector } from './collector.ts';
import { expectedPaths, followReference } from './follow-reference.ts';
import type { GraphNode, OpenNode, Scope } from './graph-node.ts';
import { type ParsedKustomization, parseKustomization } from './parse-kustomization.ts';
import { childPath } from './path-text.ts';
import { placeIn } from './place.ts';
import { resolvePath } from './resolve-path.ts';

/** Names that kustomize recognises; a directory must have exactly one of them (api/konfig/general.go). */
export const KUSTOMIZATION_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

interface FoundFile {
  /** As it is named in the directory. */
  readonly file: string;
  /** After links. */
  readonly real: string;
}

async function probe(scope: Scope, node: OpenNode): Promise<readonly FoundFile[]> {
  const paths = KUSTOMIZATION_NAMES.map((name) => childPath(node.directory, name));
  await scope.view.load(paths, 'with-text');
  const found: FoundFile[] = [];
  for (const file of paths) {
    const fact = scope.view.known(file);
    if (fact?.kind === 'absent') {
      node.own.absent.add(file);
      continue;
    }
    const resolved = await resolvePath(scope.view, file, node.own);
    if (resolved.kind === 'file') found.push({ file, real: resolved.path });
    else if (resolved.kind === 'directory') node.own.listings.set(resolved.path, scope.view.children(resolved.path));
    else if (resolved.kind === 'too-large') tellUnreadable(node, file, 'is larger than 64 MiB');
  }
  return found;
}

function tellUnreadable(node: OpenNode, file: string, why: string): void {
  node.own.problems.push({
    code: 'file-unreadable',
    message: `${file} ${why}`,
    hint: 'A kustomization file is a small YAML file.',
    at: { file },
  });
}

async function parse(
  scope: Scope,
  node: OpenNode,
  found: FoundFile,
): Promise<{ readonly text: string; readonly parsed: ParsedKustomization } | undefined> {
  await scope.view.load([found.real], 'with-text');
  const text = scope.view.text(found.real);
  const fact = scope.view.known(found.real);
  if (text === undefined || fact?.kind !== 'file') {
    tellUnreadable(node, found.file, 'is larger than 16 MiB');
    return undefined;
  }
  const key = scope.without.length === 0 ? fact.input.hash : `${fact.input.hash} ${scope.without.join()}`;
  const parsed = scope.memo.kustomizations.get(key) ?? parseKustomization(text, scope.without);
  scope.memo.kustomizations.set(key, parsed);
  return { text, parsed };
}

function tellSyntax(node: OpenNode, file: string, parsed: ParsedKustomization): void {
  if (parsed.problem === undefined) return;
  const { message, line, column } = parsed.problem;
  const hint = 'Correct the YAML at this place; kustomize cannot read it either.';
  node.own.problems.push({ code: 'file-unreadable', message: `${file} is no YAML: ${message}`, hint, at: { file, line, column } });
}

async function followAll(node: OpenNode, file: string, text: string, parsed: ParsedKustomization): Promise<void> {
  const expected = expectedPaths(node.directory, parsed.references);
  await Promise.all([node.scope.view.load(expected.plain), node.scope.view.load(expected.parsed, 'with-text')]);
  const place = placeIn(file, text);
  for (const reference of parsed.references) await followReference(node, { reference, place });
}

function publish(node: OpenNode, file: string, text: string, parsed: ParsedKustomization): void {
  node.own.kustomizations.push({
    directory: node.directory,
    file,
    text,
    content: parsed.content,
    component: parsed.component,
    children: [...new Set(node.edges.filter(({ role }) => role !== 'config').map(({ directory }) => directory))],
    resources: [...node.resourceFiles, ...node.crdFiles],
  });
}

function tellSeveral(node: OpenNode, found: readonly FoundFile[]): void {
  const [first, second] = found;
  if (first === undefined || second === undefined) return;
  const message = `${node.directory === '' ? 'the root' : node.directory} has several kustomization files: ${found.map(({ file }) => file).join(', ')}`;
  node.own.problems.push({
    code: 'file-unreadable',
    message,
    hint: `Keep one; kustomize refuses the directory otherwise.`,
    at: { file: second.file },
  });
}

/** Reads one directory. Directories that it names are announced through `scope.visit`, and not waited for. */
export async function readNode(scope: Scope, directory: string): Promise<GraphNode> {
  const node: OpenNode = { scope, directory, own: createCollector(), edges: [], resourceFiles: [], crdFiles: [] };
  const found = await probe(scope, node);
  tellSeveral(node, found);
  const file = found[0];
  const read = file === undefined ? undefined : await parse(scope, node, file);
  if (file !== undefined && read !== undefined) {
    tellSyntax(node, file.file, read.parsed);
    await followAll(node, file.file, read.text, read.parsed);
    publish(node, file.file, read.text, read.parsed);
  }
  const { own, edges, resourceFiles } = node;
  return { directory, own, file: file?.file, parsed: read?.parsed, edges, resourceFiles };
}
