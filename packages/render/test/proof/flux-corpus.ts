// Which public Flux repositories does the proof reconcile, and what does it put where they reach out to other servers?
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Files, filesBelow, rewritten } from './argo-trees.ts';

const CORPUS = process.env['FAIRWAY_CORPUS'] ?? resolve(import.meta.dirname, '../../../../../shared/corpus');

export interface FluxCorpus {
  readonly name: string;
  readonly environment: string;
  /** Account that the repository expects to be there, with all rights. */
  readonly account: string;
  /** Manifests that `flux bootstrap` or the Flux operator applies. */
  readonly start: string;
  /** Kustomizations that are compared, as `namespace/name`. */
  readonly kustomizations: readonly string[];
  readonly files: Files;
  /** Image of manifests by repository of the registry. */
  readonly artifacts: Readonly<Record<string, Files>>;
}

/** What a tenant's own repository would hold: the corpus has none of it. */
export const TENANT_FILES: Files = {
  'staging/kustomization.yaml': 'resources: [map.yaml]\nnameSuffix: -staging\n',
  'staging/map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: tenant, namespace: apps }\ndata: { a: "1" }\n',
};

/** The corpus is only data, and not everywhere. */
export const hasCorpus = existsSync(join(CORPUS, 'flux2-multi-tenancy'));

const sync = (kind: string, account: string, spec: string): string => `apiVersion: source.toolkit.fluxcd.io/v1
kind: ${kind}
metadata: { name: flux-system, namespace: flux-system }
spec: ${spec}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: flux-system, namespace: flux-system }
spec:
  interval: 10m
  retryInterval: 1s
  serviceAccountName: ${account}
  path: ./clusters/staging
  prune: true
  sourceRef: { kind: ${kind}, name: flux-system }
`;

/** A kind of another controller, which keeps whatever it is given. */
const definition = (group: string, version: string, [kind, plural, scope = 'Namespaced']: readonly [string, string, string?]): string =>
  `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${plural}.${group} }
spec:
  group: ${group}
  scope: ${scope}
  names: { kind: ${kind}, plural: ${plural}, singular: ${kind.toLowerCase()}, listKind: ${kind}List }
  versions:
    - name: ${version}
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`;

const SYNC = 'clusters/staging/flux-system/gotk-sync.yaml';

/** Tenants behind policies of another controller, whose manifests come from a registry. Retries are sooner: nobody waits 5 minutes. */
export const multiTenancy = ({ git, tenant, registry }: Readonly<Record<'git' | 'tenant' | 'registry', string>>): FluxCorpus => {
  const account = 'kustomize-controller';
  const files = rewritten(filesBelow(join(CORPUS, 'flux2-multi-tenancy')), {
    'oci://ghcr.io/kyverno/manifests/kyverno': `oci://${registry}/kyverno`,
    '  provider: generic\n': '  provider: generic\n  insecure: true\n',
    'https://github.com/fluxcd/flux2-multi-tenancy': tenant,
    // The stand-in is not signed.
    '  verify:\n    provider: cosign\n': '',
    // Flux has served v1 only since 2.8.
    'source.toolkit.fluxcd.io/v1beta2': 'source.toolkit.fluxcd.io/v1',
    '  interval: 15m0s\n': '  interval: 15m0s\n  retryInterval: 1s\n',
  });
  const start = sync('GitRepository', account, `{ interval: 1s, url: "${git}", ref: { branch: main } }`);
  return {
    name: 'flux2-multi-tenancy',
    environment: 'staging',
    account,
    start,
    kustomizations: [
      ...['flux-system', 'kyverno', 'kyverno-controller', 'kyverno-policies', 'tenants'].map((name) => `flux-system/${name}`),
      'apps/dev-team',
    ],
    files: { ...files, [SYNC]: start },
    artifacts: {
      'kyverno:v1.14.4': { 'crds.yaml': definition('kyverno.io', 'v1', ['ClusterPolicy', 'clusterpolicies', 'Cluster']) },
    },
  };
};

const FLEET_ACCOUNT = 'flux-operator';

/** Not in the repository: what the Flux operator brings, its kinds and the objects that it makes of its instance. */
const fleetBootstrap = (registry: string): string =>
  [
    definition('fluxcd.controlplane.io', 'v1', ['ResourceSet', 'resourcesets']),
    definition('fluxcd.controlplane.io', 'v1', ['FluxInstance', 'fluxinstances']),
    sync('OCIRepository', FLEET_ACCOUNT, `{ interval: 1s, insecure: true, url: "oci://${registry}/d2-fleet", ref: { tag: latest } }`),
  ].join('---\n');

/** A fleet that the Flux operator syncs from a registry: its own kinds are kept, and nobody acts on them here. */
export const fleet = ({ registry }: Readonly<Record<'registry', string>>): FluxCorpus => {
  const files = rewritten(filesBelow(join(CORPUS, 'd2-fleet')), {
    'oci://ghcr.io/controlplaneio-fluxcd/d2-fleet': `oci://${registry}/d2-fleet`,
  });
  return {
    name: 'd2-fleet',
    environment: 'staging',
    account: FLEET_ACCOUNT,
    start: fleetBootstrap(registry),
    // The Kustomization flux-system is made by the operator: no file holds it.
    kustomizations: ['flux-system/tenants'],
    files,
    artifacts: { 'd2-fleet:latest': files },
  };
};
