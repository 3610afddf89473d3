// What is worth remembering of a rendering without its objects?
import { hash } from 'node:crypto';
import { apiGroup, isBuiltinKind, isRecord, type ManifestObject, stableYaml } from '@fairway/manifests';
import type { RenderFacts } from './entry.ts';

const isHook = (object: ManifestObject): boolean => object.metadata.annotations?.['helm.sh/hook'] !== undefined;

const isDefinition = (object: ManifestObject): boolean =>
  object.kind === 'CustomResourceDefinition' && apiGroup(object.apiVersion) === 'apiextensions.k8s.io';

/** CustomResourceDefinitions among the objects. */
export const definitionsAmong = (objects: readonly ManifestObject[]): readonly ManifestObject[] => objects.filter(isDefinition);

/** `group/Kind` that a CustomResourceDefinition defines; undefined where it is not well formed. */
export const definedKindOf = (crd: ManifestObject): string | undefined => {
  const spec = crd.spec;
  const names = isRecord(spec) ? spec.names : undefined;
  return isRecord(spec) && isRecord(names) ? `${String(spec.group)}/${String(names.kind)}` : undefined;
};

const crdFacts = (objects: readonly ManifestObject[]): RenderFacts['crds'] =>
  definitionsAmong(objects)
    .flatMap((crd) => {
      const kind = definedKindOf(crd);
      return kind === undefined ? [] : [{ kind, digest: hash('sha256', stableYaml(crd)) }];
    })
    .toSorted((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0));

const customKinds = (objects: readonly ManifestObject[]): readonly string[] =>
  [
    ...new Set(
      objects
        .filter(({ apiVersion, kind }) => !isBuiltinKind(apiVersion, kind))
        .map((object) => `${apiGroup(object.apiVersion)}/${object.kind}`),
    ),
  ].toSorted();

/** Facts of redacted objects. Findings are added by the checks. */
export const factsOf = (objects: readonly ManifestObject[], body: string): RenderFacts => ({
  objects: objects.length,
  hooks: objects.filter(isHook).length,
  secrets: objects.some(({ kind, apiVersion }) => kind === 'Secret' || !isBuiltinKind(apiVersion, kind)),
  body,
  custom: customKinds(objects),
  crds: crdFacts(objects),
  checkedWith: '',
  drafts: [],
});
