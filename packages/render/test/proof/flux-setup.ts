// How do the Flux proofs start, and what do its controllers say?
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestObject } from '@fairway/manifests';
import { type FluxSettings, startFlux } from '@fairway/testkit';
import { tool } from './plane.ts';
import { moduleDirectory, type Proof, startProof } from './proof-setup.ts';

export interface FluxProof extends Proof {
  /** One object of the cluster; undefined: not there. */
  readonly read: (kind: string, name: string, namespace?: string) => ManifestObject | undefined;
  /** Kinds without a namespace, as the API server tells them now: `group/Kind`. */
  readonly clusterKinds: () => ReadonlySet<string>;
  /** The last errors of a controller that speak of something, for a message. */
  readonly said: (controller: string, about: string) => string;
}

const CONTROLLERS = ['source-controller', 'kustomize-controller', 'helm-controller'] as const;

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message: string;
  readonly observedGeneration?: number;
}

/** Does an object of Flux say that it is ready, and what else does it say? */
export const readyCondition = (object: ManifestObject | undefined): Condition | undefined => {
  const status: { conditions?: readonly Condition[] } = JSON.parse(JSON.stringify(object?.['status'] ?? {}));
  return status.conditions?.find(({ type }) => type === 'Ready');
};

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '');

/** A control plane with the three controllers of Flux. */
export const startFluxProof = async (settings: FluxSettings = {}): Promise<FluxProof> => {
  const proof = await startProof();
  const { plane } = proof;
  try {
    const [sourceController = '', kustomizeController = '', helmController = ''] = await Promise.all(
      CONTROLLERS.map((name) => tool(`flux-${name}`)),
    );
    const modules = await Promise.all(CONTROLLERS.map((name) => moduleDirectory(`github.com/fluxcd/${name}`, `flux-${name}`)));
    await startFlux(plane, { sourceController, kustomizeController, helmController, modules }, settings);
  } catch (error) {
    proof[Symbol.dispose]();
    throw error;
  }
  return {
    ...proof,
    read: (kind, name, namespace) => {
      const text = plane.kubectl([
        ...['get', kind, name, '--ignore-not-found', '--show-managed-fields', '-o', 'json'],
        ...(namespace === undefined ? [] : ['-n', namespace]),
      ]);
      return text === '' ? undefined : JSON.parse(text);
    },
    clusterKinds: () => {
      const lines = plane.kubectl(['api-resources', '--namespaced=false', '--no-headers', '--cached=false']).trim().split('\n');
      // Columns: name, short names (may be absent), version, namespaced, kind.
      const words = lines.map((line) => line.trim().split(/\s+/));
      return new Set(words.map((columns) => `${groupOf(columns.at(-3) ?? '')}/${columns.at(-1) ?? ''}`));
    },
    said: (controller, about) =>
      readFileSync(join(plane.directory, `${controller}.log`), 'utf8')
        .split('\n')
        .filter((line) => line.includes('"level":"error"') && line.includes(`"${about}"`))
        .slice(-2)
        .join('\n'),
  };
};
