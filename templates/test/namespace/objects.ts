// Which objects are in printed text, such that those of two templates can be compared?
import { diffManifests, type ManifestObject, objectRef, parseManifests, refText } from '@fairway/manifests';
import type { Printed } from './run-programs.ts';

/** Said to helm itself, and to nobody else: kustomize has no release that could be uninstalled. */
const HELM_ONLY = 'helm.sh/resource-policy';

const normal = (object: ManifestObject): ManifestObject => {
  const { [HELM_ONLY]: _, ...annotations } = object.metadata.annotations ?? {};
  const { annotations: __, ...metadata } = object.metadata;
  return { ...object, metadata: Object.keys(annotations).length > 0 ? { ...metadata, annotations } : metadata };
};

/** Objects of a rendering. Throws with what the program said where it failed, or printed what is no object. */
export const objectsOf = ({ failed, stdout, stderr }: Printed): readonly ManifestObject[] => {
  if (failed) throw new Error(stderr);
  const { objects, problems } = parseManifests(stdout);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return objects.map(normal);
};

/** `changed Role shop-dev/lks-operators /rules/0/verbs` for every difference, an empty list for equal renderings. */
export const differences = (before: readonly ManifestObject[], after: readonly ManifestObject[]): readonly string[] =>
  diffManifests(before, after).flatMap((change) => {
    const object = change.after ?? change.before;
    const name = object === undefined ? '' : refText(objectRef(object));
    return change.ops.length === 0 ? [`${change.kind} ${name}`] : change.ops.map(({ path }) => `${change.kind} ${name} ${path}`);
  });

/** The object of this kind and name. */
export const named = (objects: readonly ManifestObject[], kind: string, name: string): ManifestObject => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};
