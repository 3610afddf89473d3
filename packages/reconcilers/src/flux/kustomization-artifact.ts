// What is in an ExternalArtifact that an ArtifactGenerator puts together from other sources?
import { z } from 'zod';
import type { ObjectKey, SightedObject, World } from '../model.ts';
import { matchesName } from './envsubst-match.ts';
import { type FluxReading, namespaceOf, optional, problemOf, readFluxObject } from './flux-object.ts';
import { joinPath, resolvePath, type SourceFiles } from './kustomization-files.ts';
import { SOURCE_GROUP } from './sources.ts';
import { ignores } from './sources-ignore.ts';

const GROUP = 'source.extensions.fluxcd.io';

const Copy = z.object({
  from: z.string().regex(/^@[^/]+\/./, '`@alias/` and a path'),
  to: z.string().regex(/^@artifact\//, '`@artifact/` and a path'),
  exclude: optional(z.array(z.string())),
  strategy: optional(z.enum(['Overwrite', 'Merge', 'Extract'])),
});
const Generator = z.object({
  spec: z.object({
    sources: z.array(
      z.object({ alias: z.string().min(1), kind: z.string().min(1), name: z.string().min(1), namespace: optional(z.string()) }),
    ),
    artifacts: z.array(z.object({ name: z.string().min(1), copy: z.array(Copy) })),
  }),
});

type GeneratorSpec = z.output<typeof Generator>['spec'];
export type CopyStep = z.output<typeof Copy>;

/** The generator of an artifact: what it copies, and the source that each alias stands for. */
export interface ArtifactPlan {
  readonly generator: SightedObject;
  readonly copies: readonly CopyStep[];
  readonly sources: ReadonlyMap<string, ObjectKey>;
}

function planOf(generator: SightedObject, spec: GeneratorSpec, name: string): ArtifactPlan | undefined {
  const artifact = spec.artifacts.find((one) => one.name === name);
  if (artifact === undefined) return undefined;
  const sources = spec.sources.map(({ alias, kind, name: source, namespace }) => {
    const own = namespace === undefined || namespace === '' ? namespaceOf(generator) : namespace;
    return [alias, { group: SOURCE_GROUP, kind, namespace: own, name: source }] as const;
  });
  return { generator, copies: artifact.copy, sources: new Map(sources) };
}

/** Undefined: no generator that is known makes it. */
export function findPlan(world: World, key: ObjectKey): FluxReading<ArtifactPlan> | undefined {
  for (const generator of world.all(GROUP, 'ArtifactGenerator')) {
    if (namespaceOf(generator) !== key.namespace) continue;
    const reading = readFluxObject(generator, { schema: Generator, versions: ['v1beta1', 'v1'] });
    if (!reading.ok) return reading;
    const plan = planOf(generator, reading.value.spec, key.name);
    if (plan !== undefined) return { ok: true, value: plan };
  }
  return undefined;
}

/** `@alias/path` in its parts; `directory` is what stands before the first pattern. */
export function fromOf({ from }: CopyStep): { readonly alias: string; readonly path: string; readonly directory: string } {
  const slash = from.indexOf('/');
  const path = from.slice(slash + 1);
  const parts = path.split('/');
  const at = parts.findIndex(isPattern);
  return { alias: from.slice(1, slash), path, directory: (at === -1 ? parts : parts.slice(0, at)).filter((part) => part !== '').join('/') };
}

function isPattern(text: string): boolean {
  return /[*?[\]]/.test(text);
}

/** `**` stands for any number of directories; work is bounded by the lengths of the two. */
function matchesPath(pattern: readonly string[], path: readonly string[]): boolean {
  let places = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const place of places) {
      if (part === '**') for (let at = place; at <= path.length; at += 1) next.add(at);
      else if (place < path.length && matchesName(part, path[place] ?? '')) next.add(place + 1);
    }
    places = next;
  }
  return places.has(path.length);
}

