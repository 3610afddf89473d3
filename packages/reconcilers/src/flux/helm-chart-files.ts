// Which files of a chart does Flux change before helm reads it: its version, and its default values?
import { checkYaml, type FindingDraft, isRecord, objectRef, stableYaml } from '@fairway/manifests';
import { readValuesDocument } from '../helm-values/read-document.ts';
import { type HelmTable, mergeTables } from '../helm-values/table.ts';
import { valuesText } from '../helm-values/values-file.ts';
import type { ExpansionProblem, SightedObject, World } from '../model.ts';
import { nameOf, problemOf } from './flux-object.ts';
import { fetchDependencies } from './helm-chart-dependencies.ts';
import type { PlacedChart } from './helm-chart-model.ts';
import { markedVersion, sameVersion } from './helm-chart-version.ts';
import { joinPath, resolvePath } from './kustomization-files.ts';

export type ChartFiles =
  | { readonly kind: 'ok'; readonly files: ReadonlyMap<string, string | Uint8Array>; readonly findings: readonly FindingDraft[] }
  | { readonly kind: 'failed'; readonly problem: ExpansionProblem }
  | { readonly kind: 'not-looked-at'; readonly reason: string };

const failed = (problem: ExpansionProblem) => ({ kind: 'failed', problem }) as const;
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Of a chart from a repository, helm keeps these apart from its other files. */
const NO_VALUES_FILE = /^(?:templates|charts)\/|^(?:Chart\.yaml|Chart\.lock|values\.schema\.json)$/;

function valuesPath({ valuesRoot, remote }: PlacedChart, name: string): string | undefined {
  const inside = resolvePath('', name);
  return inside === undefined || (remote && NO_VALUES_FILE.test(inside)) ? undefined : joinPath(valuesRoot, inside);
}

/** The values files one over the other: they take the place of the chart's values.yaml. */
async function mergedValues(
  sighted: SightedObject,
  placed: PlacedChart,
): Promise<{ readonly ok: true; readonly values: HelmTable } | { readonly ok: false; readonly problem: ExpansionProblem }> {
  let values: HelmTable = {};
  for (const name of placed.valuesFiles) {
    const path = valuesPath(placed, name);
    const bytes = path === undefined ? undefined : await placed.read(path);
    if (bytes === undefined) {
      if (placed.ignoreMissing) continue;
      const where = placed.remote ? 'the chart' : 'the root of the source';
      const hint = `write the path from ${where}, or set ignoreMissingValuesFiles`;
      return { ok: false, problem: problemOf(sighted, `the values file ${name} is not in ${where}`, { hint }) };
    }
    const reading = readValuesDocument(decode(bytes));
    if (!reading.ok) {
      return {
        ok: false,
        problem: problemOf(sighted, `the values file ${name} is no values document: ${reading.message}`, {
          hint: `correct ${path ?? name}`,
        }),
      };
    }
    values = mergeTables(values, reading.values);
  }
  return { ok: true, values };
}

function markFinding(sighted: SightedObject, version: string): FindingDraft {
  return {
    ruleId: 'fidelity',
    severity: 'info',
    message: `${nameOf(sighted)}: Flux writes a mark of the cluster behind the version of the chart (${version}+…): here it is left out`,
    hint: 'labels that templates make of the version of the chart differ by that mark',
    object: objectRef(sighted.object),
    location: sighted.at,
    detail: 'chart-version',
  };
}

/** Chart.yaml as Flux changes it; undefined: as it is. */
async function chartYaml(
  sighted: SightedObject,
  placed: PlacedChart,
): Promise<{ readonly text?: string; readonly findings: readonly FindingDraft[] } | ExpansionProblem> {
  const path = joinPath(placed.path, 'Chart.yaml');
  const { text, tag } = placed.mark;
  if (text === undefined && tag === undefined) return { findings: [] };
  const bytes = await placed.read(path);
  const [chart] = bytes === undefined ? [] : checkYaml(decode(bytes)).values;
  // A chart that cannot be read is told by what renders it, at its own place.
  if (!isRecord(chart) || typeof chart.version !== 'string') return { findings: [] };
  const { version } = chart;
  if (tag !== undefined && !sameVersion(tag, version)) {
    return problemOf(
      sighted,
      `the tag ${tag} of the artifact and the version ${version} of its chart are not the same, and Flux refuses that`,
      {
        hint: 'name the tag under which this chart was pushed, or push the chart that the tag promises',
      },
    );
  }
  if (text === undefined || text === 'unknown') return { findings: text === 'unknown' ? [markFinding(sighted, version)] : [] };
  const marked = markedVersion(version, text);
  if (marked === undefined) {
    return problemOf(sighted, `the version ${JSON.stringify(version)} of the chart is no semantic version`, {
      hint: `correct version in ${path}`,
    });
  }
  return { text: stableYaml({ ...chart, version: marked }), findings: [] };
}

/** Files to lay over the chart. */
export async function chartFiles(sighted: SightedObject, placed: PlacedChart, world: World): Promise<ChartFiles> {
  const files = new Map<string, string | Uint8Array>(placed.extra);
  const isArchive = placed.isFile(placed.path);
  if (isArchive && placed.valuesFiles.length > 0)
    return { kind: 'not-looked-at', reason: `its chart ${placed.path} is packaged: values files cannot be laid over it here` };
  if (isArchive) return { kind: 'ok', files, findings: placed.mark.text === undefined ? [] : [markFinding(sighted, 'its version')] };
  if (!placed.remote) {
    const needed = await fetchDependencies(sighted, placed, world);
    if (!needed.ok) return failed(needed.problem);
    for (const [path, bytes] of needed.files) files.set(path, bytes);
  }
  const changed = await chartYaml(sighted, placed);
  if ('code' in changed) return failed(changed);
  if (changed.text !== undefined) files.set(joinPath(placed.path, 'Chart.yaml'), changed.text);
  if (placed.valuesFiles.length === 0) return { kind: 'ok', files, findings: changed.findings };
  const defaults = joinPath(placed.path, 'values.yaml');
  if (!placed.isFile(defaults)) {
    const hint = 'add a values.yaml to the chart, it may be empty';
    return failed(
      problemOf(sighted, 'it names values files, and the chart has no values.yaml that they could replace: Flux refuses that', { hint }),
    );
  }
  const merged = await mergedValues(sighted, placed);
  if (!merged.ok) return failed(merged.problem);
  files.set(defaults, valuesText(merged.values));
  return { kind: 'ok', files, findings: changed.findings };
}
