// In what may an object of Argo CD differ from ours? The part of the list that Argo CD needs, and nothing else.
import { isRecord, type ManifestObject } from '@fairway/manifests';

export type ArgoNormalisationId = 'argo-tracking' | 'argo-noted' | 'argo-cluster-order';

export interface ArgoNormalisation {
  readonly id: ArgoNormalisationId;
  readonly reconciler: 'argocd';
  /** What made the object: repo-server for an Application, the ApplicationSet controller. */
  readonly by: 'Application' | 'ApplicationSet';
  readonly side: 'theirs' | 'both';
  readonly reason: string;
  readonly apply: (object: ManifestObject) => ManifestObject;
}

export const TRACKING = 'argocd.argoproj.io/tracking-id';

/** Without an annotation; without the mapping, if it was the only one. */
const withoutAnnotation = (object: ManifestObject, name: string): ManifestObject => {
  const { annotations, ...rest } = object.metadata;
  if (!isRecord(annotations) || !(name in annotations)) return object;
  const kept = Object.entries(annotations).filter(([key]) => key !== name);
  return { ...object, metadata: kept.length === 0 ? rest : { ...rest, annotations: Object.fromEntries(kept) } };
};

/** What the API server and the controllers write into an Application. */
const NOTED = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'ownerReferences'];

/** The example `clusters-flat` writes the list of clusters there. */
const CLUSTER_LIST = 'names';

export const ARGO_NORMALISATIONS: readonly ArgoNormalisation[] = [
  {
    id: 'argo-tracking',
    reconciler: 'argocd',
    by: 'Application',
    side: 'theirs',
    reason: `the annotation ${TRACKING}: a mark of who applies, the same on every object`,
    apply: (object) => withoutAnnotation(object, TRACKING),
  },
  {
    id: 'argo-noted',
    reconciler: 'argocd',
    by: 'ApplicationSet',
    side: 'theirs',
    reason: `status, operation and metadata ${NOTED.join(', ')} of an Application: API server and controllers write them after it was made`,
    apply: ({ apiVersion, kind, metadata, spec }) => {
      const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !NOTED.includes(key)));
      return { apiVersion, kind, metadata: { ...kept, name: metadata.name }, spec };
    },
  },
  {
    id: 'argo-cluster-order',
    reconciler: 'argocd',
    by: 'ApplicationSet',
    side: 'both',
    reason: 'the order in a list of all clusters: Argo CD goes through a Go map, and it is another one each time',
    apply: (object) => {
      const annotations = isRecord(object.metadata.annotations) ? object.metadata.annotations : {};
      const names = annotations[CLUSTER_LIST];
      if (typeof names !== 'string') return object;
      const sorted = { ...annotations, [CLUSTER_LIST]: names.split(',').toSorted().join(',') };
      return { ...object, metadata: { ...object.metadata, annotations: sorted } };
    },
  },
];

interface Where {
  readonly by: ArgoNormalisation['by'];
  readonly side: 'ours' | 'theirs';
  /** An entry to leave out, to see that it is needed. */
  readonly without: ArgoNormalisationId | undefined;
}

/** Objects of one side after the list. */
export const asCompared = (objects: readonly ManifestObject[], { by, side, without }: Where): readonly ManifestObject[] => {
  const entries = ARGO_NORMALISATIONS.filter((one) => one.by === by && (one.side === 'both' || one.side === side) && one.id !== without);
  return objects.map((object) => entries.reduce((changed, { apply }) => apply(changed), object));
};
