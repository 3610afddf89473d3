// Do the rules of a namespace let in, or out, only whom they should?

import { addressRanges, uniteAddresses } from '../address-set.ts';
import { isSubset } from '../interval-set.ts';
import { implies, isSatisfiable, selectorText, selects } from '../label-selector.ts';
import type { AddressPeer, Namespace, NetworkFinding, PodPeer, Policy, Rule } from '../model.ts';
import { NAME_LABEL } from '../read-cluster.ts';
import { isRange, namespacesOf, type ProofContext, rangeNamed, selectorOf } from './context.ts';
import type { Obligation } from './obligation.ts';
import { blamePolicy, bounded, type Checked, finding, policyText, workloadText } from './proof-finding.ts';

type Only = Extract<Obligation, { readonly kind: 'only' }>;

interface Judged {
  readonly obligation: Only;
  readonly context: ProofContext;
  readonly policy: Policy;
  readonly rule: Rule;
}

function tell({ obligation, policy }: Judged, pointer: string, whom: string): NetworkFinding {
  const way = obligation.direction === 'ingress' ? 'in' : 'out to';
  return finding(obligation, blamePolicy(policy, pointer), {
    message: `${policyText(policy)} ${pointer} lets ${obligation.direction === 'ingress' ? `${whom} ${way}` : `pods ${way} ${whom}`}`,
    hint: 'name namespace and pods of the peer in one list item (both must hold), or add the party to the obligation',
    detail: `${policy.namespace.name}/${policy.ref.name} ${pointer}`,
  });
}

/** May pods of this selector in this namespace take part? */
function isAllowed({ obligation }: Judged, namespace: Namespace, peer: PodPeer): boolean {
  return obligation.parties.some((party) => {
    if (isRange(party)) return false;
    const where = selectorOf(party.namespaces, obligation.id);
    return selects(where, namespace.labels) && implies(peer.pods, selectorOf(party.pods, obligation.id));
  });
}

function podFindings(judged: Judged, peer: PodPeer): readonly NetworkFinding[] {
  const { context, policy } = judged;
  const { namespaces } = peer;
  if (namespaces === undefined) return [];
  const known = context.cluster.namespaces.filter(({ environment }) => environment === policy.namespace.environment);
  const wrong = known.find((entry) => entry !== policy.namespace && selects(namespaces, entry.labels) && !isAllowed(judged, entry, peer));
  if (wrong !== undefined) {
    const pod = context.cluster.workloads.find(({ namespace, labels }) => namespace === wrong && selects(peer.pods, labels));
    const example = pod === undefined ? '' : `, for example ${workloadText(pod)}`;
    return [tell(judged, peer.pointer, `pods (${selectorText(peer.pods)}) of namespace ${wrong.name}${example}`)];
  }
  const names = known.map(({ name }) => name);
  const open = isSatisfiable([...namespaces, { key: NAME_LABEL, operator: 'NotIn', values: names }]);
  return open ? [tell(judged, peer.pointer, `namespaces that do not exist yet (${selectorText(namespaces)})`)] : [];
}

function addressFindings(judged: Judged, { pointer, addresses }: AddressPeer): readonly NetworkFinding[] {
  const { obligation, context, policy } = judged;
  const ranges = obligation.parties.filter(isRange);
  if (obligation.direction === 'egress' && ranges.length === 0) return [];
  const allowed = uniteAddresses(ranges.map(({ range }) => rangeNamed(context, policy.namespace.environment, range) ?? []));
  return isSubset(addresses, allowed) ? [] : [tell(judged, pointer, `addresses ${addressRanges(addresses).slice(0, 3).join(', ')}`)];
}

function ruleFindings(judged: Judged): readonly NetworkFinding[] {
  const { rule } = judged;
  if (rule.peers === undefined) return [tell(judged, rule.pointer, 'everybody')];
  return rule.peers.flatMap((peer) => (peer.kind === 'pods' ? podFindings(judged, peer) : addressFindings(judged, peer)));
}

/** Judges rules, not pods: also pods that do not exist yet are kept out. A policy that allows nothing has nothing to judge. */
export function checkOnly(obligation: Only, context: ProofContext): Checked {
  const namespaces = new Set(namespacesOf(context, obligation.namespaces, obligation.id));
  const judged = context.cluster.policies
    .filter(({ namespace }) => namespaces.has(namespace))
    .flatMap((policy) => (policy[obligation.direction] ?? []).map((rule) => ({ obligation, context, policy, rule })));
  return { findings: bounded(obligation, judged.flatMap(ruleFindings)), count: judged.length };
}
