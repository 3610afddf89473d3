// How does a test get a real Kubernetes API, with a git server beside it, and nothing but loopback?
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeLoopbackPort, type Processes, startProcesses, waitUntil } from './processes.ts';

/** Absolute paths. */
export interface ControlPlanePrograms {
  readonly etcd: string;
  readonly apiServer: string;
  readonly controllerManager: string;
  readonly kubectl: string;
}

export interface ControlPlane extends Disposable {
  /** Everything of this plane is in it; removed with it. */
  readonly directory: string;
  readonly kubeconfig: string;
  readonly freePort: () => Promise<number>;
  readonly start: Processes['start'];
  readonly waitUntil: typeof waitUntil;
  /** Output of kubectl; throws with what it says. */
  readonly kubectl: (args: readonly string[], input?: string) => string;
  /** An object or a list, as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: objects of any kind, looked at by tests only
  readonly get: (args: readonly string[]) => any;
  readonly applyFiles: (files: readonly string[]) => Promise<void>;
  /** A kustomization. */
  readonly applyDirectory: (directory: string) => Promise<void>;
  readonly apply: (objects: readonly object[]) => Promise<void>;
  readonly gitUrl: string;
  /** An empty bare repository: `url` for readers, `path` to push to. */
  readonly makeRepository: (name: string) => Promise<{ readonly url: string; readonly path: string }>;
}

const LOOPBACK = '127.0.0.1';
const ENV = { PATH: '/usr/bin:/bin' };

/** The roles `admin`, `edit` and `view` are empty without the last one. */
const CONTROLLERS = [
  'serviceaccount-controller',
  'serviceaccount-token-controller',
  'namespace-controller',
  'root-ca-certificate-publisher-controller',
  'garbage-collector-controller',
  'clusterrole-aggregation-controller',
];

const writeSecrets = (directory: string, apiPort: number): string => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const token = randomBytes(24).toString('hex');
  const mode = 0o600;
  writeFileSync(join(directory, 'sa.key'), privateKey, { mode });
  writeFileSync(join(directory, 'sa.pub'), publicKey);
  writeFileSync(join(directory, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, { mode });
  const kubeconfig = join(directory, 'admin.kubeconfig');
  const cluster = { server: `https://${LOOPBACK}:${apiPort}`, 'certificate-authority': join(directory, 'apiserver', 'apiserver.crt') };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'test', cluster }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(config), { mode });
  return kubeconfig;
};

const etcdArgs = (directory: string, client: string, peer: string): readonly string[] => [
  ...['--name', 'default', '--data-dir', join(directory, 'etcd'), '--unsafe-no-fsync', '--log-level', 'warn'],
  ...['--listen-client-urls', client, '--advertise-client-urls', client],
  ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `default=${peer}`],
];

const apiServerArgs = (directory: string, etcd: string, port: number): readonly string[] => [
  ...[`--etcd-servers=${etcd}`, `--bind-address=${LOOPBACK}`, `--secure-port=${port}`, `--advertise-address=${LOOPBACK}`],
  ...[
    '--endpoint-reconciler-type=none',
    `--cert-dir=${join(directory, 'apiserver')}`,
    `--token-auth-file=${join(directory, 'tokens.csv')}`,
  ],
  ...['--authorization-mode=RBAC', '--service-cluster-ip-range=10.96.0.0/16', '--service-account-issuer=https://test.invalid'],
  `--service-account-key-file=${join(directory, 'sa.pub')}`,
  `--service-account-signing-key-file=${join(directory, 'sa.key')}`,
  ...['--anonymous-auth=false', '--profiling=false'],
];

const controllerManagerArgs = (directory: string, kubeconfig: string, port: number): readonly string[] => [
  ...[`--kubeconfig=${kubeconfig}`, '--leader-elect=false', `--bind-address=${LOOPBACK}`, `--secure-port=${port}`],
  ...[`--cert-dir=${join(directory, 'kcm')}`, '--profiling=false', `--controllers=${CONTROLLERS.join(',')}`],
  ...[`--service-account-private-key-file=${join(directory, 'sa.key')}`, `--root-ca-file=${join(directory, 'apiserver', 'apiserver.crt')}`],
];

