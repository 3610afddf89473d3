// Which files, directories and remote places does a kustomization name? One row per field of kustomize's api/types/kustomization.go.
import { chartReference, generatorReferences, legacyChartReferences } from './generator-references.ts';
import { fieldItems, fieldText, fieldTexts, fieldValues, isFields, type Placed } from './go-fields.ts';
import { isInlineObject } from './plugin-references.ts';
import { fileReference, type Reference } from './reference.ts';

type Reader = (kustomization: Placed<unknown>, field: string) => readonly Reference[];

const entries: Reader = (kustomization, field) =>
  fieldTexts(kustomization, field).map(({ value, pointer }) => ({ role: 'entry', field, path: value, pointer }));

const components: Reader = (kustomization, field) =>
  fieldTexts(kustomization, field).map(({ value, pointer }) => ({ role: 'component', field, path: value, pointer }));

const configs: Reader = (kustomization, field) =>
  fieldTexts(kustomization, field).map(({ value, pointer }) => ({ role: 'config', field, path: value, pointer }));

const files: Reader = (kustomization, field) => fieldTexts(kustomization, field).map((path) => fileReference(field, path, true));

const textsOrPatches: Reader = (kustomization, field) =>
  fieldTexts(kustomization, field)
    .filter(({ value }) => !isInlineObject(value))
    .map((path) => fileReference(field, path, true));

/** Items with a `path`. A plain text, which old releases took for a path and 5.x refuses, widens. */
const itemPaths: Reader = (kustomization, field) =>
  fieldItems(kustomization, field).flatMap((item) => {
    if (typeof item.value === 'string') return [fileReference(field, { value: item.value, pointer: item.pointer }, false)];
    const path = fieldText(item, 'path');
    return path === undefined ? [] : [fileReference(`${field}.path`, path, true)];
  });

const generators: Reader = (kustomization, field) => fieldItems(kustomization, field).flatMap((item) => generatorReferences(field, item));

const openapi: Reader = (kustomization, field) =>
  fieldValues(kustomization, field).flatMap((value) => {
    const path = fieldText(value, 'path');
    return path === undefined ? [] : [fileReference(`${field}.path`, path, true)];
  });

function helmGlobals(kustomization: Placed<unknown>) {
  return fieldValues(kustomization, 'helmGlobals')
    .map(({ value }) => value)
    .filter(isFields)
    .at(-1);
}

/** kustomize takes the globals of the legacy form for all charts, where there are no others. */
const charts: Reader = (kustomization, field) => {
  const legacy = fieldItems(kustomization, 'helmChartInflationGenerator');
  const home = legacy.map((chart) => fieldText(chart, 'chartHome')?.value).findLast((value) => value !== undefined);
  const globals = helmGlobals(kustomization) ?? (home === undefined ? {} : { chartHome: home });
  return fieldItems(kustomization, field).flatMap((chart) => chartReference(field, chart, globals) ?? []);
};

const legacyCharts: Reader = (kustomization, field) => legacyChartReferences(fieldItems(kustomization, field), helmGlobals(kustomization));

/** Order is that in which problems are told. */
const READERS: Readonly<Record<string, Reader>> = {
  resources: entries,
  bases: entries,
  components,
  configurations: files,
  crds: files,
  openapi,
  configMapGenerator: generators,
  secretGenerator: generators,
  helmCharts: charts,
  helmChartInflationGenerator: legacyCharts,
  generators: configs,
  patchesStrategicMerge: textsOrPatches,
  patches: itemPaths,
  patchesJson6902: itemPaths,
  replacements: itemPaths,
  transformers: configs,
  validators: configs,
};

/** Fields that name files, in no promised order. */
export const REFERENCE_FIELDS: readonly string[] = Object.keys(READERS);

/** Fields that name nothing, and let an object of a configuration directory come out as it went in, but for names and labels. */
const HARMLESS = [
  'apiversion',
  'kind',
  'metadata',
  'nameprefix',
  'namesuffix',
  'namespace',
  'labels',
  'commonlabels',
  'commonannotations',
  'sortoptions',
  'buildmetadata',
];
const PASSED_ON = new Set([...HARMLESS, 'resources', 'bases']);

/** References of one kustomization. `without` leaves fields out: only for the proof that each of them is needed. */
export function kustomizationReferences(content: unknown, without: readonly string[] = []): readonly Reference[] {
  const whole: Placed<unknown> = { value: content, pointer: '' };
  return Object.entries(READERS).flatMap(([field, reader]) => (without.includes(field) ? [] : reader(whole, field)));
}

/** Do the objects of this kustomization come out as they are written in its files, so that a configuration can be read from there? */
export function passesObjectsOn(content: unknown): boolean {
  return isFields(content) && Object.keys(content).every((key) => PASSED_ON.has(key.toLowerCase()));
}
