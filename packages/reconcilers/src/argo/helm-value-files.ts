// Which files do valueFiles and fileParameters of a source mean?
import type { FindingDraft } from '@fairway/manifests';
import { expandVariables, type SourceContext } from './app-source-context.ts';
import { compileGlob } from './app-source-glob.ts';
import { joinInside } from './app-source-place.ts';
import { escapes, failed, made, type Outcome } from './argo-object.ts';
import { inWalkOrder } from './directory-source.ts';

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const GLOB = /[*?[]/;

export interface ResolvedFile {
  /** Relative to the repository root; it may hold glob characters, and may point at nothing. */
  readonly path: string;
  /** Root that the file was resolved in. */
  readonly root: string;
  readonly findings: readonly FindingDraft[];
}

/** Where a path of a values file or file parameter leads: beside the chart, from the root (`/…`), or into another source (`$name/…`). */
export function resolveFile(context: SourceContext, written: string, what: string): Outcome<ResolvedFile> {
  const { sighted, references, field } = context;
  const [first = '', ...rest] = written.split('/');
  const reference = first.startsWith('$') ? references?.get(first.slice(1)) : undefined;
  if (reference === undefined && first.startsWith('$') && references !== undefined) {
    const known = [...references.keys()].map((name) => `$${name}`).join(', ');
    return failed(
      sighted,
      `${field}.helm.${what}: no source has the ref of ${written}`,
      known === '' ? 'Give the source that holds the file a ref.' : `There are ${known}.`,
    );
  }
  const expanded = expandVariables(context, reference === undefined ? written : `/${rest.join('/')}`, `${what} ${written}`);
  const { text, findings } = expanded;
  if (SCHEME.test(text)) return { kind: 'not-looked-at', reason: `${field}.helm.${what}: ${text} lies on the network` };
  const { root, path } = reference === undefined ? context.place : { root: reference.root, path: reference.root };
  const resolved = joinInside(root, path, text);
  if (resolved === undefined) return escapes(sighted, `${field}.helm.${what}: ${written} points outside the repository`);
  if (resolved === root) return failed(sighted, `${field}.helm.${what}: ${written} is the root of the repository`, 'Name a file.');
  return made({ path: resolved, root, findings });
}

function expandGlob({ world }: SourceContext, { path, root }: ResolvedFile): readonly string[] {
  const matches = compileGlob(path, { dialect: 'doublestar', separator: '/' });
  if (matches === undefined) return [];
  const fixed = path.slice(0, path.search(GLOB));
  const directory = fixed.includes('/') ? fixed.slice(0, fixed.lastIndexOf('/')) : root;
  return inWalkOrder(world.files.list(directory).filter(matches));
}

/** The values files in the order in which helm gets them, each once. A file that is named outright keeps its place, whatever a glob finds. */
export function valueFiles(
  context: SourceContext,
): Outcome<{ readonly files: readonly string[]; readonly findings: readonly FindingDraft[] }> {
  const { sighted, world, source, field } = context;
  const { valueFiles: written = [], ignoreMissingValueFiles = false } = source.helm ?? {};
  const resolved: ResolvedFile[] = [];
  for (const file of written) {
    const one = resolveFile(context, file, 'valueFiles');
    if (one.kind !== 'made') return one;
    resolved.push(one.value);
  }
  const outright = new Set(resolved.flatMap(({ path }) => (GLOB.test(path) ? [] : [path])));
  const files = new Set<string>();
  for (const [index, one] of resolved.entries()) {
    if (!GLOB.test(one.path)) {
      if (!ignoreMissingValueFiles || world.files.isFile(one.path)) files.add(one.path);
      continue;
    }
    const found = expandGlob(context, one);
    if (found.length === 0 && !ignoreMissingValueFiles) {
      const hint = 'Correct the pattern, or set ignoreMissingValueFiles: true.';
      return failed(sighted, `${field}.helm.valueFiles: ${written[index]} matches no file`, hint);
    }
    for (const path of found) if (!outright.has(path)) files.add(path);
  }
  return made({ files: [...files], findings: resolved.flatMap(({ findings }) => findings) });
}
