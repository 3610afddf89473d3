// Which rendered objects does an AppProject forbid?

import type { Location } from '@fairway/contracts';
import { apiGroup, type FindingDraft, type ManifestObject, objectRef, refText } from '@fairway/manifests';
import type { SightedObject } from '../model.ts';
import { argoName } from './argo-object.ts';
import { kindListed } from './project-glob.ts';
import { type ProjectSpec, readProject } from './project-spec.ts';

export interface RenderedObjects {
  readonly objects: readonly ManifestObject[];
  /** Where the objects of a kind live; undefined: not known, and then judged by whether the object has a namespace. */
  readonly scopeOf: (apiVersion: string, kind: string) => 'namespaced' | 'cluster' | undefined;
  /** Where a person edits an object. */
  readonly at?: (object: ManifestObject) => Location | undefined;
}

/** Which list refuses an object; undefined: it is permitted. An absent list of namespaced kinds allows all, one of cluster kinds none. */
export function refusingList(
  spec: ProjectSpec,
  object: { readonly group: string; readonly kind: string; readonly name: string; readonly namespaced: boolean },
): string | undefined {
  const named = { group: object.group, kind: object.kind, name: object.name };
  const unnamed = (list: readonly { readonly group: string; readonly kind: string }[] | null | undefined) =>
    (list ?? []).map((entry) => ({ ...entry, name: '' }));
  if (object.namespaced) {
    const { namespaceResourceWhitelist: allowed } = spec;
    if (allowed !== undefined && allowed !== null && !kindListed(unnamed(allowed), named)) return 'namespaceResourceWhitelist';
    return kindListed(unnamed(spec.namespaceResourceBlacklist), named) ? 'namespaceResourceBlacklist' : undefined;
  }
  if (!kindListed(spec.clusterResourceWhitelist ?? [], named)) return 'clusterResourceWhitelist';
  return kindListed(spec.clusterResourceBlacklist ?? [], named) ? 'clusterResourceBlacklist' : undefined;
}

/** Findings for the rendered objects of an Application that its project does not allow; none for a project that cannot be read. */
export function projectResourceFindings(
  application: SightedObject,
  project: SightedObject,
  rendered: RenderedObjects,
): readonly FindingDraft[] {
  const read = readProject(project);
  if (!read.ok) return [];
  const { objects, scopeOf, at } = rendered;
  return objects.flatMap((object): readonly FindingDraft[] => {
    const { apiVersion, kind, metadata } = object;
    const scope = scopeOf(apiVersion, kind);
    const namespaced = scope === undefined ? (metadata.namespace ?? '') !== '' : scope === 'namespaced';
    const list = refusingList(read.value, { group: apiGroup(apiVersion), kind, name: metadata.name, namespaced });
    if (list === undefined) return [];
    const ref = objectRef(object);
    const group = apiGroup(apiVersion) === '' ? `the core group ("")` : `group ${apiGroup(apiVersion)}`;
    const change = list.endsWith('Whitelist') ? `Add kind ${kind} of ${group} to` : `Remove it from`;
    return [
      {
        ruleId: 'project-resource-denied',
        severity: 'high',
        message: `${refText(ref)}: ${argoName(project)} does not allow it (${list}), so ${argoName(application)} cannot be synced`,
        hint: `${change} ${list} of the AppProject, or leave the object out.`,
        object: ref,
        field: '/kind',
        location: at?.(object) ?? application.at,
        detail: list,
      },
    ];
  });
}
