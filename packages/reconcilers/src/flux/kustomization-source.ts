// In which directory of the repository, or of a source that lives elsewhere, does a Flux Kustomization find its path?
import type { ObjectKey, RepositoryFiles, SightedObject, World } from '../model.ts';
import { keyText, namespaceOf, problemOf } from './flux-object.ts';
import { type ArtifactPlan, compose, findPlan, fromOf } from './kustomization-artifact.ts';
import { type SourceFiles, sourceFiles } from './kustomization-files.ts';
import { included, type Located, type Locating, MAX_INCLUDED, missing, rootOf } from './kustomization-include.ts';
import type { KustomizationSpec } from './kustomization-spec.ts';
import { type FluxSource, readSource, SOURCE_GROUP } from './sources.ts';

/** `flux bootstrap` and Flux Operator make this source in the cluster: it need not be in the repository that it names. */
const BOOTSTRAP = 'flux-system';

export function sourceKey(sighted: SightedObject, { sourceRef }: KustomizationSpec): ObjectKey {
  const namespace = sourceRef.namespace === undefined || sourceRef.namespace === '' ? namespaceOf(sighted) : sourceRef.namespace;
  return { group: SOURCE_GROUP, kind: sourceRef.kind, namespace, name: sourceRef.name };
}

function isBootstrap({ namespace, name }: ObjectKey): boolean {
  return name === BOOTSTRAP && namespace === BOOTSTRAP;
}

function exists(files: RepositoryFiles, path: string): boolean {
  return path === '' || files.isDirectory(path) || files.isFile(path);
}

const NOT_FROM_OUTSIDE = 'what is in it is not known outside of the cluster';

async function locateIn(
  sighted: SightedObject,
  world: World,
  {
    found,
    source,
    path,
    key,
  }: { readonly found: SightedObject; readonly source: FluxSource; readonly path: string; readonly key: ObjectKey },
): Promise<Locating> {
  const uses = [key];
  const located = async (root: string, ignore: string | undefined, extra?: ReadonlyMap<string, Uint8Array>): Promise<Located> => ({
    kind: 'located',
    files: await sourceFiles(world.files, { root, ignore, ...(extra === undefined ? {} : { extra }) }),
    uses,
  });
  switch (source.kind) {
    case 'git': {
      const place = await rootOf(sighted, world, { source, path });
      if (!place.ok) return place.locating;
      if (source.include.length === 0) return located(place.root, source.ignore);
      const extra = await included(found, world, { source, root: place.root });
      if ('kind' in extra) return extra;
      const namespace = namespaceOf(found);
      uses.push(...source.include.map(({ name }) => ({ group: SOURCE_GROUP, kind: 'GitRepository', namespace, name })));
      return located(place.root, source.ignore, extra);
    }
    case 'oci': {
      const place = await rootOf(sighted, world, { source, path });
      return place.ok ? located(place.root, source.ignore) : place.locating;
    }
    case 'bucket':
      if (world.isSelf(source.url, [path])) return located('', source.ignore);
      return { kind: 'not-looked-at', reason: `its source is ${keyText(key)} (${source.url}): ${NOT_FROM_OUTSIDE}` };
    default:
      return { kind: 'not-looked-at', reason: `its source is ${keyText(key)}: ${NOT_FROM_OUTSIDE}` };
  }
}

interface Wanted {
  readonly key: ObjectKey;
  /** Relative to the root of the source. */
  readonly path: string;
  /** How many artifacts are made of one another. */
  readonly depth?: number;
}

/** Where the files of an artifact lie that has no directory of its own. */
const ARTIFACTS = '.fairway/artifacts';
const MAX_DEPTH = 5;

async function composed(
  sighted: SightedObject,
  world: World,
  { plan, key, depth }: { readonly plan: ArtifactPlan; readonly key: ObjectKey; readonly depth: number },
): Promise<Locating> {
  const sources = new Map<string, SourceFiles>();
  const uses: ObjectKey[] = [key];
  for (const step of plan.copies) {
    const { alias, directory } = fromOf(step);
    const source = plan.sources.get(alias);
    if (step.strategy === 'Merge' || step.strategy === 'Extract') {
      return { kind: 'not-looked-at', reason: `its source ${keyText(key)} is made with the strategy ${step.strategy}` };
    }
    if (source === undefined || sources.has(alias)) continue;
    const located = await locateSource(plan.generator, world, { key: source, path: directory, depth: depth + 1 });
    if (located.kind !== 'located') return located;
    sources.set(alias, located.files);
    uses.push(...located.uses);
  }
  const result = compose(plan, sources);
  if (!result.ok) return { kind: 'failed', problems: result.problems };
  const { inPlace, files } = result.value;
  const fromRepository = [...sources.values()].every(({ extra }) => extra.size === 0);
  if (inPlace !== undefined && fromRepository) {
    return { kind: 'located', uses, files: await sourceFiles(world.files, { root: inPlace, only: new Set(files.values()) }) };
  }
  if (files.size > MAX_INCLUDED) {
    const hint = 'copy less of it';
    return {
      kind: 'failed',
      problems: [problemOf(sighted, `${keyText(key)} has ${files.size} files, more than ${MAX_INCLUDED}`, { hint })],
    };
  }
  const root = `${ARTIFACTS}/${key.namespace}/${key.name}`;
  const extra = new Map<string, Uint8Array>();
  for (const [to, from] of files) {
    const bytes = await [...sources.values()].reduce<Promise<Uint8Array | undefined>>(
      async (found, source) => (await found) ?? source.read(from),
      Promise.resolve(undefined),
    );
    if (bytes !== undefined) extra.set(`${root}/${to}`, bytes);
  }
  return { kind: 'located', uses, files: await sourceFiles(world.files, { root, extra, only: new Set() }) };
}

async function locateArtifact(sighted: SightedObject, world: World, { key, depth = 0 }: Wanted): Promise<Locating> {
  const plan = depth > MAX_DEPTH ? undefined : findPlan(world, key);
  if (plan?.ok === false) return { kind: 'failed', problems: plan.problems };
  if (plan !== undefined) return composed(sighted, world, { plan: plan.value, key, depth });
  if (depth <= MAX_DEPTH && world.find(key) === undefined) return missing(sighted, key);
  return { kind: 'not-looked-at', reason: `its source is ${keyText(key)}: ${NOT_FROM_OUTSIDE}` };
}

/** Finds the source of a Kustomization, or of a generator of artifacts. */
export async function locateSource(sighted: SightedObject, world: World, wanted: Wanted): Promise<Locating> {
  const { key, path } = wanted;
  if (key.kind === 'ExternalArtifact') return locateArtifact(sighted, world, wanted);
  const found = world.find(key);
  if (found === undefined) {
    if (!isBootstrap(key) || !exists(world.files, path)) return missing(sighted, key);
    return { kind: 'located', files: await sourceFiles(world.files, { root: '' }), uses: [key] };
  }
  const reading = readSource(found);
  if (!reading.ok) return { kind: 'failed', problems: reading.problems };
  return locateIn(sighted, world, { found, source: reading.value, path, key });
}
