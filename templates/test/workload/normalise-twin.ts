// When do a chart and a kustomization say the same? Once what each tool adds for itself is gone.
import {
  baseOfGeneratedName,
  hasGeneratedNames,
  isRecord,
  type ManifestObject,
  matchesSelector,
  objectName,
  podTemplateOf,
} from '@fairway/manifests';

type Fields = Readonly<Record<string, unknown>>;

/** Who wrote it, what the base calls its part, and the tag for people: no selector of the other side uses them. */
const OWN_LABELS = ['app.kubernetes.io/managed-by', 'app.kubernetes.io/component', 'app.kubernetes.io/version'];
/** Helm restarts pods by a checksum, kustomize by the name of the settings. */
const OWN_ANNOTATIONS = ['lks.internal/config-checksum'];

type Rewrite = (value: unknown, key: string, above: Fields) => unknown;

const rewrite = (value: unknown, change: Rewrite, key = '', above: Fields = {}): unknown => {
  const changed = change(value, key, above);
  if (changed !== value) return changed;
  if (Array.isArray(value)) return value.map((item) => rewrite(item, change));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, entry]) => {
      const next = rewrite(entry, change, name, value);
      return next === undefined ? [] : [[name, next]];
    }),
  );
};

const without = (value: Fields, keys: readonly string[]): Fields | undefined => {
  const left = Object.entries(value).filter(([key]) => !keys.includes(key));
  return left.length === 0 ? undefined : Object.fromEntries(left);
};

/** What a selector chooses, by name: equal for two selectors that differ in words only. */
const chosen = (selector: unknown, objects: readonly ManifestObject[], kind: 'pods' | 'services'): readonly string[] =>
  objects
    .filter((object) => (kind === 'services' ? object.kind === 'Service' : podTemplateOf(object) !== undefined))
    .filter((object) => matchesSelector(selector, podTemplateOf(object)?.labels ?? object.metadata.labels ?? {}))
    .map((object) => `${object.kind} ${objectName(object)}`)
    .toSorted();

const resolveSelectors =
  (object: ManifestObject, objects: readonly ManifestObject[]): Rewrite =>
  (value, key) => {
    if (!isRecord(value) || (key !== 'selector' && key !== 'labelSelector')) return value;
    const selector = object.kind === 'Service' ? { matchLabels: value } : value;
    return { chooses: chosen(selector, objects, object.kind === 'ServiceMonitor' ? 'services' : 'pods') };
  };

const dropOwn: Rewrite = (value, key, above) => {
  if (!isRecord(value)) return value;
  if (key === 'labels') return without(value, OWN_LABELS);
  if (key === 'annotations') return without(value, OWN_ANNOTATIONS);
  return key === 'metadata' && Object.keys(value).length === 0 && 'spec' in above ? undefined : value;
};

const generatedNames = (objects: readonly ManifestObject[]): ReadonlyMap<string, string> =>
  new Map(
    objects.flatMap((object) => {
      const base = hasGeneratedNames(object.apiVersion, object.kind) ? baseOfGeneratedName(objectName(object)) : undefined;
      return base === undefined ? [] : [[objectName(object), base] as const];
    }),
  );

const isObject = (value: unknown): value is ManifestObject =>
  isRecord(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string' && isRecord(value.metadata);

/** Objects without the traces of the tool that rendered them; selectors as the names of what they choose. */
export const normaliseTwin = (objects: readonly ManifestObject[]): readonly ManifestObject[] => {
  const names = generatedNames(objects);
  return objects.map((object) => {
    const selected = rewrite(object, resolveSelectors(object, objects));
    const named = rewrite(selected, (value) => (typeof value === 'string' ? (names.get(value) ?? value) : value));
    const bare = rewrite(named, dropOwn);
    if (!isObject(bare)) throw new Error(`${object.kind} ${objectName(object)} lost its head`);
    return bare;
  });
};
