// Does every `images` entry meet an image?
import type { Check } from '../model.ts';
import { draft, several } from './draft.ts';
import { imageMatcher, splitImage } from './kustomize/image-reference.ts';
import type { ImagesStep } from './kustomize/steps.ts';
import { entriesWhere, unmatchedId } from './kustomize/steps-of.ts';
import { placeOf } from './place.ts';
import { ruleOf } from './registry.ts';

const lastSegment = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** An image that had the name before another entry renamed it, or one with the same last part. */
const nearby = (step: ImagesStep): string => {
  const matches = imageMatcher(step.entry);
  const slots = step.objects.flatMap((object) => object.images);
  const renamed = slots.flatMap((slot) => slot.writes.filter((write) => matches?.(write.before) ?? false));
  if (renamed[0] !== undefined) return ` ${renamed[0].file} has already turned it into ${splitImage(renamed[0].after).name}.`;
  const wanted = lastSegment(splitImage(step.entry.name).name);
  const names = [...new Set(slots.map((slot) => splitImage(slot.value).name))].sort();
  const alike = names.filter((name) => lastSegment(name) === wanted);
  const shown = alike.length > 0 ? alike : names;
  return shown.length === 0 ? '' : ` Images here: ${several(shown)}.`;
};

export const imagesUnmatched: Check = (context) =>
  entriesWhere(context, 'images', (step) => step.matched === 0 && step.objects.every((object) => object.imagesCertain)).map((step) =>
    draft(unmatchedId(context, step, 'images-unmatched'), {
      message: `the images entry ${step.entry.name} matches no image`,
      hint: `${ruleOf('images-unmatched').hint}${nearby(step)}`,
      location: placeOf(step.file, step.node.text, { pointer: step.pointer }),
      detail: `${step.file} ${step.entry.name}`,
    }),
  );
