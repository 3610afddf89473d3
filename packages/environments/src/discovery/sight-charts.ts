// Which charts are apps when nobody says so: those with one values file per environment; and why are the others none?
import type { Skipped } from '@fairway/contracts';
import { namesFor } from './app-name.ts';
import type { Candidate, Sighting } from './candidate.ts';
import { valuesFile } from './chart-values.ts';
import { type ChartAt, compare, type Layout } from './layout.ts';
import { isTemplateSegment } from './path-words.ts';
import { nameUsers, type SightContext } from './sight-kustomizations.ts';
import { isWithin, segmentsOf, showDirectory } from './tree-path.ts';

/** Values files of one chart. */
export interface ChartValues {
  /** Environment → its values files in path order; more than one is ambiguous. */
  readonly environments: ReadonlyMap<string, readonly string[]>;
  /** Values files that name no environment. */
  readonly others: readonly string[];
}

const NO_VALUES: ChartValues = { environments: new Map(), others: [] };

/** Reason for a chart that nothing of the tree names. */
export const UNNAMED_CHART = 'chart without a values file per environment';

/** Looks at every chart. Each one comes back as candidates, one per environment, or as skipped with a reason. */
export function sightCharts(context: SightContext): Sighting {
  const values = valuesByChart(context.layout, context.declared);
  const candidates: Candidate[] = [];
  const skipped: Skipped[] = [];
  const notes: string[] = [];
  for (const chart of context.layout.charts.values()) {
    if (context.apps.has(chart.directory)) continue;
    const own = values.get(chart.directory) ?? NO_VALUES;
    const reason = reasonAgainst(chart, own, context);
    if (reason !== undefined) skipped.push({ path: chart.directory, reason });
    else {
      candidates.push(...chartCandidates(chart, own, context));
      notes.push(...notesOn(chart, own));
    }
  }
  return { candidates, skipped, notes };
}

/** One candidate per environment of a chart. */
export function chartCandidates(chart: ChartAt, values: ChartValues, { environmentAt }: Pick<SightContext, 'environmentAt'>): Candidate[] {
  const segments = segmentsOf(chart.directory);
  const position = environmentAt(chart.directory);
  return [...values.environments].map(([env, [valueFile]]) => ({
    env,
    root: chart.directory,
    renderer: 'helm',
    names: namesFor(segments, {
      ...(position?.name === env ? { environmentIndex: position.index } : {}),
      ...(chart.facts.name === undefined ? {} : { fallback: chart.facts.name }),
      renderer: 'helm',
    }),
    kind: 'app',
    file: chart.file,
    ...(valueFile === undefined ? {} : { valueFile }),
    inferred: true,
  }));
}

/** Values files of all charts, by directory of the chart. */
export function valuesByChart(layout: Layout, declared: ReadonlySet<string>): ReadonlyMap<string, ChartValues> {
  const result = new Map<string, { readonly environments: Map<string, string[]>; readonly others: string[] }>();
  if (layout.charts.size === 0) return result;
  for (const path of [...layout.facts.files.keys()].toSorted(compare)) {
    const chart = layout.chartOf(path);
    if (chart === undefined) continue;
    const found = valuesFile(chart === '' ? path : path.slice(chart.length + 1), declared);
    if (found.kind === 'none') continue;
    const own = result.get(chart) ?? { environments: new Map<string, string[]>(), others: [] };
    result.set(chart, own);
    if (found.kind === 'other') own.others.push(path);
    else own.environments.set(found.env, [...(own.environments.get(found.env) ?? []), path]);
  }
  return result;
}

function reasonAgainst({ directory, facts }: ChartAt, values: ChartValues, { layout, spokenFor }: SightContext): string | undefined {
  const parent = directory === '' ? undefined : layout.chartOf(directory);
  if (parent !== undefined && isWithin(directory, parent === '' ? 'charts' : `${parent}/charts`))
    return `subchart of ${showDirectory(parent)}`;
  if (facts.library) return 'library chart: other charts use it';
  if (values.environments.size > 0) return facts.template ? 'template: it is made to be copied and filled in' : undefined;
  const speaker = spokenFor.get(directory);
  if (speaker !== undefined) return `rendered by ${speaker}`;
  const users = layout.chartUsers.get(directory) ?? [];
  if (users.length > 0) return `chart of ${nameUsers(users)}`;
  if (facts.template || segmentsOf(directory).some(isTemplateSegment)) return `template ${UNNAMED_CHART}`;
  return `${UNNAMED_CHART}: name it in an app.yaml, or add values-<environment>.yaml`;
}

function notesOn({ directory }: ChartAt, { environments, others }: ChartValues): string[] {
  const relative = (path: string): string => (directory === '' ? path : path.slice(directory.length + 1));
  const doubled = [...environments].filter(([, files]) => files.length > 1);
  return [
    ...doubled.map(([env, files]) => {
      const [first = '', ...rest] = files.map(relative);
      return `${showDirectory(directory)}: ambiguous values for '${env}', took ${first} and left ${rest.join(', ')}`;
    }),
    ...(others.length > 0
      ? [`${showDirectory(directory)}: these values files name no environment and are not used: ${others.map(relative).join(', ')}`]
      : []),
  ];
}
