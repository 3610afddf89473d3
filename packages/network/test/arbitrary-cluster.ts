// Which clusters do property tests try: small ones, where every label and port is likely to meet another?
import type { ManifestObject } from '@fairway/manifests';
import fc from 'fast-check';

const keys = ['a', 'b', 'kubernetes.io/metadata.name'];
const values = ['x', 'y'];
const namespaces = ['x', 'y', 'default'];
const portNames = ['web', 'dns'];
const protocols = ['TCP', 'UDP', 'SCTP'];

/** A key that is left out half of the time. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

const labels = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom(...values), { maxKeys: 2 });

const expression = fc.oneof(
  fc.record({
    key: fc.constantFrom(...keys),
    operator: fc.constantFrom('In', 'NotIn'),
    values: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }),
  }),
  fc.record({ key: fc.constantFrom(...keys), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);

/** LabelSelectors, the empty one often. */
export const selector = fc.oneof(
  fc.constant({}),
  fc.record({ matchLabels: labels }),
  fc.record({ matchExpressions: fc.array(expression, { maxLength: 2 }) }),
  fc.record({ matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 1 }) }),
);

const ipBlock = fc.constantFrom(
  { cidr: '0.0.0.0/0' },
  { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.0.0/16'] },
  { cidr: '10.1.128.0/17' },
  { cidr: '192.168.0.0/30' },
  { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] },
  { cidr: 'fd00::/8' },
);

const peer = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector: selector }),
  fc.record({ podSelector: selector, namespaceSelector: selector }),
  fc.record({ ipBlock }),
);

const rulePort = fc.oneof(
  fc.record({ protocol: fc.constantFrom(...protocols) }),
  fc.record({ port: fc.constantFrom(1, 53, 80, 81, 65_535), protocol: fc.constantFrom(...protocols, undefined) }),
  fc.record({ port: fc.constantFrom(52, 80), endPort: fc.constantFrom(80, 100), protocol: fc.constantFrom(...protocols) }),
  fc.record({ port: fc.constantFrom(...portNames), protocol: fc.constantFrom(...protocols, undefined) }),
);

const list = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[] | undefined> => maybe(fc.array(arbitrary, { maxLength: 2 }));

const spec = fc.record({
  podSelector: fc.oneof(selector, fc.constant(undefined)),
  policyTypes: fc.constantFrom(undefined, [], ['Ingress'], ['Egress'], ['Ingress', 'Egress']),
  ingress: list(fc.record({ from: list(peer), ports: list(rulePort) })),
  egress: list(fc.record({ to: list(peer), ports: list(rulePort) })),
});

const containerPort = fc.record({
  name: fc.constantFrom(...portNames, undefined),
  containerPort: fc.constantFrom(53, 80, 8080),
  protocol: fc.constantFrom(...protocols, undefined),
});

const podSpec = fc.record({
  hostNetwork: fc.constantFrom(undefined, undefined, undefined, true),
  containers: fc.array(fc.record({ ports: fc.array(containerPort, { maxLength: 2 }) }), { maxLength: 2 }),
  initContainers: list(fc.record({ ports: list(containerPort) })),
});

/** Without the keys that are undefined: as if they had never been written. */
function written<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

const namespace = fc.record({ name: fc.constantFrom(...namespaces), labels });
const place = fc.constantFrom('x', 'y', undefined);

/** Namespaces, pods and policies as objects; names are unique. */
export const clusterObjects: fc.Arbitrary<readonly ManifestObject[]> = fc
  .record({
    namespaces: fc.uniqueArray(namespace, { maxLength: 3, selector: ({ name }) => name }),
    pods: fc.array(fc.record({ namespace: place, labels, spec: podSpec }), { minLength: 1, maxLength: 6 }),
    policies: fc.array(fc.record({ namespace: place, spec }), { maxLength: 6 }),
  })
  .map(({ namespaces: spaces, pods, policies }) =>
    written([
      ...spaces.map((metadata): ManifestObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata })),
      ...pods.map(({ namespace: home, labels: own, spec: pod }, at): ManifestObject => {
        const metadata = { name: `pod-${at}`, ...(home === undefined ? {} : { namespace: home }) };
        if (at % 2 === 0) return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, labels: own }, spec: pod };
        return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template: { metadata: { labels: own }, spec: pod } } };
      }),
      ...policies.map(({ namespace: home, spec: policy }, at): ManifestObject => {
        const metadata = { name: `policy-${at}`, ...(home === undefined ? {} : { namespace: home }) };
        return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: policy };
      }),
    ]),
  );
