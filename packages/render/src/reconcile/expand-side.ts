// Which apps do the Flux and Argo CD objects of a side make? Rendered, expanded, and again, until nothing new comes.
import type { LockedSource, Skipped } from '@fairway/contracts';
import { makesApps, type ReconcilerObject } from '@fairway/environments';
import { type FindingDraft, type ManifestObject, objectName } from '@fairway/manifests';
import type { ClosureMemo } from '../closure/closure-memo.ts';
import type { RenderPorts } from '../model.ts';
import { isReady, type Side } from '../plan/app-job.ts';
import { appSettings } from '../plan/app-settings.ts';
import type { Programs } from '../plan/programs.ts';
import type { RenderingStore } from '../run/rendering-store.ts';
import { type AppRecord, failedRecord, isMade, type MadeRecord } from './app-record.ts';
import { askedPaths } from './asked-paths.ts';
import { builtDirectories, isBuilt, matchDeclared } from './choose-apps.ts';
import { coveredFiles } from './covered-files.ts';
import { isEndless } from './endless-objects.ts';
import { createExpander, type Expander, type Outcome } from './expand-objects.ts';
import { type KnownObject, type KnownObjects, keyOf } from './known-objects.ts';
import { layeredTree } from './layered-tree.ts';
import { createMounts, type NeededSource } from './mounts.ts';
import { objectFindings } from './object-findings.ts';
import { isForeign, isOfInterest, placesIn, skippedObjects } from './object-interest.ts';
import type { ExpansionMemo } from './recorded-world.ts';
import { recordRenderer } from './render-records.ts';
import { repositoryFiles } from './repository-files.ts';
import { isSameRendering } from './same-rendering.ts';
import { SAMPLE_RANK, sampleObjects } from './samples.ts';
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
  /** What the other side made of its objects. */
  readonly expansions: ExpansionMemo;
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
  /** Files of the repository and of mounted sources whose content decided what an object makes. */
  readonly asked: ReadonlySet<string>;
  /** Is this the path of a source that lives elsewhere? */
  readonly isMounted: (path: string) => boolean;
  /** The same objects with other renderings of what they make. */
  readonly withRecords: (records: readonly AppRecord[]) => Promise<ExpandedObjects>;
  /** Does an object apply what its target declares? */
  readonly isSame: (declared: AppRecord, made: MadeRecord) => boolean;
}

