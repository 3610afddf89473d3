// Does an object apply what the app.yaml of its target says, or something else?
import { type ManifestObject, objectRef, refKey } from '@fairway/manifests';
import { isReady } from '../plan/app-job.ts';
import type { RenderingStore } from '../run/rendering-store.ts';
import type { AppRecord, MadeRecord } from './app-record.ts';
import { objectText } from './object-text.ts';

/** A reconciler writes the namespace of the app where an object has none. */
const inNamespace = (object: ManifestObject, namespace: string | undefined): ManifestObject =>
  namespace === undefined || object.metadata.namespace !== undefined ? object : { ...object, metadata: { ...object.metadata, namespace } };

const byName = (objects: readonly ManifestObject[]): ReadonlyMap<string, readonly ManifestObject[]> =>
  Map.groupBy(objects, (object) => {
    const { namespace: _, ...rest } = objectRef(object);
    return refKey(rest);
  });

/** Are the objects the same, in whatever order? One that cannot be rendered is never the same. */
export const isSameRendering = (declared: AppRecord, made: MadeRecord, store: RenderingStore): boolean => {
  const [own, applied] = [declared.job, made.job].map((job) => (isReady(job) ? store.objects(job) : undefined));
  if (own === undefined || applied === undefined || own.length !== applied.length) return false;
  const namespace = declared.app.namespaces[0];
  const others = byName(applied);
  return [...byName(own)].every(([key, objects]) => {
    const left = new Set((others.get(key) ?? []).map(objectText));
    return objects.every((object) => left.delete(objectText(object)) || left.delete(objectText(inNamespace(object, namespace))));
  });
};
