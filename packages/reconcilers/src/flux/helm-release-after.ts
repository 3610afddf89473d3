// What does Flux do to the objects of a HelmRelease once helm has rendered them?
import type { AfterStep } from '@fairway/environments';
import type { ReconcilerRelease, SightedObject } from '../model.ts';
import { releaseOf } from '../releases/release-of.ts';
import { releaseNamespace } from './helm-release-name.ts';
import type { HelmReleaseSpec } from './helm-release-spec.ts';

/** What post-renderers do not get to see: definitions from `crds/` never, hooks by the strategy. */
type Unseen = readonly ('hooks' | 'crds')[];

/** Helm 3 keeps hooks to itself; helm 4 sends them through together with the rest, where nobody says otherwise. */
function unseenBy(spec: HelmReleaseSpec, reconciler: ReconcilerRelease | undefined): Unseen {
  const row = reconciler?.kind === 'flux' ? releaseOf(reconciler)?.row : undefined;
  // `separate` differs from `combined` where a hook and a template are one object, or a patch names an object of one stream: both fail.
  const strategy = row?.postRenderStrategyField === false ? undefined : spec.postRenderStrategy;
  return (strategy ?? row?.postRenderHooks ?? 'combined') === 'nohooks' ? ['hooks', 'crds'] : ['crds'];
}

function given(fields: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
}

function postRenderers({ postRenderers: all = [] }: HelmReleaseSpec, except: Unseen): readonly AfterStep[] {
  return all.flatMap(({ kustomize }): readonly AfterStep[] => {
    const { patches = [], images = [] } = kustomize ?? {};
    if (patches.length + images.length === 0) return [];
    const kustomization = {
      ...(patches.length === 0
        ? {}
        : { patches: patches.map(({ patch, target }) => ({ patch, ...(target === undefined ? {} : { target: given(target) }) })) }),
      ...(images.length === 0 ? {} : { images: images.map(given) }),
    };
    return [{ kind: 'kustomize', kustomization, except }];
  });
}

function commonMetadata({ commonMetadata: common }: HelmReleaseSpec, except: Unseen): readonly AfterStep[] {
  const { labels = {}, annotations = {} } = common ?? {};
  const some = Object.keys(labels).length + Object.keys(annotations).length > 0;
  return some ? [{ kind: 'metadata', labels, annotations, except }] : [];
}

/**
 * Post-renderers in their order, common metadata, then the namespace of the release for what has none: patches do not see that one.
 * The labels with name and namespace of the HelmRelease that Flux adds are on the list of its effects, and not made here.
 */
export function afterRelease(
  sighted: SightedObject,
  spec: HelmReleaseSpec,
  { reconciler, secrets }: { readonly reconciler: ReconcilerRelease | undefined; readonly secrets: readonly string[] },
): readonly AfterStep[] {
  const except = unseenBy(spec, reconciler);
  const row = reconciler?.kind === 'flux' ? releaseOf(reconciler)?.row : undefined;
  return [
    ...postRenderers(spec, except),
    ...(row?.helmCommonMetadata === false ? [] : commonMetadata(spec, except)),
    { kind: 'default-namespace', namespace: releaseNamespace(sighted, spec) },
    ...(secrets.length === 0 ? [] : [{ kind: 'mask', texts: secrets } as const]),
  ];
}