const remove = (directory: string): void => {
  // repo-server takes all rights from its checkouts.
  execFileSync('chmod', ['-R', 'u+rwx', directory], { stdio: 'ignore' });
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
};

type Client = Pick<ControlPlane, 'kubectl' | 'get' | 'apply' | 'applyFiles' | 'applyDirectory'>;

const clientOf = (program: string, directory: string, kubeconfig: string): Client => {
  const shared = ['--kubeconfig', kubeconfig, `--cache-dir=${join(directory, 'kubectl')}`];
  const kubectl: ControlPlane['kubectl'] = (args, input = '') =>
    execFileSync(program, [...shared, ...args], { input, encoding: 'utf8', env: ENV, stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 2 ** 28 });
  // Server-side: a definition can be too large for the annotation of the other way.
  const apply = ['apply', '--server-side', '--force-conflicts'];
  return {
    kubectl,
    get: (args) => JSON.parse(kubectl(['get', '-o', 'json', ...args])),
    apply: async (objects) => void kubectl([...apply, '-f', '-'], objects.map((object) => JSON.stringify(object)).join('\n---\n')),
    applyFiles: async (files) => void kubectl([...apply, ...files.flatMap((file) => ['-f', file])]),
    applyDirectory: async (path) => void kubectl([...apply, '-k', path]),
  };
};

/** etcd, API server, controller manager and a git server. No nodes: a Deployment never becomes ready by itself. */
export const startControlPlane = async (programs: ControlPlanePrograms): Promise<ControlPlane> => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-plane-')));
  const processes = startProcesses(directory);
  const dispose = (): void => {
    processes[Symbol.dispose]();
    remove(directory);
  };
  try {
    const [client, peer, api, manager, git] = [
      await freeLoopbackPort(),
      await freeLoopbackPort(),
      await freeLoopbackPort(),
      await freeLoopbackPort(),
      await freeLoopbackPort(),
    ];
    const kubeconfig = writeSecrets(directory, api);
    const repositories = join(directory, 'git');
    mkdirSync(repositories);
    const etcd = `http://${LOOPBACK}:${client}`;
    const start = (name: string, program: string, args: readonly string[]): void => processes.start(name, program, { args, env: ENV });
    start('git', process.execPath, [join(import.meta.dirname, 'git-server.ts'), repositories, `${git}`]);
    start('etcd', programs.etcd, etcdArgs(directory, etcd, `http://${LOOPBACK}:${peer}`));
    start('kube-apiserver', programs.apiServer, apiServerArgs(directory, etcd, api));
    const kube = clientOf(programs.kubectl, directory, kubeconfig);
    await waitUntil('the API server is ready', async () => kube.kubectl(['get', '--raw', '/readyz']) === 'ok');
    start('kube-controller-manager', programs.controllerManager, controllerManagerArgs(directory, kubeconfig, manager));
    await waitUntil('a service account is there', async () => kube.get(['-n', 'default', 'serviceaccount', 'default']) !== undefined);
    const gitUrl = `http://${LOOPBACK}:${git}`;
    return {
      ...kube,
      directory,
      kubeconfig,
      freePort: freeLoopbackPort,
      start: processes.start,
      waitUntil,
      gitUrl,
      makeRepository: async (name) => {
        const path = join(repositories, `${name}.git`);
        if (!existsSync(path))
          execFileSync('git', ['init', '-q', '--bare', '-b', 'main', path], { env: { ...ENV, GIT_CONFIG_GLOBAL: '/dev/null' } });
        return { url: `${gitUrl}/${name}.git`, path };
      },
      [Symbol.dispose]: dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
};
