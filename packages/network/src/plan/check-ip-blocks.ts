// Does a network policy name only ranges that the plan of its cluster declares (LKS-NET-06)?
import { type FindingDraft, type ManifestObject, objectRef } from '@fairway/manifests';
import type { DeclaredRange } from './declared-ranges.ts';
import { type IpBlock, ipBlocksOf } from './ip-blocks.ts';
import { contains, parseRange, type Range } from './range.ts';

export const IP_BLOCK_RULE = 'LKS-NET-06';

const MAX_SHOWN = 60;
/** Longer texts are no ranges. */
const shown = (text: string): string => `'${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}'`;

/**
 * Every block must equal a declared range or lie inside one. A destination that is the whole internet stands for itself only: were every
 * address inside it declared, nothing would ever be undeclared. `except` must lie inside its block and be smaller
 * (kube-apiserver refuses anything else: pkg/apis/networking/validation, ValidateIPBlock).
 */
export function checkIpBlocks(policy: ManifestObject, declared: readonly DeclaredRange[]): readonly FindingDraft[] {
  const draft = (block: IpBlock, problem: Problem): FindingDraft => ({
    ruleId: IP_BLOCK_RULE,
    severity: 'high',
    message: problem.message,
    hint: problem.hint,
    object: objectRef(policy),
    field: problem.field ?? block.field,
    detail: problem.text,
    data: { cidr: problem.text.slice(0, MAX_SHOWN) },
  });
  return ipBlocksOf(policy).flatMap((block) => problemsOf(block, declared).map((problem) => draft(block, problem)));
}

interface Problem {
  readonly message: string;
  readonly hint: string;
  /** The range that is wrong, as it is written. */
  readonly text: string;
  readonly field?: string;
}

function problemsOf(block: IpBlock, declared: readonly DeclaredRange[]): readonly Problem[] {
  const read = parseRange(block.cidr);
  if (!read.ok)
    return [{ message: `the ipBlock ${shown(block.cidr)} cannot be taken: ${read.message}`, hint: read.hint, text: block.cidr }];
  return [
    ...undeclared(read.value, block.cidr, declared),
    ...block.except.flatMap((text, at) => wrongExcept(read.value, text, `${block.field}/except/${at}`)),
  ];
}

const isDeclared = (range: Range, declared: readonly DeclaredRange[]): boolean =>
  declared.some(({ range: outer }) => (outer.prefix === 0 ? outer.text === range.text : contains(outer, range)));

function undeclared(range: Range, text: string, declared: readonly DeclaredRange[]): readonly Problem[] {
  if (isDeclared(range, declared)) return [];
  const part = declared.find(({ range: inner }) => contains(range, inner));
  const wider = part === undefined || range.prefix === 0 ? '' : `; it is wider than ${part.owner}`;
  return [
    {
      message: `the ipBlock ${range.text} is in no range that the cluster declares${wider}`,
      hint: 'name a subnet, peered network or egress destination of clusters/<name>/network.yaml, or declare it there with its reason',
      text,
    },
  ];
}

function wrongExcept(range: Range, text: string, field: string): readonly Problem[] {
  const read = parseRange(text);
  if (!read.ok) return [{ message: `the exception ${shown(text)} cannot be taken: ${read.message}`, hint: read.hint, text, field }];
  if (contains(range, read.value) && read.value.prefix > range.prefix) return [];
  const message = `the exception ${read.value.text} is not a smaller part of its ipBlock ${range.text}: the API server refuses the policy`;
  return [{ message, hint: 'remove it, or correct one of the two', text, field }];
}
