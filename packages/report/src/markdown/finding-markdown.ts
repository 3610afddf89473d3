// How are findings told in Markdown, the same thing once?
import type { Finding, Report } from '@fairway/contracts';
import type { FindingGroup, FindingPlace, ToldGroup } from '../finding-groups.ts';
import { groupFindings, placeText, summaryText, toldGroups } from '../finding-groups.ts';
import { objectName } from '../object-name.ts';
import { counted } from '../prose.ts';
import { code, prose } from './escape.ts';

const APPS = 3;

type Group = FindingGroup<Finding>;

const appsCell = (apps: readonly string[]): string => {
  const names = apps
    .slice(0, APPS)
    .map((app) => code(app))
    .join(', ');
  return apps.length < 2 ? names : `in ${counted(apps.length, 'app')}: ${names}${apps.length > APPS ? ', …' : ''}`;
};

const whereCell = (place: FindingPlace<Finding>): string => {
  const { first } = place;
  const object = first.subject.object === undefined || first.location === undefined ? undefined : objectName(first.subject.object);
  const text = placeText(first);
  return [text === '' ? '' : code(text), object === undefined ? '' : code(object, 120), appsCell(place.apps)]
    .filter((part) => part !== '')
    .join('<br>');
};

/** Rule and hint stand once: in the first row to which they belong. */
const placeRow = (group: Group, i: number): string => {
  const [before, place] = [group.places[i - 1], group.places[i]];
  if (place === undefined) return '';
  const hint = before?.first.hint === place.first.hint ? '' : place.first.hint;
  const what = [prose(place.first.message, 400), ...(hint === '' ? [] : [prose(hint, 300)])].join('<br>');
  const head = i === 0 ? `${group.severity}${group.state === 'blocking' ? '<br>**blocks**' : ''} | ${code(group.ruleId)}` : ' | ';
  return `| ${head} | ${what} | ${whereCell(place)} |`;
};

const countLine = (entry: ToldGroup<Finding>, compared: boolean): string => {
  const { group, told } = entry;
  const left = group.places.length - told;
  const severity = `${group.severity}${group.state === 'blocking' ? ', **blocks**' : ''}`;
  const extent = told === 0 ? summaryText(group, compared, told) : counted(left, 'more place');
  return `- ${severity} ${code(group.ruleId)} ${extent}`;
};

/** How much of the findings is told: `places` of what blocks or is new, `rules` lines of what is counted. */
export interface FindingBounds {
  readonly places: number;
  readonly rules: number;
}

/** A table of what blocks or is new, the same place once; below it one line for each rule whose places are counted. */
export const findingMarkdown = (report: Report, findings: readonly Finding[], bounds: FindingBounds): string => {
  const told = toldGroups(groupFindings(findings, { findingOf: (finding) => finding }), report, bounds.places);
  const rows = told.flatMap(({ group, told: count }) => Array.from({ length: count }, (_, i) => placeRow(group, i)));
  const shortened = told.filter((entry) => entry.told < entry.group.places.length);
  const lines = shortened.slice(0, bounds.rules).map((entry) => countLine(entry, report.base !== undefined));
  const table = rows.length === 0 ? [] : ['| severity | rule | what and what to do | where |', '|---|---|---|---|', ...rows];
  return [...table, ...(table.length > 0 && lines.length > 0 ? [''] : []), ...lines].join('\n');
};
