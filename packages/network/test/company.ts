// A small company with walls that hold: what the tests of the proof start from, and then damage.
import { type ManifestObject, parseManifests } from '@fairway/manifests';
import type { ProofCluster, ProofEnvironment } from '../src/reachability/index.ts';

export const PREFIX = 'lks.internal/';

function objects(text: string): readonly ManifestObject[] {
  const { objects: read, problems } = parseManifests(text);
  const [first] = problems;
  if (first !== undefined) throw new Error(`${first.line}:${first.column} ${first.message}`);
  return read;
}

function policy(namespace: string, name: string, spec: string): string {
  return `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: ${namespace}}
spec: ${spec}
`;
}

function workload(namespace: string, name: string, labels: string, ports: string): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}, ${labels}}}
    spec: {containers: [{name: app, image: app, ports: [${ports}]}]}
`;
}

function platform(): string {
  const namespaces = ['kube-system', 'gateway-system', 'monitoring', 'egress-system', 'webhooks'];
  return [
    ...namespaces.map((name) => `---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n`),
    workload('kube-system', 'coredns', 'k8s-app: kube-dns', '{name: dns, containerPort: 53, protocol: UDP}'),
    workload('gateway-system', 'proxy', 'app.kubernetes.io/component: proxy', '{containerPort: 443}'),
    workload('gateway-system', 'dashboard', 'app.kubernetes.io/name: dashboard', '{containerPort: 80}'),
    workload('monitoring', 'prometheus', 'app.kubernetes.io/name: prometheus', '{containerPort: 9090}'),
    workload('monitoring', 'collector', 'app.kubernetes.io/name: opentelemetry-collector', '{containerPort: 4317}'),
    workload('egress-system', 'gateway', 'app: egress-gateway', '{containerPort: 3128}').replace(
      'app: gateway, app: egress-gateway',
      'app: egress-gateway',
    ),
    workload('webhooks', 'admission', 'role: webhook', '{name: webhook, containerPort: 9443}'),
    policy('webhooks', 'default-deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
    policy(
      'webhooks',
      'allow-webhook',
      '{podSelector: {matchLabels: {role: webhook}}, policyTypes: [Ingress], ingress: [{ports: [{port: 9443}]}]}',
    ),
    `---
