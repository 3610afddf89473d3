// How does a proof tell what is wrong: which policy, which pod, which way?
import type { Location, ObjectRef } from '@fairway/contracts';
import { refText } from '@fairway/manifests';
import type { Gate, Place } from '../exposure.ts';
import { selectorText } from '../label-selector.ts';
import type { Direction, Namespace, NetworkFinding, Policy, Workload } from '../model.ts';
import type { Obligation } from './obligation.ts';

/** What one check found, and how many things it looked at. */
export interface Checked {
  readonly findings: readonly NetworkFinding[];
  readonly count: number;
}

/** The object that a person edits, with the field in it. */
export interface Blamed {
  readonly environment: string;
  readonly ref: ObjectRef | undefined;
  readonly field?: string;
  readonly location: Location | undefined;
}

export function blamePolicy(policy: Policy, field: string): Blamed {
  return { environment: policy.namespace.environment, ref: policy.ref, field, location: policy.locate(field) };
}

export function blameWorkload(workload: Workload, field: string): Blamed {
  return {
    environment: workload.namespace.environment,
    ref: workload.ref,
    field: `${workload.template}${field}`,
    location: workload.location,
  };
}

export function blameNamespace({ environment, name, ref, location }: Namespace, field = '/metadata/labels'): Blamed {
  return { environment, ref: ref ?? { apiVersion: 'v1', kind: 'Namespace', name }, field, location };
}

export function finding(
  { kind, id, why }: Obligation,
  blamed: Blamed,
  told: { readonly message: string; readonly hint: string; readonly detail: string },
): NetworkFinding {
  const { environment, ref, field, location } = blamed;
  return {
    environment,
    ruleId: `isolation-${kind}`,
    severity: kind === 'policies-select-pods' ? 'medium' : 'high',
    message: `${told.message} (${id}: ${why})`,
    hint: told.hint,
    detail: `${id}: ${told.detail}`,
    ...(ref === undefined ? {} : { object: ref }),
    ...(field === undefined ? {} : { field }),
    ...(location === undefined ? {} : { location }),
  };
}

const MAX_FINDINGS = 200;

/** So many that a person can read them; the rest is counted. */
export function bounded(obligation: Obligation, findings: readonly NetworkFinding[]): readonly NetworkFinding[] {
  const [first] = findings;
  if (findings.length <= MAX_FINDINGS || first === undefined) return findings;
  const message = `${findings.length - MAX_FINDINGS} more of the same kind are left out`;
  const told = { message, hint: 'correct the first ones and look again', detail: 'more' };
  return [
    ...findings.slice(0, MAX_FINDINGS),
    finding(obligation, { environment: first.environment, ref: undefined, location: undefined }, told),
  ];
}

export function policyText({ namespace, ref }: Policy): string {
  return `policy ${namespace.name}/${ref.name}`;
}

export function workloadText({ namespace, ref }: Workload): string {
  return `${refText({ ...ref, namespace: namespace.name })} (${namespace.environment})`;
}

export function placeText(place: Place): string {
  if (place.kind === 'namespace') return `namespace ${place.namespace.name} (${place.namespace.environment})`;
  return `a new namespace with ${selectorText(place.labels)} (${place.environment})`;
}

/** One side of a way, for people. */
export function gateText(gate: Gate, direction: Direction): string {
  if (gate.kind === 'rule')
    return `${policyText(gate.policy)} ${gate.rule.pointer} ${direction === 'egress' ? 'lets it out' : 'lets it in'}`;
  return `no policy for ${direction} selects every pod of ${placeText(gate.place)}`;
}

/** Whom to blame for a way: the first policy on it, else the place without walls. */
export function blameGates(gates: readonly Gate[]): Blamed {
  const rule = gates.find((gate) => gate.kind === 'rule');
  if (rule !== undefined) return blamePolicy(rule.policy, rule.rule.pointer);
  const places = gates.flatMap((gate) => (gate.kind === 'unselected' ? [gate.place] : []));
  const known = places.find((place) => place.kind === 'namespace');
  if (known !== undefined) return blameNamespace(known.namespace);
  return { environment: places[0]?.kind === 'future' ? places[0].environment : '', ref: undefined, location: undefined };
}
