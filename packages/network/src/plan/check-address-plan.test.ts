// Is each mistake of an address plan told with its owners, its places and a way out?
import type { NetworkFacts } from '@fairway/contracts';
import { describe, expect, it } from 'vitest';
import { factsOf, placeOf, plansOf } from '../../test/plan-of.ts';
import { type ClusterFacts, readAddressPlan } from './address-plan.ts';
import { checkAddressPlan } from './check-address-plan.ts';

const messagesOf = (...clusters: readonly ClusterFacts[]): readonly string[] =>
  checkAddressPlan(plansOf(...clusters)).findings.map(({ message }) => message);
const one = (changed: Partial<NetworkFacts>): readonly string[] => messagesOf(factsOf('a', changed));

/** Another cluster, with nothing in common. */
const other = (changed: Partial<NetworkFacts> = {}): ClusterFacts =>
  factsOf('b', {
    vnets: [{ name: 'main', cidrs: ['10.8.0.0/18'] }],
    subnets: [{ name: 'nodes', role: 'nodes', cidrs: ['10.8.4.0/24'], maxNodes: 10 }],
    podCIDRs: ['10.9.0.0/16'],
    serviceCIDRs: ['10.10.0.0/20'],
    dnsServiceIP: '10.10.0.10',
    apiServer: { endpoints: [{ address: '10.8.0.10' }] },
    ...changed,
  });

it('nothing is wrong with two clusters beside each other', () => {
  expect(messagesOf(factsOf('a'), other())).toEqual([]);
});

describe('owners', () => {
  it.each<[string, Partial<NetworkFacts>, string]>([
    [
      'pods and services',
      { podCIDRs: ['10.2.0.0/16'] },
      'services 10.2.0.0/20 of a (AT serviceCIDRs.0) overlaps pods 10.2.0.0/16 of a (AT podCIDRs.0)',
    ],
    [
      'pods and a virtual network',
      { podCIDRs: ['10.0.0.0/16'] },
      'virtual network main 10.0.0.0/18 of a (AT vnets.0.cidrs.0) overlaps pods 10.0.0.0/16 of a (AT podCIDRs.0)',
    ],
    [
      'services and a peered network',
      { peeredNetworks: [{ name: 'office', cidrs: ['10.2.8.0/24'] }] },
      'peered network office 10.2.8.0/24 of a (AT peeredNetworks.0.cidrs.0) overlaps services 10.2.0.0/20 of a (AT serviceCIDRs.0)',
    ],
    [
      'two ranges of one owner',
      { podCIDRs: ['10.1.0.0/16', '10.1.0.0/17'] },
      'pods 10.1.0.0/17 of a (AT podCIDRs.1) overlaps pods 10.1.0.0/16 of a (AT podCIDRs.0)',
    ],
    [
      'two subnets',
      {
        subnets: [
          { name: 'x', role: 'other', cidrs: ['10.0.1.0/24'] },
          { name: 'y', role: 'other', cidrs: ['10.0.1.128/25'] },
        ],
      },
      'subnet y 10.0.1.128/25 of a (AT subnets.1.cidrs.0) overlaps subnet x 10.0.1.0/24 of a (AT subnets.0.cidrs.0)',
    ],
    [
      'IPv6 ranges',
      { podCIDRs: ['10.1.0.0/16', 'fd00::/48'], serviceCIDRs: ['10.2.0.0/20', 'fd00::/112'] },
      'services fd00::/112 of a (AT serviceCIDRs.1) overlaps pods fd00::/48 of a (AT podCIDRs.1)',
    ],
  ])('%s must differ', (_, changed, expected) => {
    expect(one(changed)).toEqual([expected.replace(/AT ([\w.]+)/g, (__, path: string) => placeOf('a', ...path.split('.')))]);
  });

  it('IPv4 and IPv6 never meet', () => {
    expect(one({ podCIDRs: ['10.1.0.0/16', '::/100'] })).toEqual([]);
  });
});

