// Rules of the API, case by case: what a change of one object does.
import type { Effect } from '@fairway/contracts';
import { type ManifestObject, parseManifests } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { effectsOf } from './effects.ts';

const object = (text: string): ManifestObject => {
  const [first] = parseManifests(text).objects;
  if (first === undefined) throw new Error(`no object in ${text}`);
  return first;
};

/** kind, text of the spec (or of further top-level fields), before → after. */
const changed = (type: string, before: string, after: string): readonly Effect[] => {
  const [apiVersion, kind] = [type.slice(0, type.lastIndexOf(' ')), type.slice(type.lastIndexOf(' ') + 1)];
  const make = (rest: string) => object(`{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: x }, ${rest} }`);
  return effectsOf({ before: make(before), after: make(after) });
};

type Row = readonly [title: string, type: string, before: string, after: string, effects: readonly Effect[]];

const POD = 'template: { spec: { containers: [{ name: a, image: "a:1" }] } }';
const POD2 = 'template: { spec: { containers: [{ name: a, image: "a:2" }] } }';

const WORKLOADS: readonly Row[] = [
  ['image of a Deployment', 'apps/v1 Deployment', `spec: { ${POD} }`, `spec: { ${POD2} }`, ['restart']],
  ['replicas alone', 'apps/v1 Deployment', `spec: { replicas: 1, ${POD} }`, `spec: { replicas: 2, ${POD} }`, []],
  ['label of the Deployment itself', 'apps/v1 Deployment', `labels: { a: b }, spec: { ${POD} }`, `labels: { a: c }, spec: { ${POD} }`, []],
  ['a paused Deployment waits', 'apps/v1 Deployment', `spec: { ${POD} }`, `spec: { paused: true, ${POD2} }`, []],
  ['nothing runs, nothing restarts', 'apps/v1 Deployment', `spec: { replicas: 0, ${POD} }`, `spec: { replicas: 0, ${POD2} }`, []],
  ['scale to zero', 'apps/v1 Deployment', `spec: { replicas: 3, ${POD} }`, `spec: { replicas: 0, ${POD} }`, ['scale-to-zero']],
  ['scale to zero from the default', 'apps/v1 Deployment', `spec: { ${POD} }`, `spec: { replicas: 0, ${POD} }`, ['scale-to-zero']],
  ['scale from zero', 'apps/v1 Deployment', `spec: { replicas: 0, ${POD} }`, `spec: { replicas: 3, ${POD} }`, []],
  [
    'selector of a Deployment',
    'apps/v1 Deployment',
    `spec: { selector: { matchLabels: { a: b } }, ${POD} }`,
    `spec: { selector: { matchLabels: { a: c } }, ${POD} }`,
    ['immutable-field'],
  ],
  ['DaemonSet', 'apps/v1 DaemonSet', `spec: { ${POD} }`, `spec: { ${POD2} }`, ['restart']],
  [
    'DaemonSet that updates on delete',
    'apps/v1 DaemonSet',
    `spec: { updateStrategy: { type: OnDelete }, ${POD} }`,
    `spec: { updateStrategy: { type: OnDelete }, ${POD2} }`,
    [],
  ],
  [
    'Pod image',
    'v1 Pod',
    'spec: { containers: [{ name: a, image: "a:1" }] }',
    'spec: { containers: [{ name: a, image: "a:2" }] }',
    ['restart'],
  ],
  [
    'Pod environment, which no API server lets change',
    'v1 Pod',
    'spec: { containers: [{ name: a, image: "a:1", env: [{ name: A, value: "1" }] }] }',
    'spec: { containers: [{ name: a, image: "a:1", env: [{ name: A, value: "2" }] }] }',
    ['immutable-field'],
  ],
  [
    'Pod tolerations',
    'v1 Pod',
    'spec: { containers: [{ name: a, image: "a:1" }] }',
    'spec: { containers: [{ name: a, image: "a:1" }], tolerations: [{ operator: Exists }] }',
    [],
  ],
  ['StatefulSet image', 'apps/v1 StatefulSet', `spec: { ${POD} }`, `spec: { ${POD2} }`, ['restart']],
  ['StatefulSet service name', 'apps/v1 StatefulSet', 'spec: { serviceName: a }', 'spec: { serviceName: b }', ['immutable-field']],
  [
    'StatefulSet pod management, default written out',
    'apps/v1 StatefulSet',
    'spec: { serviceName: a }',
    'spec: { serviceName: a, podManagementPolicy: OrderedReady }',
    [],
  ],
  ['StatefulSet pod management', 'apps/v1 StatefulSet', 'spec: {}', 'spec: { podManagementPolicy: Parallel }', ['immutable-field']],
  ['StatefulSet history', 'apps/v1 StatefulSet', 'spec: { revisionHistoryLimit: 1 }', 'spec: { revisionHistoryLimit: 2 }', []],
  [
    'StatefulSet storage',
    'apps/v1 StatefulSet',
    'spec: { volumeClaimTemplates: [{ metadata: { name: d }, spec: { resources: { requests: { storage: 1Gi } } } }] }',
    'spec: { volumeClaimTemplates: [{ metadata: { name: d }, spec: { resources: { requests: { storage: 2Gi } } } }] }',
    ['immutable-field'],
  ],
  [
    'StatefulSet without its claims',
    'apps/v1 StatefulSet',
    'spec: { volumeClaimTemplates: [{ metadata: { name: d } }] }',
    'spec: {}',
    ['immutable-field', 'volume-claim-deleted'],
  ],
  ['Job template', 'batch/v1 Job', `spec: { ${POD} }`, `spec: { ${POD2} }`, ['immutable-field']],
  ['Job suspend', 'batch/v1 Job', `spec: { ${POD} }`, `spec: { suspend: true, ${POD} }`, []],
  [
    'a suspended Job may go elsewhere',
    'batch/v1 Job',
    'spec: { suspend: true, template: { spec: { nodeSelector: { a: b }, restartPolicy: Never } } }',
    'spec: { suspend: true, template: { spec: { nodeSelector: { a: c }, restartPolicy: Never } } }',
    [],
  ],
  ['Job completion mode, default', 'batch/v1 Job', 'spec: {}', 'spec: { completionMode: NonIndexed }', []],
  ['Job completion mode', 'batch/v1 Job', 'spec: {}', 'spec: { completionMode: Indexed }', ['immutable-field']],
  ['Job completions', 'batch/v1 Job', 'spec: { completions: 1 }', 'spec: { completions: 2 }', ['immutable-field']],
  [
    'elastic indexed Job',
    'batch/v1 Job',
    'spec: { completionMode: Indexed, completions: 1, parallelism: 1 }',
    'spec: { completionMode: Indexed, completions: 2, parallelism: 2 }',
    [],
  ],
  ['CronJob', 'batch/v1 CronJob', `spec: { jobTemplate: { spec: { ${POD} } } }`, `spec: { jobTemplate: { spec: { ${POD2} } } }`, []],
  [
    'reference to a renamed generated ConfigMap',
    'apps/v1 Deployment',
    'spec: { template: { spec: { volumes: [{ name: c, configMap: { name: c-t5t4md8fdm } }] } } }',
    'spec: { template: { spec: { volumes: [{ name: c, configMap: { name: c-2g5h6k7b8c } }] } } }',
    ['restart'],
  ],
];

