// What does a patch do to the objects that it selects, as far as checks must know?
import { dig, type Fields, fields, isFields, items, text } from '../json-access.ts';
import { identityOf } from './identity.ts';
import { containerSlots, type ImageSlot, type ImageWrite, imageSlots } from './image-slots.ts';
import { identities, type ObjectState, uncertain } from './object-state.ts';

/** Where a patch entry stands. */
export interface PatchEntry {
  readonly file: string;
  readonly pointer: string;
  /** `options` of the entry allow a change of name or kind. */
  readonly mayRename: boolean;
}

const written = (slot: ImageSlot, after: string, by: Omit<ImageWrite, 'before' | 'after'>): ImageSlot =>
  slot.value === after ? slot : { ...slot, value: after, writes: [...slot.writes, { ...by, before: slot.value, after }] };

/** A strategic merge finds a container by its name; an image that it finds nowhere is a new one. */
const mergeSlots = (object: ObjectState, patch: Fields, entry: PatchEntry): readonly ImageSlot[] => {
  const slots = new Map(object.images.map((slot) => [slot.pointer, slot]));
  for (const next of imageSlots(patch)) {
    const old = object.images.find((slot) =>
      next.item === undefined ? slot.pointer === next.pointer : slot.list === next.list && slot.item === next.item,
    );
    if (old !== undefined) slots.set(old.pointer, written(old, next.value, { by: 'patch', file: entry.file, pointer: entry.pointer }));
    else slots.set(`${entry.file}#${entry.pointer}${next.pointer}`, next);
  }
  return [...slots.values()];
};

const changesIdentity = (patch: Fields, object: ObjectState): boolean =>
  text(dig(patch, 'metadata', 'name')) !== object.name || text(patch.kind) !== object.kind;

const mergeOne = (object: ObjectState, patch: Fields, entry: PatchEntry): ObjectState | undefined => {
  if (patch.$patch === 'delete') return undefined;
  const metadata = fields(patch.metadata);
  return {
    ...object,
    identityCertain: object.identityCertain && !(entry.mayRename && changesIdentity(patch, object)),
    labelsCertain: object.labelsCertain && metadata.labels === undefined && metadata.annotations === undefined,
    images: mergeSlots(object, patch, entry),
  };
};

/** Does a strategic merge patch without target mean this object? It does by any id that the object has or had. */
const isMeant = (object: ObjectState, patch: Fields): boolean => {
  const apiVersion = text(patch.apiVersion);
  const kind = text(patch.kind);
  const name = text(dig(patch, 'metadata', 'name'));
  if (!object.identityCertain) return true;
  if (apiVersion !== object.apiVersion || kind === undefined || name === undefined) return false;
  const wanted = identityOf(apiVersion, kind, { name, namespace: text(dig(patch, 'metadata', 'namespace')) });
  return identities(object).some((id) => id.kind === wanted.kind && id.name === wanted.name && id.namespace === wanted.namespace);
};

const applyMerge = (
  objects: readonly ObjectState[],
  patch: Fields,
  entry: PatchEntry,
  selects: (object: ObjectState) => boolean,
): readonly ObjectState[] => objects.flatMap((object) => (selects(object) ? (mergeOne(object, patch, entry) ?? []) : [object]));

const IDENTITY = /^\/(apiVersion|kind|metadata)?$|^\/metadata\/(name|namespace)$/;
const LABELS = /^\/metadata\/(labels|annotations)(\/|$)/;

/** Images in what a JSON patch writes, as they stand in the object. The index of a container is not known, its name is. */
const addedSlots = (path: string, value: unknown): readonly ImageSlot[] => {
  const cut = path.lastIndexOf('/');
  const [parent, key] = [path.slice(0, cut), path.slice(cut + 1)];
  if (/\/(containers|initContainers)$/.test(parent)) return containerSlots([value], parent);
  return imageSlots({ [key]: value }).map((slot) => ({
    ...slot,
    pointer: `${parent}${slot.pointer}`,
    ...(slot.list === undefined ? {} : { list: `${parent}${slot.list}` }),
  }));
};

/** One operation of a JSON patch (RFC 6902). */
const operate = (object: ObjectState, operation: Fields, entry: PatchEntry): ObjectState => {
  const path = text(operation.path) ?? '';
  if (IDENTITY.test(path) || operation.op === 'move' || operation.op === 'copy') return uncertain(object);
  if (LABELS.test(path)) return { ...object, labelsCertain: false };
  const value = operation.value;
  const replaced = object.images.map((slot) =>
    slot.pointer === path && typeof value === 'string'
      ? written(slot, value, { by: 'patch', file: entry.file, pointer: entry.pointer })
      : slot,
  );
  const added = addedSlots(path, value).map((slot) => ({ ...slot, pointer: `${entry.file}#${entry.pointer}${slot.pointer}` }));
  return { ...object, images: [...replaced, ...added] };
};

/** Applies the documents of one patch entry. `selects` is undefined for an entry without target. */
export const applyPatch = (
  objects: readonly ObjectState[],
  documents: readonly unknown[] | undefined,
  options: { readonly entry: PatchEntry; readonly selects: ((object: ObjectState) => boolean) | undefined },
): readonly ObjectState[] => {
  const { entry, selects } = options;
  if (documents === undefined) return objects.map((object) => ((selects?.(object) ?? true) ? uncertain(object) : object));
  let result = objects;
  for (const document of documents) {
    if (document === null) continue;
    if (isFields(document)) result = applyMerge(result, document, entry, selects ?? ((object) => isMeant(object, document)));
    else if (selects !== undefined) {
      result = result.map((object) =>
        selects(object) ? items(document).reduce<ObjectState>((state, op) => operate(state, fields(op), entry), object) : object,
      );
    }
  }
  return result;
};