describe('clusters', () => {
  it('that are routed to each other must differ', () => {
    expect(messagesOf(factsOf('a'), other({ podCIDRs: ['10.1.128.0/17'] }))).toEqual([
      `pods 10.1.128.0/17 of b (${placeOf('b', 'podCIDRs', 0)}) overlaps pods 10.1.0.0/16 of a (${placeOf('a', 'podCIDRs', 0)})`,
    ]);
  });

  it.each([
    [false, true],
    [true, false],
    [false, false],
  ])('that are not may be alike (%s, %s)', (first, second) => {
    expect(messagesOf(factsOf('a', { routable: first }), other({ routable: second, podCIDRs: ['10.1.128.0/17'] }))).toEqual([]);
  });

  const peered = (name: string, cidr: string, cluster?: string) => ({
    peeredNetworks: [{ name, cidrs: [cidr], ...(cluster === undefined ? {} : { cluster }) }],
  });

  it('share a peered network of one name, and not one of two names', () => {
    expect(messagesOf(factsOf('a', peered('office', '10.64.0.0/16')), other(peered('office', '10.64.0.0/16')))).toEqual([]);
    expect(messagesOf(factsOf('a', peered('office', '10.64.0.0/16')), other(peered('office', '10.64.0.0/17')))).toEqual([]);
    expect(messagesOf(factsOf('a', peered('office', '10.64.0.0/16')), other(peered('plant', '10.64.0.0/16')))).toHaveLength(1);
  });

  it('are peers where they say so, and a network that merely has their range is not', () => {
    expect(messagesOf(factsOf('a', peered('b', '10.8.0.0/18', 'b')), other())).toEqual([]);
    expect(messagesOf(factsOf('a', peered('b', '10.8.0.0/20', 'b')), other())).toEqual([]);
    expect(messagesOf(factsOf('a', peered('lab', '10.8.0.0/18')), other())[0]).toMatch(
      /virtual network main .* of b .* overlaps|peered network lab .* overlaps/,
    );
  });

  it.each([
    ['b', '10.64.0.0/18', 'is not inside the virtual networks or pods of b: there is virtual network main 10.8.0.0/18 of b'],
    ['b', '10.8.0.0/17', 'is not inside the virtual networks or pods of b'],
    ['c', '10.64.0.0/18', 'is said to belong to cluster c, which has no network.yaml'],
    ['a', '10.64.0.0/18', 'names its own cluster as peer'],
  ])('peer %s with %s is refused', (peer, cidr, expected) => {
    const messages = messagesOf(factsOf('a', peered('x', cidr, peer)), other());
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(`peered network x ${cidr} of a (${placeOf('a', 'peeredNetworks', 0, 'cidrs', 0)}) ${expected}`);
  });
});

describe('subnets', () => {
  const subnet = (...cidrs: string[]): Partial<NetworkFacts> => ({ subnets: [{ name: 'x', role: 'other', cidrs }] });
  it.each<[string, Partial<NetworkFacts>, string]>([
    ['nowhere', subnet('10.77.0.0/24'), 'is in no virtual network: there is virtual network main 10.0.0.0/18 of a'],
    ['in the pods', subnet('10.1.7.0/24'), 'is in no virtual network: it lies in pods 10.1.0.0/16 of a'],
    ['larger than the network', subnet('10.0.0.0/17'), 'is in no virtual network: it is larger than virtual network main 10.0.0.0/18 of a'],
    [
      'in two networks',
      {
        ...subnet('10.0.9.0/24', '10.90.9.0/24'),
        vnets: [
          { name: 'main', cidrs: ['10.0.0.0/18'] },
          { name: 'two', cidrs: ['10.90.0.0/16'] },
        ],
      },
      'is in virtual network two 10.90.0.0/16 of a, and its first range in virtual network main',
    ],
  ])('%s', (_, changed, expected) => {
    const messages = one(changed);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(expected);
  });

  it('of two versions lie in two ranges of one network', () => {
    expect(one({ ...subnet('10.0.9.0/24', 'fd00:1::/64'), vnets: [{ name: 'main', cidrs: ['10.0.0.0/18', 'fd00:1::/56'] }] })).toEqual([]);
  });
});

