// What will a change of one object do to the running system?
import type { Effect } from '@fairway/contracts';
import type { ManifestObject } from '@fairway/manifests';
import { exposureChanges } from './exposure.ts';
import { at, same, typeOf } from './field.ts';
import { refused } from './immutable.ts';
import { restarts } from './pod-template.ts';

/** One object on both sides; an absent side means added or removed. */
export interface ObjectPair {
  readonly before?: ManifestObject;
  readonly after?: ManifestObject;
}

const DELETED: Readonly<Record<string, Effect>> = {
  '/Namespace': 'namespace-deleted',
  'apiextensions.k8s.io/CustomResourceDefinition': 'crd-deleted',
  '/PersistentVolumeClaim': 'volume-claim-deleted',
  'apps/StatefulSet': 'stateful-set-deleted',
};

/** Objects whose selector decides which pods they stand for, and where it is. A workload's selector cannot change: see immutable fields. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  '/Service': ['spec', 'selector'],
  'networking.k8s.io/NetworkPolicy': ['spec', 'podSelector'],
  'policy/PodDisruptionBudget': ['spec', 'selector'],
  'monitoring.coreos.com/ServiceMonitor': ['spec', 'selector'],
  'monitoring.coreos.com/PodMonitor': ['spec', 'selector'],
};

const SCALED: ReadonlySet<string> = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/ReplicaSet',
  '/ReplicationController',
  'argoproj.io/Rollout',
]);

const claimTemplates = (object: ManifestObject): readonly unknown[] => {
  const list = at(object, 'spec', 'volumeClaimTemplates');
  return Array.isArray(list) ? list : [];
};

/** Claims of a StatefulSet stay unless its retention policy says otherwise (apps/v1 persistentVolumeClaimRetentionPolicy.whenDeleted). */
const deletesClaims = (object: ManifestObject): boolean =>
  claimTemplates(object).length > 0 && at(object, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted') === 'Delete';

const ofRemoval = (object: ManifestObject): readonly Effect[] => {
  const deleted = DELETED[typeOf(object)];
  return [
    ...(deleted === undefined ? [] : [deleted]),
    ...(typeOf(object) === 'apps/StatefulSet' && deletesClaims(object) ? (['volume-claim-deleted'] as const) : []),
  ];
};

const losesClaimTemplate = (before: ManifestObject, after: ManifestObject): boolean => {
  const names = new Set(claimTemplates(after).map((template) => at(template, 'metadata', 'name')));
  return typeOf(after) === 'apps/StatefulSet' && claimTemplates(before).some((template) => !names.has(at(template, 'metadata', 'name')));
};

const scalesToZero = (before: ManifestObject, after: ManifestObject): boolean =>
  SCALED.has(typeOf(after)) && at(after, 'spec', 'replicas') === 0 && at(before, 'spec', 'replicas') !== 0;

const selectorReplaced = (before: ManifestObject, after: ManifestObject): boolean => {
  const path = SELECTORS[typeOf(after)];
  return path !== undefined && !same(at(before, ...path), at(after, ...path));
};

const ofUpdate = (before: ManifestObject, after: ManifestObject): readonly Effect[] => [
  ...(restarts(before, after) ? (['restart'] as const) : []),
  ...(refused(before, after) ? (['immutable-field'] as const) : []),
  ...(selectorReplaced(before, after) ? (['selector-replaced'] as const) : []),
  ...(losesClaimTemplate(before, after) ? (['volume-claim-deleted'] as const) : []),
  ...(scalesToZero(before, after) ? (['scale-to-zero'] as const) : []),
];

/** Under another name it is another object: the old one is deleted, nothing is updated in place. So it is for a generated name, too. */
const isSameObject = (before: ManifestObject, after: ManifestObject): boolean =>
  before.metadata.name === after.metadata.name && before.metadata.namespace === after.metadata.namespace && before.kind === after.kind;

/** Effects of one change, in the order of the contract's list, each once. */
export const effectsOf = ({ before, after }: ObjectPair): readonly Effect[] => {
  const updated = before !== undefined && after !== undefined && isSameObject(before, after);
  const own = updated ? ofUpdate(before, after) : before === undefined ? [] : ofRemoval(before);
  return exposureChanges(before, after) ? [...own, 'exposure-changed'] : own;
};
