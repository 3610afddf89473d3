// Do the walls of the charts hold on our own clusters, around apps that the charts make? Rendered by helm, judged by the proof of packages/network.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, type ManifestObject, parseManifests } from '@fairway/manifests';
import { type IsolationProof, PLATFORM_NAMES, type ProofEnvironment, proveIsolation } from '@fairway/network';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { objectsOf } from './namespace/objects.ts';
import { helmTemplate, templates } from './namespace/run-programs.ts';

const ENVIRONMENTS = ['dev', 'test', 'prod', 'prod-b'] as const;
type EnvironmentName = (typeof ENVIRONMENTS)[number];

const yamlOf = (...path: readonly string[]): unknown => parse(readFileSync(join(templates, ...path), 'utf8'));
const facts = (cluster: string, file: string): unknown => yamlOf('..', 'clusters', cluster, `${file}.yaml`);

/** Platform pods that a provider or another team brings: described, so that the proof knows who must be reached. */
const PLATFORM = parseManifests(
  (
    [
      ['kube-system', 'coredns', '{ k8s-app: kube-dns }'],
      ['gateway-system', 'proxy', '{ app.kubernetes.io/component: proxy }'],
      ['monitoring', 'prometheus', '{ app.kubernetes.io/name: prometheus }'],
      ['monitoring', 'collector', '{ app.kubernetes.io/name: opentelemetry-collector }'],
      ['egress-system', 'egress', '{ app: egress-gateway }'],
    ] as const
  )
    .map(
      ([namespace, name, labels]) => `---
apiVersion: v1
kind: Namespace
metadata: { name: ${namespace} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { matchLabels: ${labels} }, template: { metadata: { labels: ${labels} }, spec: { containers: [{ name: a, image: a }] } } }
`,
    )
    .join(''),
).objects.filter(
  (object, index, all) => all.findIndex((one) => one.kind === object.kind && one.metadata.name === object.metadata.name) === index,
);

const image = { repository: 'registry.example/web', digest: `sha256:${'4a5f30dd'.repeat(8)}` };

/** A namespace with its walls, and an app that uses each way through them. */
const team = async (tenant: string, environment: EnvironmentName): Promise<readonly ManifestObject[]> => {
  const stage = environment.split('-')[0] ?? environment;
  const files = ['profile', 'network'].map((file) => facts(environment, file));
  const allow = { gateway: true, metrics: true, privateServices: true, egressProxy: true };
  const walls = await helmTemplate('lks-namespace', [...files, { tenant, environment, stage, network: { allow } }]);
  const app = await helmTemplate('lks-app', [
    ...files,
    {
      owner: tenant,
      environment: stage,
      image,
      exposure: { class: 'private', host: `web.${environment}.example` },
      metrics: { enabled: true, port: 9100 },
      network: { database: true, egress: 'proxy' },
    },
  ]);
  const inNamespace = (object: ManifestObject): ManifestObject => ({
    ...object,
    metadata: { ...object.metadata, namespace: `${tenant}-${environment}` },
  });
  return [...objectsOf(walls), ...objectsOf(app).map(inNamespace)];
};

type Change = (object: ManifestObject) => ManifestObject | undefined;

/** Namespaces of a test namespace renderer are cluster-scoped; all of one environment stands in its cluster. */
const environmentOf = async (environment: EnvironmentName): Promise<ProofEnvironment> => ({
  environment,
  cluster: environment,
  objects: [...PLATFORM, ...(await team('shop', environment)), ...(await team('payments', environment))],
  locate: () => ({ file: `environments/${environment}` }),
});

const rangesOf = (cluster: string): readonly { readonly name: string; readonly cidr: string }[] => {
  const file = facts(cluster, 'network');
  const network = isRecord(file) && isRecord(file.cluster) ? file.cluster.network : undefined;
  if (!isRecord(network) || !Array.isArray(network.subnets)) throw new Error(`${cluster} has no subnets`);
  return network.subnets.flatMap((subnet: unknown) =>
    isRecord(subnet) && Array.isArray(subnet.cidrs)
      ? subnet.cidrs.map((cidr: unknown) => ({ name: String(subnet.role), cidr: String(cidr) }))
      : [],
  );
};

let rendered: Promise<readonly ProofEnvironment[]> | undefined;
const prove = async (change: Change = (object) => object): Promise<IsolationProof> => {
  rendered ??= Promise.all(ENVIRONMENTS.map(environmentOf));
  const environments = (await rendered).map((one) => ({
    ...one,
    objects: one.environment === 'prod' ? one.objects.flatMap((object) => change(object) ?? []) : one.objects,
  }));
  return proveIsolation({ environments, clusters: ENVIRONMENTS.map((name) => ({ name, ranges: rangesOf(name) })) });
};

const told = ({ findings }: IsolationProof): readonly string[] =>
  findings.map(({ ruleId, object, message }) => `${ruleId} ${object?.name ?? ''}: ${message}`);

it('the chart and the proof name the same pods of the platform', () => {
  const values = yamlOf('helm', 'lks-namespace', 'values.yaml');
  const peers = isRecord(values) && isRecord(values.network) ? values.network.peers : undefined;
  const { dns, gateway, prometheus, collector, egressProxy } = PLATFORM_NAMES;
  for (const [name, peer] of Object.entries({ dns, gateway, prometheus, collector, egressProxy })) {
    const own = isRecord(peers) ? peers[name] : undefined;
    if (!isRecord(own)) throw new Error(`the chart has no peer ${name}`);
    expect([own.namespace, own.podLabels]).toEqual([peer.namespaces?.matchLabels?.['kubernetes.io/metadata.name'], peer.pods?.matchLabels]);
  }
});

it('no pod reaches another environment, and everything that must get through does', async () => {
  expect(told(await prove())).toEqual([]);
});

const policy =
  (name: string, edit: (text: string) => string): Change =>
  (object) => {
    if (object.kind !== 'NetworkPolicy' || object.metadata.name !== name) return object;
    const text = JSON.stringify(object);
    const edited = edit(text);
    if (edited === text) throw new Error(`nothing to edit in ${text}`);
    return JSON.parse(edited);
  };

describe('a hole in one wall is seen', () => {
  it.each<readonly [string, Change, string]>([
    [
      'no default-deny',
      (object) => (object.kind === 'NetworkPolicy' && object.metadata.name === 'default-deny' ? undefined : object),
      'isolation-default-deny',
    ],
    [
      'egress left out',
      policy('default-deny', (text) => text.replace(/"Ingress","Egress"|"Egress","Ingress"/, '"Ingress"')),
      'isolation-default-deny',
    ],
    ['any peer', policy('allow-gateway', (text) => text.replace('"ingress":[', '"ingress":[{},')), 'isolation-apart'],
    ['a renamed port', policy('allow-gateway', (text) => text.replace('"http"', '"web"')), 'isolation-reachable'],
    [
      'DNS forgotten',
      (object) => (object.kind === 'NetworkPolicy' && object.metadata.name === 'allow-dns' ? undefined : object),
      'isolation-reachable',
    ],
  ])('%s', async (_, change, rule) => {
    expect(told(await prove(change)).filter((text) => text.startsWith(rule))).not.toEqual([]);
  });
});
