// What does a reconciler do to rendered objects before it applies them? The steps that need no program.
import { createHmac } from 'node:crypto';
import { FairwayError } from '@fairway/contracts';
import type { AfterStep, UnseenObjects } from '@fairway/environments';
import { isRecord, type ManifestObject, scopeOf } from '@fairway/manifests';
import { placeholders, substituteObjects } from '@fairway/reconcilers';
import { definitionsAmong } from '../cache/facts-of.ts';

type Objects = readonly ManifestObject[];
type KustomizeStep = Extract<AfterStep, { readonly kind: 'kustomize' }>;

const withMetadata = (object: ManifestObject, metadata: Readonly<Record<string, unknown>>): ManifestObject => ({
  ...object,
  metadata: { ...object.metadata, ...metadata },
});

/** Template of an object, where helm names it. */
export type TemplateOf = (object: ManifestObject) => string | null | undefined;

/** Hooks bear helm's annotation. A definition from the `crds/` directory of a chart is told from one of a template by its file. */
export const isUnseen = (object: ManifestObject, except: UnseenObjects | undefined, templateOf: TemplateOf): boolean =>
  except?.some((what) =>
    what === 'hooks' ? object.metadata.annotations?.['helm.sh/hook'] !== undefined : /(^|\/)crds\//.test(templateOf(object) ?? ''),
  ) === true;

const addMetadata = (
  objects: Objects,
  { labels, annotations, except }: Extract<AfterStep, { readonly kind: 'metadata' }>,
  templateOf: TemplateOf,
): Objects =>
  objects.map((object) => {
    if (isUnseen(object, except, templateOf)) return object;
    return withMetadata(object, {
      ...(Object.keys(labels).length === 0 ? {} : { labels: { ...object.metadata.labels, ...labels } }),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations: { ...object.metadata.annotations, ...annotations } }),
    });
  });

/** Kinds that nobody here defines stay as they are: a namespace on a cluster-scoped object would be worse than none. */
const addNamespace = (objects: Objects, { namespace, strip }: Extract<AfterStep, { readonly kind: 'default-namespace' }>): Objects => {
  const crds = definitionsAmong(objects);
  return objects.map((object) => {
    const { namespace: own, ...metadata } = object.metadata;
    const scope = scopeOf(object.apiVersion, object.kind, crds);
    if (typeof own === 'string' && own !== '') return strip === true && scope === 'cluster' ? { ...object, metadata } : object;
    return scope === 'namespaced' ? withMetadata(object, { namespace }) : object;
  });
};

const substitute = (
  objects: Objects,
  { variables, strict }: Extract<AfterStep, { readonly kind: 'substitute' }>,
): Objects | FairwayError => {
  const result = substituteObjects(objects, variables, { strict });
  if (result.ok) return result.objects;
  return new FairwayError('tool-output', result.message, { hint: result.hint });
};

const applyStep = (objects: Objects, step: Exclude<AfterStep, KustomizeStep>, templateOf: TemplateOf): Objects | FairwayError => {
  switch (step.kind) {
    case 'substitute':
      return substitute(objects, step);
    case 'metadata':
      return addMetadata(objects, step, templateOf);
    case 'default-namespace':
      return addNamespace(objects, step);
    case 'placeholders':
      return placeholders(objects);
    case 'mask':
      return objects;
  }
};

export interface Progress {
  readonly objects: Objects;
  /** Steps that are left, the first of which needs a program; empty: all is done. */
  readonly left: readonly AfterStep[];
}

/** Runs steps up to the first that needs a program. */
export const advance = (objects: Objects, steps: readonly AfterStep[], templateOf: TemplateOf): Progress | FairwayError => {
  let current = objects;
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'kustomize') return { objects: current, left: steps.slice(index) };
    const next = applyStep(current, step, templateOf);
    if (next instanceof FairwayError) return next;
    current = next;
  }
  return { objects: current, left: [] };
};

const mark = (key: Uint8Array, text: string): string =>
  `<redacted hmac-sha256:${createHmac('sha256', key).update(text).digest('hex').slice(0, 16)}>`;

const replaceIn = (value: unknown, replace: (text: string) => string): unknown => {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaceIn(item, replace));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [replace(name), replaceIn(entry, replace)]));
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Replaces what came from a Secret, also where a template encoded it; undefined: nothing did. The longest first, for one may hold another. */
const masker = (steps: readonly AfterStep[], markOf: (text: string) => string): ((text: string) => string) | undefined => {
  const texts = new Set(steps.flatMap((step) => (step.kind === 'mask' ? step.texts : [])).filter((text) => text !== ''));
  if (texts.size === 0) return undefined;
  const marks = [...texts]
    .flatMap((text) => [text, base64(text)].map((found) => [found, markOf(text)] as const))
    .toSorted(([a], [b]) => b.length - a.length);
  return (text) => marks.reduce((hidden, [secret, by]) => hidden.replaceAll(secret, by), text);
};

/** A program may print the values that it stumbled over. A message is compared with nothing, and needs no keyed mark. */
export const maskFailure = (error: FairwayError, steps: readonly AfterStep[]): FairwayError => {
  const replace = masker(steps, () => '<redacted>');
  if (replace === undefined) return error;
  const { code, message, hint, at } = error;
  return new FairwayError(code, replace(message), { hint: replace(hint), ...(at === undefined ? {} : { at }) });
};

/** Hides what came from a Secret through values or substitution, wherever it stands. For all that is kept or shown. */
export const maskTexts = (objects: Objects, steps: readonly AfterStep[], key: Uint8Array): Objects => {
  const replace = masker(steps, (text) => mark(key, text));
  if (replace === undefined) return objects;
  return objects.map((object) => {
    const hidden = replaceIn(object, replace);
    return isRecord(hidden) ? { ...object, ...hidden } : object;
  });
};