apiVersion: v1
kind: Service
metadata: {name: admission, namespace: webhooks}
spec: {selector: {role: webhook}, ports: [{port: 443, targetPort: webhook}]}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: admission}
webhooks: [{name: a.example.com, clientConfig: {service: {name: admission, namespace: webhooks, port: 443}}}]
`,
  ].join('');
}

/** Second byte of the network of databases. */
const DATABASES: Readonly<Record<string, number>> = { dev: 30, test: 31, prod: 32 };

function tenant(team: string, env: string): string {
  const namespace = `${team}-${env}`;
  const add = (name: string, spec: string): string => policy(namespace, name, spec);
  const inside = (name: string, labels: string): string =>
    `{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${name}}}, podSelector: {matchLabels: {${labels}}}}`;
  return [
    `---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${namespace}\n  labels: {${PREFIX}tenant: ${team}, ${PREFIX}env: ${env}}\n`,
    workload(
      namespace,
      'web',
      `app.kubernetes.io/part-of: ${team}, ${PREFIX}expose: http, ${PREFIX}metrics: "true"`,
      '{name: http, containerPort: 8080}, {name: metrics, containerPort: 9100}',
    ),
    workload(
      namespace,
      'api',
      `app.kubernetes.io/part-of: ${team}, ${PREFIX}uses-db: "true", ${PREFIX}egress: proxy, ${PREFIX}traces: "true"`,
      '{name: http, containerPort: 8081}',
    ),
    add('default-deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
    add(
      'allow-dns',
      `{podSelector: {}, policyTypes: [Egress], egress: [{to: [${inside('kube-system', 'k8s-app: kube-dns')}], ports: [{port: 53, protocol: UDP}, {port: 53}]}]}`,
    ),
    add(
      'allow-gateway',
      `{podSelector: {matchLabels: {${PREFIX}expose: http}}, policyTypes: [Ingress], ingress: [{from: [${inside('gateway-system', 'app.kubernetes.io/component: proxy')}], ports: [{port: http}]}]}`,
    ),
    add(
      'allow-metrics',
      `{podSelector: {matchLabels: {${PREFIX}metrics: "true"}}, policyTypes: [Ingress], ingress: [{from: [${inside('monitoring', 'app.kubernetes.io/name: prometheus')}], ports: [{port: metrics}]}]}`,
    ),
    add(
      'allow-same-app',
      `{podSelector: {matchLabels: {app.kubernetes.io/part-of: ${team}}}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {matchLabels: {app.kubernetes.io/part-of: ${team}}}}], ports: [{port: http}]}], egress: [{to: [{podSelector: {matchLabels: {app.kubernetes.io/part-of: ${team}}}}], ports: [{port: http}]}]}`,
    ),
    add(
      'allow-private-services',
      `{podSelector: {matchLabels: {${PREFIX}uses-db: "true"}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.${DATABASES[env]}.0.0/24}}], ports: [{port: 5432}]}]}`,
    ),
    add(
      'allow-egress-proxy',
      `{podSelector: {matchLabels: {${PREFIX}egress: proxy}}, policyTypes: [Egress], egress: [{to: [${inside('egress-system', 'app: egress-gateway')}], ports: [{port: 3128}]}]}`,
    ),
    add(
      'allow-otlp',
      `{podSelector: {matchLabels: {${PREFIX}traces: "true"}}, policyTypes: [Egress], egress: [{to: [${inside('monitoring', 'app.kubernetes.io/name: opentelemetry-collector')}], ports: [{port: 4317}, {port: 4318}]}]}`,
    ),
  ].join('');
}

const ENVIRONMENTS = ['dev', 'test', 'prod'];

/** Every object knows a line: its place in the list. */
function environment(name: string): ProofEnvironment {
  const list = objects(`${platform()}${tenant('shop', name)}${tenant('books', name)}`);
  const locate: ProofEnvironment['locate'] = (object) => ({ file: `${name}.yaml`, line: list.indexOf(object) + 1, column: 1 });
  return { environment: name, cluster: name, objects: list, locate };
}

export function company(): readonly ProofEnvironment[] {
  return ENVIRONMENTS.map(environment);
}

/** Address plans of the clusters: nothing overlaps. */
export const CLUSTERS: readonly ProofCluster[] = ENVIRONMENTS.map((name, at) => ({
  name,
  ranges: [
    { name: 'pods', cidr: `10.${10 + at}.0.0/16` },
    { name: 'nodes', cidr: `10.${20 + at}.0.0/20` },
    { name: 'privateServices', cidr: `10.${DATABASES[name]}.0.0/24` },
  ],
}));

/** The same environments, with the objects of one changed. `change` gives undefined to take an object out. */
export function damaged(name: string, change: (object: ManifestObject) => ManifestObject | undefined): readonly ProofEnvironment[] {
  return company().map((entry) =>
    entry.environment === name ? { ...entry, objects: entry.objects.flatMap((object) => change(object) ?? []) } : entry,
  );
}

/** The same, by YAML text: `rewrite` edits the JSON text of the objects it is asked about. */
export function edited(name: string, which: string, rewrite: (text: string) => string): readonly ProofEnvironment[] {
  let hits = 0;
  const result = damaged(name, (object) => {
    if (`${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}` !== which) return object;
    const [before, after] = [JSON.stringify(object), rewrite(JSON.stringify(object))];
    if (before === after) throw new Error(`the edit changes nothing in ${which}`);
    hits += 1;
    return objects(after)[0];
  });
  if (hits !== 1) throw new Error(`${which}: ${hits} objects`);
  return result;
}
