// Are all clusters of a repository found, and is it said what was not read?
import { type MemoryFile, memoryTree } from '@fairway/testkit';
import { describe, expect, it } from 'vitest';
import { clusterNetworksOf } from './cluster-networks.ts';

const NETWORK = `cluster:
  network:
    routable: true
    vnets: [{ name: main, cidrs: [10.0.0.0/18] }]
    subnets: [{ name: ingress, role: ingress, cidrs: [10.0.1.0/24] }]
    podCIDRs: [10.1.0.0/16]
    serviceCIDRs: [10.2.0.0/20]
    dnsServiceIP: 10.2.0.10
    apiServer: { endpoints: [{ address: 10.0.0.10 }] }
`;
const CONFIG = 'version: 1\nenvironments:\n  prod: { cluster: infra/prod/ }\n  dev: { cluster: clusters/dev }\n';
const found = (files: Readonly<Record<string, MemoryFile>>) => clusterNetworksOf(memoryTree(files));

it('finds those below clusters and those that environments name, in the order of the environments', async () => {
  const { clusters, without, problems } = await found({
    'fairway.yaml': CONFIG,
    'infra/prod/network.yaml': NETWORK,
    'clusters/alpha/network.yaml': NETWORK,
    'clusters/dev/network.yaml': NETWORK,
    'clusters/dev/profile.yaml': 'cluster: { name: development }\n',
    'clusters/dev/deep/network.yaml': 'x: 1\n',
  });
  expect(problems).toEqual([]);
  expect(without).toEqual([]);
  expect(clusters.map(({ cluster, file }) => [cluster, file])).toEqual([
    ['prod', 'infra/prod/network.yaml'],
    ['development', 'clusters/dev/network.yaml'],
    ['alpha', 'clusters/alpha/network.yaml'],
  ]);
  expect(clusters[0]?.at(['podCIDRs', 0])).toEqual({ file: 'infra/prod/network.yaml', line: 6, column: 16 });
});

it('names clusters without a network.yaml', async () => {
  const { clusters, without } = await found({
    'fairway.yaml': CONFIG,
    'clusters/a/profile.yaml': 'cluster: {}\n',
    'clusters/dev/network.yaml': NETWORK,
  });
  expect(clusters.map(({ cluster }) => cluster)).toEqual(['dev']);
  expect(without).toEqual(['infra/prod', 'clusters/a']);
});

it('works without fairway.yaml, and without anything', async () => {
  expect((await found({ 'clusters/a/network.yaml': NETWORK })).clusters).toHaveLength(1);
  expect(await found({})).toEqual({ clusters: [], without: [], problems: [] });
});

describe('tells', () => {
  it.each<[string, Readonly<Record<string, MemoryFile>>, string]>([
    ['a symbolic link', { 'clusters/a/network.yaml': { symlink: '/etc/passwd' } }, 'clusters/a/network.yaml is a symbolic link'],
    ['a file too large', { 'clusters/a/network.yaml': ' '.repeat(1024 * 1024 + 1) }, 'clusters/a/network.yaml is larger than 1 MiB'],
    ['a wrong profile', { 'clusters/a/profile.yaml': 'name: a\n', 'clusters/a/network.yaml': NETWORK }, "unknown key 'name'"],
    ['a wrong network', { 'clusters/a/network.yaml': NETWORK.replace('routable', 'routed') }, 'cluster.network.routable is missing'],
    ['a wrong fairway.yaml', { 'fairway.yaml': 'version: 2\n', 'clusters/a/network.yaml': NETWORK }, 'version is the number 2'],
    [
      'one name twice',
      { 'clusters/a/network.yaml': NETWORK, 'clusters/b/network.yaml': NETWORK, 'clusters/b/profile.yaml': 'cluster: { name: a }\n' },
      "the cluster 'a' is described twice, first in clusters/a/network.yaml",
    ],
    ['a directory that is no name', { 'clusters/a\u001b[31m/network.yaml': NETWORK }, "'a\\u001b[31m' cannot be the name of a cluster"],
    [
      'more clusters than it compares',
      Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`clusters/c${at}/network.yaml`, ''])),
      'there are 501 directories of clusters: at most 500 are compared',
    ],
  ])('%s', async (_, files, expected) => {
    const { problems, without } = await found(files);
    expect(problems.map(({ message }) => message).join('\n')).toContain(expected);
    expect(without).toEqual([]);
  });
});
