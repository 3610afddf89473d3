// Does a reference still use a name that its object has lost on the way?
import { type ManifestObject, objectRef, refText } from '@fairway/manifests';
import type { Check, CheckContext } from '../model.ts';
import { draft } from './draft.ts';
import { identities, type ObjectState } from './kustomize/object-state.ts';
import { traceOf } from './kustomize/trace.ts';
import { placeOf } from './place.ts';
import { type Reference, referencesOf } from './references.ts';
import { type RenderedIndex, renderedIndex } from './rendered-index.ts';

interface Renaming {
  readonly before: string;
  readonly after: string;
  readonly namespace: string | undefined;
}

/** Objects that have another name now, and the namespaces that they left, by kind. */
const renamings = (objects: readonly ObjectState[], index: RenderedIndex): ReadonlyMap<string, readonly Renaming[]> => {
  const found = objects.flatMap((object) => {
    const rendered = index.of(object);
    if (rendered === undefined) return [];
    const after = rendered.metadata.name;
    const namespace = rendered.metadata.namespace;
    const names = [...new Set(identities(object).map((identity) => identity.name))].filter((name) => name !== after);
    const left = object.past[0]?.namespace;
    const home =
      left === undefined || left === 'default' || namespace === undefined || left === namespace || left.startsWith('_')
        ? []
        : [{ kind: 'Namespace', before: left, after: namespace, namespace: undefined }];
    return [...names.map((before) => ({ kind: object.kind, before, after, namespace })), ...home];
  });
  return Map.groupBy(found, (one) => one.kind);
};

const exists = (context: CheckContext, reference: Reference): boolean =>
  renderedIndex(context).names(reference.kind).has(reference.name) ||
  (reference.kind === 'Namespace' && context.objects.some((object) => object.metadata.namespace === reference.name));

const stale = (context: CheckContext, reference: Reference, known: ReadonlyMap<string, readonly Renaming[]>): Renaming | undefined => {
  const renaming = known.get(reference.kind)?.find((one) => one.before === reference.name);
  if (renaming === undefined || exists(context, reference)) return undefined;
  return reference.namespace === undefined || reference.namespace === renaming.namespace ? renaming : undefined;
};

const sourceOf = (context: CheckContext, rendered: ManifestObject): ObjectState | undefined => {
  const index = renderedIndex(context);
  return traceOf(context).objects.find((object) => object.kind === rendered.kind && index.of(object) === rendered);
};

const placeIn = (context: CheckContext, rendered: ManifestObject, pointer: string) => {
  const origin = sourceOf(context, rendered)?.origin;
  if (origin === undefined || origin.generator !== undefined) return {};
  return { location: placeOf(origin.file, context.read(origin.file), { pointer, document: origin.document }) };
};

export const namePrefixUnfollowed: Check = (context) => {
  if (context.closure.kustomizations.length === 0) return [];
  const holders = context.objects.flatMap((object) => referencesOf(object).map((reference) => ({ object, reference })));
  if (holders.length === 0) return [];
  const known = renamings(traceOf(context).objects, renderedIndex(context));
  return holders.flatMap(({ object, reference }) => {
    const renaming = stale(context, reference, known);
    if (renaming === undefined) return [];
    return [
      draft('name-prefix-unfollowed', {
        message: `${refText(objectRef(object))} names ${reference.kind} ${reference.name}, which is called ${renaming.after} now`,
        object: objectRef(object),
        field: reference.pointer,
        ...placeIn(context, object, reference.pointer),
      }),
    ];
  });
};
