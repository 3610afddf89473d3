// Does a kustomization use a field that kustomize has deprecated?
// The list is that of sigs.k8s.io/kustomize/api types/kustomization.go (5.8.1).
import type { Check, KustomizationNode } from '../model.ts';
import { draft } from './draft.ts';
import { fields, items, text, textPairs, texts } from './json-access.ts';
import { placeOf } from './place.ts';

/** One line of YAML flow for a value: JSON is YAML. */
const flow = (value: unknown): string => JSON.stringify(value);

const listOf = (field: string, entries: readonly unknown[]): string =>
  [`${field}:`, ...entries.map((entry) => `- ${typeof entry === 'string' ? entry : flow(entry)}`)].join('\n');

interface Replacement {
  readonly advice: string;
  readonly write: (content: Readonly<Record<string, unknown>>) => string;
}

const patchEntry = (item: string): unknown => (item.includes('\n') || item.startsWith('{') ? { patch: item } : { path: item });

const FIELDS: Readonly<Record<string, Replacement>> = {
  bases: {
    advice: 'Move the entries to the end of `resources`',
    write: ({ resources, bases }) => listOf('resources', [...texts(resources), ...texts(bases)]),
  },
  commonLabels: {
    advice: 'Use `labels`; keep `includeSelectors: true` for workloads that already run, because their selectors cannot change',
    write: ({ commonLabels }) => `labels:\n- includeSelectors: true\n  pairs: ${flow(textPairs(commonLabels))}`,
  },
  imageTags: { advice: 'Rename the field to `images`', write: ({ imageTags }) => listOf('images', items(imageTags)) },
  patchesJson6902: { advice: 'Move the entries to `patches`', write: ({ patchesJson6902 }) => listOf('patches', items(patchesJson6902)) },
  patchesStrategicMerge: {
    advice: 'Move each item to `patches`, a file as `path`, text as `patch`',
    write: ({ patchesStrategicMerge }) => listOf('patches', texts(patchesStrategicMerge).map(patchEntry)),
  },
  vars: {
    advice: 'Use `replacements` with the same source and the fields that hold $(NAME) as targets',
    write: ({ vars }) =>
      listOf(
        'replacements',
        items(vars).map((item) => ({
          source: {
            ...fields(fields(item).objref),
            fieldPath: text(fields(fields(item).fieldref).fieldpath) ?? text(fields(fields(item).fieldref).fieldPath) ?? 'metadata.name',
          },
          targets: [],
        })),
      ),
  },
  helmChartInflationGenerator: {
    advice: 'Use `helmCharts` with a chart in the repository',
    write: ({ helmChartInflationGenerator }) =>
      listOf(
        'helmCharts',
        items(helmChartInflationGenerator).map((item) => ({
          name: fields(item).chartName,
          releaseName: fields(item).releaseName,
          valuesFile: fields(item).values,
        })),
      ),
  },
};

const inNode = (node: KustomizationNode) =>
  Object.entries(FIELDS)
    .filter(([field]) => node.content[field] !== undefined && node.content[field] !== null)
    .map(([field, { advice, write }]) =>
      draft('deprecated-field', {
        message: `${node.file} uses ${field}, which kustomize has deprecated`,
        hint: `${advice}; \`kustomize edit fix\` does most of it.`,
        location: placeOf(node.file, node.text, { pointer: `/${field}` }),
        data: { field, fix: write(node.content) },
        detail: `${node.file} ${field}`,
      }),
    );

export const deprecatedField: Check = ({ closure }) => closure.kustomizations.flatMap(inNode);
