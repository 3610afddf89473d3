// Does each component change what it is made for, whatever the order, and fail where it cannot?
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differences, objectsOf } from './objects.ts';
import { kustomizeBuild, templates } from './run-programs.ts';
import { allFacts, localObject, type Overlay, overlayFiles } from './sample-cluster.ts';

const GROUPS = ['expose', 'limits', 'network', 'pss', 'quota', 'rbac', 'storage'] as const;
const directory = join(templates, 'kustomize', 'next', 'components');
const components = GROUPS.flatMap((group) => readdirSync(join(directory, group)).map((name) => `${group}/${name}`));
const readmeOf = (component: string): string => readFileSync(join(directory, component, 'README.md'), 'utf8');

/** What a component is made for. Those without a base make objects that no namespace owns, in a layer of their own. */
const layerOf = (component: string): Overlay => {
  const rest = { environment: 'dev', components: [component] };
  if (/^expose\/(private|public)/.test(component)) return { ...rest, base: 'app', namespace: 'shop-dev' };
  if (/^storage\/(nvme|replicated|snapshot|clone)$/.test(component)) return { ...rest, base: 'stateful', namespace: 'shop-dev' };
  const alone = component === 'network/cluster-network-policy' || component === 'network/default-deny';
  if (alone || /^(expose\/gateway|storage\/|rbac\/(cluster-admins|break-glass))/.test(component)) return rest;
  return { ...rest, base: 'namespace', namespace: 'shop-dev' };
};
const build = async (overlay: Overlay) => objectsOf(await kustomizeBuild(overlayFiles(overlay)));

/** How a README names each fact. */
const FACTS: Readonly<Record<string, string>> = {
  cluster: '`ClusterFacts`',
  namespace: '`NamespaceFacts`',
  internet: '`Because` named `internet-https`',
  security: '`Because` named `pod-security`',
  glass: '`Because` named `break-glass`',
  app: '`SameApp`',
  gateway: '`GatewayFacts`',
  exposure: '`Exposure`',
  snapshot: '`Snapshot`',
  clone: '`Clone`',
};

/** A rendering of nothing but facts is empty, which kustomize refuses: one more object stands for what was there before. */
const WITNESS = { 'witness.json': JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'witness' } }) };

describe.each(components)('%s', (component) => {
  const layer = layerOf(component);

  it('changes what it is made for', async () => {
    const [before, after] = await Promise.all([
      build({ ...layer, components: [], resources: WITNESS }),
      build({ ...layer, resources: WITNESS }),
    ]);
    expect(differences(before, after)).not.toEqual([]);
    expect(after.filter(({ apiVersion }) => apiVersion.startsWith('lks.internal'))).toEqual([]);
    expect(JSON.stringify(after).replaceAll('"apiGroups":[""]', '')).not.toMatch(
      /:""|\[""\]|"(hostname|provisioner|driver|issuer|claim|size)"[,}\]]/,
    );
  });

  it('fails where it is used twice', async () => {
    const { failed } = await kustomizeBuild(overlayFiles({ ...layer, components: [component, component], resources: WITNESS }));
    expect(failed).toBe(true);
  });

  it('says what it is, when it is used, what it needs, and where it stands', () => {
    const text = readmeOf(component);
    const [question = ''] = readFileSync(join(directory, component, 'kustomization.yaml'), 'utf8').split('\n');
    expect(text).toContain(`# ${component}\n\n${question.slice(2)}\n`);
    for (const word of ['When', 'Needs', 'Order']) expect(text).toContain(`- **${word}**: `);
  });

  it('needs the facts that its README names, each of them, and no others', async () => {
    const needed = Object.entries(allFacts('dev')).filter(([key]) => readmeOf(component).includes(FACTS[key] ?? 'unknown'));
    const only = await kustomizeBuild(overlayFiles({ ...layer, facts: Object.fromEntries(needed), resources: WITNESS }));
    expect(only.stderr).toBe('');
    for (const [key] of needed) {
      const facts = Object.fromEntries(needed.filter(([other]) => other !== key));
      const { failed, stderr } = await kustomizeBuild(overlayFiles({ ...layer, facts, resources: WITNESS }));
      expect([key, failed]).toEqual([key, true]);
      expect(stderr).toMatch(/nothing selected by \w+/);
    }
  });
});

