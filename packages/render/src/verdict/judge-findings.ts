// Which findings are new, which were there, which are gone, and which block?
import type { Finding, Severity } from '@fairway/contracts';
import { type FindingDraft, finishFinding } from '@fairway/manifests';
import { ALWAYS_BLOCKING, atLeast } from './rules.ts';

/** Findings of one app on both sides; `undefined`: that side was not judged. */
export interface AppFindings {
  readonly env: string;
  readonly app: string;
  readonly head: readonly FindingDraft[] | undefined;
  readonly base: readonly FindingDraft[] | undefined;
}

export interface Bar {
  /** There is a base: only what is new blocks. */
  readonly hasBase: boolean;
  /** Lowest severity that blocks when it is new. */
  readonly failOn: Severity;
}

/** A finding that is the same but for a higher number in its data has become worse, and counts as new. */
const isWorse = (now: Finding, before: Finding): boolean =>
  Object.entries(now.data ?? {}).some(([key, value]) => {
    const was = before.data?.[key];
    return typeof value === 'number' && typeof was === 'number' && value > was;
  });

const finish = (drafts: readonly FindingDraft[], subject: AppFindings): ReadonlyMap<string, Finding> => {
  const findings = drafts.map((draft) => finishFinding(draft, { env: subject.env, app: subject.app, status: 'existing', blocking: false }));
  return new Map(findings.toReversed().map((finding) => [finding.fingerprint, finding]));
};

/**
 * With a base, what the change introduces blocks at or above the threshold, and whatever its severity where render itself blocks on the
 * rule. Without one nothing can be told new: everything is `existing`, and only the rules that render itself blocks on do.
 */
export const blocks = (finding: Finding, { hasBase, failOn }: Bar): boolean => {
  const always = ALWAYS_BLOCKING.has(finding.ruleId);
  return hasBase ? finding.status === 'new' && (always || atLeast(finding.severity, failOn)) : always;
};

const withStatus = (finding: Finding, status: Finding['status'], bar: Bar): Finding => {
  const judged = { ...finding, status };
  return { ...judged, blocking: status !== 'fixed' && blocks(judged, bar) };
};

/** Findings of one app. An app that the base did not have, or could not render, has new findings only. */
export const judgeApp = (subject: AppFindings, bar: Bar): readonly Finding[] => {
  const now = finish(subject.head ?? [], subject);
  const before = finish(subject.base ?? [], subject);
  const here = [...now.values()].map((finding) => {
    const was = before.get(finding.fingerprint);
    return withStatus(finding, !bar.hasBase || (was !== undefined && !isWorse(finding, was)) ? 'existing' : 'new', bar);
  });
  const gone = subject.head === undefined ? [] : [...before.values()].filter(({ fingerprint }) => !now.has(fingerprint));
  return [...here, ...gone.map((finding) => withStatus(finding, 'fixed', bar))];
};

const ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

const sortKey = ({ subject, severity, ruleId, location, fingerprint }: Finding): string =>
  [
    subject.env ?? '',
    subject.app ?? '',
    String(ORDER.indexOf(severity)),
    ruleId,
    location?.file ?? '',
    String(location?.line ?? 0).padStart(8, '0'),
    fingerprint,
  ].join('\0');

/** By environment, app, severity, rule and place. */
export const sortFindings = (findings: readonly Finding[]): Finding[] =>
  findings
    .map((finding) => ({ key: sortKey(finding), finding }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ finding }) => finding);
