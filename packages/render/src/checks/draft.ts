// How does a check write down what it found?
import type { FindingDraft } from '@fairway/manifests';
import { ruleOf } from './registry.ts';

type Details = Omit<FindingDraft, 'ruleId' | 'severity' | 'hint'> & Partial<Pick<FindingDraft, 'hint'>>;

/** A finding of a registered id; severity and hint come from there, unless the case has its own hint. */
export const draft = (ruleId: string, details: Details): FindingDraft => {
  const { severity, hint } = ruleOf(ruleId);
  return { ruleId, severity, hint, ...details };
};

/** A list in a sentence, cut after the first few. */
export const several = (names: readonly string[], most = 5): string =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
