// What was found and not looked at, so that nothing is known of it? Many entries of one kind and reason are one group.
import type { Report, Skipped } from '@fairway/contracts';
import { counted, listed } from './prose.ts';

/** Entries of one kind with one reason. */
export interface Gap {
  /** `HelmRelease`; empty where the reason names no object. */
  readonly kind: string;
  readonly reason: string;
  /** Each with its path and, where the reason named it, the object. */
  readonly entries: readonly GapEntry[];
}

/** One thing that was not looked at: an app id or a path, and the name of the object in it. */
export interface GapEntry {
  readonly path: string;
  readonly name: string;
}

const MARK = 'not looked at';
/** `not looked at: HelmRelease shop/web is not expanded yet`: mark, kind, name, reason. */
const NAMED = /^([A-Z][A-Za-z]{1,62}) ([^\s:,]{1,253})[:,]? (.+)$/s;

/** Does the reason say that something was not looked at? Then the verdict is incomplete. */
export const isGap = (reason: string): boolean => reason.startsWith(MARK);

const partsOf = ({ path, reason }: Skipped): { readonly kind: string; readonly reason: string; readonly entry: GapEntry } => {
  const rest = reason.slice(MARK.length).replace(/^[:,]? /, '');
  const [, kind, name, why] = NAMED.exec(rest) ?? [];
  return kind === undefined || name === undefined || why === undefined
    ? { kind: '', reason: rest, entry: { path, name: '' } }
    : { kind, reason: why, entry: { path, name } };
};

/** Skipped apps in the form of skipped paths. */
export const skippedApps = (report: Report): readonly Skipped[] =>
  report.apps.filter((app) => app.status === 'skipped').map((app) => ({ path: app.id, reason: app.reason ?? 'no reason was given' }));

/** What was not looked at, by kind and reason, the largest group first. */
export const gapsOf = (report: Report): readonly Gap[] => {
  const parts = [...skippedApps(report), ...report.skipped].filter((entry) => isGap(entry.reason)).map(partsOf);
  const groups = [...Map.groupBy(parts, ({ kind, reason }) => `${kind}\n${reason}`).values()].flatMap((list) => {
    const [first] = list;
    return first === undefined ? [] : [{ kind: first.kind, reason: first.reason, entries: list.map(({ entry }) => entry) }];
  });
  return groups.toSorted((a, b) => b.entries.length - a.entries.length);
};

/** What was passed over for another reason, which leaves no gap. */
export const otherSkips = (report: Report): readonly Skipped[] =>
  [...skippedApps(report), ...report.skipped].filter((entry) => !isGap(entry.reason));

/** `1 HelmRelease`, `2 HelmRepositories`. */
export const countedKind = (count: number, kind: string): string =>
  counted(count, kind, kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`);

/** How many things were not looked at. */
export const gapCount = (gaps: readonly Gap[]): number => gaps.reduce((sum, gap) => sum + gap.entries.length, 0);

/** `3 HelmReleases`; where the reason names no kind, `3 paths`. */
export const gapTitle = (gap: Gap): string => countedKind(gap.entries.length, gap.kind === '' ? 'path' : gap.kind);

/** `shop/web (apps/web.yaml)`, or the path alone. */
export const gapName = ({ name, path }: GapEntry): string => (name === '' ? path : `${name} (${path})`);

/** The sentence that stands before everything else; empty where all was looked at. */
export const gapWarning = (gaps: readonly Gap[]): readonly string[] => {
  const count = gapCount(gaps);
  if (count === 0) return [];
  const kinds = [...Map.groupBy(gaps, (gap) => gap.kind)].map(([kind, list]) => countedKind(gapCount(list), kind === '' ? 'path' : kind));
  const what = count === 1 ? `${kinds.join('')} was` : `${listed(kinds)} were`;
  return [`${what} not looked at, so what ${count === 1 ? 'it applies' : 'they apply'} is unknown`];
};
