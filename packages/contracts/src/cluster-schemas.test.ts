// Is every field of the cluster files described, and is every mapping of them closed or a map of names?
import { expect, it } from 'vitest';
import { ClusterIdentity, ClusterNetwork, ClusterProfile, toPublishedSchema } from './index.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Field {
  readonly path: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** All fields of a schema, items of lists included. */
const fieldsOf = (schema: unknown, path = ''): readonly Field[] => {
  if (!isRecord(schema)) return [];
  const properties = isRecord(schema['properties']) ? Object.entries(schema['properties']) : [];
  const below = properties.flatMap(([key, value]) => fieldsOf(value, `${path}.${key}`));
  return [{ path, schema }, ...below, ...fieldsOf(schema['items'], `${path}[]`), ...fieldsOf(schema['additionalProperties'], `${path}.*`)];
};

const FILES = { profile: ClusterProfile, network: ClusterNetwork, identity: ClusterIdentity };

it.each(Object.entries(FILES))('%s.yaml describes every field', (name, schema) => {
  const fields = fieldsOf(toPublishedSchema(name, schema)).filter(
    ({ path }) => path !== '' && path !== '.cluster' && !/(\[\]|\.\*)$/.test(path),
  );
  expect(fields.length).toBeGreaterThan(10);
  expect(fields.filter(({ schema: field }) => typeof field['description'] !== 'string').map(({ path }) => path)).toEqual([]);
});

it.each(Object.entries(FILES))('%s.yaml knows all its keys', (name, schema) => {
  const mappings = fieldsOf(toPublishedSchema(name, schema)).filter(({ schema: field }) => field['type'] === 'object');
  const open = mappings.filter(({ schema: field }) => field['additionalProperties'] !== false && !isRecord(field['additionalProperties']));
  expect(open.map(({ path }) => path)).toEqual([]);
});

it('a profile of earlier days is right', () => {
  expect(ClusterProfile.safeParse({ cluster: {} }).success).toBe(true);
  const required = fieldsOf(toPublishedSchema('profile', ClusterProfile)).find(({ path }) => path === '.cluster')?.schema['required'];
  expect(required).toBeUndefined();
});
