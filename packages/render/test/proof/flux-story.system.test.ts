// From a commit to the cluster with the real Flux, in our own dev environment: applied, broken, healed, pruned, drift, a tenant refused.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OUR_URL, ourEnvironments, rewritten } from './argo-trees.ts';
import { type FluxProof, readyCondition, startFluxProof } from './flux-setup.ts';
import { playKubelet } from './play-kubelet.ts';
import type { Published } from './proof-setup.ts';

const STOREFRONT = 'environments/dev/apps/storefront';
const LEDGER = 'environments/dev/apps/ledger';
const KUSTOMIZATIONS = 'kustomizations.kustomize.toolkit.fluxcd.io';
const RELEASES = 'helmreleases.helm.toolkit.fluxcd.io';
const SOURCES = 'gitrepositories.source.toolkit.fluxcd.io';

let proof: FluxProof;
let fleet: Published;
let files: Readonly<Record<string, string>>;
let requests = 0;

/** What `flux reconcile` does: nobody waits for an interval. */
const ask = (kind: string, namespace: string, ...names: readonly string[]): void => {
  requests += 1;
  const what = names.length === 0 ? ['--all'] : names;
  proof.plane.kubectl(['-n', namespace, 'annotate', '--overwrite', kind, ...what, `reconcile.fluxcd.io/requestedAt=${requests}`]);
};

const push = (message: string, files: Readonly<Record<string, string | null>> = {}): string => {
  const commit = fleet.push(message, files);
  for (const namespace of ['flux-system', 'payments-dev', 'shop-dev']) ask(SOURCES, namespace);
  return commit;
};

const until = (what: string, isSo: () => boolean): Promise<void> =>
  proof.plane.waitUntil(
    what,
    async () => {
      playKubelet(proof);
      return isSo();
    },
    60_000,
  );

/** Ready in the generation that it has now. */
const ready = (kind: string, namespace: string, name: string): boolean => {
  const object = proof.read(kind, name, namespace);
  return readyCondition(object)?.status === 'True' && readyCondition(object)?.observedGeneration === object?.metadata['generation'];
};

/** What it says when it fails; a failing Kustomization says so between two attempts only. */
const says = (kind: string, namespace: string, name: string): string => {
  const found = readyCondition(proof.read(kind, name, namespace));
  return found?.status === 'False' ? found.message : '';
};

const deployed = (namespace: string, name: string): string => JSON.stringify(proof.read('deployment', name, namespace)?.['spec'] ?? '');

const changed = (file: string, from: string, to: string): Readonly<Record<string, string>> => {
  const text = files[file] ?? '';
  expect(text).toContain(from);
  return { [file]: text.replace(from, to) };
};

beforeAll(async () => {
  proof = await startFluxProof({ tenantAccount: 'default' });
  // The same repository with Flux in its cluster.
  files = rewritten(ourEnvironments(), {
    [OUR_URL]: `${proof.plane.gitUrl}/fairway.git`,
    'kind: argocd\n    version: 3.5.7': 'kind: flux\n    version: 2.9.0',
  });
  fleet = await proof.publish('fairway', files);
  fleet.push('start');
  await proof.plane.applyDirectory(join(fleet.repository.directory, 'environments/dev/reconcilers/flux'));
}, 180_000);

afterAll(() => proof?.[Symbol.dispose]());

it('brings namespaces, tenants and apps up', async () => {
  await until('ledger', () => ready(KUSTOMIZATIONS, 'payments-dev', 'ledger-dev'));
  await until('storefront', () => ready(RELEASES, 'shop-dev', 'storefront-dev'));
  expect(deployed('payments-dev', 'ledger-app')).toContain('payments/ledger:0.9.0@');
  expect(deployed('shop-dev', 'storefront')).toContain('shop/storefront:1.5.0@');
}, 120_000);

it('applies a commit that changes the release files', async () => {
  push('promote', {
    ...changed(`${LEDGER}/release/kustomization.yaml`, '0.9.0@', '0.9.1@'),
    ...changed(`${STOREFRONT}/release.yaml`, 'tag: 1.5.0', 'tag: 1.5.1'),
  });
  await until('ledger 0.9.1', () => deployed('payments-dev', 'ledger-app').includes('payments/ledger:0.9.1@'));
  await until('storefront 1.5.1', () => deployed('shop-dev', 'storefront').includes('shop/storefront:1.5.1@'));
  await until('ledger', () => ready(KUSTOMIZATIONS, 'payments-dev', 'ledger-dev'));
  await until('storefront', () => ready(RELEASES, 'shop-dev', 'storefront-dev'));
}, 120_000);

