// Which object is this? Two objects with one key cannot live in one cluster.
import type { ObjectRef } from '@fairway/contracts';
import type { ManifestObject } from './model.ts';

/** Group of an apiVersion: 'apps' of 'apps/v1', '' of 'v1'. */
export function apiGroup(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** Name of an object; one that the API server will complete (`generateName`) ends with `*`. */
export function objectName(object: ManifestObject): string {
  const { name, generateName } = object.metadata;
  if (typeof name === 'string') return name;
  return `${typeof generateName === 'string' ? generateName : ''}*`;
}

/** Reference to an object, for findings and changes. */
export function objectRef(object: ManifestObject): ObjectRef {
  const { namespace } = object.metadata;
  const ref = { apiVersion: object.apiVersion, kind: object.kind, name: objectName(object) };
  return typeof namespace === 'string' && namespace !== '' ? { ...ref, namespace } : ref;
}

/** `group/kind/namespace/name`, the version left out: equal for two renderings of the same object. */
export function refKey(ref: ObjectRef): string {
  return `${apiGroup(ref.apiVersion)}/${ref.kind}/${ref.namespace ?? ''}/${ref.name}`;
}

/** For people: `Deployment shop/web`, `Namespace shop`. */
export function refText(ref: ObjectRef): string {
  return ref.namespace === undefined ? `${ref.kind} ${ref.name}` : `${ref.kind} ${ref.namespace}/${ref.name}`;
}
