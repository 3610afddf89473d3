// Do the charts of the platform render every scenario, the same under each helm, and refuse what they do not know?
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '@fairway/manifests';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { differences, objectsOf } from './objects.ts';
import { helmTemplate, templates } from './run-programs.ts';

const CHARTS = ['lks-namespace', 'lks-gateway', 'lks-storage'] as const;
const fileOf = (chart: string, path: string): string => readFileSync(join(templates, 'helm', chart, path), 'utf8');
const yamlOf = (chart: string, path: string): unknown => parse(fileOf(chart, path));
const scenarios = CHARTS.flatMap((chart) =>
  readdirSync(join(templates, 'helm', chart, 'ci')).map((file) => ({ chart, file, values: yamlOf(chart, `ci/${file}`) })),
);

interface SchemaNode {
  readonly path: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly required: boolean;
}

/** Every named property of a schema, at any depth, items of lists among them. */
const propertiesOf = (schema: unknown, path = ''): readonly SchemaNode[] => {
  if (!isRecord(schema)) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  const own = Object.entries(isRecord(schema.properties) ? schema.properties : {}).flatMap(([key, value]) =>
    isRecord(value)
      ? [{ path: `${path}.${key}`, schema: value, required: required.includes(key) }, ...propertiesOf(value, `${path}.${key}`)]
      : [],
  );
  return [...own, ...propertiesOf(schema.items, `${path}[]`)];
};

const valueAt = (values: unknown, path: string): unknown =>
  path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), values);

describe.each(scenarios)('$chart with $file', ({ chart, file, values }) => {
  it('renders the same bytes twice, and the same objects under helm 3', async () => {
    const [first, second, third] = await Promise.all([
      helmTemplate(chart, [values]),
      helmTemplate(chart, [values]),
      helmTemplate(chart, [values], 'helm3'),
    ]);
    expect(second.stdout).toBe(first.stdout);
    expect(objectsOf(first).length).toBeGreaterThan(0);
    expect(differences(objectsOf(first), objectsOf(third))).toEqual([]);
  });

  it('says in its first line what it is', () => {
    expect(fileOf(chart, `ci/${file}`)).toMatch(/^# \S.*\.\n/);
  });
});

describe.each(CHARTS)('%s', (chart) => {
  const schema: unknown = JSON.parse(fileOf(chart, 'values.schema.json'));
  const defaults = yamlOf(chart, 'values.yaml');
  const properties = propertiesOf(schema);

  it('has a schema that is closed wherever keys have names', () => {
    const named = properties.filter(({ schema: node }) => isRecord(node.properties));
    expect(isRecord(schema) && schema.additionalProperties).toBe(false);
    expect(named.filter(({ schema: node }) => node.additionalProperties !== false).map(({ path }) => path)).toEqual([]);
  });

  it('describes every value', () => {
    expect(
      properties.filter(({ schema: node }) => typeof node.description !== 'string' || node.description === '').map(({ path }) => path),
    ).toEqual([]);
  });

  it('has the same defaults in its schema and its values', () => {
    const leaves = properties.filter(
      ({ path, schema: node }) => !path.includes('[]') && path !== '.global' && !(isRecord(node.properties) && node.default === undefined),
    );
    const inValues = leaves.filter(({ path }) => valueAt(defaults, path) !== undefined);
    expect(inValues.filter(({ path, schema: node }) => JSON.stringify(valueAt(defaults, path)) !== JSON.stringify(node.default))).toEqual(
      [],
    );
    const absent = leaves.filter(({ path, required }) => valueAt(defaults, path) === undefined && !required);
    expect(absent.filter(({ schema: node }) => node.default !== undefined).map(({ path }) => path)).toEqual([]);
    expect(inValues.length).toBeGreaterThan(4);
  });

  it('is a draft-07 schema that an independent validator takes, and every scenario satisfies', () => {
    if (!isRecord(schema) || !isRecord(defaults)) throw new Error(chart);
    const valid = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true }).compile(schema);
    for (const one of scenarios) {
      if (one.chart === chart && isRecord(one.values)) expect(valid(merged(defaults, one.values)), JSON.stringify(valid.errors)).toBe(true);
    }
    expect(valid({ ...defaults, nothing: 1 })).toBe(false);
  });

  it('refuses an unknown key, at the top and below', async () => {
    const [one] = scenarios.filter((scenario) => scenario.chart === chart);
    const nested = properties.find(
      ({ path, schema: node }) => isRecord(node.properties) && path.split('.').length === 2 && !path.includes('[]'),
    );
    const wrong = [{ surprise: 1 }, ...(nested === undefined ? [] : [{ [nested.path.slice(1)]: { surprise: 1 } }])];
    for (const extra of wrong) {
      const { failed, stderr } = await helmTemplate(chart, [one?.values, extra]);
      expect(failed).toBe(true);
      expect(stderr).toContain("additional properties 'surprise' not allowed");
    }
  });

  it('has notes, and no template that is random, asks the cluster, or the clock', () => {
    expect(existsSync(join(templates, 'helm', chart, 'templates', 'NOTES.txt'))).toBe(true);
    const files = readdirSync(join(templates, 'helm', chart, 'templates'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.(yaml|tpl|txt)$/.test(path),
    );
    const impure = /\b(lookup|now|rand[A-Z]\w*|gen[A-Z]\w*|uuidv4|date\w*|env|expandenv|getHostByName|\.Capabilities|\.Release\.Is\w+)\b/;
    const offenders = files.filter((path) =>
      [...fileOf(chart, join('templates', path)).matchAll(/\{\{(.*?)\}\}/gs)].some(([, code = '']) =>
        impure.test(code.replaceAll(/"[^"]*"|\/\*[^*]*\*\//g, '')),
      ),
    );
    expect(offenders).toEqual([]);
    expect(impure.test('now | date "2006"')).toBe(true);
  });
});

/** Values over defaults, as helm lays them: objects key by key, everything else as a whole. */
function merged(below: Readonly<Record<string, unknown>>, above: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(above).map(([key, value]): readonly [string, unknown] => {
    const under = below[key];
    return [key, isRecord(value) && isRecord(under) ? merged(under, value) : value];
  });
  return { ...below, ...Object.fromEntries(entries) };
}
