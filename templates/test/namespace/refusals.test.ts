// Does each combination that cannot be meant fail, with the key to edit and an example?
import { describe, expect, it } from 'vitest';
import { helmTemplate } from './run-programs.ts';
import { SAMPLE_CLUSTER } from './sample-cluster.ts';

const because = { owner: 'team-shop', reason: 'needs it', expires: '2027-03-31' };
/** Nothing that needs facts by itself, so that each refusal has one reason. */
const cluster = { ...SAMPLE_CLUSTER, cni: { ...SAMPLE_CLUSTER.cni, kubeletProbes: 'exempt', loadBalancerTarget: 'node' } };
const namespace = { tenant: 'shop', environment: 'prod', stage: 'prod', cluster };
const platform = { ...namespace, kind: 'platform' };
const gateway = { environment: 'prod', stage: 'prod', hostnameSuffix: 'shop.example', cluster: SAMPLE_CLUSTER };
const storage = { cluster: SAMPLE_CLUSTER };
const exception = { name: 'pay', podLabels: { app: 'a' }, ports: [443], ...because };

/** Chart, what is right, what is wrong, the key that the message must name, and a piece of its example. */
type Refusal = readonly [chart: string, right: unknown, wrong: unknown, key: string, example: string];

const REFUSALS: Readonly<Record<string, Refusal>> = {
  'a name that is too long': [
    'lks-namespace',
    namespace,
    { tenant: 'a'.repeat(40), environment: 'b'.repeat(40) },
    'name: ',
    'for example name: aaa',
  ],
  'a network plugin without policies': [
    'lks-namespace',
    namespace,
    { cluster: { cni: { networkPolicy: false } } },
    'cluster.cni.networkPolicy',
    'networkPolicy: true',
  ],
  'privileged pods of a team': [
    'lks-namespace',
    namespace,
    { podSecurity: { level: 'privileged', exception: because } },
    'podSecurity.level',
    'kind: platform',
  ],
  'a lower standard without a reason': [
    'lks-namespace',
    namespace,
    { podSecurity: { level: 'baseline' } },
    'podSecurity.exception.owner',
    '{owner: team-shop,',
  ],
  'a reason without an exception': [
    'lks-namespace',
    namespace,
    { podSecurity: { exception: because } },
    'podSecurity.exception',
    'level: baseline',
  ],
  'a load balancer of a team': [
    'lks-namespace',
    namespace,
    { quota: { hard: { 'services.loadbalancers': '1' } } },
    'quota.hard.services.loadbalancers',
    'network.allow.gateway: true',
  ],
  'node ports of a team': [
    'lks-namespace',
    namespace,
    { quota: { hard: { 'services.nodeports': '2' } } },
    'quota.hard.services.nodeports',
    'network.allow.gateway: true',
  ],
  'GPUs without a reason': [
    'lks-namespace',
    namespace,
    { quota: { hard: { 'requests.nvidia.com/gpu': '1' } } },
    'quota.exception.owner',
    'expires: 2027-03-31',
  ],
  'one network for all outside of dev': [
    'lks-namespace',
    namespace,
    { network: { allow: { sameNamespace: true } } },
    'network.allow.sameNamespace',
    'network.sameApp: [{app: storefront',
  ],
  'the internet without a reason': [
    'lks-namespace',
    namespace,
    { network: { allow: { internetHttps: true } } },
    'network.internetHttps.owner',
    'network.internetHttps: {owner',
  ],
  'a way out to everything': [
    'lks-namespace',
    namespace,
    { network: { exceptions: [{ ...exception, cidrs: ['0.0.0.0/0'] }] } },
    'network.exceptions: pay',
    'cidrs: [203.0.113.10/32]',
  ],
  'the other end in a namespace of a team': [
    'lks-namespace',
    namespace,
    { network: { allow: { scrape: true } } },
    'network.allow.scrape',
    'kind: platform',
  ],
  'a webhook of a team': ['lks-namespace', namespace, { network: { allow: { webhook: true } } }, 'network.allow.webhook', 'kind: platform'],
  'administrators in a release of a team': [
    'lks-namespace',
    namespace,
    { rbac: { clusterAdmins: ['lks:a'] } },
    'rbac.clusterAdmins',
    'kind: platform',
  ],
  'clients of a gateway that nothing lets in': [
    'lks-namespace',
    platform,
    { network: { gatewayClients: ['0.0.0.0/0'] } },
    'network.gatewayClients',
    'network.allow.gatewayClients: true',
  ],
  'the port of a Service in a webhook policy': [
    'lks-namespace',
    platform,
    { network: { allow: { webhook: true }, webhookPorts: [443] } },
    'network.webhookPorts: 443',
    'network.webhookPorts: [9443]',
  ],
  'a wall that the plugin does not serve': [
    'lks-namespace',
    platform,
    { cluster: { cni: { clusterNetworkPolicy: false } }, network: { clusterNetworkPolicy: { enabled: true, deny: ['dev'] } } },
    'cluster.cni.clusterNetworkPolicy',
    'enabled: false',
  ],
  'a wall against nobody': [
    'lks-namespace',
    platform,
    { network: { clusterNetworkPolicy: { enabled: true } } },
    'network.clusterNetworkPolicy.deny',
    'deny: [dev, test]',
  ],
  'a wall against itself': [
    'lks-namespace',
    platform,
    { network: { clusterNetworkPolicy: { enabled: true, deny: ['prod'] } } },
    'network.clusterNetworkPolicy.deny',
    'deny: [test]',
  ],
  'an emergency group without a reason': [
    'lks-namespace',
    platform,
    { rbac: { breakGlass: { groups: ['lks:b'] } } },
    'rbac.breakGlass.owner',
    'groups: [lks:break-glass]',
  ],
  'a standard without a version': ['lks-namespace', namespace, { cluster: null }, 'podSecurity.version', 'podSecurity.version: v1.36'],
  'private services without a subnet': [
    'lks-namespace',
    namespace,
    { cluster: { network: { subnets: [] } }, network: { allow: { privateServices: true } } },
    'network.allow.privateServices',
    'role: privateServices, cidrs: [10.40.2.0/24]',
  ],
  'the API server without facts': [
    'lks-namespace',
    namespace,
    { cluster: { network: null }, network: { allow: { apiServer: true } } },
    'network.allow.apiServer',
    'clusters/<name>/network.yaml',
  ],
  'probes without facts': [
    'lks-namespace',
    namespace,
    { cluster: { cni: { kubeletProbes: 'node-address' }, network: null } },
    'cluster.cni.kubeletProbes: node-address',
    'clusters/<name>/network.yaml',
  ],
  'load balancers without an ingress subnet': [
    'lks-namespace',
    namespace,
    { cluster: { cni: { loadBalancerTarget: 'pod' }, network: { subnets: [] } }, network: { allow: { gateway: true } } },
    'network.allow.gateway with cluster.cni.loadBalancerTarget: pod',
    'role: ingress, cidrs: [10.40.2.0/24]',
  ],
  'the internet without facts': [
    'lks-namespace',
    namespace,
    { cluster: { network: null }, network: { allow: { internetHttps: true }, internetHttps: because } },
    'network.allow.internetHttps',
    'clusters/<name>/network.yaml',
  ],
  'a private gateway that is not': [
    'lks-gateway',
    gateway,
    { cluster: { loadBalancer: null } },
    'cluster.loadBalancer.privateAnnotations',
    'clusters/<name>/profile.yaml',
  ],
  'a firewall that the provider lacks': [
    'lks-gateway',
    gateway,
    { exposure: 'public-waf', cluster: { waf: null } },
    'waf.mode',
    'mode: coraza',
  ],
  'Coraza without an image': ['lks-gateway', gateway, { exposure: 'public-waf', waf: { mode: 'coraza' } }, 'waf.image', 'sha256:<digest>'],
  'an image that nothing uses': [
    'lks-gateway',
    gateway,
    { waf: { image: `r.example/c@sha256:${'1'.repeat(64)}` } },
    'waf.image',
    'waf.mode: coraza',
  ],
  'a public gateway of prod without a firewall': ['lks-gateway', gateway, { exposure: 'public' }, 'waf.exception', '{owner: platform,'],
  'a reason for no exception': ['lks-gateway', gateway, { waf: { exception: because } }, 'waf.exception', 'exposure: public'],
  'a class that the cluster lacks': [
    'lks-storage',
    storage,
    { cluster: { storage: { nvme: null } } },
    'cluster.storage.nvme',
    'nvme: {provisioner:',
  ],
  'a default that is not there': ['lks-storage', storage, { classes: ['nvme'] }, 'defaultClass', 'defaultClass: nvme'],
  'group snapshots without snapshots': [
    'lks-storage',
    storage,
    { classes: ['nvme'], defaultClass: 'nvme', groupSnapshots: true },
    'groupSnapshots',
    'snapshots: true',
  ],
  'attributes of a class that is not there': [
    'lks-storage',
    storage,
    { classes: ['gpSsd'], attributesClasses: [{ name: 'fast', class: 'nvme', parameters: { a: 'b' } }] },
    'attributesClasses: fast',
    'classes: [nvme]',
  ],
};

