// Which fields does the API server refuse to change? Read from the update validation of Kubernetes 1.36 (pkg/apis/*/validation, ValidateXUpdate).

/** One field, by path; `default` is what the API server fills in where it is absent, so that writing the default is no change. */
export interface ImmutableField {
  readonly path: readonly string[];
  readonly default?: string | number | boolean;
}

const field = (path: string, byDefault?: ImmutableField['default']): ImmutableField => ({
  path: path.split('.'),
  ...(byDefault === undefined ? {} : { default: byDefault }),
});

/** Sources of a PersistentVolume; every one of them is part of `persistentVolumeSource`. */
const VOLUME_SOURCES = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'csi',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'glusterfs',
  'hostPath',
  'iscsi',
  'local',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
];

/** By `group/Kind`. Kinds with a rule of their own (Job completions, Service, claims, immutable ConfigMaps) are in `immutable.ts`. */
export const IMMUTABLE_FIELDS: Readonly<Record<string, readonly ImmutableField[]>> = {
  'apps/Deployment': [field('spec.selector')],
  'apps/DaemonSet': [field('spec.selector')],
  'apps/ReplicaSet': [field('spec.selector')],
  'apps/ControllerRevision': [field('data')],
  'batch/Job': [
    field('spec.selector'),
    field('spec.completionMode', 'NonIndexed'),
    field('spec.podFailurePolicy'),
    field('spec.backoffLimitPerIndex'),
    field('spec.managedBy'),
    field('spec.successPolicy'),
  ],
  '/Secret': [field('type', 'Opaque')],
  '/PersistentVolume': [field('spec.volumeMode', 'Filesystem'), ...VOLUME_SOURCES.map((source) => field(`spec.${source}`))],
  '/ResourceQuota': [field('spec.scopes')],
  'storage.k8s.io/StorageClass': [
    field('provisioner'),
    field('parameters'),
    field('reclaimPolicy', 'Delete'),
    field('volumeBindingMode', 'Immediate'),
  ],
  'storage.k8s.io/CSIDriver': [field('spec.attachRequired', true), field('spec.volumeLifecycleModes')],
  'storage.k8s.io/CSIStorageCapacity': [field('nodeTopology'), field('storageClassName')],
  'storage.k8s.io/VolumeAttachment': [field('spec')],
  'storage.k8s.io/VolumeAttributesClass': [field('driverName'), field('parameters')],
  'rbac.authorization.k8s.io/RoleBinding': [field('roleRef')],
  'rbac.authorization.k8s.io/ClusterRoleBinding': [field('roleRef')],
  'networking.k8s.io/IngressClass': [field('spec.controller')],
  'networking.k8s.io/IPAddress': [field('spec.parentRef')],
  'scheduling.k8s.io/PriorityClass': [field('value'), field('preemptionPolicy', 'PreemptLowerPriority')],
  'node.k8s.io/RuntimeClass': [field('handler')],
  'discovery.k8s.io/EndpointSlice': [field('addressType')],
  'certificates.k8s.io/CertificateSigningRequest': [field('spec')],
  'certificates.k8s.io/ClusterTrustBundle': [field('spec.signerName')],
  'resource.k8s.io/ResourceClaim': [field('spec')],
  'resource.k8s.io/ResourceClaimTemplate': [field('spec')],
  'apiextensions.k8s.io/CustomResourceDefinition': [
    field('spec.group'),
    field('spec.scope'),
    field('spec.names.plural'),
    field('spec.names.kind'),
  ],
  'gateway.networking.k8s.io/GatewayClass': [field('spec.controllerName')],
};

/** Fields of a StatefulSet's spec that may change; every other is refused (ValidateStatefulSetUpdate). */
export const STATEFUL_SET_MUTABLE: ReadonlySet<string> = new Set([
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
]);
