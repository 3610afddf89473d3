// Do the real Flux controllers apply what we render, object by object and field by field?
import type { ManifestObject } from '@fairway/manifests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChartServers, offerCharts } from './argo-charts.ts';
import type { Difference } from './argo-compare.ts';
import { CHARTS_HTTP, CHARTS_OCI } from './argo-features.ts';
import { rewritten } from './argo-trees.ts';
import { pushArtifact } from './flux-artifact.ts';
import { compareKustomization, compareRelease, releaseObjects, storedRelease } from './flux-compare.ts';
import { ARTIFACT, FLUX_FEATURES, FLUX_ROOT, FLUX_URL, REFUSED } from './flux-features.ts';
import { type OurRenderings, ourRenderings } from './flux-ours.ts';
import { FLUX_ROWS, type FluxRow } from './flux-rows.ts';
import { type FluxProof, readyCondition, startFluxProof } from './flux-setup.ts';
import { NORMALISATIONS, type NormalisationId } from './normalisations.ts';
import { tool } from './plane.ts';
import { fairway } from './proof-setup.ts';

type Kind = FluxRow['kind'];

const NAMESPACE = 'flux-system';
const ALL = FLUX_ROWS.flatMap(({ kind, names }) => names.map((name) => `${kind} ${name}`));

let proof: FluxProof;
let charts: ChartServers;
let ours: OurRenderings;
let clusterKinds: ReadonlySet<string>;
let states: ReadonlyMap<string, ManifestObject>;

