// Has a cluster-scoped object been given a namespace?
import { objectRef, refText, scopeOf } from '@fairway/manifests';
import type { Check } from '../model.ts';
import { draft } from './draft.ts';
import { traceOf } from './kustomize/trace.ts';
import { placeOf } from './place.ts';

export const clusterScopedNamespace: Check = (context) => {
  const stamped = context.objects.filter(
    (object) =>
      object.metadata.namespace !== undefined &&
      scopeOf(object.apiVersion, object.kind, [...context.crds, ...context.objects]) === 'cluster',
  );
  if (stamped.length === 0) return [];
  const fields = traceOf(context).steps.filter((step) => step.step === 'namespace');
  return stamped.map((object) => {
    const by = fields.find((step) => step.namespace === object.metadata.namespace);
    const why = by === undefined ? '' : '; `namespace:` writes it into kinds that kustomize does not know';
    return draft('cluster-scoped-namespace', {
      message: `${refText(objectRef(object))} is cluster-scoped and has the namespace ${object.metadata.namespace}${why}`,
      object: objectRef(object),
      field: '/metadata/namespace',
      ...(by === undefined ? {} : { location: placeOf(by.file, by.node.text, { pointer: by.pointer }) }),
    });
  });
};
