// Which apps do the Flux and Argo CD objects of a side make? Rendered, expanded, and again, until nothing new comes.
import type { LockedSource, Skipped, SourceLocation } from '@fairway/contracts';
import { type Discovery, type Environment, makesApps, type ReconcilerObject } from '@fairway/environments';
import { apiGroup, type FindingDraft, type ManifestObject, objectName } from '@fairway/manifests';
import type { ClosureMemo } from '../closure/closure-memo.ts';
import { toLocation } from '../closure/place.ts';
import type { RenderPorts } from '../model.ts';
import { isReady, type Side } from '../plan/app-job.ts';
import { appSettings } from '../plan/app-settings.ts';
import type { Programs } from '../plan/programs.ts';
import type { RenderingStore } from '../run/rendering-store.ts';
import { type AppRecord, failedRecord, isMade } from './app-record.ts';
import { coveredFiles } from './covered-files.ts';
import { createExpander, type Expander, type Outcome } from './expand-objects.ts';
import { type KnownObject, type KnownObjects, keyOf } from './known-objects.ts';
import { layeredTree } from './layered-tree.ts';
import { createMounts, type NeededSource } from './mounts.ts';
import { objectFindings } from './object-findings.ts';
import { recordRenderer } from './render-records.ts';
import { repositoryFiles } from './repository-files.ts';
import { createSideWorlds } from './side-worlds.ts';
import { type WrittenObject, writtenObjects } from './written-objects.ts';

/** Deeper than anybody nests, and an end for objects that make ever new ones. */
const MAX_ROUNDS = 40;
const MAX_APPS = 25_000;

export interface ExpandSideContext {
  readonly ports: Pick<RenderPorts, 'scratch' | 'archives'>;
  readonly programs: Programs;
  readonly store: RenderingStore;
  readonly memo: ClosureMemo;
  readonly locked: readonly LockedSource[];
  readonly signal: AbortSignal | undefined;
}

/** Everything that expansion found out, before names are given. */
export interface ExpandedObjects {
  readonly records: readonly AppRecord[];
  readonly outcomes: readonly Outcome[];
  readonly notLookedAt: readonly ReconcilerObject[];
  /** Objects that the reconciler of their cluster does not act on. */
  readonly skipped: readonly Skipped[];
  readonly needed: readonly NeededSource[];
  readonly notes: readonly string[];
  readonly known: ReadonlyMap<string, KnownObjects>;
  /** Files whose objects were expanded as they are written. */
  readonly sown: ReadonlySet<string>;
  /** Findings on the objects themselves, by provisional key of an app. */
  readonly findings: ReadonlyMap<string, readonly FindingDraft[]>;
}

/** Objects that say what is applied, and kinds that they take values from. */
const isOfInterest = ({ apiVersion, kind }: ManifestObject): boolean => {
  const group = apiGroup(apiVersion);
  if (group === '') return kind === 'ConfigMap' || kind === 'Secret';
  return group.endsWith('.fluxcd.io') || ['argoproj.io', 'external-secrets.io', 'bitnami.com'].includes(group);
};

const reconcilerOf = ({ apiVersion }: ManifestObject): 'argocd' | 'flux' => (apiGroup(apiVersion) === 'argoproj.io' ? 'argocd' : 'flux');

const foreign = (environment: Environment | undefined, object: ManifestObject): boolean =>
  environment?.profile?.reconciler !== undefined && environment.profile.reconciler.kind !== reconcilerOf(object);

/** Where a person edits a rendered object: in the file of the app's inputs that holds one of this kind and name. */
const placeIn = (discovery: Discovery, object: ManifestObject, { closure, app }: AppRecord): SourceLocation => {
  const name = objectName(object);
  const found = discovery.reconcilers.find(
    (one) => one.kind === object.kind && one.name === name && closure?.files.has(one.at.file) === true,
  );
  return toLocation(found?.at ?? app.declaredAt);
};

const left = ({ known, result }: Outcome): readonly ReconcilerObject[] => {
  const told = { kind: known.object.kind, name: objectName(known.object), at: { ...known.at } };
  if (result.kind === 'not-looked-at') return [{ ...told, reason: result.reason }];
  return result.kind === 'objects' ? result.notLookedAt.map((reason) => ({ ...told, reason })) : [];
};

interface Loop {
  readonly records: Map<string, AppRecord>;
  readonly render: (fresh: readonly AppRecord[]) => Promise<void>;
  readonly learn: (fresh: readonly AppRecord[]) => void;
  readonly expander: Expander;
}

/** Until nothing new comes; what is cut off at the limits is handed back. */
const settle = async (first: readonly AppRecord[], { records, render, learn, expander }: Loop): Promise<readonly AppRecord[]> => {
  let fresh = first;
  for (let round = 0; ; round += 1) {
    await render(fresh);
    learn(fresh);
    const next = await expander.expandAll();
    if (next.fresh.length === 0 && !next.progress) return [];
    if (round >= MAX_ROUNDS || records.size > MAX_APPS) {
      for (const { key } of next.fresh) records.delete(key);
      return next.fresh;
    }
    fresh = next.fresh;
  }
};

