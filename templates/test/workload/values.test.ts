// Are the values of each chart closed, described, and the same in schema and values.yaml?
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, valueAt } from '@fairway/manifests';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CHARTS, chartPath } from './run-renderers.ts';

type Fields = Readonly<Record<string, unknown>>;

const read = (chart: string, file: string): string => readFileSync(join(chartPath(chart), file), 'utf8');

/** Settings of a schema, by their place; an object of fixed keys leads on, all else is a setting. */
const settings = (schema: Fields, pointer = ''): readonly (readonly [string, Fields])[] => {
  const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : [];
  return properties.flatMap(([key, below]) => {
    if (!isRecord(below)) return [];
    const at = `${pointer}/${key}`;
    return isRecord(below.properties) ? [[at, below] as const, ...settings(below, at)] : [[at, below] as const];
  });
};

const schemaOf = (chart: string): Fields => {
  const schema: unknown = JSON.parse(read(chart, 'values.schema.json'));
  if (!isRecord(schema)) throw new Error(`${chart} has no schema`);
  return schema;
};
/** Keys that Helm adds, and a limit that is left open on purpose. */
const NO_DEFAULT = ['/global', '/lks-common', '/lks-common/global', '/resources/limits/cpu'];

describe.each(CHARTS)('the values of %s', (chart) => {
  const schema = schemaOf(chart);
  const all = settings(schema);
  const values: unknown = parse(read(chart, 'values.yaml'));

  it('have the same defaults in schema and values.yaml', () => {
    const leaves = all.filter(([at, below]) => !isRecord(below.properties) && !NO_DEFAULT.includes(at));
    expect(leaves.length).toBeGreaterThan(10);
    for (const [at, below] of leaves) expect([at, valueAt(values, at)]).toEqual([at, below.default]);
  });

  it('have no key in values.yaml that the schema does not know', () => {
    const known = new Set(all.map(([at]) => at));
    const keys = (value: unknown, at: string): readonly string[] => {
      const below = all.find(([pointer]) => pointer === at)?.[1];
      if (!isRecord(value) || (at !== '' && !isRecord(below?.properties))) return [];
      return Object.entries(value).flatMap(([key, entry]) => [`${at}/${key}`, ...keys(entry, `${at}/${key}`)]);
    };
    expect(keys(values, '').filter((at) => !known.has(at))).toEqual([]);
  });

  it('are closed and described at every level', () => {
    expect(schema.additionalProperties).toBe(false);
    for (const [at, below] of all) {
      expect([at, typeof below.description === 'string' && below.description.length > 3]).toEqual([at, true]);
      if (isRecord(below.properties)) expect([at, below.additionalProperties]).toEqual([at, false]);
      else if (below.type === 'object' && !['/cluster', '/global', '/lks-common/global'].includes(at))
        expect([at, isRecord(below.additionalProperties)]).toEqual([at, true]);
    }
  });

  it('are each explained in values.yaml by the sentence of the schema', () => {
    const comments = read(chart, 'values.yaml').replaceAll(/\n *# /g, ' ');
    for (const [at, below] of all)
      if (!NO_DEFAULT.includes(at)) expect([at, comments.includes(String(below.description))]).toEqual([at, true]);
  });
});
