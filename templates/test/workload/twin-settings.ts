// Which settings of the same thing are written for Helm and for Kustomize? As a team would in dev, test and prod.

export type Environment = 'dev' | 'test' | 'prod';
export const ENVIRONMENTS: readonly Environment[] = ['dev', 'test', 'prod'];

export interface Twin {
  readonly id: string;
  readonly chart: string;
  /** Name of the Helm release, and of the objects of the overlay. */
  readonly name: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly overlay: Readonly<Record<string, unknown>>;
  /** Files beside the overlay's kustomization, by name. */
  readonly files: Readonly<Record<string, unknown>>;
}

const DIGEST = `sha256:${'4a5f30dd'.repeat(8)}`;
const NEXT = '../templates/kustomize/next';

/** Further differences of one setting. */
interface Own {
  readonly values?: Readonly<Record<string, unknown>>;
  readonly components?: readonly string[];
  readonly overlay?: Readonly<Record<string, unknown>>;
  /** Further resources of the overlay, by file. */
  readonly files?: Readonly<Record<string, unknown>>;
}

interface Subject {
  readonly chart: string;
  /** Base of the overlay; none: a component brings everything. */
  readonly base?: string;
  readonly prefix: string;
  /** What the base calls its image and its workload. */
  readonly part: string;
  readonly templates: Readonly<Record<string, unknown>>;
  readonly own: Readonly<Record<Environment, Own>>;
}

const patch = (
  kind: string,
  name: string,
  ...operations: readonly (readonly [path: string, value: unknown])[]
): Readonly<Record<string, unknown>> => ({
  target: { kind: `^${kind}$`, name },
  patch: JSON.stringify(operations.map(([path, value]) => ({ op: 'add', path, value }))),
});

const INCLUDED = { includeTemplates: true };
const CLAIMS_LEFT_ALONE = { fields: [{ path: 'spec/template/metadata/labels', create: true, group: 'apps', kind: 'StatefulSet' }] };
const CONTAINER = '/spec/template/spec/containers/0';

const CONFIG = { 'settings.yaml': 'greeting: hello\n' };
/** Settings as the overlay of a team adds them. */
const configOverlay = (kind: string): Readonly<Record<string, unknown>> => ({
  configMapGenerator: [{ name: 'app-config', literals: ['settings.yaml=greeting: hello\n'] }],
  patches: [
    patch(
      kind,
      'app',
      [`${CONTAINER}/volumeMounts/-`, { name: 'config', mountPath: '/etc/config', readOnly: true }],
      ['/spec/template/spec/volumes/-', { name: 'config', configMap: { name: 'app-config' } }],
    ),
  ],
});
const SECRETS = { store: 'team-shop', keys: { password: 'shop/web/password' } };
const secretPatch = patch(
  'ExternalSecret',
  'app-secrets',
  ['/spec/secretStoreRef/name', 'team-shop'],
  ['/spec/data', [{ secretKey: 'password', remoteRef: { key: 'shop/web/password' } }]],
);
const and = (...parts: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>> => {
  const patches = parts.flatMap(({ patches: own }) => (Array.isArray(own) ? own : []));
  return { ...Object.assign({}, ...parts), ...(patches.length === 0 ? {} : { patches }) };
};

/** What the components of `expose` ask for. */
const EXPOSURE = {
  apiVersion: 'lks.internal/v1',
  kind: 'Exposure',
  metadata: { name: 'exposure', annotations: { 'config.kubernetes.io/local-config': 'true' } },
  spec: { hostname: 'shop.lks.internal' },
};

const WATCHED = ['observability/metrics', 'observability/traces', 'observability/logs'];
const WATCHED_VALUES = { metrics: { enabled: true }, traces: { enabled: true }, logs: { format: 'json' } };
const APART = ['ha/zone-spread', 'ha/anti-affinity', 'ha/pdb'];

const APP: Subject = {
  chart: 'lks-app',
  base: 'app',
  prefix: 'web-',
  part: 'app',
  templates: INCLUDED,
  own: {
    dev: {
      values: { env: { LOG_LEVEL: 'debug' }, placement: { profile: 'gpu' } },
      components: ['ha/zone-spread', 'placement/gpu'],
      overlay: { patches: [patch('Deployment', 'app', [`${CONTAINER}/env`, [{ name: 'LOG_LEVEL', value: 'debug' }]])] },
    },
    test: {
      values: {
        ...WATCHED_VALUES,
        tier: 1,
        replicas: 2,
        config: CONFIG,
        ha: { hostAntiAffinity: 'preferred' },
        placement: { profile: 'cpu' },
      },
      components: [...APART, ...WATCHED, 'placement/cpu'],
      overlay: and({ replicas: [{ name: 'app', count: 2 }] }, configOverlay('Deployment')),
    },
    prod: {
      values: {
        ...WATCHED_VALUES,
        tier: 0,
        config: CONFIG,
        secrets: SECRETS,
        ha: { hostAntiAffinity: 'preferred' },
        placement: { profile: 'memory' },
        autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 9 },
        exposure: { class: 'public-waf', host: 'shop.lks.internal' },
        backup: { schedule: 'tier0' },
      },
      components: [...WATCHED, 'secrets/eso', ...APART, 'ha/hpa', 'expose/public-waf', 'placement/memory', 'backup/tier0'],
      files: { 'exposure.yaml': EXPOSURE },
      overlay: and(configOverlay('Deployment'), {
        patches: [secretPatch, patch('HorizontalPodAutoscaler', 'app', ['/spec/minReplicas', 3], ['/spec/maxReplicas', 9])],
      }),
    },
  },
};

