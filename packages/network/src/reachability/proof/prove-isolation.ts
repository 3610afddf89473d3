// Do the walls between environments hold, and do those get through who must?
import type { NetworkFinding } from '../model.ts';
import { checkApart } from './check-apart.ts';
import { checkDefaultDeny } from './check-default-deny.ts';
import { checkEnvironmentLabel, checkHostNetwork, checkNamedPorts, checkPoliciesSelectPods } from './check-objects.ts';
import { checkOnly } from './check-only.ts';
import { checkReachable } from './check-reachable.ts';
import { checkWebhooks } from './check-webhooks.ts';
import { namespacesOf, type ProofCluster, type ProofContext, type ProofEnvironment, proofContext } from './context.ts';
import { type GoldenDocuments, goldenDocuments } from './golden.ts';
import { type Obligation, standardObligations } from './obligation.ts';
import type { Checked } from './proof-finding.ts';

export interface IsolationProof {
  /** Empty: every obligation holds, every object could be read. */
  readonly findings: readonly NetworkFinding[];
  readonly documents: readonly GoldenDocuments[];
}

function check(obligation: Obligation, context: ProofContext): Checked {
  switch (obligation.kind) {
    case 'apart':
      return checkApart(obligation, context);
    case 'reachable':
      return checkReachable(obligation, context);
    case 'webhooks':
      return checkWebhooks(obligation, context);
    case 'default-deny':
      return checkDefaultDeny(obligation, context);
    case 'only':
      return checkOnly(obligation, context);
    case 'environment-label':
      return checkEnvironmentLabel(obligation, context);
    case 'no-host-network':
      return checkHostNetwork(obligation, context);
    case 'policies-select-pods':
      return checkPoliciesSelectPods(obligation, context);
    case 'named-ports-resolve':
      return checkNamedPorts(obligation, context);
  }
}

/** Where nothing is a tenant's, nothing is kept apart: that must not look like a proof. */
function nothingProven(
  environments: readonly ProofEnvironment[],
  tenants: ReadonlySet<{ readonly environment: string }>,
): readonly NetworkFinding[] {
  const proven = new Set([...tenants].map(({ environment }) => environment));
  return environments
    .filter(({ environment }) => !proven.has(environment))
    .map(({ environment }) => ({
      environment,
      ruleId: 'isolation-nothing-proven',
      severity: 'high',
      message: `environment ${environment} has no namespace that the obligation "apart" is about: nothing is proven`,
      hint: 'render its namespaces together with its apps, with the label that marks tenants',
      detail: 'no tenants',
    }));
}

/**
 * Judges the rendered objects of all environments together. Namespaces must be among the objects, and so must the pods that others have to
 * reach (DNS, gateway …): where a provider makes them, add objects that describe them.
 * Errors: InputError for an obligation or range that cannot be read, and where the input is too large to judge.
 */
export function proveIsolation(input: {
  readonly environments: readonly ProofEnvironment[];
  readonly clusters?: readonly ProofCluster[];
  readonly obligations?: readonly Obligation[];
  /** What the engine may cost, and the checks once more; without it, about a minute each. */
  readonly maxSteps?: number;
}): IsolationProof {
  const { environments, clusters = [], obligations = standardObligations() } = input;
  const context = proofContext(environments, clusters, input.maxSteps);
  const checked = obligations.map((obligation) => ({ obligation, ...check(obligation, context) }));
  const apart = obligations.filter((obligation) => obligation.kind === 'apart');
  const tenants = new Set(apart.flatMap(({ namespaces, id }) => namespacesOf(context, namespaces, id)));
  return {
    findings: [...context.cluster.problems, ...nothingProven(environments, tenants), ...checked.flatMap(({ findings }) => findings)],
    documents: goldenDocuments(context, tenants, checked),
  };
}
