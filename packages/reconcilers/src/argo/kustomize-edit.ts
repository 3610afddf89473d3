// What does `kustomize edit` make of a kustomization, option by option?
import { isRecord } from '@fairway/manifests';

/** A kustomization as plain data. */
export type Kustomization = Readonly<Record<string, unknown>>;
/** One edit; text: why kustomize refuses it. */
export type Edited = Kustomization | string;

const record = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The deprecated fields under their present names, kind and version said. */
export function modernised(kustomization: Kustomization): Kustomization {
  const { bases, imageTags, ...rest } = kustomization;
  const kind = rest['kind'] === undefined || rest['kind'] === '' ? 'Kustomization' : rest['kind'];
  const version = kind === 'Component' ? 'kustomize.config.k8s.io/v1alpha1' : 'kustomize.config.k8s.io/v1beta1';
  const { apiVersion = version } = rest;
  return {
    ...rest,
    apiVersion,
    kind,
    ...(bases === undefined ? {} : { resources: [...list(rest['resources']), ...list(bases)] }),
    ...(imageTags === undefined ? {} : { images: [...list(rest['images']), ...list(imageTags)] }),
  };
}

interface Image {
  readonly name: string;
  readonly newName: string;
  readonly newTag: string;
  readonly digest: string;
}

/** `name`, `name:tag`, `name@digest`, `name:tag@digest`; a colon before the first slash belongs to the host. */
function splitImage(image: string): { readonly name: string; readonly tag: string; readonly digest: string } {
  const slash = Math.max(0, image.indexOf('/'));
  const at = image.indexOf('@', slash);
  const colon = image.indexOf(':', slash);
  const name = image.slice(0, Math.min(at < 0 ? image.length : at, colon < 0 ? image.length : colon));
  const digest = at < 0 ? '' : image.slice(at + 1);
  const tag = colon < 0 || (at >= 0 && at < colon) ? '' : image.slice(colon + 1, at < 0 ? image.length : at);
  return { name, tag, digest };
}

