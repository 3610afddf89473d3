// Is a wrong network.yaml told what is wrong with it, and where?
import { describe, expect, it } from 'vitest';
import { parseClusterNetwork, readClusterNetwork } from './cluster-network.ts';

const RIGHT = `cluster:
  network:
    routable: true
    vnets:
      - { name: main, cidrs: [10.0.0.0/18] }
    subnets:
      - { name: ingress, role: ingress, cidrs: [10.0.1.0/24] }
      - { name: nodes, role: nodes, cidrs: [10.0.4.0/24], maxNodes: 10 }
    podCIDRs: [10.1.0.0/16]
    serviceCIDRs: [10.2.0.0/20]
    dnsServiceIP: 10.2.0.10
    apiServer:
      endpoints: [{ address: 10.0.0.10 }]
`;

const problemsOf = (text: string): readonly string[] => {
  const reading = readClusterNetwork(text, 'clusters/a/network.yaml');
  return reading.ok ? [] : reading.problems.map(({ at, message, hint }) => `${at.line}:${at.column} ${message} | ${hint}`);
};

it('accepts a whole one, and knows the place of everything in it', () => {
  expect(parseClusterNetwork(RIGHT, 'f').cluster.network.subnets[1]).toMatchObject({ role: 'nodes', maxNodes: 10 });
  const reading = readClusterNetwork(RIGHT, 'f');
  expect(reading.yaml.at(['cluster', 'network', 'podCIDRs', 0])).toEqual({ file: 'f', line: 9, column: 16 });
});

describe('refuses', () => {
  it.each([
    ['a key at the top', `${RIGHT}podCIDRs: [10.1.0.0/16]\n`, '14:1', "unknown key 'podCIDRs' | put it under cluster.network:"],
    [
      'an unknown key',
      RIGHT.replace('routable: true', 'routable: true\n    podCIDR: 10.1.0.0/16'),
      '4:5',
      "unknown key 'podCIDR' in cluster.network | did you mean 'podCIDRs'?",
    ],
    [
      'a role that does not exist',
      RIGHT.replace('role: ingress', 'role: ingres'),
      '7:32',
      "'ingres': expected apiServer, nodes, ingress, privateServices or other | did you mean 'ingress'?",
    ],
    [
      'a range that is none',
      RIGHT.replace('[10.1.0.0/16]', '[10.1.0.0]'),
      '9:16',
      "cluster.network.podCIDRs[0] is '10.1.0.0': expected an address range | for example podCIDRs: 10.40.0.0/18",
    ],
    ['a range that is a number', RIGHT.replace('[10.1.0.0/16]', '[10]'), '9:16', 'is the number 10: expected text'],
    [
      'nothing said of routing',
      RIGHT.replace('    routable: true\n', ''),
      '2:3',
      'cluster.network.routable is missing: expected true or false',
    ],
    ['a name twice', RIGHT.replace('name: ingress', 'name: nodes'), '8:17', "the subnet 'nodes' is there twice, first in line 7"],
    ['nodes without a number', RIGHT.replace(', maxNodes: 10', ''), '8:17', "the subnet 'nodes' has nodes and no maxNodes"],
    [
      'a number without nodes',
      RIGHT.replace('cidrs: [10.0.1.0/24]', 'cidrs: [10.0.1.0/24], surgePercent: 10'),
      '7:63',
      "surgePercent of the subnet 'ingress' says nothing: its role is 'ingress', not 'nodes'",
    ],
    ['no ranges', RIGHT.replace('[10.2.0.0/20]', '[]'), '10:19', 'is a list: expected at least 1 entry'],
    [
      'a port that is none',
      RIGHT.replace('address: 10.0.0.10', 'address: 10.0.0.10, port: 70000'),
      '13:47',
      'is the number 70000: expected at most 65535',
    ],
  ])('%s', (_, text, place, expected) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(expected);
    expect(problems[0]?.split(' ')[0]).toBe(place);
  });

  it('more ranges than anybody has', () => {
    const cidrs = Array.from({ length: 17 }, (_, at) => `10.1.${at}.0/24`).join(', ');
    expect(problemsOf(RIGHT.replace('[10.1.0.0/16]', `[${cidrs}]`))[0]).toContain('expected at most 16 entries');
  });
});

it('a broken file is told once and crashes nothing', () => {
  for (const text of [
    '',
    '[]',
    'cluster: 1',
    'cluster: { network: [] }',
    'cluster: { network: { subnets: [1, null], vnets: 7 } }',
    'cluster: [',
  ])
    expect(problemsOf(text).length, text).toBeGreaterThan(0);
});
