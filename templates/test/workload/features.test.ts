// Do availability, placement, jobs, alerts, dashboards and backups follow from the values as they should?
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ManifestObject, valueAt } from '@fairway/manifests';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderings, scenarioOf } from './render-scenario.ts';
import { chartPath, objectsOf, programs, TEMPLATES, workshop } from './run-renderers.ts';
import { SCENARIOS } from './scenarios.ts';

const place = workshop();
afterAll(() => place[Symbol.dispose]());
const { objects: render, print } = renderings(await programs(), place);

type Fields = Readonly<Record<string, unknown>>;

const read = (chart: string, file: string): string => readFileSync(join(chartPath(chart), file), 'utf8');
const find = (objects: readonly ManifestObject[], kind: string): ManifestObject | undefined =>
  objects.find((object) => object.kind === kind);

describe('availability', () => {
  it.each<[what: string, values: Fields, budget: boolean, replicas: number | undefined]>([
    ['one pod', { replicas: 1 }, false, 1],
    ['none', { replicas: 0 }, false, 0],
    ['two pods', { replicas: 2 }, true, 2],
    ['a scaler from one', { replicas: 5, autoscaling: { enabled: true, minReplicas: 1 } }, false, undefined],
    ['a scaler from two whatever replicas says', { replicas: 1, autoscaling: { enabled: true, minReplicas: 2 } }, true, undefined],
  ])('has a budget that lets one pod go where there are two or more: %s', async (_what, values, budget, replicas) => {
    const objects = await render(scenarioOf('lks-app', 'minimal'), values);
    expect(valueAt(find(objects, 'Deployment'), '/spec/replicas')).toBe(replicas);
    expect(valueAt(find(objects, 'PodDisruptionBudget'), '/spec/maxUnavailable')).toBe(budget ? 1 : undefined);
    expect(valueAt(find(objects, 'PodDisruptionBudget'), '/spec/minAvailable')).toBeUndefined();
  });

  it('spreads strictly only where there are two zones and a pod for each, and lets one pod go from two on: by arithmetic', async () => {
    const small = fc.integer({ min: 0, max: 5 });
    const setting = fc.record({
      zones: small,
      replicas: small,
      scaled: fc.boolean(),
      least: fc.integer({ min: 1, max: 5 }),
      strict: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(setting, async ({ zones, replicas, scaled, least, strict }) => {
        const { text, failure } = await print(scenarioOf('lks-app', 'minimal'), {
          replicas,
          cluster: { zones: Array.from({ length: zones }, (_, zone) => `zone-${zone}`) },
          autoscaling: { enabled: scaled, minReplicas: least },
          ha: { zoneSpread: strict ? 'required' : 'preferred' },
        });
        const minimum = scaled ? least : replicas;
        if (strict && (zones < 2 || minimum < zones)) {
          expect(failure).toContain('ha.zoneSpread');
          return;
        }
        const objects = objectsOf(text);
        const budgets = objects.filter(({ kind }) => kind === 'PodDisruptionBudget');
        expect(budgets.map((budget) => valueAt(budget, '/spec/maxUnavailable'))).toEqual(minimum >= 2 ? [1] : []);
        const spread = valueAt(find(objects, 'Deployment'), '/spec/template/spec/topologySpreadConstraints/0/whenUnsatisfiable');
        expect(spread).toBe(strict ? 'DoNotSchedule' : 'ScheduleAnyway');
      }),
      { numRuns: 40 },
    );
  });
});

describe('the profile of the cluster', () => {
  it('decides how a pool is chosen and tolerated, and where telemetry goes', async () => {
    const pools = {
      cpu: {
        labels: { pool: 'fast' },
        taints: [
          { key: 'only', value: 'fast', effect: 'NoExecute' },
          { key: 'busy', effect: 'NoSchedule' },
        ],
      },
    };
    const app = await render(scenarioOf('lks-app', 'public'), { cluster: { zones: ['a', 'b'], pools } });
    const spec = valueAt(find(app, 'Deployment'), '/spec/template/spec');
    expect(valueAt(spec, '/nodeSelector')).toEqual({ pool: 'fast' });
    expect(valueAt(spec, '/tolerations')).toEqual([
      { key: 'only', operator: 'Equal', value: 'fast', effect: 'NoExecute' },
      { key: 'busy', operator: 'Exists', effect: 'NoSchedule' },
    ]);
    const monitor = { export: { endpoint: '' }, cluster: { monitor: { endpoint: 'https://m.lks.internal' } } };
    const sent = find(await render(scenarioOf('lks-observability', 'export'), monitor), 'Deployment');
    expect(valueAt(sent, '/spec/template/spec/containers/0/env')).toContainEqual({
      name: 'MONITOR_ENDPOINT',
      value: 'https://m.lks.internal',
    });
  });

  it.each(['dev', 'test', 'prod', 'prod-b'])('of %s has the pools that the components of placement mean', async (cluster) => {
    const profile = parse(readFileSync(join(TEMPLATES, '../clusters', cluster, 'profile.yaml'), 'utf8'));
    for (const [name, pool] of Object.entries(profile.cluster.pools ?? {})) {
      const component = parse(readFileSync(join(TEMPLATES, 'kustomize/next/components/placement', name, 'placement.yaml'), 'utf8'));
      const tolerated = (component.spec.template.spec.tolerations ?? []).map(({ operator: _operator, ...taint }: Fields) => taint);
      expect([name, component.spec.template.spec.nodeSelector]).toEqual([name, valueAt(pool, '/labels')]);
      expect([name, tolerated]).toEqual([name, valueAt(pool, '/taints') ?? []]);
    }
  });
});

describe('a job that runs once', () => {
  it('is another Job when its content is another, and the same otherwise', async () => {
    const nameWith = async (values: Fields): Promise<string | undefined> =>
      find(await render(scenarioOf('lks-job', 'once'), values), 'Job')?.metadata.name;
    const [first, same, other] = [await nameWith({}), await nameWith({ schedule: '' }), await nameWith({ args: ['--all'] })];
    expect(first).toMatch(/^web-[0-9a-f]{10}$/);
    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });
});

describe('what is watched and kept', () => {
  it('has rules with severity, owner and a page that says what to do', async () => {
    for (const scenario of SCENARIOS) {
      const rules = valueAt(find(await render(scenario), 'PrometheusRule'), '/spec/groups/0/rules');
      for (const rule of Array.isArray(rules) ? rules : []) {
        expect(valueAt(rule, '/labels/severity')).toMatch(/^(info|warning|critical)$/);
        expect(valueAt(rule, '/labels/owner')).toMatch(/^(team-example|platform)$/);
        expect(valueAt(rule, '/annotations/runbook_url')).toMatch(/^https:\/\/docs\.lks\.internal\/[a-z/]+#[a-z0-9]+$/);
      }
    }
  });

  it('has dashboards that take their data from a variable, under an id of their own', () => {
    const files = readdirSync(join(chartPath('lks-observability'), 'files'));
    const dashboards = files.map((file) => JSON.parse(read('lks-observability', `files/${file}`)));
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(files.length);
    for (const text of files.map((file) => read('lks-observability', `files/${file}`))) {
      for (const [, source] of text.matchAll(/"datasource": \{ "type": "prometheus", "uid": "([^"]*)"/g))
        expect(source).toBe('${datasource}');
    }
  });

  it('backs up each tier by its label into stores that exist, the first into another region too, with its data', async () => {
    const objects = await render(scenarioOf('lks-backup', 'tiers'));
    const stores = objects.filter(({ kind }) => kind === 'BackupStorageLocation').map(({ metadata }) => metadata.name);
    const schedules = objects.filter(({ kind }) => kind === 'Schedule');
    expect(schedules.map(({ metadata }) => metadata.name)).toEqual(['web-tier0', 'web-tier0-second', 'web-tier1', 'web-tier2']);
    for (const schedule of schedules) {
      expect(stores).toContain(valueAt(schedule, '/spec/template/storageLocation'));
      const label = valueAt(schedule, '/spec/template/labelSelector/matchLabels/lks.internal~1backup');
      expect(schedule.metadata.name).toMatch(new RegExp(`^web-${String(label)}(-second)?$`));
    }
    const second = schedules.find(({ metadata }) => metadata.name === 'web-tier0-second');
    expect(valueAt(second, '/spec/template/storageLocation')).toBe('web-second');
    expect(valueAt(second, '/spec/template/snapshotMoveData')).toBe(true);
  });
});
