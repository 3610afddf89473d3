import { describe, expect, it } from 'vitest';
import { changed, contextOf, type Files, found, real } from '../../test/check-context.ts';
import type { ChartStaging, CheckContext } from '../model.ts';

const closed = (...keys: readonly string[]): string =>
  `${JSON.stringify({ additionalProperties: false, properties: Object.fromEntries(keys.map((key) => [key, {}])) })}\n`;

const FILES: Files = {
  'app/Chart.yaml':
    'apiVersion: v2\nname: app\nversion: 0.1.0\ndependencies: [{ name: db, alias: store, version: 0.1.0, repository: "file://../db" }]\n',
  'app/values.schema.json': closed('store', 'global'),
  'app/templates/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n',
  'db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 0.1.0\n',
  'db/values.yaml': 'size: 1\n',
  'db/values.schema.json': closed('size', 'global'),
};

const staging = (files: Files, chart: string, dependencies: ChartStaging['dependencies'] = []): ChartStaging => ({
  chart,
  files: Object.keys(files)
    .filter((path) => path.startsWith(`${chart}/`))
    .map((source) => ({ path: source.slice(chart.length + 1), source })),
  dependencies,
});

const contextWith = (files: Files): CheckContext => {
  const renderer = { kind: 'helm', chart: 'app', valueFiles: [], releaseName: 'app', skipCrds: false } as const;
  const context = contextOf(files, '', { renderer });
  return { ...context, closure: { ...context.closure, charts: [staging(files, 'app', [{ name: 'db', staging: staging(files, 'db') }])] } };
};

/** What helm says once the dependency lies unpacked in `charts/`. */
const helmSays = (files: Files): string => {
  const unpacked = Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace(/^db\//, 'app/charts/db/'), text]));
  using disk = real(unpacked);
  return disk.helm('app').stderr;
};

describe('a closed schema that admits what helm adds', () => {
  it('is no finding, and helm agrees', () => {
    expect(helmSays(FILES)).toBe('');
    expect(found(contextWith(FILES), 'chart-schema-closed')).toEqual([]);
  });

  it('may as well be open', () => {
    expect(found(contextWith(changed(FILES, 'db/values.schema.json', 'false', 'true')), 'chart-schema-closed')).toEqual([]);
    const { 'db/values.schema.json': _, ...without } = FILES;
    expect(found(contextWith(without), 'chart-schema-closed')).toEqual([]);
  });
});

describe('a closed schema that does not', () => {
  it.each([
    ['the dependency, by its alias', changed(FILES, 'app/values.schema.json', '"store"', '"db"'), 'app/values.schema.json', 'store'],
    ['global in a subchart', changed(FILES, 'db/values.schema.json', '"global"', '"other"'), 'db/values.schema.json', 'global'],
  ])('is a finding, and helm refuses the values: %s', (_, files, file, missing) => {
    expect(helmSays(files)).toContain("additional properties '");
    expect(found(contextWith(files), 'chart-schema-closed')).toMatchObject([
      { severity: 'medium', location: { file, line: 1 }, data: { missing } },
    ]);
  });

  it('is a finding for cluster, once a template reads it', () => {
    const files = changed(FILES, 'app/templates/a.yaml', 'name: a', 'name: {{ .Values.cluster.name }}');
    expect(found(contextWith(files), 'chart-schema-closed')).toMatchObject([{ data: { missing: 'cluster' } }]);
    expect(found(contextWith({ ...files, 'app/values.schema.json': closed('store', 'global', 'cluster') }), 'chart-schema-closed')).toEqual(
      [],
    );
  });
});
