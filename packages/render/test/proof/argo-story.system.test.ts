// From a commit to the cluster with the real Argo CD, in our own dev environment: applied, broken, healed, pruned, drift, a tenant refused.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type ArgoProof, type Published, startArgoProof } from './argo-setup.ts';
import { OUR_URL, ourEnvironments, rewritten } from './argo-trees.ts';

vi.setConfig({ testTimeout: 120_000 });

const STOREFRONT = 'environments/dev/apps/storefront';
const LEDGER = 'environments/dev/apps/ledger';

let proof: ArgoProof;
let fleet: Published;

interface AppState {
  readonly sync: string;
  readonly phase: string;
  readonly revision: string;
  /** All that Argo CD says about it: conditions, the operation, its resources. */
  readonly told: string;
}

const stateOf = (name: string): AppState => {
  const { status = {} } = proof.plane.get(['-n', 'argocd', 'application', name]);
  const { conditions = [], operationState = {}, sync = {} } = status;
  return {
    sync: sync.status ?? '',
    revision: sync.revision ?? '',
    phase: operationState.phase ?? '',
    told: JSON.stringify([conditions, operationState.message, operationState.syncResult?.resources]),
  };
};

const refresh = (name: string): void => {
  proof.plane.kubectl(['-n', 'argocd', 'annotate', 'application', name, 'argocd.argoproj.io/refresh=hard', '--overwrite']);
};

interface Live {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly generation: number };
  readonly spec: { readonly replicas?: number };
  readonly status?: { readonly observedGeneration?: number };
}

