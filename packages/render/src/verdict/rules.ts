// Which findings can render make, and which come from comparing renderings rather than from looking at one?
import type { Severity } from '@fairway/contracts';
import type { FindingDraft } from '@fairway/manifests';
import { findingIds as checkIds, type FindingRule } from '../checks/index.ts';
import { RECONCILER_RULES } from './reconciler-rules.ts';

const COMPARISON_RULES: readonly FindingRule[] = [
  {
    id: 'multi-environment-change',
    severity: 'medium',
    title: 'One change alters what more than one environment renders',
    hint: 'Version shared inputs and pin the version in each environment, so that a change reaches them one after the other.',
  },
  {
    id: 'non-deterministic',
    severity: 'high',
    title: 'Two renderings of the same inputs differ',
    hint: 'Take the value from values or from an existing Secret: otherwise every reconciliation changes what runs.',
  },
  {
    id: 'unexpected-environment',
    severity: 'high',
    title: 'A change touches an environment that it is not expected to touch',
    hint: 'Take the change of the named files out of this commit, or add the environment to the expected ones.',
  },
];

/** Every finding that render can make, sorted by id: those of the checks, of reconciler objects and of the comparison. */
export const renderFindingIds: readonly FindingRule[] = [...checkIds, ...RECONCILER_RULES, ...COMPARISON_RULES].toSorted((a, b) =>
  a.id < b.id ? -1 : 1,
);

/** What render itself blocks on, whatever its severity: output that differs between two runs, an edit that matched nothing, a surprise. */
export const ALWAYS_BLOCKING: ReadonlySet<string> = new Set([
  'images-unmatched',
  'non-deterministic',
  'patch-unmatched',
  'replacement-unmatched',
  'unexpected-environment',
]);

const RANK: Readonly<Record<Severity, number>> = { critical: 4, high: 3, medium: 2, low: 1, info: 0 };

/** Is a severity at or above a threshold? */
export const atLeast = (severity: Severity, threshold: Severity): boolean => RANK[severity] >= RANK[threshold];

/** A finding of a comparison rule; severity and hint come from the rule. Throws for an unknown id, which is a bug. */
export const ruleDraft = (ruleId: string, details: Omit<FindingDraft, 'ruleId' | 'severity' | 'hint'>): FindingDraft => {
  const rule = COMPARISON_RULES.find(({ id }) => id === ruleId);
  if (rule === undefined) throw new Error(`finding ${ruleId} is not registered`);
  return { ruleId, severity: rule.severity, hint: rule.hint, ...details };
};