const STORAGE: readonly Row[] = [
  [
    'claim grows',
    'v1 PersistentVolumeClaim',
    'spec: { resources: { requests: { storage: 1Gi } } }',
    'spec: { resources: { requests: { storage: 2Gi } } }',
    [],
  ],
  [
    'claim shrinks, in other units',
    'v1 PersistentVolumeClaim',
    'spec: { resources: { requests: { storage: 1Gi } } }',
    'spec: { resources: { requests: { storage: 1000Mi } } }',
    ['immutable-field'],
  ],
  ['claim class', 'v1 PersistentVolumeClaim', 'spec: { storageClassName: a }', 'spec: { storageClassName: b }', ['immutable-field']],
  ['claim attributes', 'v1 PersistentVolumeClaim', 'spec: { volumeAttributesClassName: a }', 'spec: { volumeAttributesClassName: b }', []],
  ['claim mode, default', 'v1 PersistentVolumeClaim', 'spec: {}', 'spec: { volumeMode: Filesystem }', []],
  ['claim volume bound by name', 'v1 PersistentVolumeClaim', 'spec: {}', 'spec: { volumeName: pv }', []],
  ['claim volume changed', 'v1 PersistentVolumeClaim', 'spec: { volumeName: a }', 'spec: { volumeName: b }', ['immutable-field']],
  ['volume source', 'v1 PersistentVolume', 'spec: { nfs: { path: /a } }', 'spec: { nfs: { path: /b } }', ['immutable-field']],
  ['volume size', 'v1 PersistentVolume', 'spec: { capacity: { storage: 1Gi } }', 'spec: { capacity: { storage: 2Gi } }', []],
  ['class provisioner', 'storage.k8s.io/v1 StorageClass', 'provisioner: a', 'provisioner: b', ['immutable-field']],
  ['class parameters', 'storage.k8s.io/v1 StorageClass', 'parameters: { a: b }', 'parameters: { a: c }', ['immutable-field']],
  ['class binding, default', 'storage.k8s.io/v1 StorageClass', 'provisioner: a', 'provisioner: a, volumeBindingMode: Immediate', []],
  ['class expansion', 'storage.k8s.io/v1 StorageClass', 'provisioner: a', 'provisioner: a, allowVolumeExpansion: true', []],
  ['driver attach', 'storage.k8s.io/v1 CSIDriver', 'spec: {}', 'spec: { attachRequired: false }', ['immutable-field']],
];

