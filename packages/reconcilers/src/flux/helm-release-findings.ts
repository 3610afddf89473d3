// What should a person know about a HelmRelease that the rendering does not show?
import { type FindingDraft, objectRef } from '@fairway/manifests';
import type { ReconcilerRelease, SightedObject } from '../model.ts';
import { releaseOf } from '../releases/release-of.ts';
import { nameOf } from './flux-object.ts';
import type { HelmReleaseSpec } from './helm-release-spec.ts';

type Draft = Pick<FindingDraft, 'ruleId' | 'severity' | 'message' | 'hint'> & { readonly field: string };

const REMOVED = ['patchesStrategicMerge', 'patchesJson6902'] as const;

function ignoredFields(name: string, spec: HelmReleaseSpec, reconciler: ReconcilerRelease | undefined): readonly Draft[] {
  const ignored = (field: string, message: string, hint: string): Draft => ({
    ruleId: 'reconciler-ignored-field',
    severity: 'medium',
    message: `${name}: ${message}`,
    hint,
    field,
  });
  const removed = (spec.postRenderers ?? []).flatMap(({ kustomize }, index) =>
    REMOVED.filter((field) => kustomize?.[field] !== undefined).map((field) =>
      ignored(
        `/spec/postRenderers/${index}/kustomize/${field}`,
        `${field} of a post-renderer is not in the API v2, and Flux passes over it`,
        'write it as patches',
      ),
    ),
  );
  const row = reconciler?.kind === 'flux' ? releaseOf(reconciler)?.row : undefined;
  if (row === undefined) return removed;
  const newer = (field: string, since: string): Draft =>
    ignored(`/spec/${field}`, `Flux ${row.version} does not know spec.${field}, and passes over it`, `it is there since Flux ${since}`);
  return [
    ...removed,
    ...(spec.postRenderStrategy !== undefined && row.postRenderStrategyField === false ? [newer('postRenderStrategy', '2.9')] : []),
    ...(spec.commonMetadata !== undefined && row.helmCommonMetadata === false ? [newer('commonMetadata', '2.7')] : []),
    ...(spec.valuesFrom?.some(({ literal }) => literal === true) === true && row.valuesLiteral === false
      ? [newer('valuesFrom/literal', '2.9')]
      : []),
  ];
}

/** Suspended, for another cluster, fields without effect, hooks that are not run. */
export function releaseFindings(
  sighted: SightedObject,
  spec: HelmReleaseSpec,
  reconciler: ReconcilerRelease | undefined,
): readonly FindingDraft[] {
  const name = nameOf(sighted);
  const drafts: Draft[] = [...ignoredFields(name, spec, reconciler)];
  const info = (ruleId: string, field: string, message: string, hint: string): void => {
    drafts.push({ ruleId, severity: 'info', message: `${name} ${message}`, hint, field });
  };
  if (spec.suspend === true)
    info(
      'reconciler-suspended',
      '/spec/suspend',
      'is suspended: Flux does not apply what is rendered here',
      'take `suspend` out when it is to go on',
    );
  if (spec.kubeConfig !== undefined) {
    info(
      'reconciler-remote-cluster',
      '/spec/kubeConfig',
      'applies to another cluster, by its kubeConfig: facts of this cluster do not hold there',
      'judge it by the profile of that cluster',
    );
  }
  if (spec.install?.disableHooks === true) {
    info(
      'fidelity',
      '/spec/install/disableHooks',
      'does not run hooks on installation: they are part of what is rendered here',
      'do not look for these objects in the cluster',
    );
  }
  return drafts.map((draft) => ({ ...draft, object: objectRef(sighted.object), location: sighted.at }));
}
