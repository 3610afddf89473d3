// Does a `namespace:` field pull objects together that were written for different namespaces?
import type { Check } from '../model.ts';
import { draft, several } from './draft.ts';
import { groupVersion, kustomizeKnowsClusterScoped } from './kustomize/identity.ts';
import type { ObjectState } from './kustomize/object-state.ts';
import type { NamespaceStep } from './kustomize/steps.ts';
import { stepsByEntry } from './kustomize/steps-of.ts';
import { placeOf } from './place.ts';

/** Kinds that mean nothing outside of the namespace they were written for: a ReferenceGrant grants there, Velero reads there, a role is bound there. */
const isTied = (object: ObjectState): boolean =>
  groupVersion(object.apiVersion).group === 'velero.io' || ['ReferenceGrant', 'Role', 'RoleBinding'].includes(object.kind);

const displaced = (step: NamespaceStep): readonly ObjectState[] => {
  const namespaced = step.objects.filter(
    (object) => object.identityCertain && !kustomizeKnowsClusterScoped(object.apiVersion, object.kind),
  );
  const written = new Set(namespaced.flatMap((object) => object.namespace ?? []));
  const away = namespaced.filter((object) => object.namespace !== undefined && object.namespace !== step.namespace);
  if (written.size > 1) return away;
  const others = namespaced.some((object) => !isTied(object) && object.namespace === undefined);
  return others ? away.filter(isTied) : [];
};

export const namespaceOverride: Check = (context) =>
  stepsByEntry(context, 'namespace').flatMap(([step]) => {
    const moved = step === undefined ? [] : displaced(step);
    if (step === undefined || moved.length === 0) return [];
    const names = moved.map((object) => `${object.kind} ${object.namespace}/${object.name}`).sort();
    return [
      draft('namespace-override', {
        message: `namespace: ${step.namespace} moves ${moved.length} objects out of the namespace that they were written for: ${several(names)}`,
        location: placeOf(step.file, step.node.text, { pointer: step.pointer }),
        data: { objects: moved.length },
        detail: step.file,
      }),
    ];
  });