const OTHERS: readonly Row[] = [
  ['frozen ConfigMap', 'v1 ConfigMap', 'immutable: true, data: { a: b }', 'immutable: true, data: { a: c }', ['immutable-field']],
  ['thawed ConfigMap', 'v1 ConfigMap', 'immutable: true, data: { a: b }', 'data: { a: b }', ['immutable-field']],
  ['freezing is allowed', 'v1 ConfigMap', 'data: { a: b }', 'immutable: true, data: { a: c }', []],
  ['plain ConfigMap', 'v1 ConfigMap', 'data: { a: b }', 'data: { a: c }', []],
  ['Secret type', 'v1 Secret', 'type: Opaque', 'type: kubernetes.io/tls', ['immutable-field']],
  ['Secret type, default', 'v1 Secret', 'data: {}', 'type: Opaque', []],
  ['role of a binding', 'rbac.authorization.k8s.io/v1 RoleBinding', 'roleRef: { name: a }', 'roleRef: { name: b }', ['immutable-field']],
  ['subjects of a binding', 'rbac.authorization.k8s.io/v1 RoleBinding', 'subjects: [{ name: a }]', 'subjects: [{ name: b }]', []],
  [
    'cluster role of a binding',
    'rbac.authorization.k8s.io/v1 ClusterRoleBinding',
    'roleRef: { name: a }',
    'roleRef: { name: b }',
    ['immutable-field'],
  ],
  ['ingress controller', 'networking.k8s.io/v1 IngressClass', 'spec: { controller: a }', 'spec: { controller: b }', ['immutable-field']],
  [
    'ingress class parameters',
    'networking.k8s.io/v1 IngressClass',
    'spec: { parameters: { name: a } }',
    'spec: { parameters: { name: b } }',
    [],
  ],
  ['priority value', 'scheduling.k8s.io/v1 PriorityClass', 'value: 1', 'value: 2', ['immutable-field']],
  ['priority description', 'scheduling.k8s.io/v1 PriorityClass', 'value: 1', 'value: 1, description: more', []],
  ['preemption, default', 'scheduling.k8s.io/v1 PriorityClass', 'value: 1', 'value: 1, preemptionPolicy: PreemptLowerPriority', []],
  ['runtime handler', 'node.k8s.io/v1 RuntimeClass', 'handler: a', 'handler: b', ['immutable-field']],
  ['quota scopes', 'v1 ResourceQuota', 'spec: { scopes: [BestEffort] }', 'spec: { scopes: [Terminating] }', ['immutable-field']],
  [
    'scope of a definition',
    'apiextensions.k8s.io/v1 CustomResourceDefinition',
    'spec: { scope: Cluster }',
    'spec: { scope: Namespaced }',
    ['immutable-field'],
  ],
  ['unknown kind', 'example.io/v1 Thing', 'spec: { a: 1 }', 'spec: { a: 2 }', []],
];

