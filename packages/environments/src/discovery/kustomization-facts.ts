// What does a kustomization say that decides whether it is an app, and what does it build on?
import { isRecord, readYaml, YamlSyntaxError } from '@fairway/manifests';

export interface KustomizationFacts {
  /** broken: no kustomization that can be read; foreign: an object of another API that only bears the file name. */
  readonly state: 'ok' | 'broken' | 'foreign';
  readonly component: boolean;
  /** Names nothing that could give an object. */
  readonly empty: boolean;
  /** Text with placeholders to fill in. */
  readonly template: boolean;
  /** Files and directories that it builds on, as written; remote ones included. */
  readonly builds: readonly string[];
  /** Files that it reads only as a patch. */
  readonly patches: readonly string[];
  /** Directories of charts that it inflates. */
  readonly charts: readonly string[];
  /** Every text that might be a path, so that no file that it takes is thought to be left over. */
  readonly words: readonly string[];
}

/** Fields whose entries become objects. Field names: sigs.k8s.io/kustomize/api/types.Kustomization. */
const BUILDS = ['resources', 'bases', 'components', 'generators', 'transformers', 'validators'];
const GIVES_OBJECTS = [
  'resources',
  'bases',
  'components',
  'generators',
  'configMapGenerator',
  'secretGenerator',
  'helmCharts',
  'helmChartInflationGenerator',
];
/** Fields that make no object by themselves; with `GIVES_OBJECTS` all that kustomize knows, in lower case because it does not ask for case. */
const OTHER_FIELDS = [
  'apiVersion',
  'kind',
  'metadata',
  'openapi',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'commonAnnotations',
  'patchesStrategicMerge',
  'patchesJson6902',
  'patches',
  'images',
  'imageTags',
  'replacements',
  'replicas',
  'vars',
  'sortOptions',
  'crds',
  'helmGlobals',
  'generatorOptions',
  'configurations',
  'transformers',
  'validators',
  'buildMetadata',
];
const KNOWN_FIELDS: ReadonlySet<string> = new Set([...GIVES_OBJECTS, ...OTHER_FIELDS].map((field) => field.toLowerCase()));
const MAX_WORD = 512;

/** Reads the facts of a kustomization. Never throws: what cannot be read is `broken`, and its words are still taken. */
export function kustomizationFacts(text: string): KustomizationFacts {
  try {
    const { values } = readYaml(text);
    const documents = values.filter((value) => value !== null && value !== undefined);
    if (documents.length === 0) return { ...NOTHING, empty: true };
    const content = documents[0];
    return isRecord(content) && documents.length === 1 ? factsOf(content) : brokenFacts(text);
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error;
    return brokenFacts(text);
  }
}

/** A kustomization that is there and cannot be read at all. */
export const UNREADABLE: KustomizationFacts = {
  state: 'broken',
  component: false,
  empty: false,
  template: false,
  builds: [],
  patches: [],
  charts: [],
  words: [],
};

const NOTHING: KustomizationFacts = { ...UNREADABLE, state: 'ok' };

function factsOf(content: Readonly<Record<string, unknown>>): KustomizationFacts {
  const apiVersion = typeof content.apiVersion === 'string' ? content.apiVersion : 'kustomize.config.k8s.io/v1beta1';
  return {
    state: apiVersion.startsWith('kustomize.config.k8s.io/') ? 'ok' : 'foreign',
    component: content.kind === 'Component',
    empty: namesNothing(content),
    template: false,
    builds: BUILDS.flatMap((field) => texts(content[field])),
    patches: [...texts(content.patchesStrategicMerge), ...pathsOf(content.patches), ...pathsOf(content.patchesJson6902)],
    charts: chartsOf(content),
    words: [...wordsIn(content)],
  };
}

/** A field that kustomize does not know is a misspelt one: what it names is meant to be rendered, and kustomize says what is wrong with it. */
function namesNothing(content: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(content).every(([field, value]) => {
    const known = KNOWN_FIELDS.has(field.toLowerCase());
    return known && (isEmpty(value) || !GIVES_OBJECTS.some((name) => name.toLowerCase() === field.toLowerCase()));
  });
}

/** A line of a list is the best guess at what an unreadable file builds on: better one base too many than one taken for an app. */
function brokenFacts(text: string): KustomizationFacts {
  const words = [...text.matchAll(/^\s*-\s*["']?([^\s"'#{}]+)["']?\s*(?:#.*)?$/gm)].map((match) => match[1] ?? '').slice(0, 10_000);
  return { ...UNREADABLE, template: /\{\{|<%|\{%/.test(text), builds: words, words, component: /^kind:\s*["']?Component\b/m.test(text) };
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0)
  );
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string' && !entry.includes('\n')) : [];
}

function pathsOf(value: unknown): string[] {
  return Array.isArray(value)
    ? value.flatMap((entry: unknown) => (isRecord(entry) && typeof entry.path === 'string' ? [entry.path] : []))
    : [];
}

/** helmCharts are looked for below `helmGlobals.chartHome`, which is `charts` unless said otherwise. */
function chartsOf(content: Readonly<Record<string, unknown>>): string[] {
  const globals = isRecord(content.helmGlobals) ? content.helmGlobals : {};
  const home = typeof globals.chartHome === 'string' ? globals.chartHome : 'charts';
  const charts: readonly unknown[] = Array.isArray(content.helmCharts) ? content.helmCharts : [];
  return charts.flatMap((chart) => (isRecord(chart) && typeof chart.name === 'string' ? [`${home}/${chart.name}`] : []));
}

/** Every short text of a value, which the reader has kept from growing by its aliases. `key=path` of generators stands for the path. */
function wordsIn(root: unknown): ReadonlySet<string> {
  const words = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.length <= MAX_WORD && !value.includes('\n')) words.add(value.slice(value.indexOf('=') + 1));
    } else if (typeof value === 'object' && value !== null) {
      for (const child of Object.values(value)) visit(child);
    }
  };
  visit(root);
  return words;
}
