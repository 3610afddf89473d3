// Does every policy find its pods and ports, every namespace carry its label, and no pod leave the walls?
import { type Selector, selects } from '../label-selector.ts';
import type { Direction, NetworkFinding, Policy, PortName, Rule, Workload } from '../model.ts';
import { namespacesOf, type ProofContext } from './context.ts';
import type { Obligation } from './obligation.ts';
import { blameNamespace, blamePolicy, blameWorkload, bounded, type Checked, finding, policyText, workloadText } from './proof-finding.ts';

type Kind<K extends Obligation['kind']> = Extract<Obligation, { readonly kind: K }>;

/** Pods that a policy can select. */
function subjectsOf({ cluster, limit }: ProofContext, { namespace, subject }: Policy): readonly Workload[] {
  limit.spend(cluster.workloads.length);
  return cluster.workloads.filter(
    (workload) => workload.namespace === namespace && !workload.hostNetwork && selects(subject, workload.labels),
  );
}

function policiesOf(context: ProofContext, obligation: Kind<'policies-select-pods' | 'named-ports-resolve'>): readonly Policy[] {
  const namespaces = new Set(namespacesOf(context, obligation.namespaces, obligation.id));
  return context.cluster.policies.filter(({ namespace }) => namespaces.has(namespace));
}

export function checkPoliciesSelectPods(obligation: Kind<'policies-select-pods'>, context: ProofContext): Checked {
  const policies = policiesOf(context, obligation).filter(({ ref }) => !obligation.except.includes(ref.name));
  const findings = policies
    .filter((policy) => subjectsOf(context, policy).length === 0)
    .map((policy) =>
      finding(obligation, blamePolicy(policy, '/spec/podSelector'), {
        message: `${policyText(policy)} /spec/podSelector selects no pod of its namespace`,
        hint: 'correct its labels, take it out, or name it as an exception of the obligation',
        detail: `${policy.namespace.name}/${policy.ref.name}`,
      }),
    );
  return { findings: bounded(obligation, findings), count: policies.length };
}

/** Pods at the receiving end of a rule, in the policy's environment. */
function receiversOf(context: ProofContext, policy: Policy, rule: Rule, direction: Direction): readonly Workload[] {
  if (direction === 'ingress') return subjectsOf(context, policy);
  const own = context.cluster.workloads.filter(
    ({ namespace, hostNetwork }) => namespace.environment === policy.namespace.environment && !hostNetwork,
  );
  if (rule.peers === undefined) return own;
  const within = (selector: Selector | undefined, { namespace }: Workload): boolean =>
    selector === undefined ? namespace === policy.namespace : selects(selector, namespace.labels);
  return own.filter((workload) =>
    rule.peers?.some((peer) => peer.kind === 'pods' && within(peer.namespaces, workload) && selects(peer.pods, workload.labels)),
  );
}

function hasPort({ namedPorts }: Workload, { name, protocol }: PortName): boolean {
  return namedPorts.some((port) => port.name === name && port.protocol === protocol);
}

function portFindings(obligation: Kind<'named-ports-resolve'>, context: ProofContext, policy: Policy): readonly NetworkFinding[] {
  const directions: readonly Direction[] = ['ingress', 'egress'];
  return directions.flatMap((direction) =>
    (policy[direction] ?? []).flatMap((rule): readonly NetworkFinding[] => {
      if (rule.portNames.length === 0) return [];
      const receivers = receiversOf(context, policy, rule, direction);
      const unknown = rule.portNames.filter((port) => !receivers.some((workload) => hasPort(workload, port)));
      const deaf = receivers.find((workload) => rule.ports.length === 0 && !rule.portNames.some((port) => hasPort(workload, port)));
      const told = (pointer: string, text: string): NetworkFinding =>
        finding(obligation, blamePolicy(policy, pointer), {
          message: `${policyText(policy)} ${pointer} ${text}`,
          hint: 'give the port of the container this name and protocol, or write the number',
          detail: `${policy.namespace.name}/${policy.ref.name} ${pointer}`,
        });
      const missing = unknown.map(({ pointer, protocol, name }) => {
        const pods = receivers.map(workloadText).slice(0, 3).join(', ');
        return told(pointer, `names the port ${protocol} ${name}, which no pod at the receiving end has${pods === '' ? '' : `: ${pods}`}`);
      });
      if (missing.length > 0 || deaf === undefined || direction === 'egress') return missing;
      const names = rule.portNames.map(({ name }) => name).join(', ');
      return [told(`${rule.pointer}/ports`, `opens nothing on ${workloadText(deaf)}: it has no port ${names}`)];
    }),
  );
}

