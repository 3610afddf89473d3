// Do the real Flux controllers apply what we render of public repositories, without any configuration?
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ManifestObject } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import type { Files } from './argo-trees.ts';
import { compareKustomization } from './flux-compare.ts';
import { type FluxCorpus, fleet, hasCorpus, multiTenancy, TENANT_FILES } from './flux-corpus.ts';
import { type OurRenderings, ourRenderings } from './flux-ours.ts';
import { type FluxProof, readyCondition, startFluxProof } from './flux-setup.ts';
import { tool } from './plane.ts';
import { fairway } from './proof-setup.ts';

const KUSTOMIZATIONS = 'kustomizations.kustomize.toolkit.fluxcd.io';

/** Puts files into the registry as an artifact of manifests. */
const pushArtifact = async (proof: FluxProof, to: string, files: Files): Promise<void> => {
  const directory = join(proof.plane.directory, 'artifacts', to);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, 'tree', path)), { recursive: true });
    writeFileSync(join(directory, 'tree', path), text);
  }
  const layer = join(directory, 'layer.tgz');
  execFileSync('tar', ['-C', join(directory, 'tree'), '-czf', layer, '.']);
  const append = ['append', '--insecure', '--oci-empty-base', '-f', layer, '-t', to];
  execFileSync(await tool('crane'), append, { stdio: 'pipe', env: { PATH: '/usr/bin:/bin', HOME: proof.plane.directory } });
};

/** The account that the repository says is there. */
const account = (name: string): readonly object[] => [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'flux-system' } },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `corpus-${name}` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name, namespace: 'flux-system' }],
  },
];

/** Publishes and starts the repository; gives what we render of it. */
const start = async (proof: FluxProof, registry: string, corpus: FluxCorpus): Promise<OurRenderings> => {
  const { plane } = proof;
  const published = await proof.publish(corpus.name, corpus.files);
  for (const [image, files] of Object.entries(corpus.artifacts)) await pushArtifact(proof, `${registry}/${image}`, files);
  await fairway(published.repository.directory, 'lock');
  published.push('what the lock says');
  await plane.apply(account(corpus.account));
  const bootstrap = join(plane.directory, `${corpus.name}.yaml`);
  writeFileSync(bootstrap, corpus.start);
  await plane.waitUntil('the start', async () => {
    await plane.applyFiles([bootstrap]);
    return true;
  });
  return ourRenderings(published.repository, [corpus.environment]);
};

const compareAll = async (proof: FluxProof, corpus: FluxCorpus, ours: OurRenderings): Promise<readonly string[]> => {
  const equal: string[] = [];
  for (const key of corpus.kustomizations) {
    const [namespace = '', name = ''] = key.split('/');
    let object: ManifestObject | undefined;
    const isReady = async (): Promise<boolean> => {
      object = proof.read(KUSTOMIZATIONS, name, namespace);
      return readyCondition(object)?.status === 'True';
    };
    await proof.plane.waitUntil(key, isReady, 60_000).catch(() => {
      throw new Error(
        `${key} is not ready: ${readyCondition(object)?.message ?? 'it is not there'}; ${proof.said('kustomize-controller', name)}`,
      );
    });
    const rendered = ours.objects.get(`Kustomization ${key}`);
    expect(rendered, ours.failed.get(`Kustomization ${key}`) ?? `${key} is not rendered; ${ours.notes.join('\n')}`).toBeDefined();
    expect([key, compareKustomization(proof, rendered ?? [], { by: 'Kustomization', namespace, name })]).toEqual([key, []]);
    // The comparison is not an empty one.
    expect(compareKustomization(proof, rendered?.slice(1) ?? [], { by: 'Kustomization', namespace, name })).not.toEqual([]);
    equal.push(key);
  }
  return equal;
};

describe.skipIf(!hasCorpus)('corpus', () => {
  it('flux2-multi-tenancy: tenants behind policies whose controller comes from a registry', async () => {
    using proof = await startFluxProof({ tenantAccount: 'default' });
    const registry = await proof.registry();
    const tenant = await proof.publish('dev-team', TENANT_FILES);
    const { path, url } = await proof.plane.makeRepository('dev-team');
    tenant.repository.git('push', '-q', path, 'main:dev-team');
    const corpus = multiTenancy({ git: `${proof.plane.gitUrl}/flux2-multi-tenancy.git`, tenant: url, registry });
    const ours = await start(proof, registry, corpus);
    expect(await compareAll(proof, corpus, ours)).toEqual(corpus.kustomizations);
  }, 240_000);

  it('d2-fleet: a fleet that is synced from a registry', async () => {
    using proof = await startFluxProof({ tenantAccount: 'flux' });
    const registry = await proof.registry();
    const corpus = fleet({ registry });
    const ours = await start(proof, registry, corpus);
    expect(await compareAll(proof, corpus, ours)).toEqual(corpus.kustomizations);
  }, 240_000);
});
