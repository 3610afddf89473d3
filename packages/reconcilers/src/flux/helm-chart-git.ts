// Where is a chart that lies in a git repository, this one or another?
import type { ObjectKey, SightedObject, World } from '../model.ts';
import { keyText, problemOf } from './flux-object.ts';
import { failed, type NamedChart, type Placing, shortRevision, type VersionMark, valuesFilesOf } from './helm-chart-model.ts';
import { joinPath, resolvePath } from './kustomization-files.ts';
import { locateSource } from './kustomization-source.ts';
import { readSource, requestOf } from './sources.ts';

/** A directory with a Chart.yaml, or a packaged chart. */
export async function fromGit(
  sighted: SightedObject,
  world: World,
  { chart, uses }: { readonly chart: NamedChart; readonly uses: readonly ObjectKey[] },
): Promise<Placing> {
  const { sourceRef: key } = chart;
  const inside = chart.chart.startsWith('/') ? undefined : resolvePath('', chart.chart);
  if (inside === undefined) {
    const hint = `name the directory of the chart from the root of ${keyText(key)}, such as ./charts/web`;
    return failed(problemOf(sighted, `the chart ${JSON.stringify(chart.chart)} leaves the repository`, { hint, code: 'path-escapes' }));
  }
  const located = await locateSource(sighted, world, { key, path: inside });
  if (located.kind !== 'located') return located;
  const { files } = located;
  const path = joinPath(files.root, inside);
  const isArchive = files.isFile(path);
  if (!isArchive && !files.isFile(joinPath(path, 'Chart.yaml'))) {
    const found = files.isDirectory(path) || inside === '' ? 'there is no Chart.yaml in it' : 'it is not there';
    const hint = `name a directory of ${keyText(key)} that holds a Chart.yaml, from its root`;
    return failed(problemOf(sighted, `the chart ${chart.chart} is not to be found in ${keyText(key)}: ${found}`, { hint }));
  }
  const valuesFiles = valuesFilesOf(chart);
  return {
    kind: 'placed',
    path,
    valuesRoot: files.root,
    remote: false,
    valuesFiles,
    ignoreMissing: chart.ignoreMissingValuesFiles,
    mark: { text: await gitMark(world, { chart, valuesFiles, self: files.root === '' }) },
    extra: files.extra,
    read: files.read,
    isFile: files.isFile,
    list: files.list,
    uses: [...uses, ...located.uses],
  };
}

/** The commit, with `Revision`, and a number of the HelmChart object, with values files. */
async function gitMark(
  world: World,
  { chart, valuesFiles, self }: { readonly chart: NamedChart; readonly valuesFiles: readonly string[]; readonly self: boolean },
): Promise<VersionMark['text']> {
  if (valuesFiles.length > 0) return 'unknown';
  if (chart.reconcileStrategy !== 'Revision') return undefined;
  if (self) return 'unknown';
  const found = world.find(chart.sourceRef);
  const reading = found === undefined ? undefined : readSource(found);
  if (reading?.ok !== true || reading.value.kind !== 'git') return 'unknown';
  const mounted = await world.source(requestOf(reading.value));
  return mounted.ok ? shortRevision(mounted.revision) : 'unknown';
}
