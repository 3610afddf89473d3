// Which pods does a NetworkPolicy select, and what does it say about them?
import type { ManifestObject } from '@fairway/manifests';
import { type Complain, readSelector, type Selector } from './label-selector.ts';
import type { Direction, Rule } from './model.ts';
import { readList, readMapping, readRule } from './read-rule.ts';

/** What a policy says; a direction that it does not speak of is undefined. */
export interface PolicySpec {
  readonly subject: Selector;
  readonly ingress: readonly Rule[] | undefined;
  readonly egress: readonly Rule[] | undefined;
}

/**
 * Directions that a policy isolates. Without policyTypes: ingress always, egress if there are egress rules
 * (NetworkPolicySpec.policyTypes, and SetDefaults_NetworkPolicy of the API server).
 */
function directionsOf(types: readonly unknown[], egressRules: number, complain: Complain): ReadonlySet<Direction> {
  if (types.length === 0) return new Set(egressRules > 0 ? ['ingress', 'egress'] : ['ingress']);
  const directions = new Set<Direction>();
  for (const [at, type] of types.entries()) {
    if (type === 'Ingress') directions.add('ingress');
    else if (type === 'Egress') directions.add('egress');
    else complain(`/spec/policyTypes/${at}`, `found ${JSON.stringify(type)}, expected Ingress or Egress`);
  }
  return directions;
}

/** Reads the spec of a NetworkPolicy (networking.k8s.io/v1) strictly. What is wrong goes to `complain`; then the result must not be used. */
export function readPolicySpec(object: ManifestObject, complain: Complain): PolicySpec {
  const where = { pointer: '/spec', complain };
  const spec = readMapping(object.spec ?? {}, ['podSelector', 'policyTypes', 'ingress', 'egress'], where);
  const list = (key: string) => readList(spec[key], { pointer: `/spec/${key}`, complain });
  const rules = (direction: Direction) =>
    list(direction).map((rule, at) => readRule(rule, direction, { pointer: `/spec/${direction}/${at}`, complain }));
  const [ingress, egress] = [rules('ingress'), rules('egress')];
  const directions = directionsOf(list('policyTypes'), egress.length, complain);
  return {
    subject: readSelector(spec.podSelector ?? {}, '/spec/podSelector', complain),
    ingress: directions.has('ingress') ? ingress : undefined,
    egress: directions.has('egress') ? egress : undefined,
  };
}
