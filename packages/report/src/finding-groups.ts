// Which findings say the same, so that a person reads them once?
import type { Finding, Report } from '@fairway/contracts';
import { SEVERITY_ORDER } from './labels.ts';
import { locationText, objectName } from './object-name.ts';
import { counted } from './prose.ts';

/** What a group of findings is to the reader: it stops the change, came with it, was there before it, is gone, or is waived. */
export type FindingState = 'blocking' | 'new' | 'existing' | 'fixed' | 'waived';

const STATE_ORDER: readonly FindingState[] = ['blocking', 'new', 'existing', 'fixed', 'waived'];

/** One place with one sentence, for all the apps in which it was found. */
export interface FindingPlace<T> {
  /** The findings that were merged, at least one. */
  readonly items: readonly T[];
  readonly first: Finding;
  /** Ids of the apps, each once, in the order of the findings. */
  readonly apps: readonly string[];
}

/** All findings of one rule, one severity and one state. */
export interface FindingGroup<T> {
  readonly ruleId: string;
  readonly severity: Finding['severity'];
  readonly state: FindingState;
  /** Places with the same hint stand together, so that it need be said only once. */
  readonly places: readonly FindingPlace<T>[];
  /** How many different apps. */
  readonly apps: number;
}

/** How a finding is read from an item. */
export interface FindingReading<T> {
  readonly findingOf: (item: T) => Finding;
  readonly isWaived?: (item: T) => boolean;
}

/** `env/app` of a finding; undefined where it speaks of no app. */
export const ownerOf = ({ subject }: Finding): string | undefined =>
  subject.app === undefined ? subject.env : `${subject.env ?? ''}/${subject.app}`;

/** Where to look: the place to edit, or the object where no file is known. Empty where there is neither. */
export const placeText = (finding: Finding): string =>
  finding.location !== undefined
    ? locationText(finding.location)
    : finding.subject.object === undefined
      ? ''
      : objectName(finding.subject.object);

const stateOf = (finding: Finding, waived: boolean): FindingState => (waived ? 'waived' : finding.blocking ? 'blocking' : finding.status);

const distinct = (findings: readonly Finding[]): readonly string[] => [...new Set(findings.flatMap((finding) => ownerOf(finding) ?? []))];

const placesOf = <T>(items: readonly T[], findingOf: (item: T) => Finding): readonly FindingPlace<T>[] => {
  const key = (item: T): string => JSON.stringify([placeText(findingOf(item)), findingOf(item).message]);
  const places = [...Map.groupBy(items, key).values()].flatMap((list) => {
    const [item] = list;
    return item === undefined ? [] : [{ items: list, first: findingOf(item), apps: distinct(list.map(findingOf)) }];
  });
  return [...Map.groupBy(places, (place) => place.first.hint).values()].flat();
};

const rankOf = (group: FindingGroup<unknown>): readonly number[] => [
  STATE_ORDER.indexOf(group.state),
  SEVERITY_ORDER.indexOf(group.severity),
];

const byGravity = (a: FindingGroup<unknown>, b: FindingGroup<unknown>): number => {
  const [stateA = 0, severityA = 0] = rankOf(a);
  const [stateB = 0, severityB = 0] = rankOf(b);
  return stateA - stateB || severityA - severityB || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0);
};

/** Findings by rule, severity and state: blocking, new, existing, fixed, waived, each from the gravest on. Places keep their order. */
export const groupFindings = <T>(items: readonly T[], reading: FindingReading<T>): readonly FindingGroup<T>[] => {
  const { findingOf, isWaived = () => false } = reading;
  const key = (item: T): string => {
    const finding = findingOf(item);
    return `${finding.ruleId} ${finding.severity} ${stateOf(finding, isWaived(item))}`;
  };
  const groups = [...Map.groupBy(items, key).values()].flatMap((list): readonly FindingGroup<T>[] => {
    const [item] = list;
    if (item === undefined) return [];
    const { ruleId, severity } = findingOf(item);
    return [
      {
        ruleId,
        severity,
        state: stateOf(findingOf(item), isWaived(item)),
        places: placesOf(list, findingOf),
        apps: distinct(list.map(findingOf)).length,
      },
    ];
  });
  return groups.toSorted(byGravity);
};

/** `12 places in 9 apps`; where no app is known, only the places. */
export const extentText = (group: FindingGroup<unknown>): string => {
  const places = counted(group.places.length, 'place');
  return group.apps === 0 ? places : `${places} in ${counted(group.apps, 'app')}`;
};

/** How a group stands to the change, in words; empty where that is plain: it is new, or nothing was compared. */
export const standingText = (group: FindingGroup<unknown>, compared: boolean): string => {
  const all = group.places.length === 1 ? '' : 'all ';
  if (group.state === 'fixed') return `${all}gone now`;
  if (group.state === 'waived') return `${all}waived`;
  return group.state === 'existing' && compared ? `${all}there before` : '';
};

/** Extent and standing: `12 places in 9 apps, all there before`. Empty where one place is told and says it all. */
export const summaryText = (group: FindingGroup<unknown>, compared: boolean, told = group.places.length): string => {
  const standing = standingText(group, compared);
  if (group.places.length === 1 && told === 1 && standing === '') return '';
  return `${extentText(group)}${standing === '' ? '' : `, ${standing}`}`;
};

/** Places of new and blocking findings that are told in full. */
export const LOUD_PLACES = 20;
/** Places of each rule that are told where nothing was compared. */
export const SAMPLE_PLACES = 3;

/** A group with the number of its places that are told; the rest is counted. */
export interface ToldGroup<T> {
  readonly group: FindingGroup<T>;
  readonly told: number;
}

/**
 * How much of each group is told: what blocks and what is new, `loud` places in all, the gravest first; of what was there before,
 * nothing but the count when a base was given, otherwise a few places of each rule; of what is gone, the count.
 */
export const toldGroups = <T>(groups: readonly FindingGroup<T>[], report: Report, loud = LOUD_PLACES): readonly ToldGroup<T>[] => {
  let left = loud;
  return groups.map((group) => {
    const isLoud = group.state === 'blocking' || group.state === 'new';
    const most = isLoud ? left : group.state === 'existing' && report.base === undefined ? Math.min(SAMPLE_PLACES, loud) : 0;
    const told = Math.min(most, group.places.length);
    if (isLoud) left -= told;
    return { group, told };
  });
};

/** `prod/x`, or `in 6 apps: prod/x, dev/x, …` with at most `limit` names. Empty where there is no app. */
export const appsText = (apps: readonly string[], limit: number): string => {
  if (apps.length < 2) return apps[0] ?? '';
  const names = apps.slice(0, limit).join(', ');
  return `in ${counted(apps.length, 'app')}: ${names}${apps.length > limit ? ', …' : ''}`;
};