/** Apps that inference found and that surely hold no object which makes apps: rendered last, for objects may render them, too. */
const holdsNoMakers = (record: AppRecord, makers: ReadonlySet<string>, asked: ReadonlySet<string>): boolean => {
  if (!record.app.inferred || record.app.config !== undefined) return false;
  const { renderer } = record.app;
  const root = renderer.kind === 'helm' ? renderer.chart : renderer.path;
  return asked.has(root) || ![...(record.closure?.files.keys() ?? [])].some((file) => makers.has(file));
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

/** Why an app is not rendered any more, one clause. */
type Cut = AppRecord & { readonly because: string };

const ENDLESS = 'what renders it is made by the same object, again and again: let the object name another path, or give no new name';
const TOO_MANY = `it is more than ${MAX_ROUNDS} objects deep, or one of more than ${MAX_APPS}`;

/** Until nothing new comes; what is cut off at the limits is handed back. */
const settle = async (first: readonly AppRecord[], { records, render, learn, expander }: Loop): Promise<readonly Cut[]> => {
  let fresh = first;
  const cut: Cut[] = [];
  const leaveOut = (all: readonly AppRecord[], because: string): void => {
    cut.push(...all.map((record) => ({ ...record, because })));
    for (const { key } of all) records.delete(key);
  };
  for (let round = 0; ; round += 1) {
    await render(fresh);
    learn(fresh);
    const next = await expander.expandAll();
    if (next.fresh.length === 0 && !next.progress) return cut;
    if (round >= MAX_ROUNDS || records.size > MAX_APPS) {
      leaveOut(next.fresh, TOO_MANY);
      return cut;
    }
    const endless = new Set(next.fresh.filter((record) => isEndless(record, records)));
    leaveOut([...endless], ENDLESS);
    fresh = next.fresh.filter((record) => !endless.has(record));
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
  const placeOf = placesIn(discovery);
  const asked = new Set<string>();
  const files = repositoryFiles(tree, { main, isMounted, memo, asked });
  const written = await writtenObjects(tree, { written: discovery.reconcilers, memo });
  const samples = await sampleObjects(tree, discovery);
  const inFiles = [...written, ...samples];
  const environments = new Map(discovery.environments.map((environment) => [environment.name, environment]));
  const settings = appSettings(discovery);
  const records = new Map<string, AppRecord>();
  const raw = async ({ app, at, key }: KnownObject): Promise<ManifestObject | undefined> => {
    const job = app === undefined ? undefined : records.get(app)?.job;
    if (!isReady(job)) return inFiles.find(({ object, at: place }) => place.file === at.file && keyOf(object) === key)?.object;
    await store.obtain([job], { raw: true });
    return store.raw(job)?.find((object) => keyOf(object) === key);
  };
  const worlds = createSideWorlds({ tree, discovery, files, mounts, written, raw });
  const expander = createExpander({
    worlds,
    records,
    isMounted,
    memo: context.expansions,
    applies: (env, object) => !isForeign(environments.get(env), object),
  });
  const { render, locate } = recordRenderer({ side, main, scratch: ports.scratch, programs, store, memo, settings, isMounted, signal });
  const learn = (fresh: readonly AppRecord[]): void => {
    for (const record of fresh) {
      const rank = record.made === undefined ? 1 : 2;
      const objects = isReady(record.job) ? store.objects(record.job) : undefined;
      const held = (objects ?? []).filter(isOfInterest);
      if (isReady(record.job) && objects !== undefined && held.length === 0) memo.quiet.add(record.job.bodyKey);
      const known = worlds.knownIn(record.app.env);
      known.keepOnly(record.key, new Set(held.map(keyOf)));
      for (const object of held) known.learn(object, { app: record.key, rank, at: placeOf(object, record) });
    }
  };
  const sown = new Set<string>();
  const sow = (objects: readonly WrittenObject[]): void => {
    for (const { object, at, env } of objects) {
      sown.add(at.file);
      if (isOfInterest(object)) worlds.knownIn(env).learn(object, { app: undefined, rank: 0, at });
    }
  };
  const loop = { records, render, learn, expander };

  const found = discovery.apps.map((app): AppRecord => ({ key: app.id, app, names: [app.name], files: new Map() }));
  for (const record of found) records.set(record.key, record);
  await locate(found);
  const makers = new Set(discovery.reconcilers.filter(makesApps).map(({ at }) => at.file));
  const targets = new Set([...askedPaths(written).values()].flat());
  const [last, first] = [
    found.filter((record) => holdsNoMakers(record, makers, targets)),
    found.filter((record) => !holdsNoMakers(record, makers, targets)),
  ];
  for (const { object, at, env } of samples) worlds.knownIn(env).learn(object, { app: undefined, rank: SAMPLE_RANK, at });
  const covered = coveredFiles(written, files);
  sow(written.filter(({ at, loose }) => loose && !covered.has(at.file)));
  const cut = [...(await settle(first, loop))];
  const built = builtDirectories([...records.values()]);
  cut.push(
    ...(await settle(
      last.filter((record) => !isBuilt(record, built)),
      loop,
    )),
  );
  // What nobody rendered is applied by hand: first the files that nothing names, then those of kustomizations that nothing builds.
  for (const loose of [true, false]) {
    const read = new Set([...records.values()].flatMap(({ closure }) => [...(closure?.files.keys() ?? [])]));
    sow(written.filter((one) => one.loose === loose && !sown.has(one.at.file) && !read.has(one.at.file)));
    cut.push(...(await settle([], loop)));
  }
  const outcomes = expander.outcomes();
  for (const { env, known, result } of outcomes) {
    if (result.kind !== 'waiting') continue;
    const record = failedRecord(known, [result.problem], { env, isMounted });
    records.set(record.key, record);
  }
  const beyond = cut.map(({ app, because }) => ({
    kind: app.reconciledBy?.object.kind ?? '',
    name: app.name,
    at: app.declaredAt,
    reason: because,
  }));
  const told = {
    outcomes,
    notLookedAt: [...outcomes.flatMap(left), ...beyond],
    skipped: skippedObjects(worlds.known, environments),
    needed: mounts.needed(),
    notes: worlds.notes(),
    known: worlds.known,
    sown,
    asked,
    isMounted,
    isSame: (declared: AppRecord, made: MadeRecord) => isSameRendering(declared, made, store),
  };
  const withRecords = async (all: readonly AppRecord[]): Promise<ExpandedObjects> => {
    // Objects of these are compared, and may have been passed over as quiet.
    await store.obtain([...matchDeclared(all)].flatMap((pair) => pair.flatMap(({ job }) => (isReady(job) ? [job] : []))));
    return { ...told, records: all, findings: objectFindings(all.filter(isMade), { worlds, outcomes, store }), withRecords };
  };
  return withRecords([...records.values()].map((record) => nowKnown(record, worlds.known)));
};

/** An object may have been expanded as it was first seen, and turned out to be held by another rendering since. */
const nowKnown = (record: AppRecord, known: ReadonlyMap<string, KnownObjects>): AppRecord => {
  if (!isMade(record)) return record;
  const objects = known.get(record.app.env);
  const found = objects?.get(record.made.known.key);
  if (found === undefined) return record;
  // What a set makes is held by whatever holds the set.
  const maker = found.madeBy === undefined ? undefined : objects?.get(found.madeBy);
  const held: KnownObject = maker === undefined ? found : { ...found, app: maker.app, at: maker.at };
  return { ...record, made: { ...record.made, known: held } };
};
