// Does the real Flux apply what we render of our own environments?
import { join } from 'node:path';
import type { ManifestObject } from '@fairway/manifests';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Difference } from './argo-compare.ts';
import { OUR_URL, ourEnvironments, rewritten } from './argo-trees.ts';
import { compareKustomization, compareRelease, releaseObjects, storedRelease } from './flux-compare.ts';
import { type OurRenderings, ourRenderings } from './flux-ours.ts';
import { type FluxProof, readyCondition, startFluxProof } from './flux-setup.ts';
import { playKubelet } from './play-kubelet.ts';

const ENVIRONMENTS = ['dev', 'test', 'prod', 'prod-b'];
/** prod-b runs one team only. */
const teamsOf = (env: string): readonly string[] => (env === 'prod-b' ? ['team-shop'] : ['team-payments', 'team-shop']);

const OBJECTS = ENVIRONMENTS.flatMap((env) => [
  `Kustomization flux-system/lks-reconcilers-${env}`,
  ...teamsOf(env).flatMap((team) => [`Kustomization flux-system/${team}-${env}`, `Kustomization flux-system/${team}-${env}-apps`]),
  ...(teamsOf(env).includes('team-payments') ? [`Kustomization payments-${env}/ledger-${env}`] : []),
  `HelmRelease shop-${env}/storefront-${env}`,
]);

let proof: FluxProof;
let ours: OurRenderings;

beforeAll(async () => {
  proof = await startFluxProof({ tenantAccount: 'default' });
  const addresses = {
    [OUR_URL]: `${proof.plane.gitUrl}/fairway.git`,
    'kind: argocd\n    version: 3.5.7': 'kind: flux\n    version: 2.9.0',
  };
  const fleet = await proof.publish('fairway', rewritten(ourEnvironments(), addresses));
  fleet.push('start');
  for (const env of ENVIRONMENTS)
    await proof.plane.applyDirectory(join(fleet.repository.directory, `environments/${env}/reconcilers/flux`));
  ours = await ourRenderings(fleet.repository);
}, 240_000);

afterAll(() => proof?.[Symbol.dispose]());

const resourceOf = (kind: string): string =>
  kind === 'HelmRelease' ? 'helmreleases.helm.toolkit.fluxcd.io' : 'kustomizations.kustomize.toolkit.fluxcd.io';

const partsOf = (key: string): readonly [string, string, string] => {
  const [kind = '', id = ''] = key.split(' ');
  const [namespace = '', name = ''] = id.split('/');
  return [kind, namespace, name];
};

/** The object when it is reconciled. */
const reconciled = async (key: string): Promise<ManifestObject> => {
  const [kind, namespace, name] = partsOf(key);
  let object: ManifestObject | undefined;
  const isReady = async (): Promise<boolean> => {
    playKubelet(proof);
    object = proof.read(resourceOf(kind), name, namespace);
    return readyCondition(object)?.status === 'True';
  };
  const controller = kind === 'HelmRelease' ? 'helm-controller' : 'kustomize-controller';
  await proof.plane.waitUntil(key, isReady, 60_000).catch(() => {
    throw new Error(`${key} is not ready: ${readyCondition(object)?.message ?? 'it is not there'}; ${proof.said(controller, name)}`);
  });
  if (object === undefined) throw new Error(`no ${key}`);
  return object;
};

const releaseDifferences = (key: string, objects: readonly ManifestObject[]): readonly Difference[] => {
  const [, namespace, name] = partsOf(key);
  const stored = storedRelease(proof, 'storefront', namespace);
  if (stored === undefined) throw new Error(`no stored release of ${key}`);
  const mark = stored.chart.metadata.version.split('+')[1];
  const clusterKinds = proof.clusterKinds();
  return compareRelease(objects, releaseObjects(stored, true), {
    by: 'HelmRelease',
    namespace,
    name,
    target: namespace,
    clusterKinds,
    mark,
  });
};

const differences = (key: string, objects: readonly ManifestObject[]): readonly Difference[] => {
  const [kind, namespace, name] = partsOf(key);
  if (kind === 'HelmRelease') return releaseDifferences(key, objects);
  return compareKustomization(proof, objects, { by: 'Kustomization', namespace, name });
};

it.each(OBJECTS)(
  '%s',
  async (key) => {
    await reconciled(key);
    const rendered = ours.objects.get(key) ?? [];
    expect(rendered.length, ours.failed.get(key) ?? `${key} is not rendered; ${ours.notes.join('\n')}`).toBeGreaterThan(0);
    expect(differences(key, rendered)).toEqual([]);
  },
  120_000,
);

it.each(['Kustomization payments-dev/ledger-dev', 'HelmRelease shop-dev/storefront-dev'])(
  'a label more is seen: %s',
  async (key) => {
    await reconciled(key);
    const mutate = (object: ManifestObject): ManifestObject => ({ ...object, metadata: { ...object.metadata, labels: { other: 'yes' } } });
    expect(differences(key, (ours.objects.get(key) ?? []).map(mutate))).not.toEqual([]);
  },
  120_000,
);

it('there is no other object of Flux', () => {
  const found = [...ours.objects.keys(), ...ours.failed.keys()].filter((key) => /^(Kustomization|HelmRelease) /.test(key));
  expect(found.toSorted()).toEqual(OBJECTS.toSorted());
});
