// Does every object stand in a namespace of its app?
import { type ManifestObject, objectRef, refText, scopeOf } from '@fairway/manifests';
import type { Check, CheckContext } from '../model.ts';
import { draft, several } from './draft.ts';
import { text } from './json-access.ts';

/** Declared namespaces; without a declaration the one that the app's own kustomization sets. */
const allowedNamespaces = ({ app, closure }: CheckContext): readonly string[] => {
  if (app.namespaces.length > 0) return app.namespaces;
  const own = text(closure.kustomizations[0]?.content.namespace);
  return own === undefined ? [] : [own];
};

const foreign = (object: ManifestObject, allowed: readonly string[]) => {
  const { namespace } = object.metadata;
  if (namespace === undefined || allowed.includes(namespace)) return [];
  const expected =
    allowed.length === 1 ? `the namespace of this app is ${allowed[0]}` : `the namespaces of this app are ${several(allowed)}`;
  return [
    draft('foreign-namespace', {
      message: `${refText(objectRef(object))} is outside: ${expected}`,
      object: objectRef(object),
      field: '/metadata/namespace',
    }),
  ];
};

export const foreignNamespace: Check = (context) => {
  const allowed = allowedNamespaces(context);
  if (allowed.length === 0) return [];
  return context.objects
    .filter((object) => scopeOf(object.apiVersion, object.kind, context.crds) !== 'cluster')
    .flatMap((object) => foreign(object, allowed));
};

/** Where an app owns several namespaces, or the cluster, an object without a namespace lands somewhere. */
export const namespaceMissing: Check = (context) => {
  const { app } = context;
  if (app.scope === 'namespace' || app.namespaces.length === 0) return [];
  return context.objects
    .filter((object) => object.metadata.namespace === undefined && scopeOf(object.apiVersion, object.kind, context.crds) === 'namespaced')
    .map((object) =>
      draft('namespace-missing', {
        message: `${refText(objectRef(object))} has no namespace, and the app owns ${several(app.namespaces)}`,
        object: objectRef(object),
        field: '/metadata/namespace',
      }),
    );
};
