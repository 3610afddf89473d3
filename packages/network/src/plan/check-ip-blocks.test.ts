// Does a network policy name declared ranges only?
import type { ManifestObject } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../test/plan-of.ts';
import { addressText } from './address.ts';
import { checkIpBlocks } from './check-ip-blocks.ts';
import { declaredRanges, NODE_LOCAL_DNS } from './declared-ranges.ts';
import { ipBlocksOf } from './ip-blocks.ts';

const policy = (spec: unknown, kind = 'NetworkPolicy'): ManifestObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind,
  metadata: { name: 'allow-x', namespace: 'shop-prod' },
  spec,
});
const egressTo = (...ipBlocks: readonly unknown[]): ManifestObject =>
  policy({ egress: [{ to: ipBlocks.map((ipBlock) => ({ ipBlock })) }] });

const PLAN = planOf({
  podCIDRs: ['10.1.0.0/16', 'fd00::/64'],
  apiServer: { endpoints: [{ address: '192.0.2.7' }] },
  peeredNetworks: [{ name: 'office', cidrs: ['10.64.0.0/16'] }],
  egress: [
    { name: 'registry', cidrs: ['203.0.113.16/28'], reason: 'images' },
    { name: 'internet', cidrs: ['0.0.0.0/0', '::/0'], reason: 'opt-in' },
  ],
});
const told = (object: ManifestObject, nodeLocalDNS = true): readonly string[] =>
  checkIpBlocks(object, declaredRanges(PLAN, { nodeLocalDNS })).map(({ field, message }) => `${field} ${message}`);

describe('is closed over', () => {
  it.each([
    '10.0.0.0/18', // virtual network
    '10.0.4.0/24', // subnet
    '10.0.4.7/32', // a part of it
    '10.1.3.0/24', // pods
    'fd00::/64',
    '10.2.0.10/32', // the DNS Service
    '10.64.0.0/16', // peered
    '203.0.113.16/28', // destination
    '192.0.2.7/32', // API server
    '169.254.20.10/32', // DNS cache of the node
    '0.0.0.0/0', // the internet as a whole
    '::/0',
  ])('%s', (cidr) => {
    expect(told(egressTo({ cidr }))).toEqual([]);
  });
});

describe('is open with', () => {
  it.each([
    ['198.51.100.0/24', 'the ipBlock 198.51.100.0/24 is in no range that the cluster declares'],
    ['203.0.113.0/24', 'it is wider than egress destination registry 203.0.113.16/28 of a (a.yaml:'],
    ['10.0.0.0/17', 'it is wider than virtual network main 10.0.0.0/18 of a'],
    ['fd01::/64', 'is in no range that the cluster declares'],
    ['10.0.4.1/24', "the ipBlock '10.0.4.1/24' cannot be taken: it has bits set behind its prefix"],
    ['10.0.04.0/24', 'cannot be taken: 04 has a leading zero'],
    ['::ffff:a00:0/104', 'cannot be taken: it is an IPv4 address mapped into IPv6'],
    ['anywhere', 'cannot be taken: it has no prefix length'],
  ])('%s', (cidr, expected) => {
    expect(told(egressTo({ cidr }))).toEqual([expect.stringContaining(expected)]);
    expect(told(egressTo({ cidr }))[0]).toMatch(/^\/spec\/egress\/0\/to\/0\/ipBlock /);
  });

  it('the DNS cache of the node, where there is none', () => {
    expect(told(egressTo({ cidr: `${addressText(NODE_LOCAL_DNS)}/32` }), false)).toHaveLength(1);
  });

  it('the internet, where it is not declared', () => {
    const declared = declaredRanges(planOf(), { nodeLocalDNS: false });
    expect(checkIpBlocks(egressTo({ cidr: '0.0.0.0/0' }), declared)).toHaveLength(1);
  });
});

describe('except', () => {
  it.each([
    ['10.0.4.0/24', true],
    ['10.0.0.0/19', true],
    ['10.0.0.0/18', false], // the API server asks for a strict part
    ['10.0.0.0/17', false],
    ['10.1.0.0/24', false],
    ['fd00::/64', false],
    ['10.0.4.1/24', false],
    ['', false],
  ])('%s in 10.0.0.0/18: %s', (except, fine) => {
    const messages = told(egressTo({ cidr: '10.0.0.0/18', except: [except] }));
    expect(messages).toHaveLength(fine ? 0 : 1);
    if (!fine) expect(messages[0]).toMatch(/^\/spec\/egress\/0\/to\/0\/ipBlock\/except\/0 /);
  });
});

it('every block of a policy is looked at, in both directions', () => {
  const spec = {
    ingress: [{ from: [{ podSelector: {} }, { ipBlock: { cidr: '10.0.0.0/18' } }] }, {}],
    egress: [{ to: [{ ipBlock: { cidr: '10.1.0.0/16', except: ['10.1.1.0/24', 7] } }, { ipBlock: {} }] }, { to: null }, 'x'],
  };
  expect(ipBlocksOf(policy(spec))).toEqual([
    { cidr: '10.0.0.0/18', except: [], field: '/spec/ingress/0/from/1/ipBlock' },
    { cidr: '10.1.0.0/16', except: ['10.1.1.0/24', ''], field: '/spec/egress/0/to/0/ipBlock' },
    { cidr: '', except: [], field: '/spec/egress/0/to/1/ipBlock' },
  ]);
});

it('networks of a ClusterNetworkPolicy are ranges, too', () => {
  const spec = { egress: [{ action: 'Deny', to: [{ networks: ['10.0.0.0/18', '198.51.100.0/24'] }] }] };
  expect(told(policy(spec, 'ClusterNetworkPolicy'))).toEqual([
    '/spec/egress/0/to/0/networks/1 the ipBlock 198.51.100.0/24 is in no range that the cluster declares',
  ]);
});

it.each([undefined, null, [], 'x', { egress: 'x' }, { ingress: [null] }])('a spec that is %s names nothing', (spec) => {
  expect(ipBlocksOf(policy(spec))).toEqual([]);
});

it('a finding names rule, object and range', () => {
  const [finding] = checkIpBlocks(egressTo({ cidr: '198.51.100.0/24' }), []);
  expect(finding).toMatchObject({
    ruleId: 'LKS-NET-06',
    severity: 'high',
    object: { kind: 'NetworkPolicy', namespace: 'shop-prod', name: 'allow-x' },
    data: { cidr: '198.51.100.0/24' },
  });
});
