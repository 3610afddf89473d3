// How are findings told on a terminal, the same thing once?
import type { Finding, Report } from '@fairway/contracts';
import type { FindingGroup, FindingPlace } from '../finding-groups.ts';
import { appsText, groupFindings, placeText, summaryText, toldGroups } from '../finding-groups.ts';
import { counted } from '../prose.ts';
import { visible } from '../visible.ts';
import type { TextStyle } from './app-text.ts';
import { wrapped } from './lines.ts';

const APPS = 3;

type Group = FindingGroup<Finding>;

const hintLine = (hint: string, style: TextStyle): readonly string[] =>
  hint === '' ? [] : [`    → ${wrapped(hint, style.width - 6, '      ')}`];

const placeLines = (place: FindingPlace<Finding>, style: TextStyle): readonly string[] => {
  const apps = appsText(place.apps, style.verbose ? Infinity : APPS);
  const where = [placeText(place.first), apps].filter((part) => part !== '').join(' · ');
  return [
    `    ${wrapped(place.first.message, style.width - 4, '    ')}`,
    ...(where === '' ? [] : [style.paint.faint(`      ${visible(where)}`)]),
  ];
};

const headLine = (group: Group, told: number, style: TextStyle, compared: boolean): string => {
  const { paint } = style;
  const severity = paint.severity(group.severity, `${group.severity}${group.state === 'blocking' ? ', blocks' : ''}`);
  const summary = summaryText(group, compared, told);
  return `  ${severity}  ${paint.strong(visible(group.ruleId))}${summary === '' ? '' : `  ${summary}`}`;
};

const groupLines = (group: Group, told: number, style: TextStyle, compared: boolean): readonly string[] => {
  const head = headLine(group, told, style, compared);
  if (told === 0) return [head];
  const shown = group.places.slice(0, told);
  const left = group.places.length - told;
  return [
    head,
    ...shown.flatMap((place, i) => [
      ...placeLines(place, style),
      ...(place.first.hint === shown[i + 1]?.first.hint ? [] : hintLine(place.first.hint, style)),
    ]),
    ...(left > 0 ? [style.paint.faint(`    … and ${counted(left, 'more place')}`)] : []),
  ];
};

/** Findings by rule, what blocks and what is new first; `verbose` tells every place. */
export const findingBlock = (report: Report, findings: readonly Finding[], style: TextStyle): readonly string[] => {
  const groups = groupFindings(findings, { findingOf: (finding) => finding });
  const told = style.verbose ? groups.map((group) => ({ group, told: group.places.length })) : toldGroups(groups, report);
  const counts = told.some((entry) => entry.told < entry.group.places.length);
  return [
    ...told.flatMap((entry) => groupLines(entry.group, entry.told, style, report.base !== undefined)),
    ...(counts ? [style.paint.faint('  --verbose lists every place')] : []),
  ];
};
