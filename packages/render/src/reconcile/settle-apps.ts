// Which apps does a side have in the end, and what are they called?
import { type App, type Discovery, ignoring, isUnusedReason, makesApps, type ReconcilerObject, uniqueNames } from '@fairway/environments';
import { type FindingDraft, objectRef } from '@fairway/manifests';
import type { ObjectKey } from '@fairway/reconcilers';
import { EMPTY_CLOSURE, type InputClosure } from '../model.ts';
import type { Obstacle, SideExpansion } from '../plan/app-job.ts';
import { type AppRecord, isMade, type MadeRecord } from './app-record.ts';
import { chooseApps } from './choose-apps.ts';
import { dependencyFindings } from './dependency-findings.ts';
import type { ExpandedObjects } from './expand-side.ts';
import { type Conflict, keyText } from './known-objects.ts';
import { overlookedObjects } from './overlooked-objects.ts';

export interface SettledSide {
  readonly discovery: Discovery;
  /** By app id. */
  readonly closures: ReadonlyMap<string, InputClosure>;
  /** Undefined where no object made an app. */
  readonly expansion: SideExpansion | undefined;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Named {
  readonly record: AppRecord;
  readonly env: string;
  readonly names: readonly string[];
}

const envOf = ({ app }: AppRecord): string => app.env;

/** Final ids by provisional key. */
const idsOf = (kept: readonly AppRecord[]): ReadonlyMap<string, string> => {
  const things: readonly Named[] = kept.map((record) => ({ record, env: envOf(record), names: record.names }));
  const names = uniqueNames(things);
  return new Map(things.map((thing) => [thing.record.key, `${thing.env}/${names.get(thing) ?? ''}`]));
};

interface Settling {
  readonly ids: ReadonlyMap<string, string>;
  /** Records of an object, by environment and key of the object. */
  readonly byObject: ReadonlyMap<string, readonly MadeRecord[]>;
}

const idOfObject = (env: string, key: ObjectKey, { ids, byObject }: Settling): string | undefined => {
  const [first] = byObject.get(`${env} ${keyText(key)}`) ?? [];
  return first === undefined ? undefined : ids.get(first.key);
};

const keyForPeople = ({ kind, namespace, name }: ObjectKey): string => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

const finished = (record: AppRecord, settling: Settling, by: MadeRecord | undefined): App => {
  const id = settling.ids.get(record.key) ?? record.key;
  const app: App = { ...record.app, id, name: id.slice(record.app.env.length + 1) };
  const source = isMade(record) ? record : by;
  if (source === undefined) return app;
  const { known, dependsOn } = source.made;
  const parent = known.app === undefined || known.app === record.key || known.app === source.key ? undefined : settling.ids.get(known.app);
  const needs = dependsOn.map((key) => idOfObject(record.app.env, key, settling) ?? keyForPeople(key));
  return {
    ...app,
    reconciledBy: { object: objectRef(known.object), at: known.at, parent: parent === id ? undefined : parent, dependsOn: needs },
  };
};

/** Apps that hold what an app takes values from, and the one that holds its object. */
const madeFrom = ({ app, key, made }: MadeRecord, { ids }: Settling, { known }: ExpandedObjects): readonly string[] => {
  const objects = made.uses.map((one) => known.get(app.env)?.find(one)?.app);
  const holders = [made.known.app, ...objects].filter((holder) => holder !== undefined && holder !== key);
  return [...new Set(holders.flatMap((holder) => (holder === undefined ? [] : (ids.get(holder) ?? []))))];
};

const told = ({ kind, name, at }: ReconcilerObject): string => `${kind}\0${name}\0${at.file}\0${at.line ?? 0}`;

/** Objects of files that no rendering reads and nobody could expand, and those that an expansion named. */
const notLookedAt = (expanded: ExpandedObjects, discovery: Discovery, ids: ReadonlyMap<string, string>): Discovery['notLookedAt'] => {
  const read = new Set(expanded.records.flatMap(({ closure }) => [...(closure?.files.keys() ?? [])]));
  const left = discovery.notLookedAt.filter(
    ({ at, kind }) => !makesApps({ kind }) || kind === 'file' || (!read.has(at.file) && !expanded.sown.has(at.file)),
  );
  const files = new Set(discovery.reconcilers.map(({ at }) => at.file));
  const wanted = new Set(discovery.notLookedAt.map(({ at }) => at.file));
  const overlooked = overlookedObjects(expanded.known, { records: expanded.records, ids });
  const named = [...expanded.notLookedAt, ...overlooked].filter(({ at }) => !files.has(at.file) || wanted.has(at.file));
  return [...new Map([...left, ...named].map((one) => [`${told(one)}${one.reason ?? ''}`, one])).values()].toSorted((a, b) =>
    compare(told(a), told(b)),
  );
};

/** Conflicts by environment and the app that renders the object another time. */
const conflictsOf = ({ known }: ExpandedObjects): ReadonlyMap<string, readonly Conflict[]> =>
  new Map(
    [...known].flatMap(([env, objects]) =>
      [...Map.groupBy(objects.conflicts(), ({ second }) => second.app ?? '')].map(([app, all]) => [`${env} ${app}`, all] as const),
    ),
  );

/** `kind namespace/name` of a key as text. */
const keyForReaders = (key: string): string => {
  const [, kind = '', namespace = '', name = ''] = key.split('/');
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
};

const conflictFindings = (
  record: AppRecord,
  conflicts: ReadonlyMap<string, readonly Conflict[]>,
  ids: ReadonlyMap<string, string>,
): readonly FindingDraft[] =>
  (conflicts.get(`${record.app.env} ${record.key}`) ?? [])
    .filter(({ first }) => first.app !== undefined && ids.has(first.app))
    .map(({ key, first }) => ({
      ruleId: 'reconciler-object-twice',
      severity: 'high',
      message: `${keyForReaders(key)} is rendered by ${ids.get(first.app ?? '')}, too, and differs there: the reconcilers will overwrite each other`,
      hint: 'keep the object in one of the two, or give it another name',
      location: record.app.declaredAt,
      detail: key,
    }));

/** A directory of manifests, or a chart, that an object takes is not left out any more. */
const stillSkipped = ({ skipped }: Discovery, kept: readonly AppRecord[], { sown }: ExpandedObjects): Discovery['skipped'] => {
  const made = kept.filter(isMade);
  const read = [...made.flatMap(({ closure }) => [...(closure?.files.keys() ?? [])]), ...sown];
  const taken = new Set(read.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
  return skipped.filter(({ path, reason }) => !(taken.has(path) && isUnusedReason(reason)));
};

/** Apps of objects have their ids only now, and `ignore` may name them. */
const ignoredNow = ({ config, ignored, notes }: Discovery, apps: readonly App[], more: readonly string[]) => {
  const entries = config?.ignore ?? [];
  const now = ignoring(entries, apps, []);
  const idle = new Set(ignoring(entries, [], []).notes);
  const ids = new Set(now.apps.map(({ app }) => app));
  return {
    ignored: [...ignored.filter(({ app }) => !ids.has(app)), ...now.apps],
    notes: [...notes.filter((note) => !idle.has(note) || now.notes.includes(note)), ...more],
  };
};

const ofApp = (obstacle: Obstacle, app: string): Obstacle => ({ ...obstacle, errors: obstacle.errors.map((error) => ({ ...error, app })) });

/** Chooses what stays, names it, and says what it hangs on. */
export const settleApps = (expanded: ExpandedObjects, discovery: Discovery): SettledSide => {
  const { records } = expanded;
  const made = records.filter(isMade);
  const { kept, matches } = chooseApps(records, expanded.isSame);
  const own = idsOf(kept);
  const ids = new Map([...own, ...[...matches].map(([record, by]) => [by.key, own.get(record.key) ?? record.key] as const)]);
  const byObject = Map.groupBy(made, (record) => `${record.app.env} ${record.made.known.key}`);
  const settling = { ids, byObject };
  const apps = kept.map((record) => ({ record, app: finished(record, settling, matches.get(record)) }));
  const order = new Map(discovery.environments.map(({ name }, index) => [name, index]));
  const idOf = (record: AppRecord): string => ids.get(record.key) ?? record.key;
  const dependencies = dependencyFindings(made, { known: expanded.known });
  const findings = new Map<string, readonly FindingDraft[]>();
  const conflicts = conflictsOf(expanded);
  for (const { record, app } of apps) {
    const by = isMade(record) ? record : matches.get(record);
    const drafts = [
      ...(by?.made.findings ?? []),
      ...(by === undefined ? [] : (dependencies.get(by.key) ?? [])),
      ...(expanded.findings.get(record.key) ?? []),
      ...(by === undefined || by === record ? [] : (expanded.findings.get(by.key) ?? [])),
      ...conflictFindings(record, conflicts, ids),
    ];
    if (drafts.length > 0) findings.set(app.id, drafts);
  }
  return {
    discovery: {
      ...discovery,
      apps: apps
        .map(({ app }) => app)
        .toSorted((a, b) => (order.get(a.env) ?? 0) - (order.get(b.env) ?? 0) || compare(a.name, b.name) || compare(a.root, b.root)),
      ...ignoredNow(
        discovery,
        apps.map(({ app }) => app),
        expanded.notes,
      ),
      notLookedAt: notLookedAt(expanded, discovery, ids),
      skipped: [...stillSkipped(discovery, kept, expanded), ...expanded.skipped],
    },
    closures: new Map(apps.map(({ record, app }) => [app.id, record.closure ?? EMPTY_CLOSURE])),
    expansion: {
      trees: new Map(apps.flatMap(({ record, app }) => (record.tree === undefined ? [] : [[app.id, record.tree] as const]))),
      obstacles: new Map(
        apps.flatMap(({ record, app }) => (record.obstacle === undefined ? [] : [[app.id, ofApp(record.obstacle, app.id)] as const])),
      ),
      findings,
      virtual: new Map(kept.filter(({ files }) => files.size > 0).map((record) => [idOf(record), new Set(record.files.keys())])),
      madeFrom: new Map(made.map((record) => [idOf(record), madeFrom(record, settling, expanded)])),
      uses: new Map(made.map((record) => [idOf(record), record.made.uses])),
      jobs: new Map(apps.flatMap(({ record, app }) => (record.job === undefined ? [] : [[app.id, record.job] as const]))),
      needed: expanded.needed,
    },
  };
};
