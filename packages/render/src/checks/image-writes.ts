// Does an `images` entry lose a digest or double a suffix, or does a patch take back what it set?
import { type ManifestObject, objectRef, refText, valueAt } from '@fairway/manifests';
import type { Check, CheckContext } from '../model.ts';
import { draft } from './draft.ts';
import { fields, items } from './json-access.ts';
import { splitImage } from './kustomize/image-reference.ts';
import type { ImageSlot, ImageWrite } from './kustomize/image-slots.ts';
import { traceOf } from './kustomize/trace.ts';
import { placeOf } from './place.ts';
import { renderedIndex } from './rendered-index.ts';

const digestOf = (image: string): string => splitImage(image).digest;

/** Where the slot stands in the rendering: a patch that adds a container puts it before the others. */
const fieldIn = (rendered: ManifestObject, slot: ImageSlot): string | undefined => {
  if (slot.list === undefined || slot.item === undefined) return slot.pointer;
  const index = items(valueAt(rendered, slot.list)).findIndex((item) => fields(item).name === slot.item);
  return index < 0 ? undefined : `${slot.list}/${index}/image`;
};

/** Every slot that the followed build and the rendering agree upon. */
const agreedSlots = (context: CheckContext) => {
  const index = renderedIndex(context);
  return traceOf(context).objects.flatMap((object) => {
    const rendered = object.images.some((slot) => slot.writes.length > 0) ? index.of(object) : undefined;
    if (rendered === undefined) return [];
    return object.images.flatMap((slot) => {
      const field = slot.writes.length === 0 ? undefined : fieldIn(rendered, slot);
      return field !== undefined && valueAt(rendered, field) === slot.value ? [{ slot, rendered, field }] : [];
    });
  });
};

const textOf = (context: CheckContext, file: string): string | undefined =>
  context.closure.kustomizations.find((node) => node.file === file)?.text ?? context.read(file);

const dropOf = (slot: ImageSlot): ImageWrite | undefined =>
  digestOf(slot.value) === ''
    ? slot.writes.findLast((write) => write.by === 'images' && digestOf(write.before) !== '' && digestOf(write.after) === '')
    : undefined;

/** The last change of a slot is a patch, and an entry had set something else before. */
const overrideOf = (slot: ImageSlot): readonly [ImageWrite, ImageWrite] | undefined => {
  const last = slot.writes.at(-1);
  const entry = slot.writes.findLast((write) => write.by === 'images');
  return last !== undefined && entry !== undefined && entry.after !== slot.value ? [entry, last] : undefined;
};

export const digestDropped: Check = (context) =>
  agreedSlots(context).flatMap(({ slot, rendered, field }) => {
    const write = dropOf(slot);
    if (write === undefined) return [];
    return [
      draft('digest-dropped', {
        message: `${refText(objectRef(rendered))} runs ${slot.value} without a digest: the entry dropped ${digestOf(write.before)} of ${write.before}`,
        object: objectRef(rendered),
        field,
        location: placeOf(write.file, textOf(context, write.file), { pointer: write.pointer }),
      }),
    ];
  });

export const imageOverridden: Check = (context) =>
  agreedSlots(context).flatMap(({ slot, rendered, field }) => {
    const [entry, patch] = overrideOf(slot) ?? [];
    if (entry === undefined || patch === undefined) return [];
    return [
      draft('image-overridden', {
        message: `${refText(objectRef(rendered))} runs ${slot.value}: a patch of ${patch.file} overrides ${entry.after}, which images of ${entry.file} had set`,
        object: objectRef(rendered),
        field,
        location: placeOf(patch.file, textOf(context, patch.file), { pointer: patch.pointer }),
      }),
    ];
  });

/** kustomize applies an entry twice to the usual lists of containers, so that a `tagSuffix` is added twice (issue 4814, open in 5.8.1). */
export const tagSuffixDoubled: Check = (context) => {
  const entries = new Map(
    traceOf(context).steps.flatMap((step) => (step.step === 'images' ? [[`${step.file}#${step.pointer}`, step.entry] as const] : [])),
  );
  return agreedSlots(context).flatMap(({ slot, rendered, field }) =>
    slot.writes.flatMap((write) => {
      const entry = write.by === 'images' ? entries.get(`${write.file}#${write.pointer}`) : undefined;
      const suffix = entry?.newTag === undefined && entry?.digest === undefined ? entry?.tagSuffix : undefined;
      const { tag } = splitImage(write.after);
      if (suffix === undefined || tag !== `${splitImage(write.before).tag}${suffix}${suffix}`) return [];
      return [
        draft('tag-suffix-doubled', {
          message: `${refText(objectRef(rendered))} runs the tag ${tag}: kustomize adds the suffix ${suffix} twice`,
          object: objectRef(rendered),
          field,
          location: placeOf(write.file, textOf(context, write.file), { pointer: write.pointer }),
        }),
      ];
    }),
  );
};
