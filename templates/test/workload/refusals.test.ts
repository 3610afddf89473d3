// Are values refused that contradict each other, with the key and an example, and those that the schema does not know?
import { afterAll, describe, expect, it } from 'vitest';
import { renderings, scenarioOf } from './render-scenario.ts';
import { programs, workshop } from './run-renderers.ts';

const place = workshop();
afterAll(() => place[Symbol.dispose]());
const { print } = renderings(await programs(), place);

type Fields = Readonly<Record<string, unknown>>;

/** The scenario that is refused, what is set on top, and the key that the message must name. */
const REFUSED: readonly (readonly [chart: string, scenario: string, more: Fields, key: string])[] = [
  ['lks-app', 'minimal', { exposure: { class: 'public' } }, 'exposure.host'],
  ['lks-app', 'minimal', { exposure: { host: 'shop.lks.internal' } }, 'exposure.class'],
  ['lks-app', 'minimal', { autoscaling: { enabled: true, minReplicas: 9 } }, 'autoscaling.minReplicas'],
  ['lks-app', 'minimal', { environment: 'prod-b', tier: 0 }, 'replicas'],
  ['lks-app', 'minimal', { environment: 'prod', tier: 1, autoscaling: { enabled: true, minReplicas: 1 } }, 'replicas'],
  ['lks-app', 'minimal', { ha: { zoneSpread: 'required' } }, 'ha.zoneSpread'],
  ['lks-app', 'replicated', { ha: { zoneSpread: 'required' }, cluster: { zones: ['a', 'b', 'c', 'd'] } }, 'ha.zoneSpread'],
  ['lks-app', 'replicated', { ha: { hostAntiAffinity: 'required', nodes: 3 } }, 'ha.nodes'],
  ['lks-app', 'minimal', { preStopSeconds: 30 }, 'preStopSeconds'],
  ['lks-app', 'minimal', { metrics: { enabled: true, port: 8080 } }, 'metrics.port'],
  ['lks-app', 'minimal', { alerts: { enabled: true } }, 'alerts.runbook'],
  ['lks-app', 'minimal', { migration: { enabled: true } }, 'migration.command'],
  ['lks-app', 'minimal', { smokeTest: { enabled: true } }, 'smokeTest.command'],
  ['lks-app', 'minimal', { certificate: { enabled: true } }, 'certificate'],
  ['lks-app', 'minimal', { secrets: { keys: { a: 'b' } } }, 'secrets.store'],
  ['lks-app', 'minimal', { traces: { enabled: true }, env: { OTEL_SERVICE_NAME: 'x' } }, 'env.OTEL_SERVICE_NAME'],
  ['lks-app', 'minimal', { logs: { format: 'json' }, env: { LOG_FORMAT: 'x' } }, 'env.LOG_FORMAT'],
  ['lks-app', 'minimal', { networkPolicy: { enabled: true }, network: { database: true } }, 'networkPolicy.database.cidrs'],
  ['lks-app', 'minimal', { networkPolicy: { enabled: true }, network: { apiServer: true } }, 'networkPolicy.apiServerCidrs'],
  ['lks-app', 'public', { cluster: { pools: { gpu: { labels: { a: 'b' } } } } }, 'placement.profile'],
  ['lks-stateful', 'replicated', { storage: { class: 'lks-gp-ssd' } }, 'storage.class'],
  ['lks-stateful', 'replicated', { backup: { schedule: '' } }, 'backup.schedule'],
  ['lks-stateful', 'replicated', { replicas: 1 }, 'replicas'],
  ['lks-stateful', 'minimal', { healthPort: 9000 }, 'healthPort'],
  ['lks-job', 'once', { suspend: true }, 'suspend'],
  ['lks-job', 'once', { parallelism: 2 }, 'parallelism'],
  ['lks-job', 'once', { deadlineSeconds: 20 }, 'deadlineSeconds'],
  ['lks-job', 'once', { alerts: { enabled: true } }, 'alerts.runbook'],
  ['lks-observability', 'minimal', { alerts: { enabled: true } }, 'alerts.runbook'],
  ['lks-observability', 'export', { export: { endpoint: '' } }, 'export.endpoint'],
  [
    'lks-observability',
    'export',
    { export: { endpoint: '' }, cluster: { monitor: { endpoint: 'https://m.x', protocol: 'otlp-grpc' } } },
    'export.endpoint',
  ],
  ['lks-observability', 'minimal', { export: { enabled: true, endpoint: 'https://m.lks.internal' } }, 'secrets.keys.token'],
  ['lks-observability', 'export', { image: { digest: '' } }, 'image.digest'],
  ['lks-backup', 'off', { schedules: { tier1: { enabled: true } } }, 'stores.first.bucket'],
  ['lks-backup', 'tiers', { stores: { second: { bucket: '' } } }, 'stores.second.bucket'],
  ['lks-backup', 'tiers', { stores: { second: { region: 'region-a' } } }, 'stores.second.region'],
  ['lks-backup', 'tiers', { schedules: { tier2: { ttl: '24h0m0s' } } }, 'schedules.tier2.ttl'],
  ['lks-backup', 'tiers', { alerts: { runbook: '' } }, 'alerts.runbook'],
];

/** What the schema refuses, and the place that helm names. */
const OUTSIDE: readonly (readonly [chart: string, scenario: string, more: Fields, place: string])[] = [
  ['lks-app', 'minimal', { replica: 3 }, "'replica' not allowed"],
  ['lks-app', 'minimal', { exposure: { hosts: ['a'] } }, "'hosts' not allowed"],
  ['lks-app', 'minimal', { image: { digest: 'sha256:1' } }, '/image/digest'],
  ['lks-app', 'minimal', { userId: 0 }, '/userId'],
  ['lks-app', 'minimal', { tier: 3 }, '/tier'],
  ['lks-app', 'minimal', { resources: { requests: { cpu: null } } }, '/resources/requests'],
  [
    'lks-app',
    'minimal',
    { serviceAccount: { token: { audience: 'a', expirationSeconds: 86400 } } },
    '/serviceAccount/token/expirationSeconds',
  ],
  ['lks-stateful', 'minimal', { storage: { class: 'fast' } }, '/storage/class'],
  ['lks-job', 'once', { schedule: 'each night' }, '/schedule'],
  ['lks-backup', 'off', { schedules: { tier3: { enabled: true } } }, "'tier3' not allowed"],
  ['lks-observability', 'minimal', { export: { endpoint: 'http://plain' } }, '/export/endpoint'],
];

const failureOf = async (chart: string, name: string, more: Fields): Promise<string> =>
  (await print(scenarioOf(chart, name), more)).failure;

describe('what contradicts itself', () => {
  it.each(REFUSED)('%s, %s with %j is refused, naming %s and an example', async (chart, scenario, more, key) => {
    const failure = await failureOf(chart, scenario, more);
    expect(failure).toContain(` ${key}: `);
    expect(failure).toMatch(/; for example:\n {2}\S/);
  });

  it.each(OUTSIDE)('%s, %s with %j is outside of the schema, at %s', async (chart, scenario, more, at) => {
    const failure = await failureOf(chart, scenario, more);
    expect(failure).toContain("values don't meet the specifications of the schema");
    expect(failure).toContain(at);
  });
});
