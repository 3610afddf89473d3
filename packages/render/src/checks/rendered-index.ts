// Which rendered object did an object of the sources become?
import { apiGroup, baseOfGeneratedName, type ManifestObject, objectName } from '@fairway/manifests';
import type { CheckContext } from '../model.ts';
import type { ObjectState } from './kustomize/object-state.ts';

/** Finds rendered objects by what is known of them in the sources. */
export interface RenderedIndex {
  readonly of: (object: ObjectState) => ManifestObject | undefined;
  /** Names of the rendered objects of a kind. */
  readonly names: (kind: string) => ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();
const indices = new WeakMap<readonly ManifestObject[], RenderedIndex>();

const key = (apiVersion: string, kind: string, name: string): string => `${apiGroup(apiVersion)}/${kind}/${name}`;

const build = (objects: readonly ManifestObject[]): RenderedIndex => {
  const plain = Map.groupBy(objects, (object) => key(object.apiVersion, object.kind, objectName(object)));
  const hashed = Map.groupBy(objects, (object) => key(object.apiVersion, object.kind, baseOfGeneratedName(objectName(object)) ?? ''));
  const names = new Map<string, Set<string>>();
  for (const object of objects) names.set(object.kind, (names.get(object.kind) ?? new Set()).add(objectName(object)));
  const of = (object: ObjectState): ManifestObject | undefined => {
    const wanted = key(object.apiVersion, object.kind, object.name);
    const found = (object.hashed ? hashed.get(wanted) : undefined) ?? plain.get(wanted) ?? [];
    return found.find((one) => one.metadata.namespace === object.namespace) ?? (found.length === 1 ? found[0] : undefined);
  };
  return { of, names: (kind) => names.get(kind) ?? NONE };
};

/** Index over the rendered objects of an app; built once. */
export const renderedIndex = (context: CheckContext): RenderedIndex => {
  const index = indices.get(context.objects) ?? build(context.objects);
  indices.set(context.objects, index);
  return index;
};
