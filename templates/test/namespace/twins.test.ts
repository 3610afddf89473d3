// Are the Helm and the Kustomize form of a namespace equal, object by object, in every environment?
import { describe, expect, it } from 'vitest';
import { differences, named, objectsOf } from './objects.ts';
import { helmTemplate, kustomizeBuild } from './run-programs.ts';
import { localObject, type Overlay, overlayFiles, SAMPLE_CLUSTER } from './sample-cluster.ts';

const because = { owner: 'team-shop', reason: 'needs it', expires: '2027-03-31' };
const network = (...names: readonly string[]) => names.map((name) => `network/${name}`);
const sameApp = [{ app: 'store-front', ports: ['http', 9000] }];

interface Twin {
  readonly values: Readonly<Record<string, unknown>>;
  readonly overlay: Overlay;
}

const tenant = (environment: string, components: readonly string[], values: Readonly<Record<string, unknown>>): Twin => ({
  values: { tenant: 'shop', environment, stage: environment, cluster: SAMPLE_CLUSTER, ...values },
  overlay: {
    base: 'namespace',
    namespace: `shop-${environment}`,
    environment,
    labels: { 'lks.internal/env': environment, 'lks.internal/owner': 'platform', 'lks.internal/tenant': 'shop' },
    components,
  },
});

const TWINS: Readonly<Record<string, Twin>> = {
  dev: tenant(
    'dev',
    [
      ...network('dns', 'dns-nodelocal', 'probes', 'gateway', 'load-balancer', 'metrics', 'same-namespace', 'egress-proxy', 'otlp', 'jobs'),
      ...['quota/s', 'limits/dev', 'pss/restricted', 'rbac/operators-dev', 'rbac/viewer', 'rbac/reconciler'],
    ],
    {
      network: { allow: { gateway: true, metrics: true, sameNamespace: true, egressProxy: true, otlp: true, jobs: true } },
      rbac: { operators: ['lks:shop'], viewers: ['lks:auditors'] },
    },
  ),
  test: tenant(
    'test',
    [
      ...network('dns', 'dns-nodelocal', 'probes', 'same-app', 'private-services', 'apiserver', 'acme-solver'),
      ...['quota/m', 'limits/test', 'pss/restricted', 'rbac/operators-test', 'rbac/reconciler'],
    ],
    {
      network: { allow: { privateServices: true, apiServer: true, acmeSolver: true }, sameApp },
      rbac: { operators: ['lks:shop'] },
    },
  ),
  prod: tenant(
    'prod',
    [
      ...network('dns', 'dns-nodelocal', 'probes', 'gateway', 'load-balancer', 'same-app', 'internet-https'),
      ...['quota/l', 'limits/prod', 'pss/baseline-exception', 'rbac/operators-prod', 'rbac/viewer', 'rbac/reconciler'],
    ],
    {
      podSecurity: { level: 'baseline', exception: because },
      network: { allow: { gateway: true, internetHttps: true }, internetHttps: because, sameApp },
      rbac: { operators: ['lks:shop'], viewers: ['lks:auditors'] },
    },
  ),
  'a small preview': tenant('dev', ['quota/xs', 'limits/dev', 'pss/restricted', ...network('dns')], {
    cluster: { ...SAMPLE_CLUSTER, cni: { networkPolicy: true } },
    quota: { size: 'xs' },
    rbac: { reconciler: false },
  }),
  'the platform': tenant(
    'test',
    [
      ...network(
        'dns',
        'dns-nodelocal',
        'probes',
        'webhook',
        'gateway-clients',
        'gateway-backends',
        'scrape',
        'otlp-receiver',
        'proxy-clients',
        'apiserver',
      ),
      ...['quota/m', 'limits/test', 'pss/restricted'],
    ],
    {
      kind: 'platform',
      network: {
        allow: {
          webhook: true,
          gatewayClients: true,
          gatewayBackends: true,
          scrape: true,
          otlpReceiver: true,
          proxyClients: true,
          apiServer: true,
        },
        gatewayClients: ['0.0.0.0/0'],
        webhookPorts: [9443, 10250],
      },
      rbac: { reconciler: false },
    },
  ),
};

const helm = async ({ values }: Twin, extra: unknown = {}) => objectsOf(await helmTemplate('lks-namespace', [values, extra]));
const kustomize = async ({ overlay }: Twin, extra: Partial<Overlay> = {}) =>
  objectsOf(await kustomizeBuild(overlayFiles({ ...overlay, ...extra })));