/** All that Flux says about its objects, in one question. */
const readStates = (): ReadonlyMap<string, ManifestObject> => {
  const { items }: { readonly items: readonly ManifestObject[] } = proof.plane.get([
    ...['-n', NAMESPACE, 'kustomizations.kustomize.toolkit.fluxcd.io,helmreleases.helm.toolkit.fluxcd.io'],
  ]);
  return new Map(items.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
};

const isReady = (id: string): boolean => readyCondition(states.get(id))?.status === 'True';

beforeAll(async () => {
  proof = await startFluxProof();
  const { plane } = proof;
  charts = await offerCharts(`${plane.directory}/charts`, { helm: await tool('helm4'), registry: await proof.registry() });
  await pushArtifact(`${plane.directory}/artifact`, {
    files: ARTIFACT.files,
    reference: `${charts.registry}/${ARTIFACT.name}:${ARTIFACT.tag}`,
  });
  const addresses = { [FLUX_URL]: `${plane.gitUrl}/flux-features.git`, [CHARTS_HTTP]: charts.http, [CHARTS_OCI]: charts.registry };
  const features = await proof.publish('flux-features', rewritten(FLUX_FEATURES, addresses));
  await fairway(features.repository.directory, 'lock');
  await fairway(features.repository.directory, 'vendor');
  features.push('lock the charts');
  await plane.applyFiles([`${features.repository.directory}/${FLUX_ROOT}`]);
  ours = await ourRenderings(features.repository);
  // What does not come is told by the test of that object.
  const settled = plane.waitUntil('Flux', async () => {
    states = readStates();
    return ALL.every(isReady);
  });
  await settled.catch(() => undefined);
  clusterKinds = proof.clusterKinds();
}, 240_000);

afterAll(async () => {
  await charts?.[Symbol.asyncDispose]();
  proof?.[Symbol.dispose]();
});

const stateOf = (kind: Kind, name: string): ManifestObject | undefined => {
  const state = states.get(`${kind} ${name}`);
  const controller = kind === 'HelmRelease' ? 'helm-controller' : 'kustomize-controller';
  expect(isReady(`${kind} ${name}`), `${JSON.stringify(readyCondition(state))} ${proof.said(controller, name)}`).toBe(true);
  return state;
};

const rendering = (kind: Kind, name: string): readonly ManifestObject[] => {
  const key = `${kind} ${NAMESPACE}/${name}`;
  const found = ours.objects.get(key);
  expect(found, ours.failed.get(key) ?? `not rendered; ${ours.notes.join('\n')}`).toBeDefined();
  return found ?? [];
};

interface How {
  readonly mutate?: (object: ManifestObject) => ManifestObject | undefined;
  readonly without?: NormalisationId;
}

interface ReleaseObject extends ManifestObject {
  readonly spec: {
    readonly chart?: { readonly spec: { readonly sourceRef: { readonly kind: string } } };
    readonly install?: { readonly crds?: string };
  };
  readonly status?: { readonly history?: readonly { readonly name: string; readonly namespace: string }[] };
}

const compareStored = (name: string, objects: readonly ManifestObject[], without: NormalisationId | undefined): readonly Difference[] => {
  const { spec, status }: ReleaseObject = JSON.parse(JSON.stringify(stateOf('HelmRelease', name)));
  const { name: release = '', namespace: target = '' } = status?.history?.[0] ?? {};
  const stored = storedRelease(proof, release, NAMESPACE);
  if (stored === undefined) throw new Error(`no stored release ${release}`);
  const fromGit = spec.chart?.spec.sourceRef.kind === 'GitRepository';
  const mark = fromGit ? stored.chart.metadata.version.split('+')[1] : undefined;
  const hooksUnseen = name.endsWith('no-hooks');
  const withCrds = spec.install?.crds !== 'Skip';
  const applied = { by: 'HelmRelease', namespace: NAMESPACE, name, target, clusterKinds, hooksUnseen, mark, without } as const;
  return compareRelease(objects, releaseObjects(stored, withCrds), applied);
};

const differences = (kind: Kind, name: string, { mutate = (object) => object, without }: How = {}): readonly Difference[] => {
  stateOf(kind, name);
  const objects = rendering(kind, name).flatMap((object) => mutate(object) ?? []);
  if (kind === 'HelmRelease') return compareStored(name, objects, without);
  return compareKustomization(proof, objects, { by: 'Kustomization', namespace: NAMESPACE, name, without });
};

describe.each(FLUX_ROWS)('$kind: $feature', ({ kind, names, because }) => {
  it.each(names)('%s', (name) => {
    if (because === undefined) expect(differences(kind, name)).toEqual([]);
    else expect(differences(kind, name)).not.toEqual([]);
  });
});

describe('refused by both', () => {
  it.each(REFUSED)('%s', async (name) => {
    expect(ours.failed.get(`Kustomization ${NAMESPACE}/${name}`)).toBeDefined();
    // Between two attempts only.
    await proof.plane.waitUntil(
      `refusal of ${name}`,
      async () => readyCondition(readStates().get(`Kustomization ${name}`))?.status === 'False',
    );
  });
});

describe('a difference is seen', () => {
  const changes: readonly (readonly [string, (object: ManifestObject) => ManifestObject | undefined])[] = [
    ['a value', (object) => ({ ...object, data: { a: 'other' } })],
    ['a field more', (object) => ({ ...object, immutable: true })],
    ['a field less', ({ data: _, ...object }) => ({ ...object, metadata: object.metadata })],
    ['a label more', (object) => ({ ...object, metadata: { ...object.metadata, labels: { more: 'yes' } } })],
    ['another name', (object) => ({ ...object, metadata: { ...object.metadata, name: 'other' } })],
    ['another namespace', (object) => ({ ...object, metadata: { ...object.metadata, namespace: 'other' } })],
    ['an object less', () => undefined],
  ];
  it.each(changes)('%s', (_, mutate) => {
    expect(differences('Kustomization', 'components', { mutate })).not.toEqual([]);
    expect(differences('HelmRelease', 'values', { mutate })).not.toEqual([]);
  });

  it('what the API server would fill in is sent or not', () => {
    const mutate = (object: ManifestObject): ManifestObject =>
      object.kind === 'Deployment' ? { ...object, spec: { ...Object(object['spec']), progressDeadlineSeconds: 600 } } : object;
    expect(differences('Kustomization', 'patches', { mutate })).not.toEqual([]);
  });
});

/** Where each entry of the list is needed. */
const NEEDED: Readonly<Record<NormalisationId, readonly [Kind, string]>> = {
  'kustomize-owner': ['Kustomization', 'plain'],
  'secret-data': ['Kustomization', 'secret'],
  'port-protocol': ['Kustomization', 'patches'],
  'empty-parts': ['Kustomization', 'patches'],
  'helm-owner': ['HelmRelease', 'values'],
  'release-namespace': ['HelmRelease', 'values'],
  'test-hooks': ['HelmRelease', 'hooks'],
  'chart-mark': ['HelmRelease', 'revision'],
};

it.each(NORMALISATIONS.map(({ id }) => id))('the list needs %s', (id) => {
  const [kind, name] = NEEDED[id];
  expect(differences(kind, name)).toEqual([]);
  expect(differences(kind, name, { without: id })).not.toEqual([]);
});
