// What may the expansion of an object ask on one side of the comparison?
import type { SourceTree } from '@fairway/contracts';
import type { Discovery, Environment } from '@fairway/environments';
import { type ManifestObject, objectRef, refText } from '@fairway/manifests';
import type { ClusterFacts, RepositoryFiles, SightedObject } from '@fairway/reconcilers';
import { askedPaths } from './asked-paths.ts';
import { lookUpData } from './data-lookup.ts';
import { createKnownObjects, type KnownObject, type KnownObjects } from './known-objects.ts';
import type { Mounts } from './mounts.ts';
import type { RecordableWorld } from './recorded-world.ts';
import { areMostlyHere, isSelf, plainAddress } from './self-repository.ts';
import type { WrittenObject } from './written-objects.ts';

export interface SideWorlds {
  /** Objects of an environment that are known so far. */
  readonly knownIn: (env: string) => KnownObjects;
  readonly known: ReadonlyMap<string, KnownObjects>;
  /** The world as the object that asks sees it. */
  readonly worldFor: (env: string, asker: KnownObject) => RecordableWorld;
  /** What was taken for granted, one sentence each. */
  readonly notes: () => readonly string[];
}

export interface SideWorldsContext {
  readonly tree: SourceTree;
  readonly discovery: Discovery;
  readonly files: RepositoryFiles;
  readonly mounts: Mounts;
  readonly written: readonly WrittenObject[];
  /** An object with the values of its Secrets, which are in no cache. */
  readonly raw: (found: KnownObject) => Promise<ManifestObject | undefined>;
}

const addressesIn = (objects: readonly WrittenObject[]): readonly string[] =>
  objects.flatMap(({ object }) =>
    [...JSON.stringify(object.spec ?? {}).matchAll(/"(?:url|repoURL)":"([^"\\]+)"/g)].map((match) => match[1] ?? ''),
  );

const clustersOf = (environments: readonly Environment[]): readonly ClusterFacts[] => {
  const clusters = new Map<string, ClusterFacts>();
  for (const { cluster, profile } of environments) {
    if (cluster === undefined || profile === undefined) continue;
    const { labels = {}, annotations = {}, server = `https://${cluster}` } = profile;
    clusters.set(cluster, { name: cluster, labels, annotations, server });
  }
  return [...clusters.values()];
};

const ownAddresses = (tree: SourceTree, { config }: Discovery): readonly string[] => {
  const declared = config?.repository;
  return [...(tree.remotes ?? []), ...(declared?.urls ?? []), ...(declared?.url === undefined ? [] : [declared.url])];
};

const sighted = (found: KnownObject | undefined): SightedObject | undefined =>
  found === undefined ? undefined : { object: found.object, at: found.at };

/** One world per environment; sources and files are those of the side. */
export const createSideWorlds = ({ tree, discovery, files, mounts, written, raw }: SideWorldsContext): SideWorlds => {
  const known = new Map<string, KnownObjects>();
  const notes = new Set<string>();
  const own = ownAddresses(tree, discovery);
  const addresses = new Set(own.map(plainAddress));
  const named = addressesIn(written).some((url) => addresses.has(plainAddress(url)));
  const asked = askedPaths(written);
  const clusters = clustersOf(discovery.environments);
  const profiles = new Map(discovery.environments.map(({ name, profile }) => [name, profile]));
  const exists = (path: string): boolean => files.isDirectory(path) || files.isFile(path);
  const answers = new Map<string, boolean>();
  const counted = new Map<string, boolean>();
  const plain = new Map<string, string>();
  const plainOf = (url: string): string => {
    const address = plain.get(url) ?? plainAddress(url);
    plain.set(url, address);
    return address;
  };
  const isMostlyHere = (address: string): boolean => {
    const found = counted.get(address) ?? areMostlyHere(asked.get(address) ?? [], exists);
    counted.set(address, found);
    return found;
  };
  const self = (url: string, paths: readonly string[]): boolean => {
    if (addresses.has(plainOf(url))) return true;
    const question = [url, ...paths].join('\n');
    const known = answers.get(question);
    if (known !== undefined) return known;
    const answer = isSelf(url, paths, { own, named, mostlyHere: isMostlyHere(plainOf(url)), exists });
    if (answer.guessed)
      notes.add(`${plainAddress(url)} is taken for this repository: the paths that are asked of it are here, and no remote says otherwise`);
    answers.set(question, answer.self);
    return answer.self;
  };
  const knownIn = (env: string): KnownObjects => {
    const found = known.get(env) ?? createKnownObjects();
    known.set(env, found);
    return found;
  };
  return {
    known,
    knownIn,
    notes: () => [...notes],
    worldFor: (env, asker) => {
      const objects = knownIn(env);
      return {
        environment: env,
        reconciler: profiles.get(env)?.reconciler,
        files,
        find: (key) => sighted(objects.find(key)),
        all: (group, kind) => objects.all(group, kind).map(({ object, at }) => ({ object, at })),
        data: (kind, namespace, name) => lookUpData(objects, { kind, namespace, name }, raw),
        source: (request) => mounts.source(request, { by: refText(objectRef(asker.object)), at: asker.at }),
        isSelf: self,
        clusters,
        blobOf: (path) => tree.entries.get(path)?.blob,
      };
    },
  };
};
