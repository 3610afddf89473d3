// Which labels does a selector choose, and where do objects carry selectors?
import { apiGroup } from './identity.ts';
import { isRecord, jsonPointer, valueAt } from './json-pointer.ts';
import type { ManifestObject } from './model.ts';

type Labels = Readonly<Record<string, string>>;

function matchesExpression(expression: unknown, labels: Labels): boolean {
  if (!isRecord(expression) || typeof expression.key !== 'string') return false;
  const label = Object.hasOwn(labels, expression.key) ? labels[expression.key] : undefined;
  const values: readonly unknown[] = Array.isArray(expression.values) ? expression.values : [];
  switch (expression.operator) {
    case 'In':
      return label !== undefined && values.includes(label);
    case 'NotIn':
      return label === undefined || !values.includes(label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    default:
      return false;
  }
}

/** Does a plain map of labels (a Service's selector) choose these labels? An empty map chooses everything. */
export function matchesLabels(wanted: unknown, labels: Labels): boolean {
  return isRecord(wanted) && Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

/**
 * Does a LabelSelector (matchLabels and matchExpressions, all of them) choose these labels? An empty selector chooses everything,
 * an absent one nothing, as in k8s.io/apimachinery `LabelSelectorAsSelector`. A malformed selector chooses nothing.
 */
export function matchesSelector(selector: unknown, labels: Labels): boolean {
  if (!isRecord(selector)) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  if (matchLabels !== null && !matchesLabels(matchLabels, labels)) return false;
  if (matchExpressions === null) return true;
  return Array.isArray(matchExpressions) && matchExpressions.every((expression) => matchesExpression(expression, labels));
}

/** A selector inside an object. `subject`: whom the object is about; `peer`: the others that a NetworkPolicy lets talk. */
export interface SelectorUse {
  readonly pointer: string;
  readonly selects: 'pods' | 'namespaces';
  readonly role: 'subject' | 'peer';
  /** A plain map of labels, or a LabelSelector. */
  readonly form: 'labels' | 'selector';
  readonly selector: Readonly<Record<string, unknown>>;
}

const SUBJECTS: Readonly<Record<string, readonly [string, SelectorUse['form']]>> = {
  '/Service': ['/spec/selector', 'labels'],
  '/ReplicationController': ['/spec/selector', 'labels'],
  'apps/DaemonSet': ['/spec/selector', 'selector'],
  'apps/Deployment': ['/spec/selector', 'selector'],
  'apps/ReplicaSet': ['/spec/selector', 'selector'],
  'apps/StatefulSet': ['/spec/selector', 'selector'],
  'batch/Job': ['/spec/selector', 'selector'],
  'networking.k8s.io/NetworkPolicy': ['/spec/podSelector', 'selector'],
  'policy/PodDisruptionBudget': ['/spec/selector', 'selector'],
};

function peersOf(object: ManifestObject, direction: 'ingress' | 'egress', side: 'from' | 'to'): SelectorUse[] {
  const rules = valueAt(object, jsonPointer('spec', direction));
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((rule: unknown, at) => {
    const peers = isRecord(rule) ? rule[side] : undefined;
    if (!Array.isArray(peers)) return [];
    return peers.flatMap((peer: unknown, index) => peerSelectors(peer, jsonPointer('spec', direction, at, side, index)));
  });
}

function peerSelectors(peer: unknown, pointer: string): SelectorUse[] {
  if (!isRecord(peer)) return [];
  return (['podSelector', 'namespaceSelector'] as const).flatMap((field) => {
    const selector = peer[field];
    if (!isRecord(selector)) return [];
    const selects = field === 'podSelector' ? 'pods' : 'namespaces';
    return [{ pointer: `${pointer}/${field}`, selects, role: 'peer', form: 'selector', selector } as const];
  });
}

/** Every selector of a built-in object with its place: workloads, Service, PodDisruptionBudget, NetworkPolicy and its peers. */
export function selectorPointers(object: ManifestObject): readonly SelectorUse[] {
  const id = `${apiGroup(object.apiVersion)}/${object.kind}`;
  const [pointer, form] = SUBJECTS[id] ?? [];
  if (pointer === undefined || form === undefined) return [];
  const selector = valueAt(object, pointer);
  const subject: SelectorUse[] = isRecord(selector) ? [{ pointer, selects: 'pods', role: 'subject', form, selector }] : [];
  if (object.kind !== 'NetworkPolicy') return subject;
  return [...subject, ...peersOf(object, 'ingress', 'from'), ...peersOf(object, 'egress', 'to')];
}
