// Does the closed schema of a chart admit what Helm puts into its values?
// Helm 3 and 4 check the values after it has added a table for each dependency, and `global` for each subchart.
import { valueAt } from '@fairway/manifests';
import type { ChartStaging, Check, CheckContext } from '../model.ts';
import { draft } from './draft.ts';
import { fields, isFields, items, text } from './json-access.ts';
import { documentsOf } from './kustomize/documents.ts';
import { placeOf } from './place.ts';

const first = (context: CheckContext, file: string): unknown => {
  const source = context.read(file);
  return source === undefined ? undefined : documentsOf(source)?.[0];
};

/** Keys that a root schema admits; undefined where it is open. */
const admitted = (schema: unknown): readonly string[] | undefined => {
  if (!isFields(schema) || schema.additionalProperties !== false || schema.patternProperties !== undefined) return undefined;
  return Object.keys(fields(schema.properties));
};

/** The file of the repository behind a place in the chart. */
const sourceOf = (staging: ChartStaging, path: string): string | undefined => staging.files.find((file) => file.path === path)?.source;

const dependencyNames = (context: CheckContext, staging: ChartStaging): readonly string[] =>
  items(fields(first(context, sourceOf(staging, 'Chart.yaml') ?? '')).dependencies).flatMap(
    (item) => text(fields(item).alias) ?? text(fields(item).name) ?? [],
  );

/** Cluster facts come as a values file with the one key `cluster`; a chart that reads them must admit it. */
const readsCluster = (context: CheckContext, staging: ChartStaging): boolean =>
  staging.files.some(({ path, source }) => path.startsWith('templates/') && (context.read(source) ?? '').includes('.Values.cluster'));

const needed = (context: CheckContext, staging: ChartStaging, isDependency: boolean): readonly string[] => {
  const names = dependencyNames(context, staging);
  return [...names, ...(names.length > 0 || isDependency ? ['global'] : []), ...(readsCluster(context, staging) ? ['cluster'] : [])];
};

const inChart = (context: CheckContext, staging: ChartStaging, isDependency: boolean): ReturnType<Check> => {
  const file = sourceOf(staging, 'values.schema.json') ?? '';
  const known = file === '' ? undefined : admitted(first(context, file));
  const missing = known === undefined ? [] : needed(context, staging, isDependency).filter((key) => !known.includes(key));
  const below = staging.dependencies.flatMap((dependency) => inChart(context, dependency.staging, true));
  if (missing.length === 0) return below;
  const schema = first(context, file);
  const pointer = valueAt(schema, '/properties') === undefined ? '/additionalProperties' : '/properties';
  return [
    draft('chart-schema-closed', {
      message: `${file} is closed at its root and does not admit ${missing.join(', ')}`,
      location: placeOf(file, context.read(file), { pointer }),
      data: { missing: missing.join(',') },
      detail: file,
    }),
    ...below,
  ];
};

export const chartSchemaClosed: Check = (context) => {
  const findings = context.closure.charts.flatMap((staging) => inChart(context, staging, false));
  return [...new Map(findings.map((finding) => [finding.detail, finding])).values()];
};
