// What should a person know of a Flux Kustomization besides what it renders?
import { type FindingDraft, objectRef } from '@fairway/manifests';
import type { SightedObject } from '../model.ts';
import { nameOf } from './flux-object.ts';
import type { KustomizationSpec } from './kustomization-spec.ts';

/** Suspended, applied elsewhere, or with fields that Flux passes over. */
export function findingsOf(sighted: SightedObject, spec: KustomizationSpec): readonly FindingDraft[] {
  const base = { severity: 'info', object: objectRef(sighted.object), location: sighted.at } as const;
  const findings: FindingDraft[] = [];
  if (spec.suspend === true) {
    const message = `${nameOf(sighted)} is suspended: Flux does not apply what is rendered here`;
    findings.push({
      ...base,
      ruleId: 'reconciler-suspended',
      message,
      hint: 'take `suspend` out when it is to go on',
      field: '/spec/suspend',
    });
  }
  if (spec.kubeConfig !== undefined) {
    const message = `${nameOf(sighted)} applies to another cluster, by its kubeConfig: facts of this cluster do not hold there`;
    findings.push({
      ...base,
      ruleId: 'reconciler-remote-cluster',
      message,
      hint: 'judge it by the profile of that cluster',
      field: '/spec/kubeConfig',
    });
  }
  for (const field of ['patchesStrategicMerge', 'patchesJson6902'] as const) {
    if (spec[field] === undefined) continue;
    const message = `${nameOf(sighted)}: spec.${field} is not in the API v1, and Flux passes over it`;
    findings.push({
      ...base,
      severity: 'medium',
      ruleId: 'reconciler-ignored-field',
      message,
      hint: 'write it as spec.patches',
      field: `/spec/${field}`,
    });
  }
  return findings;
}
