// Do the charts of the platform render on each of our clusters, from its own files?
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { named, objectsOf } from './objects.ts';
import { trapsOf } from './policy-traps.ts';
import { helmTemplate, templates } from './run-programs.ts';

const directory = join(templates, '..', 'clusters');
const filesOf = (cluster: string): readonly unknown[] =>
  ['profile', 'network', 'identity'].map((file): unknown => parse(readFileSync(join(directory, cluster, `${file}.yaml`), 'utf8')));
const factsOf = (cluster: string): Readonly<Record<string, unknown>> =>
  Object.assign({}, ...filesOf(cluster).map((file) => (isRecord(file) ? file.cluster : {})));
const stageOf = (cluster: string): string => cluster.split('-')[0] ?? cluster;

describe.each(readdirSync(directory))('on %s', (cluster) => {
  const facts = factsOf(cluster);
  const stage = stageOf(cluster);

  it('a namespace has its walls, and none of them is a trap', async () => {
    const allow = { gateway: true, metrics: true, privateServices: true, egressProxy: true, apiServer: true, otlp: true };
    const values = { tenant: 'shop', environment: cluster, stage, network: { allow } };
    const objects = objectsOf(await helmTemplate('lks-namespace', [...filesOf(cluster), values]));
    const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies.length).toBeGreaterThan(7);
    expect(policies.flatMap(trapsOf)).toEqual([]);
    expect(named(objects, 'Namespace', `shop-${cluster}`).metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce-version': `v${facts['kubernetes']}`,
    });
    const { network } = facts;
    if (!isRecord(network)) throw new Error(cluster);
    expect(JSON.stringify(named(objects, 'NetworkPolicy', 'allow-dns').spec)).toContain(`"${network.dnsServiceIP}/`);
  });

  it('there is a private gateway', async () => {
    const values = { environment: cluster, stage, hostnameSuffix: `${cluster}.shop.example` };
    expect(objectsOf(await helmTemplate('lks-gateway', [...filesOf(cluster), values])).length).toBeGreaterThan(2);
  });

  it('there is a storage class for each driver that the profile names', async () => {
    const { storage } = facts;
    if (!isRecord(storage)) throw new Error(`${cluster} names no drivers`);
    const objects = objectsOf(await helmTemplate('lks-storage', [...filesOf(cluster), { classes: Object.keys(storage) }]));
    expect(objects.filter(({ kind }) => kind === 'StorageClass')).toHaveLength(Object.keys(storage).length);
  });
});