const REACH: readonly Row[] = [
  ['cluster address', 'v1 Service', 'spec: { clusterIP: 10.0.0.1 }', 'spec: { clusterIP: 10.0.0.2 }', ['immutable-field']],
  ['headless later', 'v1 Service', 'spec: {}', 'spec: { clusterIP: None }', ['immutable-field']],
  ['address left out keeps what was allocated', 'v1 Service', 'spec: { clusterIP: 10.0.0.1 }', 'spec: {}', []],
  [
    'from an external name',
    'v1 Service',
    'spec: { type: ExternalName, externalName: a }',
    'spec: { clusterIP: 10.0.0.1 }',
    ['exposure-changed'],
  ],
  [
    'load balancer class',
    'v1 Service',
    'spec: { type: LoadBalancer, loadBalancerClass: a }',
    'spec: { type: LoadBalancer, loadBalancerClass: b }',
    ['immutable-field'],
  ],
  ['primary family', 'v1 Service', 'spec: { ipFamilies: [IPv4] }', 'spec: { ipFamilies: [IPv6, IPv4] }', ['immutable-field']],
  ['second family', 'v1 Service', 'spec: { ipFamilies: [IPv4] }', 'spec: { ipFamilies: [IPv4, IPv6] }', []],
  ['selector', 'v1 Service', 'spec: { selector: { app: a } }', 'spec: { selector: { app: b } }', ['selector-replaced']],
  ['type', 'v1 Service', 'spec: { type: ClusterIP }', 'spec: { type: LoadBalancer }', ['exposure-changed']],
  [
    'type, default written out',
    'v1 Service',
    'spec: { ports: [{ port: 80 }] }',
    'spec: { type: ClusterIP, ports: [{ port: 80, protocol: TCP }] }',
    [],
  ],
  ['port', 'v1 Service', 'spec: { ports: [{ port: 80 }] }', 'spec: { ports: [{ port: 81 }] }', ['exposure-changed']],
  ['port name', 'v1 Service', 'spec: { ports: [{ port: 80 }] }', 'spec: { ports: [{ port: 80, name: http }] }', []],
  ['external address', 'v1 Service', 'spec: {}', 'spec: { externalIPs: [192.0.2.1] }', ['exposure-changed']],
  [
    'who may call a load balancer',
    'v1 Service',
    'spec: { type: LoadBalancer }',
    'spec: { type: LoadBalancer, loadBalancerSourceRanges: [0.0.0.0/0] }',
    ['exposure-changed'],
  ],
  ['host', 'networking.k8s.io/v1 Ingress', 'spec: { rules: [{ host: a }] }', 'spec: { rules: [{ host: b }] }', ['exposure-changed']],
  [
    'route parent',
    'gateway.networking.k8s.io/v1 HTTPRoute',
    'spec: { parentRefs: [{ name: a }] }',
    'spec: { parentRefs: [{ name: b }] }',
    ['exposure-changed'],
  ],
  [
    'listener',
    'gateway.networking.k8s.io/v1 Gateway',
    'spec: { listeners: [{ port: 80 }] }',
    'spec: { listeners: [{ port: 81 }] }',
    ['exposure-changed'],
  ],
  [
    'controller of gateways',
    'gateway.networking.k8s.io/v1 GatewayClass',
    'spec: { controllerName: a/b }',
    'spec: { controllerName: a/c }',
    ['immutable-field'],
  ],
  [
    'a wall gets a hole',
    'networking.k8s.io/v1 NetworkPolicy',
    'spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { a: b } } }] }] }',
    'spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { a: b } }, namespaceSelector: {} }] }] }',
    ['exposure-changed'],
  ],
  [
    'whom a wall is for',
    'networking.k8s.io/v1 NetworkPolicy',
    'spec: { podSelector: { matchLabels: { a: b } } }',
    'spec: { podSelector: {} }',
    ['selector-replaced', 'exposure-changed'],
  ],
  [
    'budget selector',
    'policy/v1 PodDisruptionBudget',
    'spec: { selector: { matchLabels: { a: b } } }',
    'spec: { selector: { matchLabels: { a: c } } }',
    ['selector-replaced'],
  ],
];

