// How does a test run the real Argo CD beside a control plane?
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ArgoCache, readArgoCache } from './argo-cache.ts';
import { type ArgoSettings, argoObjects } from './argo-objects.ts';

/** Absolute paths of the programs. Argo CD is one program; its name decides what it is. */
export interface ArgoPrograms {
  readonly argocd: string;
  readonly redis: string;
  readonly helm: string;
  readonly kustomize: string;
  /** Directory of the Go module `github.com/argoproj/argo-cd/v3`: custom resource definitions, and a script that repo-server calls. */
  readonly module: string;
}

/** What is needed of a control plane. */
export interface ArgoPlane {
  readonly directory: string;
  readonly kubeconfig: string;
  readonly freePort: () => Promise<number>;
  readonly start: (
    name: string,
    program: string,
    how: { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> },
  ) => void;
  readonly waitUntil: (what: string, isSo: () => Promise<boolean>, timeoutMs?: number) => Promise<void>;
  readonly applyFiles: (files: readonly string[]) => Promise<void>;
  readonly apply: (objects: readonly object[]) => Promise<void>;
}

export interface Argo {
  readonly cache: ArgoCache;
}

const CRDS = ['application', 'appproject', 'applicationset'];

const answers = async (url: string): Promise<boolean> => {
  const response = await fetch(url).catch(() => undefined);
  return response?.status === 200;
};

/** Directories that Argo CD would look for in its image, and a PATH with our programs and nothing else of ours. */
const makeHome = ({ directory }: ArgoPlane, { helm, kustomize, module }: ArgoPrograms): string => {
  const home = join(directory, 'argo');
  for (const name of ['tls', 'ssh', 'gpg', 'plugins', 'tmp', 'bin', 'helm']) mkdirSync(join(home, name), { recursive: true });
  writeFileSync(join(home, 'ssh', 'ssh_known_hosts'), '');
  symlinkSync(helm, join(home, 'bin', 'helm'));
  symlinkSync(kustomize, join(home, 'bin', 'kustomize'));
  // Called for every revision, also without signatures. A module has no executable files.
  const wrapper = join(home, 'bin', 'git-verify-wrapper.sh');
  copyFileSync(join(module, 'hack', 'git-verify-wrapper.sh'), wrapper);
  chmodSync(wrapper, 0o755);
  return home;
};

const environmentOf = (home: string, kubeconfig: string): Readonly<Record<string, string>> => ({
  PATH: `${join(home, 'bin')}:/usr/bin:/bin`,
  HOME: home,
  TMPDIR: join(home, 'tmp'),
  KUBECONFIG: kubeconfig,
  // Destination https://kubernetes.default.svc means the cluster of KUBECONFIG.
  ARGOCD_FAKE_IN_CLUSTER: 'true',
  ARGOCD_GPG_ENABLED: 'false',
  ARGOCD_TLS_DATA_PATH: join(home, 'tls'),
  ARGOCD_SSH_DATA_PATH: join(home, 'ssh'),
  ARGOCD_GNUPGHOME: join(home, 'gpg'),
  ARGOCD_GPG_DATA_PATH: join(home, 'gpg'),
  ARGOCD_PLUGINSOCKFILEPATH: join(home, 'plugins'),
  ARGOCD_ASK_PASS_SOCK: join(home, 'ask.sock'),
  HELM_CACHE_HOME: join(home, 'helm', 'cache'),
  HELM_CONFIG_HOME: join(home, 'helm', 'config'),
  HELM_DATA_HOME: join(home, 'helm', 'data'),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
});

/** Applies the definitions and settings, and starts redis, repo-server and both controllers. They end with the control plane. */
export const startArgo = async (plane: ArgoPlane, programs: ArgoPrograms, settings: ArgoSettings): Promise<Argo> => {
  const home = makeHome(plane, programs);
  const env = environmentOf(home, plane.kubeconfig);
  const ports: number[] = [];
  while (ports.length < 8) ports.push(await plane.freePort());
  const [redis = 0, repo = 0, repoMetrics = 0, appMetrics = 0, setMetrics = 0, setProbe = 0, setWebhook = 0] = ports;
  await plane.applyFiles(CRDS.map((name) => join(programs.module, 'manifests', 'crds', `${name}-crd.yaml`)));
  await plane.apply(argoObjects(settings));
  plane.start('redis', programs.redis, {
    args: [
      '--bind',
      '127.0.0.1',
      '--port',
      `${redis}`,
      '--save',
      '',
      '--appendonly',
      'no',
      '--daemonize',
      'no',
      '--dir',
      join(home, 'tmp'),
    ],
    env: { PATH: '/usr/bin:/bin' },
  });
  const role = (name: string, args: readonly string[]) =>
    plane.start(name, programs.argocd, { args, env: { ...env, ARGOCD_BINARY_NAME: `argocd-${name}` } });
  const shared = ['--loglevel', 'info', '--redis', `127.0.0.1:${redis}`];
  const loopback = '127.0.0.1';
  role('repo-server', [
    ...shared,
    ...['--address', loopback, '--port', `${repo}`, '--metrics-address', loopback, '--metrics-port', `${repoMetrics}`],
    // Without the second, the first is refused: its default names a file.
    ...['--disable-tls', '--client-ca-path=', '--revision-cache-expiration', '2s'],
  ]);
  await plane.waitUntil('Argo CD repo-server', () => answers(`http://127.0.0.1:${repoMetrics}/healthz`));
  const server = ['--namespace', 'argocd', '--repo-server-plaintext'];
  role('application-controller', [
    ...shared,
    ...server,
    ...['--repo-server', `127.0.0.1:${repo}`, '--app-resync', '3', '--app-resync-jitter', '0', '--self-heal-timeout-seconds', '1'],
    // This one listener is on all addresses: the program has no flag for it.
    ...['--metrics-port', `${appMetrics}`],
  ]);
  role('applicationset-controller', [
    ...['--loglevel', 'info', ...server, '--argocd-repo-server', `127.0.0.1:${repo}`],
    ...['--metrics-addr', `127.0.0.1:${setMetrics}`, '--probe-addr', `127.0.0.1:${setProbe}`, '--webhook-addr', `127.0.0.1:${setWebhook}`],
  ]);
  await plane.waitUntil('Argo CD application-controller', () => answers(`http://127.0.0.1:${appMetrics}/healthz`));
  return { cache: readArgoCache(redis) };
};
