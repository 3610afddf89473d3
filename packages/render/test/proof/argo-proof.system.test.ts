// Does the real Argo CD generate what we render, object by object and field by field?
import { join } from 'node:path';
import type { ManifestObject } from '@fairway/manifests';
import { type ArgoManifest, argoCluster, argoRepository, openProject } from '@fairway/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChartServers, offerCharts } from './argo-charts.ts';
import { compareApplication, compareApplications } from './argo-compare.ts';
import { CHART_DIGEST, CHARTS_HTTP, CHARTS_OCI, FEATURES, ROOT_FILE } from './argo-features.ts';
import { type OurApplications, ourApplicationSets, ourApplications } from './argo-ours.ts';
import { ARGO_ROWS, type ArgoTree } from './argo-rows.ts';
import { type ArgoProof, fairway, type Published, startArgoProof } from './argo-setup.ts';
import {
  appsetExamples,
  argoExamples,
  CLUSTERS,
  clusterProfiles,
  EXAMPLES_HOST,
  OUR_URL,
  ourEnvironments,
  rewritten,
} from './argo-trees.ts';
import { tool } from './plane.ts';

const EVERYWHERE = ['lks-reconcilers', 'team-shop', 'storefront'];
const OUR_APPLICATIONS = {
  dev: [...EVERYWHERE, 'team-payments', 'ledger'],
  test: [...EVERYWHERE, 'team-payments', 'ledger'],
  prod: [...EVERYWHERE, 'team-payments', 'ledger'],
  'prod-b': EVERYWHERE,
};
const OURS = Object.entries(OUR_APPLICATIONS).flatMap(([env, names]) => names.map((name) => `${name}-${env}`));

let proof: ArgoProof;
let charts: ChartServers;
const trees = new Map<ArgoTree, Published>();
const ours = new Map<ArgoTree, OurApplications>();
let made: ReadonlyMap<string, readonly ManifestObject[]>;

const applyFiles = ({ repository }: Published, ...names: readonly string[]) =>
  proof.plane.applyFiles(names.map((name) => join(repository.directory, name)));

beforeAll(async () => {
  proof = await startArgoProof({ impersonation: false });
  const { plane, publish } = proof;
  charts = await offerCharts(join(plane.directory, 'charts'), { helm: await tool('helm4'), registry: await proof.registry() });
  const host = { [EXAMPLES_HOST]: plane.gitUrl };
  const servers = { ...host, [CHARTS_HTTP]: charts.http, [CHARTS_OCI]: charts.registry, [CHART_DIGEST]: charts.digest };
  const examples = await publish('argo-examples', rewritten(argoExamples(), host));
  const sets = await publish('appset-examples', { ...rewritten(appsetExamples(), host), ...clusterProfiles() });
  const features = await publish('argo-features', rewritten(FEATURES, servers));
  await fairway(features.repository.directory, 'lock');
  await fairway(features.repository.directory, 'vendor');
  features.push('lock the charts');
  await plane.apply([
    ...['features', 'default'].map(openProject),
    ...CLUSTERS.map(({ name, ...facts }) => argoCluster(name, facts)),
    argoRepository('charts-oci', { type: 'helm', url: charts.registry, oci: true }),
    argoRepository('chart-digest', { type: 'oci', url: `oci://${charts.registry}/web` }),
  ]);
  await applyFiles(examples, 'projects', 'applications');
  await applyFiles(sets, 'sets');
  await applyFiles(features, ROOT_FILE);
  trees.set('argo-examples', examples).set('appset-examples', sets).set('argo-features', features);
  for (const [name, { repository }] of trees) ours.set(name, await ourApplications(repository));
  made = await ourApplicationSets(sets.repository);
}, 240_000);

afterAll(async () => {
  await charts?.[Symbol.asyncDispose]();
  proof?.[Symbol.dispose]();
});

/** Waits until Argo CD has rendered it. Its repository did not change since the Application was applied. */
const theirs = async (application: string): Promise<readonly ArgoManifest[]> => {
  let found: readonly ArgoManifest[] | undefined;
  await proof.plane.waitUntil(`rendering of ${application}`, async () => {
    found = await proof.argo.cache.manifests(application);
    return found !== undefined;
  });
  return found ?? [];
};

let live: readonly ManifestObject[] = [];

const applicationsOf = (set: string): readonly ManifestObject[] =>
  live.filter(({ metadata }) => JSON.stringify(metadata['ownerReferences'] ?? []).includes(`"name":"${set}"`));

/** Waits until a set has made that many; asks only where what is known is too little. */
const allOf = (set: string, count: number): Promise<void> =>
  proof.plane.waitUntil(`Applications of ${set}`, async () => {
    if (applicationsOf(set).length < count) live = proof.plane.get(['-n', 'argocd', 'applications']).items;
    return applicationsOf(set).length >= count;
  });

