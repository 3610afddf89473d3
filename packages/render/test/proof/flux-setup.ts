// How do the Flux proofs start, and how is a repository put in front of the controllers?
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ManifestObject } from '@fairway/manifests';
import { type FluxSettings, startFlux, type TemporaryRepository, temporaryRepository } from '@fairway/testkit';
import type { Published } from './argo-setup.ts';
import type { Files } from './argo-trees.ts';
import { startPlane, tool } from './plane.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../../..');

export type Plane = Awaited<ReturnType<typeof startPlane>>;

export interface FluxProof extends Disposable {
  readonly plane: Plane;
  readonly publish: (name: string, files: Files) => Promise<Published>;
  /** A registry on loopback, by host and port. */
  readonly registry: () => Promise<string>;
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

/** Directory of the module that a pinned controller is built from. */
const moduleDirectory = async (name: string): Promise<string> => {
  const { stdout } = await run('go', ['list', '-m', '-f', '{{.Dir}}', `github.com/fluxcd/${name}`], {
    cwd: join(root, `tools/go/flux-${name}`),
    env: { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' },
  });
  return stdout.trim();
};

/** A control plane with the three controllers of Flux. */
export const startFluxProof = async (settings: FluxSettings = {}): Promise<FluxProof> => {
  const plane = await startPlane();
  const repositories: TemporaryRepository[] = [];
  const dispose = (): void => {
    for (const repository of repositories) repository[Symbol.dispose]();
    plane[Symbol.dispose]();
  };
  try {
    const [sourceController = '', kustomizeController = '', helmController = ''] = await Promise.all(
      CONTROLLERS.map((name) => tool(`flux-${name}`)),
    );
    const modules = await Promise.all(CONTROLLERS.map(moduleDirectory));
    await startFlux(plane, { sourceController, kustomizeController, helmController, modules }, settings);
    return {
      plane,
      publish: async (name, files) => {
        const { url, path } = await plane.makeRepository(name);
        const repository = temporaryRepository(files);
        repositories.push(repository);
        repository.git('remote', 'add', 'origin', url);
        const push: Published['push'] = (message, changed) => {
          const commit = repository.commit(message, changed);
          repository.git('push', '-q', '--force', path, 'main');
          return commit;
        };
        return { repository, push, commit: () => repository.git('rev-parse', 'HEAD') };
      },
      registry: async () => {
        const address = `127.0.0.1:${await plane.freePort()}`;
        plane.start('registry', await tool('crane'), {
          args: ['registry', 'serve', '--address', address],
          env: { PATH: '/usr/bin:/bin', HOME: plane.directory },
        });
        await plane.waitUntil('registry', async () => (await fetch(`http://${address}/v2/`)).ok);
        return address;
      },
      read: (kind, name, namespace) => {
        const text = plane.kubectl([
          ...['get', kind, name, '--ignore-not-found', '--show-managed-fields', '-o', 'json'],
          ...(namespace === undefined ? [] : ['-n', namespace]),
        ]);
        return text === '' ? undefined : JSON.parse(text);
      },
      clusterKinds: () =>
        new Set(
          plane
            .kubectl(['api-resources', '--namespaced=false', '--no-headers', '--cached=false'])
            .trim()
            .split('\n')
            .map((line) => line.trim().split(/\s+/))
            .map((words) => [words.at(-3) ?? '', words.at(-1) ?? ''] as const)
            .map(([version, kind]) => `${version.includes('/') ? version.slice(0, version.indexOf('/')) : ''}/${kind}`),
        ),
      said: (controller, about) =>
        readFileSync(join(plane.directory, `${controller}.log`), 'utf8')
          .split('\n')
          .filter((line) => line.includes('"level":"error"') && line.includes(`"${about}"`))
          .slice(-2)
          .join('\n'),
      [Symbol.dispose]: dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
};
