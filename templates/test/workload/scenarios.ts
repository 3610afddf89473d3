// Which values files show what a chart can do? Those of its ci/ directory.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CHARTS, chartPath, type Release } from './run-renderers.ts';

export interface Scenario extends Release {
  /** `lks-app/minimal` */
  readonly id: string;
}

const ofChart = (chart: string): readonly Scenario[] =>
  readdirSync(join(chartPath(chart), 'ci'))
    .filter((file) => file.endsWith('-values.yaml'))
    .toSorted()
    .map((file) => ({
      id: `${chart}/${file.replace(/-values\.yaml$/, '')}`,
      chart: chartPath(chart),
      name: 'web',
      namespace: 'example-test',
      valueFiles: [join(chartPath(chart), 'ci', file)],
    }));

export const SCENARIOS: readonly Scenario[] = CHARTS.flatMap(ofChart);
