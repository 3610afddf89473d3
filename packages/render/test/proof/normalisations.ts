// In what may an object that a reconciler applied differ from our rendering of it? This list, and nothing else.
import { apiGroup, isRecord, type ManifestObject } from '@fairway/manifests';
import { withEmptyParts, withPlainData, withProtocols } from './typed-kinds.ts';

export type NormalisationId =
  | 'kustomize-owner'
  | 'secret-data'
  | 'port-protocol'
  | 'empty-parts'
  | 'helm-owner'
  | 'release-namespace'
  | 'test-hooks'
  | 'chart-mark';

/** Which object of the reconciler applied it. */
export interface Applied {
  readonly by: 'Kustomization' | 'HelmRelease';
  readonly namespace: string;
  readonly name: string;
  /** Namespace that helm installs into. */
  readonly target?: string;
  /** Kinds without a namespace, as the API server tells them: `group/Kind`. */
  readonly clusterKinds?: ReadonlySet<string>;
  /** What Flux wrote behind the version of a chart that lies in Git. */
  readonly mark?: string | undefined;
  /** Do post-renderers leave hooks out? */
  readonly hooksUnseen?: boolean;
}

export interface Normalisation {
  readonly id: NormalisationId;
  readonly reconciler: 'flux' | 'argocd';
  readonly by: Applied['by'];
  /** Whose objects are changed: ours get what the reconciler adds, theirs what it says elsewhere. */
  readonly side: 'ours' | 'theirs';
  readonly reason: string;
  /** Undefined: the object does not count. */
  readonly apply: (object: ManifestObject, applied: Applied) => ManifestObject | undefined;
}

const labelled = (object: ManifestObject, group: string, { name, namespace }: Applied): ManifestObject => {
  const labels = isRecord(object.metadata['labels']) ? object.metadata['labels'] : {};
  return { ...object, metadata: { ...object.metadata, labels: { ...labels, [`${group}/name`]: name, [`${group}/namespace`]: namespace } } };
};

const hookOf = ({ metadata }: ManifestObject): string | undefined => {
  const hook = isRecord(metadata['annotations']) ? metadata['annotations']['helm.sh/hook'] : undefined;
  return typeof hook === 'string' ? hook : undefined;
};

/** Without what follows the version; `+` is `_` in a label. */
const withoutMark = (object: ManifestObject, mark: string): ManifestObject =>
  JSON.parse(JSON.stringify(object), (_, value) =>
    typeof value === 'string' ? value.replaceAll(new RegExp(`(?<=\\d\\.\\d)[+_]${mark}\\b`, 'g'), '') : value,
  );

const kindOf = ({ apiVersion, kind }: ManifestObject): string => `${apiGroup(apiVersion)}/${kind}`;

const kustomize = { reconciler: 'flux', by: 'Kustomization', side: 'ours' } as const;

export const NORMALISATIONS: readonly Normalisation[] = [
  {
    ...kustomize,
    id: 'kustomize-owner',
    reason: 'labels with name and namespace of the Kustomization: marks of who applies, the same on every object',
    apply: (object, applied) => labelled(object, 'kustomize.toolkit.fluxcd.io', applied),
  },
  {
    ...kustomize,
    id: 'secret-data',
    reason: 'kustomize-controller sends `stringData` of a Secret as `data`, as the API server would keep it',
    apply: withPlainData,
  },
  {
    ...kustomize,
    id: 'port-protocol',
    reason: 'kustomize-controller writes `protocol: TCP` at ports that name none, as the API server would',
    apply: withProtocols,
  },
  {
    ...kustomize,
    id: 'empty-parts',
    reason:
      'kustomize-controller reads built-in kinds into Go types, which write some parts even when they are empty (`strategy: {}`, `targetPort: 0`)',
    apply: withEmptyParts,
  },
  {
    id: 'helm-owner',
    reconciler: 'flux',
    by: 'HelmRelease',
    side: 'ours',
    reason: 'labels with name and namespace of the HelmRelease, on all that post-renderers see',
    apply: (object, applied) => {
      const unseen = object.kind === 'CustomResourceDefinition' || (applied.hooksUnseen === true && hookOf(object) !== undefined);
      return unseen ? object : labelled(object, 'helm.toolkit.fluxcd.io', applied);
    },
  },
  {
    id: 'release-namespace',
    reconciler: 'flux',
    by: 'HelmRelease',
    side: 'theirs',
    reason: 'a stored release leaves out the namespace that helm applies it in; we write it',
    apply: (object, { target, clusterKinds }) =>
      target === undefined || object.metadata['namespace'] !== undefined || clusterKinds?.has(kindOf(object)) === true
        ? object
        : { ...object, metadata: { ...object.metadata, namespace: target } },
  },
  {
    id: 'test-hooks',
    reconciler: 'flux',
    by: 'HelmRelease',
    side: 'theirs',
    reason: 'a stored release has its tests, which are applied only with `spec.test.enable`',
    apply: (object) => (hookOf(object) === 'test' ? undefined : object),
  },
  {
    id: 'chart-mark',
    reconciler: 'flux',
    by: 'HelmRelease',
    side: 'theirs',
    reason:
      'Flux writes the commit (`reconcileStrategy: Revision`) or a number of the HelmChart (`valuesFiles`) behind the version of a chart that lies in Git; both come after the rendering, and the app has a finding',
    apply: (object, { mark }) => (mark === undefined ? object : withoutMark(object, mark)),
  },
];

/** Objects of one side after the list; `without` leaves an entry out, to see that it is needed. */
export const normalised = (
  objects: readonly ManifestObject[],
  applied: Applied & { readonly side?: 'ours' | 'theirs'; readonly without?: NormalisationId | undefined },
): readonly ManifestObject[] => {
  const { side = 'ours', without, by } = applied;
  const entries = NORMALISATIONS.filter((one) => one.by === by && one.side === side && one.id !== without);
  return objects.flatMap((object) => {
    const changed = entries.reduce<ManifestObject | undefined>((current, { apply }) => current && apply(current, applied), object);
    return changed === undefined ? [] : [changed];
  });
};
