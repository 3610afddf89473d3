// Where is the chart of a HelmRelease: in this repository, or in a source that lives elsewhere?
import type { SourceRequest } from '@fairway/contracts';
import type { ObjectKey, SightedObject, World } from '../model.ts';
import { keyText, namespaceOf, problemOf } from './flux-object.ts';
import { fromArtifact } from './helm-chart-artifact.ts';
import { fromGit } from './helm-chart-git.ts';
import { failed, missing, type NamedChart, type Placing, valuesFilesOf } from './helm-chart-model.ts';
import type { HelmChartTemplate, HelmReleaseSpec } from './helm-release-spec.ts';
import { resolvePath } from './kustomization-files.ts';
import { readSource, SOURCE_GROUP } from './sources.ts';

async function fromRepository(
  sighted: SightedObject,
  world: World,
  { chart, url, uses }: { readonly chart: NamedChart; readonly url: string; readonly uses: readonly ObjectKey[] },
): Promise<Placing> {
  const request: SourceRequest = { kind: 'chart', repository: url, chart: chart.chart, version: chart.version };
  const mounted = await world.source(request);
  if (!mounted.ok) return failed(problemOf(sighted, mounted.message, { hint: mounted.hint }));
  const valuesFiles = valuesFilesOf(chart);
  return {
    kind: 'placed',
    path: mounted.root,
    valuesRoot: mounted.root,
    remote: true,
    valuesFiles,
    ignoreMissing: chart.ignoreMissingValuesFiles,
    mark: { text: valuesFiles.length > 0 ? 'unknown' : undefined },
    extra: new Map(),
    read: (path) => world.files.read(path),
    isFile: (path) => world.files.isFile(path),
    list: (directory) => world.files.list(directory),
    uses,
  };
}

async function fromChart(
  sighted: SightedObject,
  world: World,
  { chart, uses }: { readonly chart: NamedChart; readonly uses: readonly ObjectKey[] },
): Promise<Placing> {
  const { sourceRef: key } = chart;
  if (key.kind === 'GitRepository') return fromGit(sighted, world, { chart, uses });
  const found = world.find(key);
  if (found === undefined) return missing(sighted, key);
  const reading = readSource(found);
  if (!reading.ok) return { kind: 'failed', problems: reading.problems };
  if (reading.value.kind !== 'helm-repository')
    return { kind: 'not-looked-at', reason: `its chart is in ${keyText(key)}: what is in it is not known outside of the cluster` };
  if (resolvePath('', chart.chart) !== chart.chart) {
    return failed(
      problemOf(sighted, `the chart ${JSON.stringify(chart.chart)} is no name in ${keyText(key)}`, {
        hint: 'name the chart as the repository lists it',
      }),
    );
  }
  return fromRepository(sighted, world, { chart, url: reading.value.url, uses: [...uses, key] });
}

function chartOf(sighted: SightedObject, template: HelmChartTemplate): NamedChart {
  const {
    chart,
    version = '',
    sourceRef,
    valuesFiles = [],
    ignoreMissingValuesFiles = false,
    reconcileStrategy = 'ChartVersion',
  } = template;
  const namespace = sourceRef.namespace === undefined || sourceRef.namespace === '' ? namespaceOf(sighted) : sourceRef.namespace;
  return {
    chart,
    version: version === '' ? '*' : version,
    sourceRef: { group: SOURCE_GROUP, kind: sourceRef.kind, namespace, name: sourceRef.name },
    valuesFiles,
    ignoreMissingValuesFiles,
    reconcileStrategy,
  };
}

async function fromReference(sighted: SightedObject, world: World, key: ObjectKey): Promise<Placing> {
  const found = world.find(key);
  const outside: Placing = {
    kind: 'not-looked-at',
    reason: `its chart is ${keyText(key)}: what is in it is not known outside of the cluster`,
  };
  if (key.kind === 'ExternalArtifact') return outside;
  if (found === undefined) return missing(sighted, key);
  const reading = readSource(found);
  if (!reading.ok) return { kind: 'failed', problems: reading.problems };
  const { value } = reading;
  if (value.kind === 'oci') return fromArtifact(sighted, world, { source: value, key });
  return value.kind === 'helm-chart' ? fromChart(sighted, world, { chart: value, uses: [key] }) : outside;
}

/** Finds the chart that `spec.chart` or `spec.chartRef` means. Exactly one of them must be there. */
export async function placeChart(sighted: SightedObject, spec: HelmReleaseSpec, world: World): Promise<Placing> {
  const { chart, chartRef } = spec;
  if (chart !== undefined && chartRef === undefined) return fromChart(sighted, world, { chart: chartOf(sighted, chart.spec), uses: [] });
  if (chart === undefined && chartRef !== undefined) {
    const namespace = chartRef.namespace === undefined || chartRef.namespace === '' ? namespaceOf(sighted) : chartRef.namespace;
    return fromReference(sighted, world, { group: SOURCE_GROUP, kind: chartRef.kind, namespace, name: chartRef.name });
  }
  const found = chart === undefined ? 'there is neither' : 'both are there';
  return failed(
    problemOf(sighted, `either spec.chart or spec.chartRef must say which chart it is, and ${found}`, { hint: 'write one of them' }),
  );
}
