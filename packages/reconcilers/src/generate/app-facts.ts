// What has to be known of an app's files before its reconciler object can be written?
import type { ConfigProblem } from '@fairway/contracts';
import type { App } from '@fairway/environments';
import { isRecord, readYaml, YamlSyntaxError } from '@fairway/manifests';
import { readValuesDocument } from '../helm-values/read-document.ts';
import { type HelmTable, mergeTables } from '../helm-values/table.ts';
import type { GeneratedObject, GenerateInput, ReconciledApp } from './model.ts';

type Read = GenerateInput['read'];

export interface AppFacts {
  readonly reconciled: ReconciledApp | undefined;
  readonly problems: readonly ConfigProblem[];
}

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Reads what the app points at. */
export async function appFacts(app: App, read: Read): Promise<AppFacts> {
  const { renderer } = app;
  const values = await mergedValues(app, read);
  if ('problem' in values) return { reconciled: undefined, problems: [values.problem] };
  const reconciled = {
    app,
    namespace: app.namespaces[0] ?? '',
    name: `${app.name}-${app.env}`,
    overlayNamespace: renderer.kind === 'kustomize' ? await overlayNamespace(renderer.path, read) : undefined,
    chartValues: renderer.kind === 'helm' && !isRemote(renderer.chart) && (await read(`${renderer.chart}/values.yaml`)) !== undefined,
    mergedValues: values.merged,
  };
  return { reconciled, problems: [] };
}

function isRemote(chart: string): boolean {
  return chart.startsWith('oci://');
}

async function overlayNamespace(path: string, read: Read): Promise<string | undefined> {
  for (const name of KUSTOMIZATIONS) {
    const text = await read(path === '' ? name : `${path}/${name}`);
    if (text === undefined) continue;
    const content = mappingOf(text);
    return typeof content?.namespace === 'string' ? content.namespace : undefined;
  }
  return undefined;
}

/** First document as a mapping; empty text is an empty one; undefined: it is something else. */
function mappingOf(text: string): GeneratedObject | undefined {
  try {
    const content = readYaml(text).values[0] ?? {};
    return isRecord(content) ? content : undefined;
  } catch (error) {
    if (error instanceof YamlSyntaxError) return undefined;
    throw error;
  }
}

type Values = { readonly merged: GeneratedObject | undefined } | { readonly problem: ConfigProblem };

/** An OCIRepository holds the chart alone, so a HelmRelease by digest has the values of this repository in itself. */
async function mergedValues({ id, renderer }: App, read: Read): Promise<Values> {
  if (renderer.kind !== 'helm' || !isRemote(renderer.chart)) return { merged: undefined };
  let merged: HelmTable = {};
  for (const file of renderer.valueFiles) {
    const text = await read(file);
    const hint = 'name a YAML file of this repository that holds a mapping';
    if (text === undefined) return { problem: { message: `${id}: the values file ${file} is not there`, hint, at: { file } } };
    const reading = readValuesDocument(text);
    if (!reading.ok) return { problem: { message: `${id}: ${file} holds no values: ${reading.message}`, hint, at: { file } } };
    merged = mergeTables(merged, reading.values);
  }
  return { merged };
}