describe('sizes', () => {
  const nodes = (cidrs: string[], maxNodes: number, rest = {}): Partial<NetworkFacts> => ({
    subnets: [{ name: 'nodes', role: 'nodes', cidrs, maxNodes, ...rest }],
  });

  it.each([
    [['10.0.4.0/28'], 11, {}, true], // 11 + 5 of 16
    [['10.0.4.0/28'], 12, {}, false],
    [['10.0.4.0/28'], 8, { surgePercent: 33 }, true], // 10.64 → 11
    [['10.0.4.0/28'], 9, { surgePercent: 33 }, false], // 11.97 → 12
    [['10.0.4.0/28'], 14, { reservedAddresses: 2 }, true],
    [['10.0.4.0/29', '10.0.4.16/29'], 11, {}, true], // both ranges count
    [['10.0.4.0/28', 'fd00:1::/124'], 12, {}, false], // each version by itself
  ])('%s with %d nodes %o fits: %s', (cidrs, maxNodes, rest, fits) => {
    const messages = one({ ...nodes(cidrs, maxNodes, rest), vnets: [{ name: 'main', cidrs: ['10.0.0.0/18', 'fd00:1::/64'] }] });
    expect(messages.filter((message) => message.includes('of a')).length > 0).toBe(!fits);
  });

  it('says what there is, what is needed, and which prefix holds it', () => {
    const { findings } = checkAddressPlan(plansOf(factsOf('a', nodes(['10.0.4.0/27'], 30, { surgePercent: 10 }))));
    expect(findings.map(({ message, hint }) => `${message} | ${hint}`)).toEqual([
      `subnet nodes 10.0.4.0/27 of a (${placeOf('a', 'subnets', 0, 'cidrs', 0)}) has 32 addresses and needs 38: 33 nodes with surge (${placeOf('a', 'subnets', 0, 'maxNodes')}) and 5 reserved | take a larger range (/26 holds it), or lower maxNodes or surgePercent`,
    ]);
  });

  it.each<[string, Partial<NetworkFacts>, string | undefined]>([
    ['as many blocks as nodes', { ...nodes(['10.0.4.0/24'], 16), podCIDRs: ['10.1.0.0/20'] }, undefined],
    ['one block too few', { ...nodes(['10.0.4.0/24'], 17), podCIDRs: ['10.1.0.0/20'] }, 'room for 16 nodes with a /24 each'],
    ['blocks in two ranges', { ...nodes(['10.0.4.0/24'], 17), podCIDRs: ['10.1.0.0/20', '10.3.0.0/24'] }, undefined],
    ['surge counts', { ...nodes(['10.0.4.0/24'], 16, { surgePercent: 1 }), podCIDRs: ['10.1.0.0/20'] }, 'there may be 17 with surge'],
    ['a range smaller than a block', { podCIDRs: ['10.1.0.0/25'] }, 'room for 0 nodes with a /24 each'],
    ['a block for a version without range', { podBlock: { v6: 64 } }, 'pods of a have no IPv6 range'],
    ['no block, no rule', { ...nodes(['10.0.4.0/24'], 200), podCIDRs: ['10.1.0.0/20'], podBlock: {} }, undefined],
    [
      'IPv6',
      { ...nodes(['10.0.4.0/24'], 17), podCIDRs: ['10.1.0.0/16', 'fd00::/60'], podBlock: { v4: 24, v6: 64 } },
      'room for 16 nodes with a /64 each',
    ],
  ])('%s', (_, changed, expected) => {
    const messages = one(changed);
    expect(messages).toHaveLength(expected === undefined ? 0 : 1);
    expect(messages[0] ?? '').toContain(expected ?? '');
  });
});

