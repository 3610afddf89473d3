// Which changes and findings does the page show for a search and a choice of filters?
import type { AppResult, Change, Finding, Report } from '@fairway/contracts';
import { effectTexts } from '../../effect-text.ts';
import { SEVERITY_ORDER } from '../../labels.ts';
import { changeName, locationText, objectName, originParts } from '../../object-name.ts';
import { inEnvironmentOrder } from '../../outline.ts';

/** A changed object with what is searched in it. */
export interface ChangeItem {
  readonly change: Change;
  readonly anchor: string;
  readonly env: string;
  readonly app: string;
  readonly findings: readonly Finding[];
  readonly words: string;
}

/** A finding with what is searched in it; `anchor` is that of the changed object it speaks of. */
export interface FindingItem {
  readonly finding: Finding;
  readonly waiver: string | undefined;
  readonly anchor: string | undefined;
  readonly words: string;
}

/** All that the page can show, made once. */
export interface Index {
  readonly report: Report;
  readonly changes: readonly ChangeItem[];
  readonly findings: readonly FindingItem[];
  readonly apps: ReadonlyMap<string, AppResult>;
}

/** What the person chose. An empty set means no restriction. */
export interface Filter {
  readonly query: string;
  readonly app: string | undefined;
  readonly envs: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
  readonly effects: ReadonlySet<string>;
  readonly severities: ReadonlySet<string>;
}

/** The facets that are sets. */
export type Facet = 'envs' | 'kinds' | 'effects' | 'severities';

export const NO_FILTER: Filter = {
  query: '',
  app: undefined,
  envs: new Set(),
  kinds: new Set(),
  effects: new Set(),
  severities: new Set(),
};

const VALUE_LIMIT = 200;

const searched = (...parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined)
    .join('\n')
    .toLowerCase();

const opWords = (change: Change): readonly string[] =>
  change.ops
    .slice(0, 100)
    .flatMap((op) => [op.path, ...[op.before, op.after].map((value) => (typeof value === 'string' ? value.slice(0, VALUE_LIMIT) : ''))]);

const anchorOf = (app: string, object: Change['object']): string =>
  `${app}/${object.apiVersion}/${objectName(object).replaceAll(' ', '/')}`;

const findingAnchor = (finding: Finding): string | undefined => {
  const { env, app, object } = finding.subject;
  return object === undefined || app === undefined ? undefined : anchorOf(`${env ?? ''}/${app}`, object);
};

const envOf = (id: string, apps: ReadonlyMap<string, AppResult>): readonly [string, string] => {
  const known = apps.get(id);
  if (known !== undefined) return [known.env, known.app];
  const slash = id.indexOf('/');
  return slash < 0 ? ['', id] : [id.slice(0, slash), id.slice(slash + 1)];
};

const changeItem = (
  change: Change,
  apps: ReadonlyMap<string, AppResult>,
  findings: ReadonlyMap<string | undefined, readonly Finding[]>,
): ChangeItem => {
  const anchor = anchorOf(change.app, change.object);
  const [env, app] = envOf(change.app, apps);
  const result = apps.get(change.app);
  const words = searched(
    change.app,
    change.object.apiVersion,
    changeName(change),
    result?.root,
    result?.reconciler && objectName(result.reconciler.object),
    ...(change.origin === undefined ? [] : originParts(change.origin)),
    ...(result?.touchedBy ?? []),
    ...effectTexts(change),
    ...opWords(change),
  );
  return { change, anchor, env, app, findings: findings.get(anchor) ?? [], words };
};

const findingItem = (finding: Finding, waiver: string | undefined, anchors: ReadonlySet<string>): FindingItem => {
  const { env, app, object, field } = finding.subject;
  const anchor = findingAnchor(finding);
  const place = finding.location === undefined ? undefined : locationText(finding.location);
  const words = searched(
    finding.ruleId,
    finding.message,
    finding.hint,
    `${env ?? ''}/${app ?? ''}`,
    object && objectName(object),
    field,
    place,
    waiver,
  );
  return { finding, waiver, anchor: anchor !== undefined && anchors.has(anchor) ? anchor : undefined, words };
};

const bySeverity = (a: Finding, b: Finding): number =>
  Number(b.blocking) - Number(a.blocking) || SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity);

/** Reads the report once. */
export const indexOf = (report: Report): Index => {
  const apps = new Map(report.apps.map((app) => [app.id, app]));
  const byObject = Map.groupBy(
    report.findings.filter((finding) => finding.status !== 'fixed'),
    findingAnchor,
  );
  const items = report.changes.map((change) => changeItem(change, apps, byObject));
  const changes = inEnvironmentOrder(report, items, (item) => item.env);
  const anchors = new Set(changes.map((item) => item.anchor));
  const open = report.findings.toSorted(bySeverity).map((finding) => findingItem(finding, undefined, anchors));
  return { report, apps, changes, findings: [...open, ...report.waived.map((entry) => findingItem(entry.finding, entry.waiver, anchors))] };
};

const termsOf = (query: string): readonly string[] =>
  query
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '');
const has = (set: ReadonlySet<string>, value: string): boolean => set.size === 0 || set.has(value);
const hasAny = (set: ReadonlySet<string>, values: readonly string[]): boolean => set.size === 0 || values.some((value) => set.has(value));

/** Changes that pass; `without` leaves one facet out, so that its own counts can be shown. */
export const shownChanges = (index: Index, filter: Filter, without?: Facet): readonly ChangeItem[] => {
  const terms = termsOf(filter.query);
  const use = (facet: Facet): ReadonlySet<string> => (facet === without ? new Set<string>() : filter[facet]);
  const [envs, kinds, effects, severities] = [use('envs'), use('kinds'), use('effects'), use('severities')];
  return index.changes.filter(
    (item) =>
      (filter.app === undefined || item.app === filter.app) &&
      has(envs, item.env) &&
      has(kinds, item.change.kind) &&
      hasAny(effects, item.change.effects) &&
      hasAny(
        severities,
        item.findings.map((finding) => finding.severity),
      ) &&
      terms.every((term) => item.words.includes(term)),
  );
};

/** Findings that pass. Kind and effect are properties of changes; a finding passes them through the object that it speaks of. */
export const shownFindings = (index: Index, filter: Filter, without?: Facet): readonly FindingItem[] => {
  const terms = termsOf(filter.query);
  const byChange = filter.kinds.size > 0 || filter.effects.size > 0;
  const anchors = byChange
    ? new Set(shownChanges(index, { ...NO_FILTER, kinds: filter.kinds, effects: filter.effects }).map((item) => item.anchor))
    : undefined;
  return index.findings.filter(
    ({ finding, anchor, words }) =>
      (filter.app === undefined || finding.subject.app === filter.app) &&
      (without === 'envs' || has(filter.envs, finding.subject.env ?? '')) &&
      (without === 'severities' || has(filter.severities, finding.severity)) &&
      (anchors === undefined || (anchor !== undefined && anchors.has(anchor))) &&
      terms.every((term) => words.includes(term)),
  );
};