const lists: readonly (readonly [component: string, file: string, kind: string, name: string, spec: Readonly<Record<string, unknown>>])[] =
  [
    ['network/dns', 'cluster', 'ClusterFacts', 'cluster', { dnsServices: [] }],
    ['network/gateway-clients', 'cluster', 'ClusterFacts', 'cluster', { gatewayClients: [] }],
    ['network/gateway-clients', 'namespace', 'NamespaceFacts', 'namespace', { gatewayPorts: [] }],
    ['network/probes', 'cluster', 'ClusterFacts', 'cluster', { nodeSubnets: [] }],
    ['network/probes', 'namespace', 'NamespaceFacts', 'namespace', { probePorts: [] }],
    ['network/load-balancer', 'cluster', 'ClusterFacts', 'cluster', { ingressSubnets: [] }],
    ['network/private-services', 'cluster', 'ClusterFacts', 'cluster', { privateServices: [] }],
    ['network/private-services', 'namespace', 'NamespaceFacts', 'namespace', { privateServicePorts: [] }],
    ['network/apiserver', 'cluster', 'ClusterFacts', 'cluster', { apiServers: [], apiServerPorts: [] }],
    ['network/internet-https', 'cluster', 'ClusterFacts', 'cluster', { notInternet: { v4: [], v6: ['fe80::/10'] } }],
    ['network/internet-https', 'cluster', 'ClusterFacts', 'cluster', { notInternet: { v4: ['10.0.0.0/8'], v6: [] } }],
    ['network/webhook', 'namespace', 'NamespaceFacts', 'namespace', { webhookPorts: [] }],
    ['network/same-app', 'app', 'SameApp', 'store-front', { ports: [] }],
  ];
it.each(lists)(
  '%s fails where a list of facts is empty, for that would open everything (%s)',
  async (component, file, kind, name, spec) => {
    const facts = { ...allFacts('dev'), [file]: localObject(kind, name, spec) };
    const { failed, stderr } = await kustomizeBuild(overlayFiles({ ...layerOf(component), facts }));
    expect(failed).toBe(true);
    expect(stderr).toContain('0` is missing for replacement source');
  },
);

describe('all that a namespace can have', () => {
  const chosen = components.filter((one) => {
    const choice = /^(quota|limits|pss)\/|rbac\/operators/.test(one);
    const layer = layerOf(one);
    return layer.base === 'namespace' && (!choice || ['quota/m', 'limits/test', 'pss/restricted', 'rbac/operators-test'].includes(one));
  });

  it('is the same in any order', async () => {
    const overlay: Overlay = { base: 'namespace', namespace: 'shop-dev', environment: 'dev', components: chosen };
    const [forward, backward] = await Promise.all([build(overlay), build({ ...overlay, components: chosen.toReversed() })]);
    expect(chosen.length).toBeGreaterThan(20);
    expect(differences(forward, backward)).toEqual([]);
  });

  it.each([
    ['two sizes', ['quota/s', 'quota/m']],
    ['two sets of limits', ['limits/dev', 'limits/prod']],
    ['two standards', ['pss/restricted', 'pss/baseline-exception']],
    ['two kinds of operators', ['rbac/operators-dev', 'rbac/operators-prod']],
  ])('cannot have %s', async (_, both) => {
    for (const order of [both, both.toReversed()]) {
      const { failed } = await kustomizeBuild(
        overlayFiles({ base: 'namespace', namespace: 'shop-dev', environment: 'dev', components: order }),
      );
      expect(failed).toBe(true);
    }
  });
});

describe('bases/namespace', () => {
  it('lets nothing run, talk, or have a token', async () => {
    const objects = await build({ base: 'namespace', namespace: 'shop-dev', environment: 'dev', components: [] });
    expect(
      objects.map(({ kind, metadata, spec, automountServiceAccountToken }) => [kind, metadata.name, spec ?? automountServiceAccountToken]),
    ).toEqual([
      ['Namespace', 'shop-dev', undefined],
      ['ResourceQuota', 'no-quota-yet', { hard: { pods: '0' } }],
      ['ServiceAccount', 'default', false],
      ['NetworkPolicy', 'default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }],
    ]);
    expect(objects[0]?.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'v1.34',
    });
  });

  it('has a README', () => {
    expect(existsSync(join(templates, 'kustomize/next/bases/namespace/README.md'))).toBe(true);
  });
});

describe('an exposed app', () => {
  it('keeps its route to its Service under another name', async () => {
    const layer = layerOf('expose/private');
    const files = overlayFiles(layer);
    const kustomization = JSON.parse(files['overlay/kustomization.yaml'] ?? '');
    const objects = objectsOf(
      await kustomizeBuild({ ...files, 'overlay/kustomization.yaml': JSON.stringify({ ...kustomization, namePrefix: 'shop-' }) }),
    );
    expect(objects.find(({ kind }) => kind === 'HTTPRoute')).toMatchObject({
      metadata: { name: 'shop-app', namespace: 'shop-dev' },
      spec: {
        parentRefs: [{ name: 'lks-private', namespace: 'gateway-system', sectionName: 'https' }],
        rules: [{ backendRefs: [{ name: 'shop-app', port: 80 }] }],
      },
    });
    expect(objects.find(({ kind }) => kind === 'Deployment')?.spec).toMatchObject({
      template: { metadata: { labels: { 'lks.internal/expose': 'http' } } },
    });
  });
});

it.each(['storage/nvme', 'storage/replicated'])('%s fails where there is no StatefulSet to give a class to', async (component) => {
  const { failed, stderr } = await kustomizeBuild(overlayFiles({ ...layerOf(component), base: 'app' }));
  expect(failed).toBe(true);
  expect(stderr).toContain('StatefulSet');
});
