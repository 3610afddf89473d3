// Which files does the configuration of a generator, transformer or validator name? Fields are those of kustomize's api/internal/builtins.

import { chartReference, generatorReferences } from './generator-references.ts';
import { type Fields, fieldItems, fieldText, fieldTexts, isFields, type Placed } from './go-fields.ts';
import { readDocuments } from './read-document.ts';
import { fileReference, type Reference } from './reference.ts';

/** Plugins that read nothing but their configuration. */
const NO_FILES = new Set([
  'AnnotationsTransformer',
  'HashTransformer',
  'IAMPolicyGenerator',
  'ImageTagTransformer',
  'LabelTransformer',
  'LegacyOrderTransformer',
  'NamespaceTransformer',
  'PrefixSuffixTransformer',
  'PrefixTransformer',
  'ReplicaCountTransformer',
  'SortOrderTransformer',
  'SuffixTransformer',
]);

function optional(kind: string, path: Placed<string> | undefined): readonly Reference[] {
  return path === undefined ? [] : [fileReference(`${kind}.path`, path, true)];
}

function chartOf(config: Placed<unknown>, fields: Fields): readonly Reference[] {
  const chart = chartReference('HelmChartInflationGenerator', config, fields);
  return chart === undefined ? [] : [chart];
}

function builtinReferences(kind: string, config: Placed<unknown>, fields: Fields): readonly Reference[] | undefined {
  switch (kind) {
    case 'ConfigMapGenerator':
    case 'SecretGenerator':
      return generatorReferences(kind, config);
    case 'PatchTransformer':
    case 'PatchJson6902Transformer':
      return optional(kind, fieldText(config, 'path'));
    case 'PatchStrategicMergeTransformer':
      return fieldTexts(config, 'paths')
        .filter(({ value }) => !isInlineObject(value))
        .map((path) => fileReference(`${kind}.paths`, path, true));
    case 'ReplacementTransformer':
      return fieldItems(config, 'replacements').flatMap((item) => optional(kind, fieldText(item, 'path')));
    case 'ValueAddTransformer':
      return optional(kind, fieldText(config, 'targetFilePath'));
    case 'HelmChartInflationGenerator':
      return chartOf(config, fields);
    default:
      return NO_FILES.has(kind) ? [] : undefined;
  }
}

/** `config` is one object. A plugin that is not kustomize's own is one that we cannot know. */
export function pluginReferences(config: Placed<unknown>): readonly Reference[] {
  if (!isFields(config.value)) return [];
  const { apiVersion, kind } = config.value;
  if (typeof kind === 'string' && kind.endsWith('List')) return fieldItems(config, 'items').flatMap(pluginReferences);
  const references = apiVersion === 'builtin' && typeof kind === 'string' ? builtinReferences(kind, config, config.value) : undefined;
  return references ?? [{ role: 'unknown', field: `${String(kind)} of ${String(apiVersion)}`, pointer: config.pointer }];
}

/** Would kustomize take this text for objects and not for a path (kyaml GetValidatedMetadata)? */
function isObject(value: unknown): boolean {
  if (!isFields(value) || typeof value.kind !== 'string' || value.kind === '') return false;
  if (value.kind.endsWith('List')) return true;
  return isFields(value.metadata) && typeof value.metadata.name === 'string' && value.metadata.name !== '';
}

/** Objects written inline where a path may stand as well; undefined: it is a path. */
export function inlineObjects(text: string): readonly unknown[] | undefined {
  if (!text.includes(':') && !text.includes('#')) return undefined;
  const read = readDocuments(text, 'all');
  if (!read.ok) return undefined;
  const objects = read.values.filter((value) => value !== null && value !== undefined);
  return objects.every(isObject) ? objects : undefined;
}

export function isInlineObject(text: string): boolean {
  return inlineObjects(text) !== undefined;
}
