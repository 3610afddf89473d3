// Which policies stand between two pods, and which of their rules let something through?
import { intersection, unionOf } from './interval-set.ts';
import type { Direction, Policy, Rule } from './model.ts';
import { ALL_PORTS, type PortSet } from './ports.ts';
import { type CompiledRule, type Node, resolvePorts } from './rule-table.ts';

/** A rule that lets something through. */
export interface AllowingRule {
  readonly policy: Policy;
  readonly rule: Rule;
  readonly ports: PortSet;
}

/** What the policies of one side say. Without any policy in this direction everything gets through. */
export interface ExplainedDirection {
  readonly ports: PortSet;
  /** Policies that select the pod in this direction: what none of their rules lets through is denied by all of them together. */
  readonly isolatedBy: readonly Policy[];
  readonly allowedBy: readonly AllowingRule[];
}

/** The rules of one side of a connection. `subject` is the side whose policies speak, `other` the place of the other side's node. */
export function explainDirection(
  { policies, rules }: { readonly policies: readonly Policy[]; readonly rules: readonly CompiledRule[] },
  side: { readonly direction: Direction; readonly subject: Node; readonly other: number; readonly receiver: Node },
): ExplainedDirection {
  const { direction, subject, other, receiver } = side;
  const selecting = new Set(subject.kind === 'pods' ? subject.policies : []);
  const isolatedBy = [...selecting].flatMap((at) => policies[at] ?? []).filter((policy) => policy[direction] !== undefined);
  if (isolatedBy.length === 0) return { ports: ALL_PORTS, isolatedBy, allowedBy: [] };
  const allowedBy = rules.flatMap((compiled): AllowingRule[] => {
    const policy = policies[compiled.policy];
    const applies = compiled.direction === direction && selecting.has(compiled.policy);
    if (policy === undefined || !applies || compiled.members?.includes(other) === false) return [];
    const ports = resolvePorts(compiled.rule, receiver);
    return ports.length === 0 ? [] : [{ policy, rule: compiled.rule, ports }];
  });
  return { ports: unionOf(allowedBy.map(({ ports }) => ports)), isolatedBy, allowedBy };
}

/** Do two sets of ports have one in common? */
export function portsMeet(left: PortSet, right: PortSet): boolean {
  return intersection(left, right).length > 0;
}