describe('an update', () => {
  it.each([...WORKLOADS, ...STORAGE, ...OTHERS, ...REACH])('%s', (_title, type, before, after, effects) => {
    expect(changed(type, before, after)).toEqual(effects);
  });

  it('shows an annotation by which a cloud exposes a Service', () => {
    const service = (value: string) =>
      object(
        `{ apiVersion: v1, kind: Service, metadata: { name: x, annotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": ${value} } }, spec: { type: LoadBalancer } }`,
      );
    expect(effectsOf({ before: service('internal'), after: service('internet-facing') })).toEqual(['exposure-changed']);
  });
});

describe('a removal', () => {
  const removed = (text: string) => effectsOf({ before: object(text) });
  it.each<readonly [string, readonly Effect[]]>([
    ['{ apiVersion: v1, kind: Namespace, metadata: { name: x } }', ['namespace-deleted']],
    ['{ apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: { name: x } }', ['crd-deleted']],
    ['{ apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: x } }', ['volume-claim-deleted']],
    ['{ apiVersion: apps/v1, kind: StatefulSet, metadata: { name: x } }', ['stateful-set-deleted']],
    [
      '{ apiVersion: apps/v1, kind: StatefulSet, metadata: { name: x }, spec: { volumeClaimTemplates: [{ metadata: { name: d } }], persistentVolumeClaimRetentionPolicy: { whenDeleted: Delete } } }',
      ['stateful-set-deleted', 'volume-claim-deleted'],
    ],
    [
      '{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: x }, spec: { podSelector: {}, policyTypes: [Ingress] } }',
      ['exposure-changed'],
    ],
    ['{ apiVersion: v1, kind: Service, metadata: { name: x }, spec: { type: LoadBalancer } }', ['exposure-changed']],
    ['{ apiVersion: v1, kind: Service, metadata: { name: x }, spec: { ports: [{ port: 80 }] } }', []],
    ['{ apiVersion: v1, kind: ConfigMap, metadata: { name: x } }', []],
  ])('%s', (text, effects) => {
    expect(removed(text)).toEqual(effects);
  });
});

describe('an addition or a new name', () => {
  it('exposes, but restarts nothing', () => {
    const ingress = object('{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: x }, spec: { rules: [{ host: a }] } }');
    expect(effectsOf({ after: ingress })).toEqual(['exposure-changed']);
  });

  it('deletes what had the old name', () => {
    const named = (name: string) =>
      object(`{ apiVersion: apps/v1, kind: StatefulSet, metadata: { name: ${name} }, spec: { replicas: 0 } }`);
    expect(effectsOf({ before: named('a'), after: named('b') })).toEqual(['stateful-set-deleted']);
  });

  it('updates no immutable ConfigMap under a generated name', () => {
    const named = (name: string, value: string) =>
      object(`{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name} }, immutable: true, data: { a: ${value} } }`);
    expect(effectsOf({ before: named('c-t5t4md8fdm', 'b'), after: named('c-2g5h6k7b8c', 'c') })).toEqual([]);
    expect(effectsOf({ before: named('c', 'b'), after: named('c', 'c') })).toEqual(['immutable-field']);
  });
});