const STATEFUL: Subject = {
  chart: 'lks-stateful',
  base: 'stateful',
  prefix: 'store-',
  part: 'app',
  templates: CLAIMS_LEFT_ALONE,
  own: {
    dev: { components: ['ha/zone-spread'] },
    test: {
      values: {
        ...WATCHED_VALUES,
        tier: 2,
        replicas: 2,
        ha: { hostAntiAffinity: 'preferred' },
        placement: { profile: 'system' },
        backup: { schedule: 'tier2' },
      },
      components: [...APART, ...WATCHED, 'placement/system', 'backup/tier2'],
      overlay: { replicas: [{ name: 'app', count: 2 }] },
    },
    prod: {
      values: {
        ...WATCHED_VALUES,
        tier: 1,
        replicas: 3,
        config: CONFIG,
        secrets: SECRETS,
        storage: { size: '100Gi' },
        ha: { hostAntiAffinity: 'preferred' },
        placement: { profile: 'memory' },
        backup: { schedule: 'tier1' },
      },
      components: [...APART, ...WATCHED, 'secrets/eso', 'storage/replicated', 'placement/memory', 'backup/tier1'],
      overlay: and({ replicas: [{ name: 'app', count: 3 }] }, configOverlay('StatefulSet'), {
        patches: [secretPatch, patch('StatefulSet', 'app', ['/spec/volumeClaimTemplates/0/spec/resources/requests/storage', '100Gi'])],
      }),
    },
  },
};

const JOB: Subject = {
  chart: 'lks-job',
  base: 'job',
  prefix: 'report-',
  part: 'job',
  templates: INCLUDED,
  own: {
    dev: { values: { schedule: '30 2 * * *' } },
    test: {
      values: { schedule: '15 4 * * 1', timeZone: 'Europe/Zurich', backup: { schedule: 'tier2' } },
      components: ['backup/tier2'],
      overlay: { patches: [patch('CronJob', 'job', ['/spec/schedule', '15 4 * * 1'], ['/spec/timeZone', 'Europe/Zurich'])] },
    },
    prod: {
      values: { tier: 1, schedule: '15 4 * * *', completions: 4, parallelism: 2, backup: { schedule: 'tier1' } },
      components: ['backup/tier1'],
      overlay: {
        patches: [
          patch(
            'CronJob',
            'job',
            ['/spec/schedule', '15 4 * * *'],
            ['/spec/jobTemplate/spec/completions', 4],
            ['/spec/jobTemplate/spec/parallelism', 2],
          ),
        ],
      },
    },
  },
};

const collector = (environment: Environment): Own => {
  const endpoint = `https://monitor.${environment}.lks.internal/otlp`;
  const keys = { token: 'platform/monitor/token' };
  return {
    values: {
      export: { enabled: true, endpoint },
      dashboards: { enabled: false },
      secrets: { store: 'platform', storeKind: 'ClusterSecretStore', keys },
    },
    components: ['observability/monitor-export'],
    overlay: {
      patches: [
        patch('Deployment', 'opentelemetry-collector', [`${CONTAINER}/env/0/value`, environment], [`${CONTAINER}/env/1/value`, endpoint]),
      ],
    },
  };
};

const COLLECTOR: Subject = {
  chart: 'lks-observability',
  prefix: '',
  part: 'opentelemetry-collector',
  templates: INCLUDED,
  own: { dev: collector('dev'), test: collector('test'), prod: collector('prod') },
};

const labelsOf = (name: string, environment: Environment, values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/instance': name,
  'app.kubernetes.io/part-of': name,
  'lks.internal/env': environment,
  'lks.internal/owner': 'team-shop',
  ...(values.tier === undefined ? {} : { 'lks.internal/tier': String(values.tier) }),
});

const twinOf = (subject: Subject, environment: Environment): Twin => {
  const { values = {}, components = [], overlay = {}, files = {} } = subject.own[environment];
  const name = `${subject.prefix}${subject.part}`;
  const namespace = `shop-${environment}`;
  const repository = `registry.lks.internal/shop/${subject.part}`;
  const bases = subject.base === undefined ? [] : [`${NEXT}/bases/${subject.base}`];
  return {
    id: `${subject.chart} in ${environment}`,
    chart: subject.chart,
    name,
    namespace,
    values: { owner: 'team-shop', environment, image: { repository, tag: '1.5.0', digest: DIGEST }, ...values },
    files,
    overlay: {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      namespace,
      ...(subject.prefix === '' ? {} : { namePrefix: subject.prefix }),
      resources: [...bases, ...Object.keys(files)],
      components: components.map((component) => `${NEXT}/components/${component}`),
      images: [{ name: subject.part, newName: repository, newTag: `1.5.0@${DIGEST}` }],
      labels: [
        { pairs: { 'app.kubernetes.io/name': name }, includeSelectors: true },
        { pairs: labelsOf(name, environment, values), ...subject.templates },
      ],
      ...overlay,
    },
  };
};

export const TWINS: readonly Twin[] = [APP, STATEFUL, JOB, COLLECTOR].flatMap((subject) =>
  ENVIRONMENTS.map((environment) => twinOf(subject, environment)),
);