/** Is the path, or a directory on the way to it, excluded? Both from the root of the source and from what was copied. */
function isExcluded(path: string, exclude: readonly string[]): boolean {
  const parts = path.split('/');
  const ways = parts.map((_, index) => parts.slice(0, index + 1));
  return exclude.some((pattern) =>
    ways.some((way) => matchesPath(pattern.split('/'), way) || (!pattern.includes('/') && matchesName(pattern, way.at(-1) ?? ''))),
  );
}

/** Files of one step: destination → path in the repository. As `cp` does it; `dir/**` stands for what is in the directory. */
function copied(step: CopyStep, files: SourceFiles): readonly (readonly [string, string])[] {
  const { path: pattern, directory } = fromOf(step);
  const to = step.to.slice('@artifact/'.length);
  const exclude = step.exclude ?? [];
  const below = (path: string): string => (files.root === '' ? path : path.slice(files.root.length + 1));
  const from = joinPath(files.root, directory);
  if (!isPattern(pattern)) {
    const name = directory.slice(directory.lastIndexOf('/') + 1);
    if (files.isFile(from)) return isExcluded(directory, exclude) ? [] : [[to === '' || to.endsWith('/') ? `${to}${name}` : to, from]];
    const inside = files.list(from).map((path) => [path.slice(from === '' ? 0 : from.length + 1), path] as const);
    return inside.filter(([path]) => !isExcluded(path, exclude)).map(([path, source]) => [joinPath(joinPath(to, name), path), source]);
  }
  const wanted = pattern.split('/').map((part) => (part === '**' ? '*' : part));
  const contents = pattern.endsWith('/**') ? `${pattern.slice(0, -'/**'.length)}/` : '';
  return files.list(from).flatMap((source) => {
    const path = below(source);
    const parts = path.split('/');
    if (parts.length < wanted.length || !matchesPath(wanted, parts.slice(0, wanted.length))) return [];
    const match = parts.slice(0, wanted.length).join('/');
    const rest = parts.slice(wanted.length).join('/');
    const out = isExcluded(match, exclude) || (rest !== '' && isExcluded(rest, exclude));
    return out ? [] : [[joinPath(to, contents !== '' && path.startsWith(contents) ? path.slice(contents.length) : path), source] as const];
  });
}

export interface ComposedArtifact {
  /** Directory whose files have the same places as in the artifact; undefined: there is none. */
  readonly inPlace: string | undefined;
  /** Path in the artifact → path in the repository. */
  readonly files: ReadonlyMap<string, string>;
}

/** One directory that holds all of it at the same places: then files need not be copied, and findings point at those that people edit. */
function commonRoot(files: ReadonlyMap<string, string>): string | undefined {
  const roots = new Set(
    [...files].map(([to, from]) => (from === to ? '' : from.endsWith(`/${to}`) ? from.slice(0, -to.length - 1) : undefined)),
  );
  const [root] = roots;
  return roots.size === 1 ? root : undefined;
}

/** Copies in order, later over earlier. `sources` are the files of each alias. */
export function compose(plan: ArtifactPlan, sources: ReadonlyMap<string, SourceFiles>): FluxReading<ComposedArtifact> {
  const files = new Map<string, string>();
  const ignored = ignores([]);
  for (const step of plan.copies) {
    const { alias } = fromOf(step);
    const source = sources.get(alias);
    const hint = 'compare the spec of the ArtifactGenerator with what the source holds';
    if (source === undefined)
      return {
        ok: false,
        problems: [problemOf(plan.generator, `${step.from} names the alias ${alias}, which is no source of it`, { hint })],
      };
    const found = copied(step, source);
    if (found.length === 0) return { ok: false, problems: [problemOf(plan.generator, `${step.from} matches no file`, { hint })] };
    for (const [to, from] of found) {
      const place = resolvePath('', to);
      if (place === undefined)
        return { ok: false, problems: [problemOf(plan.generator, `${step.to} leaves the artifact`, { hint, code: 'path-escapes' })] };
      if (!ignored(place)) files.set(place, from);
    }
  }
  return { ok: true, value: { files, inPlace: commonRoot(files) } };
}
