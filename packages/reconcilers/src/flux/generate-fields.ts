// Which fields of a kustomization does Flux keep? It reads the file without complaint about others, and writes only those that it knows.
import { isRecord } from '@fairway/manifests';
import { numberText } from './substitute-yaml.ts';

/** Anything; text; a list of one shape; a mapping of one shape (`*`), or with one per field. */
type Shape = 'any' | 'text' | readonly [Shape] | { readonly [field: string]: Shape };

const all = (names: string, shape: Shape): Readonly<Record<string, Shape>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, shape]));
const texts: Shape = ['text'];
const textMap: Shape = { '*': 'text' };

const selector = all('group version kind name namespace annotationSelector labelSelector', 'text');
const labelled = all('labels annotations', textMap);
const options = { ...labelled, ...all('disableNameSuffixHash immutable', 'any') };
const generator = { ...all('namespace name behavior env', 'text'), ...all('literals files envs', texts), options };
const fieldSpec = { ...all('group version kind path', 'text'), create: 'any' } as const;
const patch = { ...all('path patch', 'text'), target: selector, options: all('allowNameChange allowKindChange', 'any') };
const image = all('name newName tagSuffix newTag digest', 'text');
const fieldOptions = { ...all('delimiter encoding', 'text'), ...all('index create', 'any') };
const resource = all('group version kind name namespace', 'text');

/** sigs.k8s.io/kustomize/api v0.21 (kustomize 5.8), types.Kustomization. */
const KUSTOMIZATION: Shape = {
  ...all('apiVersion kind namePrefix nameSuffix namespace', 'text'),
  ...all('resources components crds bases configurations generators transformers validators buildMetadata patchesStrategicMerge', texts),
  ...all('openapi commonLabels commonAnnotations', textMap),
  metadata: { ...all('name namespace', 'text'), ...labelled },
  labels: [{ pairs: textMap, ...all('includeSelectors includeTemplates', 'any'), fields: [fieldSpec] }],
  ...all('patchesJson6902 patches', [patch]),
  ...all('images imageTags', [image]),
  replacements: [
    {
      ...all('path sourceValue', 'text'),
      source: { ...resource, fieldPath: 'text', options: fieldOptions },
      targets: [{ fieldPaths: texts, select: selector, reject: [selector], options: fieldOptions }],
    },
  ],
  replicas: [{ name: 'text', count: 'any' }],
  vars: [{ name: 'text', objref: { ...resource, apiVersion: 'text' }, fieldref: { fieldPath: 'text' } }],
  sortOptions: { order: 'text', legacySortOptions: all('orderFirst orderLast', texts) },
  configMapGenerator: [generator],
  secretGenerator: [{ ...generator, type: 'text' }],
  helmGlobals: all('chartHome configHome', 'text'),
  helmCharts: [
    {
      ...all('name version repo releaseName namespace valuesFile valuesMerge kubeVersion nameTemplate', 'text'),
      ...all('additionalValuesFiles apiVersions', texts),
      ...all('valuesInline includeCRDs skipHooks skipTests debug devel', 'any'),
    },
  ],
  helmChartInflationGenerator: [
    {
      ...all(
        'chartName chartVersion chartRepoUrl chartHome chartRepoName helmBin helmHome values valuesMerge releaseName releaseNamespace',
        'text',
      ),
      valuesLocal: 'any',
      extraArgs: texts,
    },
  ],
  generatorOptions: options,
};

/** The known field of that name; like Go, without regard to case where no name is equal. */
function fieldOf(shape: Readonly<Record<string, Shape>>, key: string): string | undefined {
  if (Object.hasOwn(shape, key) || Object.hasOwn(shape, '*')) return key;
  const folded = key.toLowerCase();
  return Object.keys(shape).find((name) => name.toLowerCase() === folded);
}

interface Kept {
  readonly value: unknown;
  /** Something was left out or renamed. */
  readonly changed: boolean;
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

/** Where text is wanted, Flux takes numbers and true or false for it; kustomize does not. */
function asText(value: unknown): Kept {
  if (typeof value === 'number') return { value: numberText(value), changed: true };
  return typeof value === 'boolean' ? { value: String(value), changed: true } : { value, changed: false };
}

function keep(value: unknown, shape: Shape): Kept {
  if (shape === 'any') return { value, changed: false };
  if (shape === 'text') return asText(value);
  if (isList(shape)) {
    if (!Array.isArray(value)) return { value, changed: false };
    const items = value.map((item: unknown) => keep(item, shape[0]));
    return { value: items.map((item) => item.value), changed: items.some((item) => item.changed) };
  }
  return isRecord(value) ? keepFields(value, shape) : { value, changed: false };
}

function keepFields(value: Readonly<Record<string, unknown>>, shape: Readonly<Record<string, Shape>>): Kept {
  const kept: Record<string, unknown> = {};
  let changed = false;
  for (const [key, entry] of Object.entries(value)) {
    const field = fieldOf(shape, key);
    const inner = field === undefined ? undefined : (shape['*'] ?? shape[field]);
    if (field === undefined || inner === undefined || (field !== key && Object.hasOwn(value, field))) {
      changed = true;
      continue;
    }
    if (entry === null) continue;
    const { value: known, changed: within } = keep(entry, inner);
    kept[field] = known;
    changed ||= within || field !== key;
  }
  return { value: kept, changed };
}

/** The kustomization as Flux writes it again. `changed`: kustomize itself would refuse a field that is gone. */
export function knownFields(kustomization: Readonly<Record<string, unknown>>): {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly changed: boolean;
} {
  const { value, changed } = keep(kustomization, KUSTOMIZATION);
  return { fields: isRecord(value) ? value : {}, changed };
}