describe.each(Object.entries(REFUSALS))('%s', (_, [chart, right, wrong, key, example]) => {
  it('is refused, and only that', async () => {
    const [good, bad] = await Promise.all([helmTemplate(chart, [right]), helmTemplate(chart, [right, wrong])]);
    expect(good.stderr).toBe('');
    expect(bad.failed).toBe(true);
    expect(bad.stderr).toContain(key);
    expect(bad.stderr).toContain(example);
    expect(bad.stderr).not.toContain('nil pointer');
  });
});

it.each<[string, unknown, string]>([
  ['a group of Kubernetes itself', { rbac: { operators: ['system:masters'] } }, '/rbac/operators/0'],
  ['a named port that is no name', { network: { exposedPorts: [8080] } }, '/network/exposedPorts/0'],
  [
    'an exception without expiry',
    { network: { exceptions: [{ ...exception, cidrs: ['203.0.113.1/32'], expires: undefined }] } },
    '/network/exceptions/0',
  ],
  ['a date that is none', { network: { internetHttps: { ...because, expires: 'soon' } } }, '/network/internetHttps/expires'],
  ['a stage that does not exist', { stage: 'qa' }, '/stage'],
])('the schema refuses %s', async (_, wrong, at) => {
  const { failed, stderr } = await helmTemplate('lks-namespace', [namespace, wrong]);
  expect(failed).toBe(true);
  expect(stderr).toContain(`'${at}'`);
});
