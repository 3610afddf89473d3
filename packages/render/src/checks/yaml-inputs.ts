// Which input files do kustomize and helm read as YAML?
import type { ChartStaging, CheckContext, KustomizationNode } from '../model.ts';
import { fileReferences } from './kustomize/file-references.ts';
import { resolvePath } from './repository-path.ts';

/** What a generator takes is data, whatever it looks like. */
const filesOf = (node: KustomizationNode): readonly string[] =>
  fileReferences(node)
    .filter(({ pointer }) => !/^\/(configMap|secret)Generator\//.test(pointer))
    .flatMap(({ path }) => resolvePath(node.directory, path) ?? []);

const CHART_FILE = /^(charts\/[^/]+\/)*(Chart|values)\.yaml$/;

const chartFiles = ({ files, dependencies }: ChartStaging): readonly string[] => [
  ...files.filter(({ path }) => CHART_FILE.test(path)).map(({ source }) => source),
  ...dependencies.flatMap(({ staging }) => chartFiles(staging)),
];

/** Paths from the root, each once; a path may also be a directory or lead nowhere. Templates are no YAML before they are filled in. */
export const yamlInputs = ({ app, closure }: Pick<CheckContext, 'app' | 'closure'>): ReadonlySet<string> =>
  new Set([
    ...closure.kustomizations.flatMap((node) => [node.file, ...filesOf(node)]),
    ...closure.charts.flatMap(chartFiles),
    ...(app.renderer.kind === 'helm' ? app.renderer.valueFiles : []),
  ]);
