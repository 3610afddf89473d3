// What does a chart of `helmCharts` add to the closure? Rules of kustomize's api/internal/builtins/HelmChartInflationGenerator.go.

import { collectChart } from './collect-chart.ts';
import { collectAll } from './collector.ts';
import type { Placed } from './go-fields.ts';
import type { OpenNode, Written } from './graph-node.ts';
import { escapesProblem, missingProblem, type Naming, resolvedProblem } from './path-problem.ts';
import { joinPath } from './path-text.ts';
import { type ChartReference, type FileReference, fileReference } from './reference.ts';
import { collectDirectory, resolvePath } from './resolve-path.ts';

const DEFAULT_HOME = 'charts';

/** Directory of a pulled chart carries its version, so that two versions can lie beside each other. */
function homeOf({ chartHome, name, version, repo }: ChartReference): string {
  const home = chartHome === '' ? DEFAULT_HOME : chartHome;
  return version !== '' && repo !== '' ? `${home}/${name.value}-${version}` : home;
}

function valuesFiles(reference: ChartReference, chart: string, found: boolean): readonly FileReference[] {
  const { field, valuesFile, valuesReplaced, additionalValuesFiles, name } = reference;
  const own: Placed<string> = { value: `${chart}/values.yaml`, pointer: name.pointer };
  return [
    fileReference(`${field}.valuesFile`, valuesFile ?? own, found && !valuesReplaced),
    ...additionalValuesFiles.map((file) => fileReference(`${field}.additionalValuesFiles`, file, true)),
  ];
}

/** helm's configuration is looked for in this directory, relative to the kustomization or to where kustomize was started. */
async function followConfigHome(node: OpenNode, configHome: string): Promise<void> {
  for (const base of configHome === '' ? [] : new Set([node.directory, ''])) {
    const joined = joinPath(base, configHome);
    if (joined.kind !== 'inside') continue;
    const resolved = await resolvePath(node.scope.view, joined.path, node.own);
    if (resolved.kind === 'directory') await collectDirectory(node.scope.view, resolved.path, node.own);
  }
}

/** Takes the chart directory; false where there is none in the repository. */
async function findChart(node: OpenNode, { reference, place }: Written<ChartReference>, path: string): Promise<boolean> {
  const { own, scope } = node;
  const naming = (): Naming => ({ what: `${reference.field} chart`, path, base: node.directory, at: place.at(reference.name.pointer) });
  const joined = joinPath(node.directory, path);
  if (joined.kind !== 'inside') {
    own.problems.push(escapesProblem(naming(), joined.kind));
    return false;
  }
  const resolved = await resolvePath(scope.view, joined.path, own);
  const listed = resolved.kind === 'directory' && scope.view.children(resolved.path).length > 0;
  if (resolved.kind === 'directory' && listed) {
    const { own: chart, staging } = await collectChart(scope.shelf, resolved.path);
    collectAll(own, chart);
    own.charts.push(staging);
    return true;
  }
  if (reference.repo !== '' && (resolved.kind === 'absent' || resolved.kind === 'file' || resolved.kind === 'directory')) {
    own.remotes.push({ url: `${reference.repo}/${reference.name.value}`, what: 'chart', at: place.at(reference.name.pointer) });
    return false;
  }
  own.problems.push(resolvedProblem(naming(), resolved) ?? missingProblem(naming(), joined.path));
  return false;
}

/** Takes the chart into the closure. The values files that kustomize loads for it are handed back. */
export async function followChart(node: OpenNode, written: Written<ChartReference>): Promise<readonly FileReference[]> {
  const { reference } = written;
  const path = `${homeOf(reference)}/${reference.name.value}`;
  const found = await findChart(node, written, path);
  await followConfigHome(node, reference.configHome);
  return valuesFiles(reference, path, found);
}
