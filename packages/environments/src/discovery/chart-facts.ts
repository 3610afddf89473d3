// What does a Chart.yaml say that decides whether the chart is an app?
import { isRecord, readYaml, YamlSyntaxError } from '@fairway/manifests';

export interface ChartFacts {
  readonly name: string | undefined;
  readonly library: boolean;
  /** Directories of `file://` dependencies, as written. */
  readonly dependencies: readonly string[];
  /** Text with placeholders to fill in. */
  readonly template: boolean;
}

/** Reads the facts of a Chart.yaml. Never throws: an unreadable one is a chart all the same, and helm will say what is wrong. */
export function chartFacts(text: string): ChartFacts {
  try {
    const chart = readYaml(text).values[0];
    return isRecord(chart) ? factsOf(chart) : { ...UNREADABLE_CHART, template: /\{\{|<%|\{%/.test(text) };
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error;
    return { ...UNREADABLE_CHART, template: /\{\{|<%|\{%/.test(text) };
  }
}

/** A chart that is there and cannot be read at all. */
export const UNREADABLE_CHART: ChartFacts = { name: undefined, library: false, dependencies: [], template: false };

function factsOf(chart: Readonly<Record<string, unknown>>): ChartFacts {
  const dependencies: readonly unknown[] = Array.isArray(chart.dependencies) ? chart.dependencies : [];
  return {
    name: typeof chart.name === 'string' ? chart.name : undefined,
    library: chart.type === 'library',
    dependencies: dependencies.flatMap((entry) => {
      const repository = isRecord(entry) ? entry.repository : undefined;
      return typeof repository === 'string' && repository.startsWith('file://') ? [repository.slice('file://'.length)] : [];
    }),
    template: false,
  };
}