describe.each(ARGO_ROWS.filter(({ because, tree }) => because === undefined && tree !== 'fairway'))(
  '$feature',
  ({ tree, applications = [], sets = [] }) => {
    it.each(applications)('%s', async (name) => {
      const rendered = ours.get(tree)?.objects.get(name);
      expect(rendered, ours.get(tree)?.failed.get(name)).toBeDefined();
      expect(compareApplication(rendered ?? [], await theirs(name))).toEqual([]);
    });

    it.each(sets)('%s', async (name) => {
      const expected = made.get(name) ?? [];
      expect(expected).not.toEqual([]);
      await allOf(name, expected.length);
      expect(compareApplications(expected, applicationsOf(name))).toEqual([]);
    });
  },
);

it('every Application of the trees is in the table', () => {
  const named = new Set(ARGO_ROWS.flatMap(({ applications = [] }) => applications));
  const all = (['argo-examples', 'argo-features'] as const).flatMap((tree) => [...(ours.get(tree)?.objects.keys() ?? [])]);
  expect(all.filter((name) => !named.has(name))).toEqual([]);
  const sets = new Set(ARGO_ROWS.flatMap((row) => row.sets ?? []));
  expect([...made.keys()].filter((name) => !sets.has(name))).toEqual([]);
});

it.each([
  ['project-missing', /project missing which does not exist/],
  ['hydrated', /environments\/prod/],
])('%s is rendered by us, and not by Argo CD', async (name, told) => {
  expect(ours.get('argo-examples')?.objects.get(name)).not.toEqual([]);
  await proof.plane.waitUntil(`what is said of ${name}`, async () =>
    told.test(JSON.stringify(proof.plane.get(['-n', 'argocd', 'application', name]).status?.conditions ?? [])),
  );
  expect(await proof.argo.cache.manifests(name)).toBeUndefined();
});

it('Jsonnet is not looked at', () => {
  expect(ours.get('argo-examples')?.objects.has('directory-jsonnet')).toBe(false);
});

describe('a difference is seen', () => {
  const change: readonly (readonly [string, (object: ManifestObject) => ManifestObject])[] = [
    ['a value', (object) => ({ ...object, data: { color: 'other' } })],
    ['a label more', (object) => ({ ...object, metadata: { ...object.metadata, labels: { more: 'yes' } } })],
    ['another name', (object) => ({ ...object, metadata: { ...object.metadata, name: 'other' } })],
    ['another namespace', (object) => ({ ...object, metadata: { ...object.metadata, namespace: 'other' } })],
  ];
  it.each(change)('%s', async (_, mutate) => {
    const rendered = ours.get('argo-features')?.objects.get('chart-http') ?? [];
    const generated = await theirs('chart-http');
    expect(compareApplication(rendered, generated)).toEqual([]);
    expect(compareApplication(rendered.map(mutate), generated)).not.toEqual([]);
  });

  it('a mark that the list takes out', async () => {
    const rendered = ours.get('argo-features')?.objects.get('chart-http') ?? [];
    expect(compareApplication(rendered, await theirs('chart-http'), 'argo-tracking')).not.toEqual([]);
    expect(compareApplications(made.get('list-go') ?? [], applicationsOf('list-go'), 'argo-noted')).not.toEqual([]);
  });

  it('an object less', async () => {
    const rendered = ours.get('argo-examples')?.objects.get('helm') ?? [];
    const generated = await theirs('helm');
    expect(compareApplication(rendered.slice(1), generated)).not.toEqual([]);
  });
});

/** Last: they close the project `default`, which the examples use. */
describe('our own environments', () => {
  let rendered: OurApplications;
  beforeAll(async () => {
    const { repository } = await proof.publish('fairway', rewritten(ourEnvironments(), { [OUR_URL]: `${proof.plane.gitUrl}/fairway.git` }));
    rendered = await ourApplications(repository);
    for (const env of Object.keys(OUR_APPLICATIONS)) {
      const directory = join(repository.directory, 'environments', env, 'reconcilers/argocd');
      await proof.plane.applyDirectory(directory);
      await proof.plane.applyDirectory(join(directory, 'objects'));
    }
  });

  it('are rendered without a failure', () => {
    expect([...rendered.failed]).toEqual([]);
  });

  it.each(OURS)('%s', async (name) => {
    expect(rendered.objects.get(name)).toBeDefined();
    expect(compareApplication(rendered.objects.get(name) ?? [], await theirs(name))).toEqual([]);
  });

  it('has no other Application', () => {
    expect([...rendered.objects.keys()].toSorted()).toEqual(OURS.toSorted());
  });
});