describe.each(Object.entries(TWINS))('%s', (_, twin) => {
  it('is the same in both forms', async () => {
    const [ours, theirs] = await Promise.all([helm(twin), kustomize(twin)]);
    expect(differences(ours, theirs)).toEqual([]);
    expect(ours.length).toBeGreaterThan(7);
    expect(theirs).toHaveLength(ours.length);
  });

  it.each<[string, unknown, string]>([
    ['another owner', { owner: 'somebody' }, 'changed Namespace'],
    ['another quota', { quota: { hard: { pods: '7' } } }, 'changed ResourceQuota shop-\\w+/team /spec/hard/pods'],
    [
      'another port of the name service',
      { network: { peers: { dns: { podLabels: { 'k8s-app': 'other' } } } } },
      'changed NetworkPolicy shop-\\w+/allow-dns ',
    ],
    ['no name service', { network: { allow: { dns: false } } }, 'added NetworkPolicy shop-\\w+/allow-dns'],
    [
      'another version of the standard',
      { podSecurity: { version: 'v1.35' } },
      'changed Namespace shop-\\w+ /metadata/labels/pod-security.kubernetes.io~1enforce-version',
    ],
  ])('%s on the side of Helm is seen', async (_name, change, expected) => {
    const [ours, theirs] = await Promise.all([helm(twin, change), kustomize(twin)]);
    expect(differences(ours, theirs).join('\n')).toMatch(new RegExp(expected));
  });

  it('a patch on the side of Kustomize is seen', async () => {
    const patch = [{ op: 'replace', path: '/spec/policyTypes', value: ['Ingress'] }];
    const patches = [{ target: { kind: 'NetworkPolicy', name: 'default-deny' }, patch: JSON.stringify(patch) }];
    const [ours, theirs] = await Promise.all([helm(twin), kustomize(twin, { patches })]);
    expect(differences(ours, theirs)).toEqual([expect.stringMatching(/^changed NetworkPolicy shop-\w+\/default-deny \/spec\/policyTypes/)]);
  });
});

it('a component that is left out is seen', async () => {
  const twin = TWINS['prod'];
  if (twin === undefined) throw new Error('prod');
  const { components } = twin.overlay;
  const without = await kustomize(twin, { components: components.filter((one) => one !== 'network/gateway') });
  expect(differences(await helm(twin), without)).toEqual(['removed NetworkPolicy shop-prod/allow-gateway']);
});

describe('what belongs to the whole cluster', () => {
  const labels = { 'lks.internal/env': 'prod', 'lks.internal/owner': 'platform', 'lks.internal/tenant': 'platform' };
  const layer: Overlay = {
    environment: 'prod',
    labels,
    components: ['network/cluster-network-policy', 'rbac/cluster-admins', 'rbac/break-glass'],
  };
  const values = {
    tenant: 'platform',
    environment: 'prod',
    stage: 'prod',
    kind: 'platform',
    cluster: SAMPLE_CLUSTER,
    network: { clusterNetworkPolicy: { enabled: true, deny: ['dev', 'test'] } },
    rbac: { clusterAdmins: ['lks:cluster-admins'], breakGlass: { groups: ['lks:break-glass'], ...because } },
  };

  it('is the same in both forms, and in no namespace', async () => {
    const ours = objectsOf(await helmTemplate('lks-namespace', [values])).filter(({ kind }) => kind.startsWith('Cluster'));
    const theirs = objectsOf(await kustomizeBuild(overlayFiles(layer)));
    expect(differences(ours, theirs)).toEqual([]);
    expect(theirs.map(({ kind, metadata }) => [kind, metadata.name, metadata.namespace])).toEqual([
      ['ClusterRoleBinding', 'lks-break-glass', undefined],
      ['ClusterRoleBinding', 'lks-cluster-admins', undefined],
      ['ClusterNetworkPolicy', 'env-isolation-prod', undefined],
    ]);
  });

  it('would get a namespace in an overlay that has one, so it needs a layer of its own', async () => {
    const theirs = objectsOf(await kustomizeBuild(overlayFiles({ ...layer, namespace: 'shop-prod' })));
    expect(named(theirs, 'ClusterNetworkPolicy', 'env-isolation-prod').metadata.namespace).toBe('shop-prod');
  });
});

it('two apps of one namespace have a policy each', async () => {
  const app = (name: string) =>
    overlayFiles(
      {
        environment: 'test',
        components: ['network/same-app'],
        facts: { app: localObject('SameApp', name, { ports: [{ protocol: 'TCP', port: 'http' }] }) },
      },
      name,
    );
  const overlay = {
    'overlay/kustomization.yaml': JSON.stringify({ namespace: 'shop-test', resources: ['../store-front', '../checkout'] }),
    ...app('store-front'),
    ...app('checkout'),
  };
  const theirs = objectsOf(await kustomizeBuild(overlay));
  const values = {
    ...TWINS['test']?.values,
    network: {
      sameApp: [
        { app: 'store-front', ports: ['http'] },
        { app: 'checkout', ports: ['http'] },
      ],
    },
  };
  const ours = objectsOf(await helmTemplate('lks-namespace', [values])).filter(({ metadata }) =>
    metadata.name.startsWith('allow-same-app'),
  );
  expect(theirs).toHaveLength(2);
  expect(ours.map(({ metadata, spec }) => [metadata.name, spec])).toEqual(
    expect.arrayContaining(theirs.map(({ metadata, spec }) => [metadata.name, spec])),
  );
});