describe('dnsServiceIP', () => {
  it.each([
    ['10.2.0.0', 'is the first address'],
    ['10.2.0.1', 'is the second address, which belongs to the Service `kubernetes`'],
    ['10.2.15.255', 'is the last address'],
    ['10.3.0.10', 'is in no service range'],
    ['fd00::a', 'is in no service range'],
  ])('%s is refused', (address, expected) => {
    expect(one({ dnsServiceIP: address })).toEqual([
      expect.stringContaining(`dnsServiceIP ${address} of a (${placeOf('a', 'dnsServiceIP')}) ${expected}`),
    ]);
  });

  it.each(['10.2.0.2', '10.2.1.0', '10.2.15.254'])('%s is taken', (address) => {
    expect(one({ dnsServiceIP: address })).toEqual([]);
  });

  it('may be in the second range', () => {
    expect(one({ serviceCIDRs: ['10.2.0.0/20', 'fd00::/112'], dnsServiceIP: 'fd00::a' })).toEqual([]);
  });
});

it('what is no range is a problem, all of them at once, and such a cluster has no plan', () => {
  const { plans, problems } = readAddressPlan([
    factsOf('a', {
      podCIDRs: ['10.1.0.1/16'],
      serviceCIDRs: ['10.02.0.0/20'],
      dnsServiceIP: '10.2.0',
      apiServer: { endpoints: [{ address: '::ffff:1.2.3.4' }] },
    }),
    other(),
  ]);
  expect(plans.map(({ cluster }) => cluster)).toEqual(['b']);
  expect(problems.map(({ message }) => message)).toEqual([
    "'10.1.0.1/16' cannot be taken: it has bits set behind its prefix",
    "'10.02.0.0/20' cannot be taken: 02 has a leading zero, and some programs read that as an octal number",
    "'10.2.0' cannot be taken: it is no IPv4 address: expected four numbers with dots between them",
    "'::ffff:1.2.3.4' cannot be taken: it has an IPv4 address inside an IPv6 address",
  ]);
  expect(problems[0]?.at).toEqual(factsOf('a').at(['podCIDRs', 0]));
});

it('a cluster with one wrong range is not compared by the others: half a plan would be taken for a whole one', () => {
  expect(readAddressPlan([factsOf('a', { podCIDRs: ['10.1.0.1/16'] })]).plans).toEqual([]);
});

describe('many mistakes', () => {
  const many = Array.from({ length: 200 }, (_, at) => factsOf(`c${at}`));

  it('end the search early, and that is said', () => {
    const check = checkAddressPlan(plansOf(...many));
    expect(check.findings).toHaveLength(500);
    expect(check.cut).toBe(true);
    expect(checkAddressPlan(plansOf(...many.slice(0, 3))).cut).toBe(false);
  });

  it('have different fingerprints', () => {
    const { findings } = checkAddressPlan(plansOf(...many.slice(0, 8)));
    expect(findings.length).toBe(28 * 3);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
  });
});

it('findings are of one rule and block, in the order of files', () => {
  const { findings } = checkAddressPlan(
    plansOf(
      other({ dnsServiceIP: '10.10.0.0' }),
      factsOf('a', { dnsServiceIP: '10.2.0.0' }),
      factsOf('c', { routable: false, dnsServiceIP: '10.2.0.0' }),
    ),
  );
  expect(findings.map(({ ruleId, severity, blocking, location }) => [ruleId, severity, blocking, location?.file])).toEqual([
    ['LKS-NET-01', 'high', true, 'a.yaml'],
    ['LKS-NET-01', 'high', true, 'b.yaml'],
    ['LKS-NET-01', 'high', true, 'c.yaml'],
  ]);
});
