// How does a mistake of an address plan become a finding?
import type { SourceLocation } from '@fairway/contracts';
import type { FindingDraft } from '@fairway/manifests';
import type { OwnedRange } from './address-plan.ts';
import { ownerText, placeText } from './owner-text.ts';

/** Rule of everything that is wrong with an address plan. */
export const PLAN_RULE = 'LKS-NET-01';

/** What a finding of the plan says beside its sentence. `owner` is whom the place belongs to, `other` the second owner. */
export interface PlanMistake {
  readonly message: string;
  readonly hint: string;
  readonly at: SourceLocation;
  /** Tells this mistake apart from others of the plan; the same over runs and over moved lines. */
  readonly key: readonly (string | number)[];
  readonly owner: string;
  readonly other?: OwnedRange;
}

export function planFinding({ message, hint, at, key, owner, other }: PlanMistake): FindingDraft {
  return {
    ruleId: PLAN_RULE,
    severity: 'high',
    message,
    hint,
    location: at,
    detail: JSON.stringify(key),
    data: { owner, ...(other === undefined ? {} : { other: ownerText(other), otherAt: placeText(other.at) }) },
  };
}

/** What stands for a range in a key. */
export const rangeKey = ({ cluster, kind, name, range }: OwnedRange): string => [cluster, kind, name, range.text].join(' ');
