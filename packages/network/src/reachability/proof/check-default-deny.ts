// Does every namespace close both directions for every pod, written out?
import type { Direction, Namespace, NetworkFinding, Policy } from '../model.ts';
import { namespacesOf, type ProofContext } from './context.ts';
import type { Obligation } from './obligation.ts';
import { type Blamed, blameNamespace, blamePolicy, bounded, type Checked, finding, policyText, workloadText } from './proof-finding.ts';

type DefaultDeny = Extract<Obligation, { readonly kind: 'default-deny' }>;

const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];

/** What keeps a policy from closing everything; undefined: it does. */
function flawOf({ subject, ...policy }: Policy): { readonly field: string; readonly text: string } | undefined {
  if (subject.length > 0) return { field: '/spec/podSelector', text: 'does not select every pod' };
  for (const direction of DIRECTIONS) {
    const rules = policy[direction];
    const type = direction === 'ingress' ? 'Ingress' : 'Egress';
    if (rules === undefined) return { field: '/spec/policyTypes', text: `does not have the type ${type}` };
    if (rules.length > 0) return { field: `/spec/${direction}`, text: `lets something through in ${direction}` };
  }
  return undefined;
}

/** A pod that is open in one direction, and why that matters; else any pod of the namespace. */
function exampleOf({ engine, cluster }: ProofContext, namespace: Namespace): string {
  const workloads = cluster.workloads.filter((workload) => workload.namespace === namespace);
  for (const workload of workloads) {
    const node = engine.nodeOf(workload);
    const policies = node?.kind === 'pods' ? node.policies.flatMap((at) => cluster.policies[at] ?? []) : [];
    const open = DIRECTIONS.filter((direction) => !policies.some((policy) => policy[direction] !== undefined));
    if (open.length > 0) return `; ${workloadText(workload)} is open in ${open.join(' and ')}`;
  }
  const [first] = workloads;
  return first === undefined ? '' : `; ${workloadText(first)} is closed by other policies only`;
}

function findingOf(obligation: DefaultDeny, context: ProofContext, namespace: Namespace): NetworkFinding | undefined {
  const policies = context.cluster.policies.filter((policy) => policy.namespace === namespace);
  const named = policies.find(({ ref }) => ref.name === obligation.policy);
  const complete = policies.find((policy) => flawOf(policy) === undefined);
  const meant = named ?? complete ?? policies.find(({ ref }) => ref.name.includes('deny'));
  const flaw = meant === undefined ? undefined : flawOf(meant);
  const wrongName = obligation.policy !== undefined && named === undefined;
  if (meant !== undefined && flaw === undefined && !wrongName) return undefined;
  const example = exampleOf(context, namespace);
  const told = (blamed: Blamed, message: string): NetworkFinding => {
    const name = obligation.policy === undefined ? 'a policy' : `the policy ${obligation.policy}`;
    const hint = `let ${name} have podSelector: {}, policyTypes: [Ingress, Egress] and no rules`;
    return finding(obligation, blamed, { message: `${message}${example}`, hint, detail: namespace.name });
  };
  if (meant === undefined) return told(blameNamespace(namespace), `namespace ${namespace.name} has no policy that denies by default`);
  if (flaw !== undefined) return told(blamePolicy(meant, flaw.field), `${policyText(meant)} ${flaw.field} ${flaw.text}`);
  return told(blamePolicy(meant, '/metadata/name'), `${policyText(meant)} denies by default, but its name is not ${obligation.policy}`);
}

export function checkDefaultDeny(obligation: DefaultDeny, context: ProofContext): Checked {
  const namespaces = namespacesOf(context, obligation.namespaces, obligation.id);
  const findings = namespaces.flatMap((namespace) => findingOf(obligation, context, namespace) ?? []);
  return { findings: bounded(obligation, findings), count: namespaces.length };
}
