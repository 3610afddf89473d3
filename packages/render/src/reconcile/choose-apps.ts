// Which of the apps that were found stay, and which are one?
import type { App, AppRenderer } from '@fairway/environments';
import { type AppRecord, isMade, type MadeRecord } from './app-record.ts';

export interface ChosenApps {
  readonly kept: readonly AppRecord[];
  /** A declared app → the record of the object that applies it. */
  readonly matches: ReadonlyMap<AppRecord, MadeRecord>;
}

const isDeclared = ({ app }: AppRecord): boolean => app.config !== undefined || !app.inferred;

/** What two apps must have in common to be one: an object that is generated from app.yaml makes no second app. */
const targetOf = ({ env, renderer, namespaces }: App): string => {
  if (renderer.kind !== 'helm') return `${env} ${renderer.kind} ${renderer.path}`;
  return `${env} helm ${renderer.chart} ${renderer.releaseName} ${renderer.namespace ?? namespaces[0] ?? 'default'}`;
};

/** Directories that renderings of objects build: their kustomizations and charts. */
export const builtDirectories = (records: readonly AppRecord[]): ReadonlySet<string> => new Set(records.filter(isMade).flatMap(builtBy));

/** Is an app built by the rendering of an object, so that it is none by itself? */
export const isBuilt = ({ app }: AppRecord, built: ReadonlySet<string>): boolean => built.has(directoryOf(app.renderer));

/** Directories that a rendering builds: its kustomizations and charts. */
const builtBy = ({ closure }: AppRecord): readonly string[] => [
  ...(closure?.kustomizations.map(({ directory }) => directory) ?? []),
  ...(closure?.charts.map(({ chart }) => chart) ?? []),
];

const directoryOf = (renderer: AppRenderer): string => (renderer.kind === 'helm' ? renderer.chart : renderer.path);

/** Apps of app.yaml files that an object applies, with the record of that object. */
export const matchDeclared = (records: readonly AppRecord[]): ReadonlyMap<AppRecord, MadeRecord> => {
  const declared = new Map(
    records.filter((record) => !isMade(record) && isDeclared(record)).map((record) => [targetOf(record.app), record]),
  );
  const matches = new Map<AppRecord, MadeRecord>();
  for (const record of records.filter(isMade)) {
    const own = record.obstacle === undefined ? declared.get(targetOf(record.app)) : undefined;
    if (own !== undefined && !matches.has(own)) matches.set(own, record);
  }
  return matches;
};

/** What only a rendering that is gone held is gone, too, however deep. */
const withoutOrphans = (kept: readonly AppRecord[]): readonly AppRecord[] => {
  const keys = new Set(kept.map(({ key }) => key));
  const left = kept.filter((record) => !isMade(record) || record.made.known.app === undefined || keys.has(record.made.known.app));
  return left.length === kept.length ? kept : withoutOrphans(left);
};

/** Files whose objects a rendering holds. */
const objectFiles = ({ app, closure }: AppRecord): readonly string[] => {
  if (closure === undefined) return [];
  return app.renderer.kind === 'directory' ? [...closure.files.keys()] : closure.kustomizations.flatMap(({ resources }) => resources);
};

/** Is the app made, by however many steps, of what the other one renders? */
const comesFrom = (record: AppRecord, other: AppRecord, byKey: ReadonlyMap<string, AppRecord>): boolean => {
  const seen = new Set<AppRecord>();
  for (let at: AppRecord | undefined = record; at !== undefined && !seen.has(at); at = byKey.get(at.made?.known.app ?? '')) {
    if (at === other) return true;
    seen.add(at);
  }
  return false;
};

/**
 * An object was expanded as its file says it, and then a rendering turned out to hold it: under another name or in another environment, or
 * it would have been found to be the same one. What nobody else makes of it stays.
 */
const withoutRead = (kept: readonly AppRecord[]): readonly AppRecord[] => {
  const byKey = new Map(kept.map((record) => [record.key, record]));
  const readers = new Map<string, AppRecord[]>();
  for (const record of kept.filter(isMade))
    for (const file of objectFiles(record)) readers.set(file, [...(readers.get(file) ?? []), record]);
  return kept.filter((record) => {
    if (!isMade(record) || record.made.known.app !== undefined) return true;
    return !readers.get(record.made.known.at.file)?.some((reader) => !comesFrom(reader, record, byKey));
  });
};

/** The object decides what is applied: with patches or values of its own the declared app is rendered as the object says. */
const asApplied = (declared: AppRecord, { app, files, tree, closure, job }: MadeRecord): AppRecord => {
  const { after: _, ...own } = declared.app;
  return {
    ...declared,
    app: { ...own, renderer: app.renderer, ...(app.after === undefined ? {} : { after: app.after }) },
    files,
    ...(tree === undefined ? {} : { tree }),
    ...(closure === undefined ? {} : { closure }),
    ...(job === undefined ? {} : { job }),
  };
};

/**
 * A kustomization or chart that inference took for an app is none where the rendering of an object builds it. Objects whose target is
 * declared are matched to it, and what they hold stays.
 */
export const chooseApps = (records: readonly AppRecord[], isSame: (declared: AppRecord, made: MadeRecord) => boolean): ChosenApps => {
  const found = matchDeclared(records);
  const matched = new Set<AppRecord>(found.values());
  const applied = new Map(
    [...found].map(([declared, made]) => [declared, isSame(declared, made) ? declared : asApplied(declared, made)] as const),
  );
  const matches = new Map([...found].map(([declared, made]) => [applied.get(declared) ?? declared, made] as const));
  const built = builtDirectories(records.filter((record) => !matched.has(record)));
  const stays = (record: AppRecord): boolean => isMade(record) || isDeclared(record) || !isBuilt(record, built);
  return {
    kept: withoutOrphans(withoutRead(records.filter(stays)))
      .filter((record) => !matched.has(record))
      .map((record) => applied.get(record) ?? record),
    matches,
  };
};
