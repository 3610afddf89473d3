// Does a file hold objects that a reconciler acts on, and where?
import { isRecord, readYaml, YamlSyntaxError } from '@fairway/manifests';

/** A Flux or Argo CD object of a file. Line and column from 1. */
export interface ReconcilerFact {
  readonly kind: string;
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

const KINDS: Readonly<Record<string, readonly string[]>> = {
  'kustomize.toolkit.fluxcd.io': ['Kustomization'],
  'helm.toolkit.fluxcd.io': ['HelmRelease'],
  'argoproj.io': ['Application', 'ApplicationSet', 'AppProject'],
  'source.extensions.fluxcd.io': ['ArtifactGenerator'],
  'source.toolkit.fluxcd.io': ['GitRepository', 'OCIRepository', 'HelmRepository', 'HelmChart', 'Bucket', 'ExternalArtifact'],
};
/** What such an object makes a rendering of; the other kinds only say where something comes from. */
const MAKES_APPS: ReadonlySet<string> = new Set(['Kustomization', 'HelmRelease', 'Application', 'ApplicationSet', 'file']);
const NEEDLES = ['.fluxcd.io/', 'argoproj.io/'];
const API_VERSION =
  /["']?apiVersion["']?\s*:\s*["']?((?:(?:kustomize|helm|source)\.toolkit\.fluxcd|source\.extensions\.fluxcd|argoproj)\.io)\/[\w.{}$ -]+/g;
/** A larger file is named as a whole. Such objects are written by people; the largest file that Flux installs itself from has 1 MiB. */
const MAX_SEARCHED = 8 * 1024 * 1024;
/** A larger document is not parsed: its lines are looked at. */
const MAX_PARSED = 2 * 1024 * 1024;

/** Does the object make an app, or several? */
export function makesApps({ kind }: { readonly kind: string }): boolean {
  return MAKES_APPS.has(kind);
}

/** Can the bytes hold such an object at all? Cheap, asked of every YAML file. */
export function mayHoldReconcilers(bytes: Buffer): boolean {
  return NEEDLES.some((needle) => bytes.includes(needle));
}

/** All Flux and Argo CD objects of a YAML text, in order, also those of lists and of templates. */
export function reconcilerFacts(text: string): readonly ReconcilerFact[] {
  if (text.length > MAX_SEARCHED) return [{ kind: 'file', name: 'too large to be searched, and it names such an API', line: 1, column: 1 }];
  const facts: ReconcilerFact[] = [];
  let line = 1;
  for (const part of text.split(/^(?=---(?:\s|$))/m)) {
    if (NEEDLES.some((needle) => part.includes(needle))) for (const fact of inDocument(part, line)) facts.push(fact);
    line += part.split('\n').length - 1;
  }
  return facts;
}

function inDocument(text: string, firstLine: number): ReconcilerFact[] {
  const places = placesIn(text, firstLine);
  const objects = parsedObjects(text) ?? objectsByLines(text);
  return objects.map((object, index) => ({ ...object, ...(places[index] ?? { line: firstLine, column: 1 }) }));
}

/** Where the document names such an API, counted in one pass. */
function placesIn(text: string, firstLine: number): { readonly line: number; readonly column: number }[] {
  let line = firstLine;
  let seen = 0;
  return [...text.matchAll(API_VERSION)].map(({ index }) => {
    for (let at = text.indexOf('\n', seen); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
    seen = index;
    return { line, column: index - text.lastIndexOf('\n', index) };
  });
}

interface Named {
  readonly kind: string;
  readonly name: string;
}

function parsedObjects(text: string): Named[] | undefined {
  if (text.length > MAX_PARSED) return undefined;
  try {
    return readYaml(text).values.flatMap((value) => flatten(value, 0));
  } catch (error) {
    if (error instanceof YamlSyntaxError) return undefined;
    throw error;
  }
}

function flatten(value: unknown, depth: number): Named[] {
  if (Array.isArray(value)) return depth > 2 ? [] : value.flatMap((item: unknown) => flatten(item, depth + 1));
  if (!isRecord(value)) return [];
  if (typeof value.kind === 'string' && value.kind.endsWith('List') && Array.isArray(value.items)) return flatten(value.items, depth + 1);
  const group = typeof value.apiVersion === 'string' ? value.apiVersion.split('/')[0] : undefined;
  if (group === undefined || typeof value.kind !== 'string' || !kindsOf(group).includes(value.kind)) return [];
  const metadata = isRecord(value.metadata) ? value.metadata : {};
  return [{ kind: value.kind, name: String(metadata.name ?? metadata.generateName ?? '') }];
}

function kindsOf(group: string): readonly string[] {
  return Object.hasOwn(KINDS, group) ? (KINDS[group] ?? []) : [];
}

/** A template is no YAML yet: each line that names such an API counts, if one of its kinds is named too. */
function objectsByLines(text: string): Named[] {
  const written = new Set([...text.matchAll(/["']?\bkind["']?\s*:\s*["']?(\w+)/g)].map((match) => match[1] ?? ''));
  const name = /^metadata:[^\n]*\n(?:[ \t]+[^\n]*\n)*?[ \t]+name:[ \t]*([^\n#]+)/m.exec(text)?.[1]?.trim() ?? '';
  return [...text.matchAll(API_VERSION)].flatMap((match) => {
    const kind = kindsOf(match[1] ?? '').find((candidate) => written.has(candidate));
    return kind === undefined ? [] : [{ kind, name: name.slice(0, 100) }];
  });
}