/** No node runs here: what a Deployment says of itself is written as if its pods were ready. What is pruned last waits for that. */
const playNodes = (): void => {
  const at = new Date().toISOString();
  for (const { metadata, spec, status } of proof.plane.get(['-A', 'deployments']).items satisfies readonly Live[]) {
    if (status?.observedGeneration === metadata.generation) continue;
    const [replicas, times] = [spec.replicas ?? 1, { lastUpdateTime: at, lastTransitionTime: at }];
    const conditions = [
      { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', ...times },
      { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', ...times },
    ];
    const counts = { replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas };
    const patch = JSON.stringify({ status: { observedGeneration: metadata.generation, ...counts, conditions } });
    proof.plane.kubectl([
      '-n',
      metadata.namespace,
      'patch',
      'deployment',
      metadata.name,
      '--subresource=status',
      '--type=merge',
      '-p',
      patch,
    ]);
  }
};

const until = (what: string, isSo: () => boolean, timeoutMs = 50_000): Promise<void> =>
  proof.plane.waitUntil(
    what,
    async () => {
      playNodes();
      return isSo();
    },
    timeoutMs,
  );

const synced = (name: string, commit: string): Promise<void> =>
  until(`${name} at ${commit}`, () => {
    const { sync, revision } = stateOf(name);
    return sync === 'Synced' && revision === commit;
  });

const push = (message: string, files: Readonly<Record<string, string | null>>, ...applications: readonly string[]): string => {
  const commit = fleet.push(message, files);
  for (const name of applications) refresh(name);
  return commit;
};

const read = (path: string): string => FILES[path] ?? '';
let FILES: Readonly<Record<string, string>> = {};
const deployment = (namespace: string, name: string) => proof.plane.get(['-n', namespace, 'deployment', name]);
const imageOf = (namespace: string, name: string): string => deployment(namespace, name).spec.template.spec.containers[0].image;
const exists = (...args: readonly string[]): boolean =>
  proof.plane.kubectl(['get', '--ignore-not-found', '-o', 'name', ...args]).trim() !== '';

const withExtra = (): string => read(`${LEDGER}/kustomization.yaml`).replace('resources:\n', 'resources:\n  - extra.yaml\n');

beforeAll(async () => {
  proof = await startArgoProof({ impersonation: true });
  FILES = rewritten(ourEnvironments(), { [OUR_URL]: `${proof.plane.gitUrl}/fleet.git` });
  fleet = await proof.publish('fleet', FILES);
  // What a person does once; all the rest comes by commits.
  await proof.plane.applyDirectory(join(fleet.repository.directory, 'environments/dev/reconcilers/argocd'));
}, 120_000);

afterAll(() => proof?.[Symbol.dispose]());

it('brings projects, namespaces and apps from one commit', async () => {
  const commit = fleet.commit();
  await synced('lks-reconcilers-dev', commit);
  for (const name of ['team-shop-dev', 'team-payments-dev', 'storefront-dev', 'ledger-dev']) {
    await until(name, () => exists('-n', 'argocd', 'application', name));
    await synced(name, commit);
  }
  expect(imageOf('shop-dev', 'storefront')).toContain('registry.lks.internal/shop/storefront');
  expect(exists('-n', 'payments-dev', 'deployment', 'ledger-app')).toBe(true);
  expect(exists('-n', 'shop-dev', 'networkpolicy', 'default-deny')).toBe(true);
});

it('applies what a changed release file says', async () => {
  const digest = `sha256:${'1'.repeat(64)}`;
  const release = read(`${STOREFRONT}/release.yaml`).replace(/sha256:[0-9a-f]{64}/, digest);
  await synced('storefront-dev', push('release', { [`${STOREFRONT}/release.yaml`]: release }, 'storefront-dev'));
  await until('the new image', () => imageOf('shop-dev', 'storefront').includes(digest));
});

it('keeps the old state when a commit is broken, says why, and heals with its revert', async () => {
  const before = imageOf('shop-dev', 'storefront');
  push('broken', { [`${STOREFRONT}/release.yaml`]: 'image: [this is no mapping\n' }, 'storefront-dev');
  await until('the report', () => stateOf('storefront-dev').told.includes('release.yaml'));
  expect(stateOf('storefront-dev').told).toContain('ComparisonError');
  expect(imageOf('shop-dev', 'storefront')).toBe(before);
  const commit = push('revert', { [`${STOREFRONT}/release.yaml`]: read(`${STOREFRONT}/release.yaml`) }, 'storefront-dev');
  await synced('storefront-dev', commit);
  expect(stateOf('storefront-dev').told).not.toContain('ComparisonError');
  await until('the image of the revert', () => imageOf('shop-dev', 'storefront') !== before);
});

it('prunes what a commit removes', async () => {
  const extra = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: extra }\n';
  const kustomization = read(`${LEDGER}/kustomization.yaml`);
  await synced('ledger-dev', push('add', { [`${LEDGER}/extra.yaml`]: extra, [`${LEDGER}/kustomization.yaml`]: withExtra() }, 'ledger-dev'));
  expect(exists('-n', 'payments-dev', 'configmap', 'ledger-extra')).toBe(true);
  await synced(
    'ledger-dev',
    push('remove', { [`${LEDGER}/extra.yaml`]: null, [`${LEDGER}/kustomization.yaml`]: kustomization }, 'ledger-dev'),
  );
  await until('the pruning', () => !exists('-n', 'payments-dev', 'configmap', 'ledger-extra'));
});

it('undoes what somebody changes by hand', async () => {
  const { replicas } = deployment('payments-dev', 'ledger-app').spec;
  proof.plane.kubectl(['-n', 'payments-dev', 'patch', 'deployment', 'ledger-app', '--type=merge', '-p', '{"spec":{"replicas":7}}']);
  await until('the healing', () => deployment('payments-dev', 'ledger-app').spec.replicas === replicas);
  proof.plane.kubectl(['-n', 'shop-dev', 'delete', 'deployment', 'storefront']);
  await until('the return of the Deployment', () => exists('-n', 'shop-dev', 'deployment', 'storefront'));
});

it.each([
  [
    'a NetworkPolicy, which the project forbids',
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: open }\nspec: { podSelector: {} }\n',
    /NetworkPolicy[^"]* is not permitted in project team-payments-dev/,
    ['-n', 'payments-dev', 'networkpolicy', 'ledger-open'],
  ],
  [
    'a ClusterRole',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: all }\nrules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]\n',
    /ClusterRole[^"]* is not permitted in project team-payments-dev/,
    ['clusterrole', 'ledger-all'],
  ],
])('refuses a tenant %s', async (_, manifest, told, place) => {
  const kustomization = read(`${LEDGER}/kustomization.yaml`);
  push('forbidden', { [`${LEDGER}/extra.yaml`]: manifest, [`${LEDGER}/kustomization.yaml`]: withExtra() }, 'ledger-dev');
  await until('the refusal', () => told.test(stateOf('ledger-dev').told));
  expect(exists(...place)).toBe(false);
  const commit = push('allowed again', { [`${LEDGER}/extra.yaml`]: null, [`${LEDGER}/kustomization.yaml`]: kustomization }, 'ledger-dev');
  await synced('ledger-dev', commit);
});

it('refuses a tenant an object in the namespace of another', async () => {
  const chart = 'templates/helm/lks-app/templates/extra.yaml';
  push('elsewhere', { [chart]: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: stray, namespace: payments-dev }\n' }, 'storefront-dev');
  await until('the refusal', () => /namespace payments-dev is not permitted in project/.test(stateOf('storefront-dev').told));
  expect(exists('-n', 'payments-dev', 'configmap', 'stray')).toBe(false);
  await synced('storefront-dev', push('back', { [chart]: null }, 'storefront-dev'));
});

/** Last: it is tried again with growing pauses, and nobody waits for that here. */
it('refuses a tenant a kind that its account may not write', async () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: login }\nstringData: { user: ada }\n';
  push('forbidden', { [`${LEDGER}/extra.yaml`]: secret, [`${LEDGER}/kustomization.yaml`]: withExtra() }, 'ledger-dev');
  const told = /system:serviceaccount:payments-dev:lks-reconciler\\*" cannot [a-z]+ resource \\*"secrets/;
  await until('the refusal', () => told.test(stateOf('ledger-dev').told));
  expect(exists('-n', 'payments-dev', 'secret', 'ledger-login')).toBe(false);
});