function parseImage(argument: string): Image | undefined {
  const equals = argument.indexOf('=');
  const { name, tag, digest } = splitImage(argument.slice(equals + 1));
  if (equals >= 0) return { name: argument.slice(0, equals), newName: name, newTag: tag, digest };
  return tag === '' && digest === '' && name === argument ? undefined : { name, newName: '', newTag: tag, digest };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
/** `*` keeps what stands there. */
const kept = (asked: string, present: string): string => (asked === '*' ? present : asked);
const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name < other.name ? -1 : one.name > other.name ? 1 : 0;

function imageEntry({ name, newName, newTag, digest }: Image): Readonly<Record<string, string>> {
  return { name, ...(newName === '' ? {} : { newName }), ...(newTag === '' ? {} : { newTag }), ...(digest === '' ? {} : { digest }) };
}

/** `kustomize edit set image …` */
export function setImages(kustomization: Kustomization, images: readonly string[]): Edited {
  const asked = new Map<string, Image>();
  for (const argument of images) {
    const image = parseImage(argument);
    if (image === undefined) return `image ${argument} has neither a new name nor a tag nor a digest`;
    asked.set(image.name, image);
  }
  const entries = new Map<string, Readonly<Record<string, unknown>>>();
  for (const entry of list(kustomization['images']).map(record)) {
    const name = text(entry['name']);
    const wanted = asked.get(name);
    if (wanted === undefined) entries.set(name, entry);
    else {
      asked.set(name, {
        name,
        newName: kept(wanted.newName, text(entry['newName'])),
        newTag: kept(wanted.newTag, text(entry['newTag'])),
        digest: kept(wanted.digest, text(entry['digest'])),
      });
    }
  }
  for (const image of asked.values()) {
    const { name, newName, newTag, digest } = image;
    entries.set(name, imageEntry({ name, newName: kept(newName, ''), newTag: kept(newTag, ''), digest: kept(digest, '') }));
  }
  const sorted = [...entries].map(([name, entry]) => ({ name, entry })).toSorted(byName);
  return { ...kustomization, images: sorted.map(({ entry }) => entry) };
}

/** `kustomize edit set replicas …` */
export function setReplicas(kustomization: Kustomization, replicas: readonly { readonly name: string; readonly count: number }[]): Edited {
  const entries = new Map(list(kustomization['replicas']).map((entry) => [text(record(entry)['name']), record(entry)]));
  for (const { name, count } of replicas) entries.set(name, { name, count });
  const sorted = [...entries].map(([name, entry]) => ({ name, entry })).toSorted(byName);
  return { ...kustomization, replicas: sorted.map(({ entry }) => entry) };
}

type Texts = Readonly<Record<string, string>>;

/** On the command line a value in double quotes loses them. */
const unquoted = (value: string): string =>
  value.length >= 2 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;

/** A key ends at its first colon on the command line. */
function asArgument(key: string, value: string): readonly [string, string] {
  const argument = `${key}:${value}`;
  const colon = argument.indexOf(':');
  return [argument.slice(0, colon), unquoted(argument.slice(colon + 1))];
}

function addTo(
  present: unknown,
  added: Texts,
  { force, what }: { readonly force: boolean; readonly what: string },
): Readonly<Record<string, unknown>> | string {
  const entries = new Map(Object.entries(record(present)));
  for (const [written, given] of Object.entries(added)) {
    const [key, value] = asArgument(written, given);
    if (key === '') return `a ${what} without a key`;
    if (entries.has(key) && !force) return `${what} ${key} is in the kustomization already`;
    entries.set(key, value);
  }
  return Object.fromEntries(entries);
}

/** `kustomize edit add annotation …` */
export function addAnnotations(kustomization: Kustomization, annotations: Texts, force: boolean): Edited {
  const commonAnnotations = addTo(kustomization['commonAnnotations'], annotations, { force, what: 'annotation' });
  return typeof commonAnnotations === 'string' ? commonAnnotations : { ...kustomization, commonAnnotations };
}

export interface LabelSwitches {
  readonly force: boolean;
  readonly withoutSelector: boolean;
  readonly includeTemplates: boolean;
}

/** `kustomize edit add label …` */
export function addLabels(kustomization: Kustomization, labels: Texts, switches: LabelSwitches): Edited {
  const { force, withoutSelector, includeTemplates } = switches;
  if (includeTemplates && !withoutSelector) return 'labelIncludeTemplates needs labelWithoutSelector';
  if (!withoutSelector) {
    const commonLabels = addTo(kustomization['commonLabels'], labels, { force, what: 'label' });
    return typeof commonLabels === 'string' ? commonLabels : { ...kustomization, commonLabels };
  }
  const groups = list(kustomization['labels']).map(record);
  const found = groups.findIndex(
    (group) => group['includeSelectors'] !== true && (group['includeTemplates'] === true) === includeTemplates,
  );
  const pairs = addTo(groups[found]?.['pairs'], labels, { force, what: 'label' });
  if (typeof pairs === 'string') return pairs;
  const added = { ...(groups[found] ?? (includeTemplates ? { includeTemplates } : {})), pairs };
  return { ...kustomization, labels: found < 0 ? [...groups, added] : groups.with(found, added) };
}

/** Argo CD writes patches itself, after those that are there. */
export function addPatches(kustomization: Kustomization, patches: readonly unknown[]): Edited {
  const present = kustomization['patches'];
  if (present !== undefined && !Array.isArray(present)) return 'patches must be a list';
  return { ...kustomization, patches: [...list(present), ...patches] };
}

/** `kustomize edit add component …` */
export function addComponents(kustomization: Kustomization, components: readonly string[]): Edited {
  const all = [...list(kustomization['components'])];
  for (const component of components) if (!all.includes(component)) all.push(component);
  return { ...kustomization, components: all };
}
