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

/** Directories that a rendering builds: its kustomizations and charts. */
const builtBy = ({ closure }: AppRecord): readonly string[] => [
  ...(closure?.kustomizations.map(({ directory }) => directory) ?? []),
  ...(closure?.charts.map(({ chart }) => chart) ?? []),
];

const directoryOf = (renderer: AppRenderer): string => (renderer.kind === 'helm' ? renderer.chart : renderer.path);

const matchDeclared = (records: readonly AppRecord[]): ReadonlyMap<AppRecord, MadeRecord> => {
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

/**
 * A kustomization or chart that inference took for an app is none where the rendering of an object builds it. Objects whose target is
 * declared are matched to it; what they hold stays, for the declared app renders the same.
 */
export const chooseApps = (records: readonly AppRecord[]): ChosenApps => {
  const matches = matchDeclared(records);
  const matched = new Set<AppRecord>(matches.values());
  const built = new Set(records.filter((record) => isMade(record) && !matched.has(record)).flatMap(builtBy));
  const stays = (record: AppRecord): boolean => isMade(record) || isDeclared(record) || !built.has(directoryOf(record.app.renderer));
  return { kept: withoutOrphans(records.filter(stays)).filter((record) => !matched.has(record)), matches };
};