/** Expands all objects of a side. Renders whatever may hold further ones. */
export const expandSide = async (
  given: Pick<Side, 'name' | 'tree' | 'discovery'>,
  context: ExpandSideContext,
): Promise<ExpandedObjects> => {
  const { tree, discovery } = given;
  const { ports, programs, store, memo, locked, signal } = context;
  const side: Side = { ...given, apps: [], closures: new Map() };
  const main = layeredTree(tree, ports.scratch);
  const mounts = createMounts({ main, locked, archives: ports.archives?.(tree) });
  const { isMounted } = mounts;
  const files = repositoryFiles(main);
  const written = await writtenObjects(tree, discovery.reconcilers);
  const environments = new Map(discovery.environments.map((environment) => [environment.name, environment]));
  const settings = appSettings(discovery);
  const records = new Map<string, AppRecord>();
  const raw = async ({ app, key }: KnownObject): Promise<ManifestObject | undefined> => {
    const job = app === undefined ? undefined : records.get(app)?.job;
    if (!isReady(job)) return written.find(({ object }) => keyOf(object) === key)?.object;
    await store.obtain([job], { raw: true });
    return store.raw(job)?.find((object) => keyOf(object) === key);
  };
  const worlds = createSideWorlds({ tree, discovery, files, mounts, written, raw });
  const expander = createExpander({ worlds, records, isMounted, applies: (env, object) => !foreign(environments.get(env), object) });
  const render = recordRenderer({ side, main, scratch: ports.scratch, programs, store, memo, settings, isMounted, signal });
  const learn = (fresh: readonly AppRecord[]): void => {
    for (const record of fresh) {
      const rank = record.made === undefined ? 1 : 2;
      const objects = isReady(record.job) ? (store.objects(record.job) ?? []) : [];
      for (const object of objects.filter(isOfInterest))
        worlds.knownIn(record.app.env).learn(object, { app: record.key, rank, at: placeIn(discovery, object, record) });
    }
  };
  const sown = new Set<string>();
  const sow = (objects: readonly WrittenObject[]): void => {
    for (const { object, at, env } of objects) {
      sown.add(at.file);
      if (isOfInterest(object)) worlds.knownIn(env).learn(object, { app: undefined, rank: 0, at });
    }
  };
  const isRead = (file: string): boolean => [...records.values()].some(({ closure }) => closure?.files.has(file) === true);
  const loop = { records, render, learn, expander };

  const found = discovery.apps.map((app): AppRecord => ({ key: app.id, app, names: [app.name], files: new Map() }));
  for (const record of found) records.set(record.key, record);
  const covered = coveredFiles(written, files);
  sow(written.filter(({ at, loose }) => loose && !covered.has(at.file)));
  const cut = [...(await settle(found, loop))];
  // What nobody rendered is applied by hand: first the files that nothing names, then those of kustomizations that nothing builds.
  for (const loose of [true, false]) {
    sow(written.filter((one) => one.loose === loose && !sown.has(one.at.file) && !isRead(one.at.file)));
    cut.push(...(await settle([], loop)));
  }
  const outcomes = expander.outcomes();
  for (const { env, known, result } of outcomes) {
    if (result.kind !== 'waiting') continue;
    const record = failedRecord(known, [result.problem], { env, isMounted });
    records.set(record.key, record);
  }
  const beyond = cut.map(({ app }) => ({
    kind: app.reconciledBy?.object.kind ?? '',
    name: app.name,
    at: app.declaredAt,
    reason: `it is more than ${MAX_ROUNDS} objects deep, or one of more than ${MAX_APPS}`,
  }));
  const current = [...records.values()].map((record) => nowKnown(record, worlds.known));
  return {
    records: current,
    outcomes,
    notLookedAt: [...outcomes.flatMap(left), ...beyond],
    skipped: skippedObjects(worlds.known, environments),
    needed: mounts.needed(),
    notes: worlds.notes(),
    known: worlds.known,
    sown,
    findings: objectFindings(current.filter(isMade), { known: worlds.known, outcomes, store }),
  };
};

/** An object may have been expanded as it was first seen, and turned out to be held by another rendering since. */
const nowKnown = (record: AppRecord, known: ReadonlyMap<string, KnownObjects>): AppRecord => {
  if (!isMade(record)) return record;
  const found = known.get(record.app.env)?.get(record.made.known.key);
  return found === undefined ? record : { ...record, made: { ...record.made, known: found } };
};

const skippedObjects = (known: ReadonlyMap<string, KnownObjects>, environments: ReadonlyMap<string, Environment>): readonly Skipped[] =>
  [...known].flatMap(([env, objects]) => {
    const environment = environments.get(env);
    const idle = [...objects.values()].filter(({ object }) => foreign(environment, object) && makesApps(object));
    const kind = environment?.profile?.reconciler?.kind === 'flux' ? 'Flux' : 'Argo CD';
    return idle.map(({ object, at }) => ({
      path: at.file,
      reason: `${object.kind} ${objectName(object)}: the cluster of ${env} runs ${kind}, which does not act on it`,
    }));
  });
