// What is one chart directory on its own, its dependencies elsewhere left out?
import { findDependencies, type LocalDependency } from './chart-dependencies.ts';
import { type WalkedFile, walkChart } from './chart-files.ts';
import { readChartMetadata, readRequirements } from './chart-metadata.ts';
import { type Collector, createCollector } from './collector.ts';
import { childPath } from './path-text.ts';
import { schemaReferences } from './schema-references.ts';
import type { TreeView } from './tree-view.ts';
import { valuesProblem } from './values-file.ts';

export interface ChartPart {
  readonly own: Collector;
  readonly files: readonly WalkedFile[];
  readonly local: readonly LocalDependency[];
}

function checkSchemas(view: TreeView, own: Collector, files: readonly WalkedFile[]): void {
  for (const { path, source, ignored } of files) {
    if (ignored || !/^(charts\/[^/]+\/)*values\.schema\.json$/.test(path)) continue;
    for (const { kind, url } of schemaReferences(view.text(source) ?? '')) {
      const at = { file: source };
      if (kind === 'remote') own.remotes.push({ url, what: 'file', at });
      else
        own.problems.push({
          code: 'path-escapes',
          message: `${source} refers to ${url}, which helm looks for outside the chart`,
          hint: 'Put the definition into the schema itself.',
          at,
        });
    }
  }
}

function noChart(chart: string, own: Collector): void {
  const file = childPath(chart, 'Chart.yaml');
  own.absent.add(file);
  const message = `${chart === '' ? 'the root' : chart} is no chart: it has no Chart.yaml`;
  own.problems.push({ code: 'file-unreadable', message, hint: 'Name the directory that holds Chart.yaml.', at: { file } });
}

/** Reads a chart directory (after links). */
export async function readChartPart(view: TreeView, chart: string): Promise<ChartPart> {
  const own = createCollector();
  const files = [...(await walkChart(view, chart, own))];
  const read = <T>(name: string, reader: (file: string, text: string) => T): T | undefined => {
    const found = files.find(({ path, ignored }) => path === name && !ignored);
    const text = found === undefined ? undefined : view.text(found.source);
    return found === undefined || text === undefined ? undefined : reader(found.source, text);
  };
  const metadata = read('Chart.yaml', readChartMetadata);
  if (metadata === undefined) {
    noChart(chart, own);
    return { own, files, local: [] };
  }
  const requirements = read('requirements.yaml', readRequirements);
  const badValues = read('values.yaml', valuesProblem);
  own.problems.push(...metadata.problems, ...(requirements?.problems ?? []), ...(badValues === undefined ? [] : [badValues]));
  checkSchemas(view, own, files);
  const local = await findDependencies({ view, chart, own, files }, [...metadata.dependencies, ...(requirements?.dependencies ?? [])]);
  return { own, files, local };
}
