// Where is the root of a source, and which files of other repositories are copied into it?
import type { Expansion, ObjectKey, SightedObject, World } from '../model.ts';
import { keyText, namespaceOf, problemOf } from './flux-object.ts';
import { joinPath, resolvePath, type SourceFiles, sourceFiles } from './kustomization-files.ts';
import { type GitSource, type OciSource, readSource, requestOf, SOURCE_GROUP } from './sources.ts';

export interface Located {
  readonly kind: 'located';
  readonly files: SourceFiles;
  readonly uses: readonly ObjectKey[];
}
export type Locating = Located | Exclude<Expansion, { readonly kind: 'app' | 'objects' }>;

/** Most files that are copied from elsewhere. */
export const MAX_INCLUDED = 5000;

/** The object refers to what is not known, not yet or not at all. */
export function missing(sighted: SightedObject, key: ObjectKey): Locating {
  const hint = 'add it to what is rendered for this environment, or correct the reference';
  return { kind: 'waiting', problem: problemOf(sighted, `it refers to ${keyText(key)}, which is not there`, { hint }) };
}

export type Root = { readonly ok: true; readonly root: string } | { readonly ok: false; readonly locating: Locating };

/** '' is this repository. */
export async function rootOf(
  sighted: SightedObject,
  world: World,
  { source, path }: { readonly source: GitSource | OciSource; readonly path: string },
): Promise<Root> {
  if (world.isSelf(source.url, [path])) return { ok: true, root: '' };
  const mounted = await world.source(requestOf(source));
  if (mounted.ok) return { ok: true, root: mounted.root };
  return { ok: false, locating: { kind: 'failed', problems: [problemOf(sighted, mounted.message, { hint: mounted.hint })] } };
}

/** Files of included repositories, by the path at which they appear. */
export async function included(
  sighted: SightedObject,
  world: World,
  { source, root }: { readonly source: GitSource; readonly root: string },
): Promise<Map<string, Uint8Array> | Locating> {
  const extra = new Map<string, Uint8Array>();
  for (const { name, fromPath, toPath } of source.include) {
    const key = { group: SOURCE_GROUP, kind: 'GitRepository', namespace: namespaceOf(sighted), name };
    const found = world.find(key);
    if (found === undefined) return missing(sighted, key);
    const reading = readSource(found);
    if (!reading.ok) return { kind: 'failed', problems: reading.problems };
    if (reading.value.kind !== 'git')
      return { kind: 'failed', problems: [problemOf(found, 'only a GitRepository can be included', { hint: 'correct spec.include' })] };
    const from = resolvePath('', fromPath);
    const to = resolvePath(root, toPath);
    if (from === undefined || to === undefined) {
      const hint = 'fromPath and toPath must stay in the repository';
      return {
        kind: 'failed',
        problems: [problemOf(sighted, `spec.include of ${name} leaves the repository`, { hint, code: 'path-escapes' })],
      };
    }
    const place = await rootOf(found, world, { source: reading.value, path: from });
    if (!place.ok) return place.locating;
    const files = await sourceFiles(world.files, { root: place.root, ignore: reading.value.ignore });
    const directory = joinPath(place.root, from);
    const paths = files.list(directory);
    if (paths.length > MAX_INCLUDED) {
      const hint = 'include a directory of it with fromPath';
      return {
        kind: 'failed',
        problems: [problemOf(sighted, `spec.include of ${name} brings ${paths.length} files, more than ${MAX_INCLUDED}`, { hint })],
      };
    }
    for (const path of paths) {
      const bytes = await files.read(path);
      if (bytes !== undefined) extra.set(joinPath(to, directory === '' ? path : path.slice(directory.length + 1)), bytes);
    }
  }
  return extra;
}
