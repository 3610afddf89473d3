// Which files does a ConfigMap or Secret generator read, and which a chart inflator?
import { type Fields, fieldText, fieldTexts, fieldValues, isFields, type Placed } from './go-fields.ts';
import { type ChartReference, fileReference, type Reference } from './reference.ts';

/** `key=path` or `path`; any other use of `=` is what kustomize refuses before it reads (api/internal/generators/utils.go). */
function sourcePath(source: Placed<string>): readonly Placed<string>[] {
  const parts = source.value.split('=');
  if (parts.length === 1) return [source];
  const [key, path] = parts;
  return parts.length === 2 && key && path ? [{ value: path, pointer: source.pointer }] : [];
}

/** `args` is one item of configMapGenerator or secretGenerator, or the configuration of such a plugin. */
export function generatorReferences(field: string, args: Placed<unknown>): readonly Reference[] {
  const env = fieldText(args, 'env');
  return [
    ...fieldTexts(args, 'files').flatMap((source) => sourcePath(source).map((path) => fileReference(`${field}.files`, path, true))),
    ...fieldTexts(args, 'envs').map((path) => fileReference(`${field}.envs`, path, true)),
    ...(env === undefined ? [] : [fileReference(`${field}.env`, env, true)]),
  ];
}

function text(object: Placed<unknown>, name: string): string {
  return fieldText(object, name)?.value ?? '';
}

function replacesValues(chart: Placed<unknown>, inline: string): boolean {
  if (text(chart, 'valuesMerge') !== 'replace') return false;
  return fieldValues(chart, inline).some(({ value }) => isFields(value) && Object.keys(value).length > 0);
}

/** One item of helmCharts, with helmGlobals; the legacy form has other names for the same. */
export function chartReference(field: string, chart: Placed<unknown>, globals: Fields): ChartReference | undefined {
  const name = fieldText(chart, 'name');
  if (name === undefined) return undefined;
  const shared: Placed<unknown> = { value: globals, pointer: '' };
  return {
    role: 'chart',
    field,
    pointer: chart.pointer,
    name,
    version: text(chart, 'version'),
    repo: text(chart, 'repo'),
    chartHome: text(shared, 'chartHome'),
    configHome: text(shared, 'configHome'),
    valuesFile: fieldText(chart, 'valuesFile'),
    valuesReplaced: replacesValues(chart, 'valuesInline'),
    additionalValuesFiles: fieldTexts(chart, 'additionalValuesFiles'),
  };
}

/** helmChartInflationGenerator, converted as kustomize does (api/types/helmchartargs.go): the last chartHome holds for all. */
export function legacyChartReferences(charts: readonly Placed<unknown>[], globals: Fields | undefined): readonly ChartReference[] {
  const homes = charts.map((chart) => text(chart, 'chartHome')).filter((home) => home !== '');
  const shared = { value: globals ?? {}, pointer: '' };
  return charts.flatMap((chart) => {
    const name = fieldText(chart, 'chartName');
    if (name === undefined) return [];
    return {
      role: 'chart',
      field: 'helmChartInflationGenerator',
      pointer: chart.pointer,
      name,
      version: text(chart, 'chartVersion'),
      repo: text(chart, 'chartRepoUrl'),
      chartHome: globals === undefined ? (homes.at(-1) ?? '') : text(shared, 'chartHome'),
      configHome: globals === undefined ? text(chart, 'helmHome') : text(shared, 'configHome'),
      valuesFile: fieldText(chart, 'values'),
      valuesReplaced: replacesValues(chart, 'valuesLocal'),
      additionalValuesFiles: [],
    } as const;
  });
}
