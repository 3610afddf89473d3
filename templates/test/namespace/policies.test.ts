// Does every policy of the set mean what it says, and would a trap be seen?

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, type ManifestObject, parseManifests } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { named, objectsOf } from './objects.ts';
import { trapsOf } from './policy-traps.ts';
import { helmTemplate, templates } from './run-programs.ts';
import { SAMPLE_CLUSTER } from './sample-cluster.ts';

const because = { owner: 'team-shop', reason: 'needs it', expires: '2027-03-31' };
const ALLOW: unknown = parse(readFileSync(join(templates, 'helm/lks-namespace/values.yaml'), 'utf8')).network.allow;
const everything = isRecord(ALLOW) ? Object.fromEntries(Object.keys(ALLOW).map((key) => [key, true])) : {};
const render = async (): Promise<readonly ManifestObject[]> => {
  const values = {
    tenant: 'shop',
    environment: 'dev',
    stage: 'dev',
    kind: 'platform',
    cluster: SAMPLE_CLUSTER,
    network: {
      allow: everything,
      sameApp: [{ app: 'storefront', ports: ['http'] }],
      internetHttps: because,
      exceptions: [{ name: 'pay', podLabels: { app: 'a' }, cidrs: ['203.0.113.10/32'], ports: [443], ...because }],
    },
  };
  return objectsOf(await helmTemplate('lks-namespace', [values])).filter(({ kind }) => kind === 'NetworkPolicy');
};

let once: Promise<readonly ManifestObject[]> | undefined;
const rendered = (): Promise<readonly ManifestObject[]> => {
  once ??= render();
  return once;
};

it('no policy of the set is a trap', async () => {
  const policies = await rendered();
  expect(policies.flatMap(trapsOf)).toEqual([]);
  expect(policies.map(({ metadata }) => metadata.name).toSorted()).toEqual([
    'allow-acme-solver',
    'allow-apiserver',
    'allow-dns',
    'allow-dns-nodelocal',
    'allow-egress-pay',
    'allow-egress-proxy',
    'allow-from-jobs',
    'allow-gateway',
    'allow-gateway-backends',
    'allow-gateway-clients',
    'allow-internet-https',
    'allow-jobs',
    'allow-load-balancer',
    'allow-metrics',
    'allow-otlp',
    'allow-otlp-receiver',
    'allow-private-services',
    'allow-probes',
    'allow-proxy-clients',
    'allow-same-app-storefront',
    'allow-same-namespace',
    'allow-scrape',
    'allow-webhook',
    'default-deny',
  ]);
});

it('the files of the components write the types out, too', () => {
  const directory = join(templates, 'kustomize/next/components/network');
  const policies = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml') && !path.endsWith('kustomization.yaml'))
    .flatMap((path) => parseManifests(readFileSync(join(directory, path), 'utf8')).objects)
    .filter(({ kind }) => kind === 'NetworkPolicy');
  expect(policies.length).toBeGreaterThan(19);
  expect(policies.flatMap(trapsOf).filter((trap) => /policyTypes|type |OR where|container/.test(trap))).toEqual([]);
});

/** A copy with one value replaced; `undefined` takes it away. */
const weaken = (value: unknown, [key, ...rest]: readonly (string | number)[], to: unknown): unknown => {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((item, at) => (at === key ? weaken(item, rest, to) : item));
  if (!isRecord(value)) throw new Error(`nothing at ${key}`);
  const { [key]: old, ...others } = value;
  const now = rest.length === 0 ? to : weaken(old, rest, to);
  return now === undefined ? others : { ...others, [key]: now };
};

const split = [
  { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway-system' } } },
  { podSelector: { matchLabels: { 'app.kubernetes.io/component': 'proxy' } } },
];

describe('a trap is seen:', () => {
  it.each<[string, string, readonly (string | number)[], unknown, string]>([
    ['default-deny without types', 'default-deny', ['policyTypes'], undefined, 'policyTypes are not written out'],
    ['default-deny one way', 'default-deny', ['policyTypes'], ['Ingress'], 'does not deny both ways'],
    ['default-deny with an empty rule', 'default-deny', ['egress'], [{}], 'does not deny both ways'],
    ['egress rules without the type', 'allow-dns', ['policyTypes'], ['Ingress'], 'type Egress do not go together'],
    ['AND split into OR', 'allow-gateway', ['ingress', 0, 'from'], split, 'OR where AND is meant'],
    ['a rule for everyone', 'allow-gateway', ['ingress', 0, 'from'], undefined, 'open to everyone'],
    ['an empty list of peers', 'allow-private-services', ['egress', 0, 'to'], [], 'open to everyone'],
    ['an empty peer', 'allow-otlp', ['egress', 0, 'to', 0], {}, 'an empty peer'],
    ['an empty namespaceSelector', 'allow-metrics', ['ingress', 0, 'from', 0, 'namespaceSelector'], {}, 'selects every namespace'],
    ['all ports', 'allow-apiserver', ['egress', 0, 'ports'], [], 'opens all of them'],
    ['a number for a named port', 'allow-gateway', ['ingress', 0, 'ports', 0, 'port'], 8080, 'a number where containers name it'],
    ['the port of a Service', 'allow-webhook', ['ingress', 0, 'ports', 0, 'port'], 443, 'the port of a Service'],
  ])('%s', async (_, name, path, to, message) => {
    const policy = named(await rendered(), 'NetworkPolicy', name);
    const { spec, ...rest } = policy;
    expect(trapsOf({ ...rest, spec: weaken(spec, path, to) }).join('\n')).toContain(message);
  });
});

it('every label that policies select is of one prefix, or belongs to a standard', async () => {
  const keys = new Set(
    (await rendered()).flatMap(({ spec }) =>
      [...JSON.stringify(spec).matchAll(/"([a-z0-9.-]+)\/[a-z0-9.-]+":"/g)].map(([, prefix = '']) => prefix),
    ),
  );
  expect([...keys].toSorted()).toEqual(['acme.cert-manager.io', 'app.kubernetes.io', 'kubernetes.io', 'lks.internal']);
});

it('the metadata service of the provider stays closed where the internet is open', async () => {
  const policy = JSON.stringify(named(await rendered(), 'NetworkPolicy', 'allow-internet-https').spec);
  for (const range of ['169.254.0.0/16', '10.0.0.0/8', '100.64.0.0/10', 'fe80::/10', 'fc00::/7', '20.40.0.0/16', '2a00:100::/40'])
    expect(policy).toContain(range);
});
