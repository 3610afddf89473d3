// Are the Helm and the Kustomize form of gateways and storage classes equal, and do their parts fit together?
import { valueAt } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { differences, named, objectsOf } from './objects.ts';
import { helmTemplate, kustomizeBuild } from './run-programs.ts';
import { overlayFiles, SAMPLE_CLUSTER } from './sample-cluster.ts';

const because = { owner: 'platform', reason: 'static files only', expires: '2027-03-31' };
const GATEWAYS = [
  { environment: 'dev', exposure: 'private', extra: {} },
  { environment: 'test', exposure: 'public', extra: {} },
  { environment: 'prod', exposure: 'public-waf', extra: {} },
] as const;

describe.each(GATEWAYS)('the $exposure gateway of $environment', ({ environment, exposure }) => {
  const labels = { 'lks.internal/env': environment, 'lks.internal/owner': 'platform' };
  const helm = async (extra: unknown = {}) => {
    const values = {
      environment,
      stage: environment,
      hostnameSuffix: `${environment}.shop.example`,
      exposure,
      tls: { clusterIssuer: 'platform' },
      cluster: SAMPLE_CLUSTER,
    };
    return objectsOf(await helmTemplate('lks-gateway', [values, extra]));
  };
  const kustomize = async () =>
    objectsOf(await kustomizeBuild(overlayFiles({ environment, labels, components: [`expose/gateway-${exposure}`] })));

  it('is the same in both forms', async () => {
    const [ours, theirs] = await Promise.all([helm(), kustomize()]);
    expect(differences(ours, theirs)).toEqual([]);
    expect(theirs.map(({ kind, metadata }) => [kind, metadata.namespace]).toSorted()).toEqual([
      ['Certificate', 'gateway-system'],
      ['Gateway', 'gateway-system'],
      ['GatewayClass', undefined],
      ['HTTPRoute', 'gateway-system'],
    ]);
  });

  it.each([
    ['another host', { hostnameSuffix: 'other.example' }, /^changed Gateway gateway-system\/lks-\S+ \/spec\/listeners/m],
    ['another issuer', { tls: { clusterIssuer: 'other' } }, /^changed Certificate .* \/spec\/issuerRef\/name$/m],
    ['no redirect', { redirect: false }, /^added HTTPRoute/m],
    [
      'other annotations',
      { cluster: { loadBalancer: { privateAnnotations: { a: 'b' }, publicAnnotations: { a: 'b' } } } },
      /^changed Gateway .* \/spec\/infrastructure\/annotations/m,
    ],
  ])('%s on one side is seen', async (_, extra, expected) => {
    const [ours, theirs] = await Promise.all([helm(extra), kustomize()]);
    expect(differences(ours, theirs).join('\n')).toMatch(expected);
  });

  it('serves HTTPS to its own environment, and nothing but the redirect on port 80', async () => {
    const objects = await helm();
    const gateway = named(objects, 'Gateway', `lks-${exposure}`);
    expect(valueAt(gateway, '/spec/listeners/0')).toMatchObject({
      protocol: 'HTTPS',
      hostname: `*.${environment}.shop.example`,
      allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { 'lks.internal/env': environment } } } },
    });
    expect(valueAt(gateway, '/spec/listeners/1')).toMatchObject({ name: 'http', allowedRoutes: { namespaces: { from: 'Same' } } });
    expect(JSON.stringify(gateway)).not.toContain('"All"');
    expect(valueAt(gateway, '/spec/listeners/0/tls/certificateRefs/0/name')).toBe(
      valueAt(named(objects, 'Certificate', `lks-${exposure}-tls`), '/spec/secretName'),
    );
    expect(valueAt(named(objects, 'HTTPRoute', `lks-${exposure}-redirect`), '/spec/parentRefs/0')).toEqual({
      name: `lks-${exposure}`,
      sectionName: 'http',
    });
  });
});

it('an exception is written on the gateway', async () => {
  const values = {
    environment: 'prod',
    stage: 'prod',
    hostnameSuffix: 'shop.example',
    exposure: 'public',
    cluster: SAMPLE_CLUSTER,
    waf: { exception: because },
  };
  expect(named(objectsOf(await helmTemplate('lks-gateway', [values])), 'Gateway', 'lks-public').metadata.annotations).toEqual({
    'lks.internal/expires': '2027-03-31',
    'lks.internal/owner': 'platform',
    'lks.internal/reason': 'static files only',
  });
});

describe('storage classes', () => {
  const helm = async (extra: unknown = {}) => objectsOf(await helmTemplate('lks-storage', [{ cluster: SAMPLE_CLUSTER }, extra]));
  const components = ['storage/class-gp-ssd', 'storage/class-nvme', 'storage/class-replicated', 'storage/snapshot-class'];
  const kustomize = async () =>
    objectsOf(await kustomizeBuild(overlayFiles({ environment: 'dev', labels: { 'lks.internal/owner': 'platform' }, components })));

  it('are the same in both forms', async () => {
    const [ours, theirs] = await Promise.all([helm(), kustomize()]);
    expect(differences(ours, theirs)).toEqual([]);
    expect(theirs.map(({ metadata }) => metadata.namespace)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it.each([
    ['another driver', { cluster: { storage: { nvme: { provisioner: 'x.example' } } } }, /^changed StorageClass lks-nvme \/provisioner$/m],
    ['another default', { defaultClass: 'nvme' }, /^changed StorageClass lks-nvme \/metadata\/annotations/m],
    ['a class less', { classes: ['gpSsd', 'replicated'] }, /^added StorageClass lks-nvme$/m],
  ])('%s on one side is seen', async (_, extra, expected) => {
    const [ours, theirs] = await Promise.all([helm(extra), kustomize()]);
    expect(differences(ours, theirs).join('\n')).toMatch(expected);
  });

  it('have one default, wait for their pod, may grow, and keep what is replicated', async () => {
    const classes = (await helm()).filter(({ kind }) => kind === 'StorageClass');
    expect(
      classes.map((one) => [
        one.metadata.name,
        one.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'],
        one.reclaimPolicy,
      ]),
    ).toEqual([
      ['lks-gp-ssd', 'true', 'Delete'],
      ['lks-nvme', 'false', 'Delete'],
      ['lks-replicated', 'false', 'Retain'],
    ]);
    expect(new Set(classes.map((one) => `${one.volumeBindingMode} ${one.allowVolumeExpansion}`))).toEqual(
      new Set(['WaitForFirstConsumer true']),
    );
  });

  it('share a snapshot class where they share a driver, for backups look for one', async () => {
    const objects = await helm({ groupSnapshots: true });
    const drivers = objects
      .filter(({ kind }) => kind === 'VolumeSnapshotClass')
      .map(({ metadata, driver, deletionPolicy }) => [metadata.name, driver, deletionPolicy]);
    expect(drivers).toEqual([['lks-gp-ssd', 'ssd.csi.cloud.example', 'Retain']]);
    expect(objects.filter(({ kind }) => kind === 'VolumeGroupSnapshotClass')).toHaveLength(1);
  });
});