/** A name must be known to at least one pod that receives, and a pod that a rule by names is for must know one of them. */
export function checkNamedPorts(obligation: Kind<'named-ports-resolve'>, context: ProofContext): Checked {
  const policies = policiesOf(context, obligation);
  const findings = policies.flatMap((policy) => portFindings(obligation, context, policy));
  return { findings: bounded(obligation, findings), count: policies.length };
}

export function checkHostNetwork(obligation: Kind<'no-host-network'>, context: ProofContext): Checked {
  const namespaces = new Set(namespacesOf(context, obligation.namespaces, obligation.id));
  const workloads = context.cluster.workloads.filter(({ namespace }) => namespaces.has(namespace));
  const findings = workloads
    .filter(({ hostNetwork }) => hostNetwork)
    .map((workload) => {
      const passedOver = context.cluster.policies.filter(
        ({ namespace, subject }) => namespace === workload.namespace && selects(subject, workload.labels),
      );
      const names = passedOver.map(policyText).slice(0, 3).join(', ');
      const field = `${workload.template}/spec/hostNetwork`;
      return finding(obligation, blameWorkload(workload, '/spec/hostNetwork'), {
        message: `${workloadText(workload)} ${field}: it uses the network of its node, so ${names === '' ? 'no policy' : `none of ${names}`} holds for it; it reaches, and is reached from, every environment`,
        hint: 'take hostNetwork out',
        detail: `${workload.namespace.name}/${workload.ref.kind}/${workload.ref.name}`,
      });
    });
  return { findings: bounded(obligation, findings), count: workloads.length };
}

/** Also a namespace that has the label without being a tenant's, or the other way round: one of the two labels was lost. */
export function checkEnvironmentLabel(obligation: Kind<'environment-label'>, context: ProofContext): Checked {
  const tenants = new Set(namespacesOf(context, obligation.namespaces, obligation.id));
  const labelled = context.cluster.namespaces.filter((namespace) => tenants.has(namespace) || namespace.labels.has(obligation.label));
  const expected = new Map(context.environments.map(({ environment, label = environment }) => [environment, label]));
  const findings = labelled.flatMap((namespace) => {
    const found = namespace.labels.get(obligation.label);
    const wanted = expected.get(namespace.environment);
    if (found === wanted && tenants.has(namespace)) return [];
    const pod = context.cluster.workloads.find((workload) => workload.namespace === namespace);
    const policy = context.cluster.policies.find((entry) => entry.namespace === namespace);
    const affected = [pod === undefined ? [] : workloadText(pod), policy === undefined ? [] : policyText(policy)].flat().join(', ');
    const what =
      found === wanted
        ? `has ${obligation.label} but none of the labels of a tenant`
        : `/metadata/labels ${obligation.label}: found ${found ?? 'nothing'}, expected ${wanted}`;
    return [
      finding(obligation, blameNamespace(namespace), {
        message: `namespace ${namespace.name} (${namespace.environment}) ${what}; walls of other namespaces take its pods for somebody else's: ${affected}`,
        hint: 'correct the label of the namespace',
        detail: namespace.name,
      }),
    ];
  });
  return { findings: bounded(obligation, findings), count: labelled.length };
}
