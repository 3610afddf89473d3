// How does a test run the real Flux controllers beside a control plane?
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ArgoPlane } from './argo.ts';

/** What Flux needs of a control plane. */
export type FluxPlane = Pick<ArgoPlane, 'directory' | 'kubeconfig' | 'freePort' | 'start' | 'waitUntil' | 'applyFiles' | 'apply'>;

export interface FluxPrograms {
  readonly sourceController: string;
  readonly kustomizeController: string;
  readonly helmController: string;
  /** Directories of the modules that they are built from: they hold the definitions. */
  readonly modules: readonly string[];
}

export interface FluxSettings {
  /**
   * Account that applies the objects of a Kustomization or HelmRelease which names none; then no object may name one of another namespace
   * either. Without it the controllers apply everything with their own rights.
   */
  readonly tenantAccount?: string;
}

const LOOPBACK = '127.0.0.1';

const isReady = async (port: number): Promise<boolean> => (await fetch(`http://${LOOPBACK}:${port}/readyz`)).ok;

/** What all three take: a retry comes soon, nothing is spread over time, no event is sent anywhere. */
const shared = (metrics: number, health: number): readonly string[] => [
  ...['--watch-all-namespaces', '--log-level=info', '--log-encoding=json', '--events-addr=', '--interval-jitter-percentage=0'],
  ...['--requeue-dependency=1s', '--min-retry-delay=200ms', '--max-retry-delay=1s'],
  ...[`--metrics-addr=${LOOPBACK}:${metrics}`, `--health-addr=${LOOPBACK}:${health}`],
];

/** Applies the definitions and starts the three controllers. They end with the control plane. */
export const startFlux = async (plane: FluxPlane, programs: FluxPrograms, settings: FluxSettings = {}): Promise<void> => {
  const home = join(plane.directory, 'flux');
  for (const name of ['tmp', 'storage']) mkdirSync(join(home, name), { recursive: true });
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: home,
    TMPDIR: join(home, 'tmp'),
    KUBECONFIG: plane.kubeconfig,
    RUNTIME_NAMESPACE: 'flux-system',
  };
  const { tenantAccount: account } = settings;
  const tenancy = account === undefined ? [] : [`--default-service-account=${account}`, '--no-cross-namespace-refs=true'];
  await plane.applyFiles(programs.modules.map((module) => join(module, 'config', 'crd', 'bases')));
  await plane.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } }]);
  const storage = `${LOOPBACK}:${await plane.freePort()}`;
  const controllers: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'source-controller',
      programs.sourceController,
      [`--storage-path=${join(home, 'storage')}`, `--storage-addr=${storage}`, `--storage-adv-addr=${storage}`],
    ],
    [
      'kustomize-controller',
      programs.kustomizeController,
      // Else an account that may not bind roles is refused a role and its binding in one Kustomization: the binding is tried before the role is there.
      [...tenancy, '--no-remote-bases=true', '--custom-apply-stage-kinds=rbac.authorization.k8s.io/Role', '--concurrent=8'],
    ],
    ['helm-controller', programs.helmController, [...tenancy, '--graceful-shutdown-timeout=1s', '--concurrent=8']],
  ];
  const started = [];
  for (const [name, program, more] of controllers) {
    const [metrics, health] = [await plane.freePort(), await plane.freePort()];
    plane.start(name, program, { args: [...shared(metrics, health), ...more], env });
    started.push({ name, health });
  }
  for (const { name, health } of started) await plane.waitUntil(name, () => isReady(health));
};
