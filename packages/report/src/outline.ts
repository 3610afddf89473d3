// What does a report come to: what changes where, what is grave, and what is the verdict?
import type { AppResult, AppStatus, Change, Effect, Finding, Report, ReportError, Side } from '@fairway/contracts';
import { effectText } from './effect-text.ts';
import { headlineOf, noAppAdvice } from './headline.ts';
import { EFFECT_ORDER, EFFECT_TEXT, isGrave, SEVERITY_ORDER } from './labels.ts';
import type { Gap } from './not-looked-at.ts';
import { gapsOf, gapWarning, isGap } from './not-looked-at.ts';
import { objectName } from './object-name.ts';
import { capitalised, counted, grouped, listed } from './prose.ts';

/** An app with all that the report says of it. */
export interface AppOutline {
  readonly result: AppResult;
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  readonly errors: readonly ReportError[];
}

/** The parts that every form of a report shows, each computed once. */
export interface Outline {
  /** One sentence: what will change where. */
  readonly headline: string;
  /** What a person must see before the rest; empty where nothing is grave. */
  readonly warnings: readonly string[];
  /** One sentence: the verdict and its reason. */
  readonly verdict: string;
  readonly apps: readonly AppOutline[];
  /** What was not looked at, by kind and reason. */
  readonly gaps: readonly Gap[];
  /** All findings, those that block first, then by severity. */
  readonly findings: readonly Finding[];
  /** Findings which belong to no app of the report. */
  readonly looseFindings: readonly Finding[];
  /** Errors which belong to no app of the report. */
  readonly looseErrors: readonly ReportError[];
}

const having = (apps: readonly AppResult[], status: AppStatus): readonly AppResult[] => apps.filter((app) => app.status === status);

const graveSentence = (effect: Effect, changes: readonly Change[]): readonly string[] => {
  const hit = changes.filter((change) => change.effects.includes(effect));
  const [first] = hit;
  if (first === undefined) return [];
  const what = hit.length === 1 ? effectText(effect, first) : EFFECT_TEXT[effect];
  return [
    `${capitalised(what)}: ${listed(
      hit.map((change) => `${objectName(change.object)} in ${change.app}`),
      3,
    )}`,
  ];
};

const warningsOf = (report: Report, gaps: readonly Gap[]): readonly string[] => {
  const failed = having(report.apps, 'failed');
  const withheld =
    failed.length === 0
      ? []
      : [
          `${counted(failed.length, 'app')} could not be built, so what would change there is unknown: ${listed(failed.map((app) => app.id))}`,
        ];
  return [
    ...noAppAdvice(report),
    ...withheld,
    ...gapWarning(gaps),
    ...EFFECT_ORDER.filter(isGrave).flatMap((effect) => graveSentence(effect, report.changes)),
  ];
};

const incompleteReason = (report: Report): string => {
  const failed = having(report.apps, 'failed').length;
  const failedIds = new Set(having(report.apps, 'failed').map((app) => app.id));
  const errors = report.errors.filter((error) => error.app === undefined || !failedIds.has(error.app)).length;
  const gaps = report.skipped.filter((entry) => isGap(entry.reason)).length;
  const parts = [
    ...(failed > 0 ? [`${counted(failed, 'app')} could not be built`] : []),
    ...(errors > 0 ? [counted(errors, 'further error')] : []),
    ...(having(report.apps, 'skipped').length > 0 ? [`${counted(having(report.apps, 'skipped').length, 'app')} not looked at`] : []),
    ...(gaps > 0 ? [`${counted(gaps, 'path')} not looked at`] : []),
  ];
  if (parts.length > 0) return listed(parts);
  return report.apps.length === 0 ? 'no app was found' : 'something was not looked at';
};

const verdictOf = (report: Report): string => {
  const blocking = report.findings.filter((finding) => finding.blocking).length;
  const open = report.findings.filter((finding) => finding.status !== 'fixed').length;
  const before = report.base === undefined ? 0 : report.findings.filter((finding) => finding.status === 'existing').length;
  const known = before === 0 ? '' : ` (${before === open ? (open === 1 ? '' : 'all ') : `${grouped(before)} `}there before)`;
  const blocks = blocking === 0 ? (open === 1 ? 'which does not block' : 'none of which blocks') : `${grouped(blocking)} blocking`;
  const rest = open === 0 ? 'no findings' : `${counted(open, 'finding')}${known}, ${blocks}`;
  switch (report.verdict) {
    case 'pass':
      return `Pass: ${rest}.`;
    case 'pending':
      return `Pending: ${rest}; something that time or people can open is still closed.`;
    case 'fail':
      return `Fail: ${rest}.`;
    case 'incomplete':
      return `Incomplete: ${incompleteReason(report)}; ${rest}.`;
  }
};

const bySeverity = (a: Finding, b: Finding): number =>
  Number(b.blocking) - Number(a.blocking) || SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity);
const appOf = (finding: Finding): string => `${finding.subject.env ?? ''}/${finding.subject.app ?? ''}`;

/** Sorts by the order in which the report names its environments; as before among equals. */
export const inEnvironmentOrder = <T>(report: Report, items: readonly T[], envOf: (item: T) => string): readonly T[] => {
  const place = new Map(report.environments.map((env, i) => [env.name, i]));
  const rank = (item: T): number => place.get(envOf(item)) ?? place.size;
  return items.toSorted((a, b) => rank(a) - rank(b));
};

/** Reads a report once for all forms. Order of apps: by environment, then as in the report. Findings: gravest first. */
export const outlineOf = (report: Report): Outline => {
  const changes = Map.groupBy(report.changes, (change) => change.app);
  const sorted = report.findings.toSorted(bySeverity);
  const findings = Map.groupBy(sorted, appOf);
  const errors = Map.groupBy(report.errors, (error) => error.app ?? '');
  const ids = new Set(report.apps.map((app) => app.id));
  const gaps = gapsOf(report);
  return {
    headline: headlineOf(report),
    warnings: warningsOf(report, gaps),
    verdict: verdictOf(report),
    apps: inEnvironmentOrder(report, report.apps, (app) => app.env).map((result) => ({
      result,
      changes: changes.get(result.id) ?? [],
      findings: findings.get(result.id) ?? [],
      errors: errors.get(result.id) ?? [],
    })),
    gaps,
    findings: sorted,
    looseFindings: sorted.filter((finding) => !ids.has(appOf(finding))),
    looseErrors: report.errors.filter((error) => error.app === undefined || !ids.has(error.app)),
  };
};

/** `main (1a2b3c4)`, `1a2b3c4 with uncommitted changes`, `the work tree`. */
export const sideText = (side: Side): string => {
  const commit = side.commit?.slice(0, 10);
  const name =
    side.ref === undefined || side.ref === side.commit
      ? (commit ?? 'the work tree')
      : commit === undefined
        ? side.ref
        : `${side.ref} (${commit})`;
  return side.dirty === true ? `${name} with uncommitted changes` : name;
};