it('keeps what runs when a commit is broken, says so, and heals by a revert', async () => {
  const before = [deployed('payments-dev', 'ledger-app'), deployed('shop-dev', 'storefront')];
  push('break', {
    ...changed(`${LEDGER}/kustomization.yaml`, '  - path: settings-patch.yaml', '  - path: nowhere.yaml'),
    ...changed(`${STOREFRONT}/values.yaml`, 'environment: dev', 'environment: [dev]'),
  });
  await until('a message on ledger', () => says(KUSTOMIZATIONS, 'payments-dev', 'ledger-dev').includes('nowhere.yaml'));
  await until('a message on storefront', () => says(RELEASES, 'shop-dev', 'storefront-dev').includes('environment'));
  expect([deployed('payments-dev', 'ledger-app'), deployed('shop-dev', 'storefront')]).toEqual(before);
  fleet.repository.git('revert', '--no-edit', 'HEAD');
  push('after the revert');
  await until('ledger', () => ready(KUSTOMIZATIONS, 'payments-dev', 'ledger-dev'));
  await until('storefront', () => ready(RELEASES, 'shop-dev', 'storefront-dev'));
  expect([deployed('payments-dev', 'ledger-app'), deployed('shop-dev', 'storefront')]).toEqual(before);
}, 180_000);

it('prunes what a commit takes away', async () => {
  const overlay = `${LEDGER}/kustomization.yaml`;
  push('add', {
    ...changed(overlay, 'resources:\n', 'resources:\n  - extra.yaml\n'),
    [`${LEDGER}/extra.yaml`]: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: extra }\ndata: {}\n',
  });
  await until('the extra object', () => proof.read('configmap', 'ledger-extra', 'payments-dev') !== undefined);
  push('remove', { [overlay]: files[overlay] ?? '', [`${LEDGER}/extra.yaml`]: null });
  await until('its removal', () => proof.read('configmap', 'ledger-extra', 'payments-dev') === undefined);
}, 120_000);

it.each([
  ['ledger', 'payments-dev', 'ledger-app', KUSTOMIZATIONS, 'ledger-dev'],
  ['storefront', 'shop-dev', 'storefront', RELEASES, 'storefront-dev'],
])(
  'takes back what somebody changed by hand: %s',
  async (_, namespace, deployment, kind, name) => {
    await until(name, () => ready(kind, namespace, name));
    const before = proof.read('deployment', deployment, namespace)?.metadata['labels'];
    const patch = JSON.stringify({ metadata: { labels: { 'app.kubernetes.io/name': 'changed' } } });
    proof.plane.kubectl(['-n', namespace, 'patch', 'deployment', deployment, '--type=merge', '-p', patch]);
    expect(proof.read('deployment', deployment, namespace)?.metadata['labels']).not.toEqual(before);
    ask(kind, namespace, name);
    await until(
      'the old labels',
      () => JSON.stringify(proof.read('deployment', deployment, namespace)?.metadata['labels']) === JSON.stringify(before),
    );
  },
  120_000,
);

it('refuses a tenant that reaches outside of its namespace, and one that makes a ClusterRole', async () => {
  const overlay = `${LEDGER}/kustomization.yaml`;
  push('reach', {
    ...changed(overlay, 'resources:\n', 'resources:\n  - power.yaml\n'),
    [`${LEDGER}/power.yaml`]:
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: power }\nrules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]\n',
    'templates/helm/lks-app/templates/reach.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: reach, namespace: payments-dev }\ndata: {}\n',
  });
  const refusal = (account: string) => `system:serviceaccount:${account}:lks-reconciler`;
  await until('the refusal of the ClusterRole', () => {
    const told = says(KUSTOMIZATIONS, 'payments-dev', 'ledger-dev');
    return told.includes(refusal('payments-dev')) && told.includes('clusterroles');
  });
  await until('the refusal of the other namespace', () => {
    const told = says(RELEASES, 'shop-dev', 'storefront-dev');
    return told.includes(refusal('shop-dev')) && told.includes('in the namespace "payments-dev"');
  });
  expect(proof.read('clusterrole', 'ledger-power')).toBeUndefined();
  expect(proof.read('configmap', 'reach', 'payments-dev')).toBeUndefined();
  push('back', { [overlay]: files[overlay] ?? '', [`${LEDGER}/power.yaml`]: null, 'templates/helm/lks-app/templates/reach.yaml': null });
  await until('ledger', () => ready(KUSTOMIZATIONS, 'payments-dev', 'ledger-dev'));
}, 180_000);
