// Is an image that an `images` entry names left alone in a field that kustomize does not know?
import { objectRef, refText, valueAt } from '@fairway/manifests';
import type { Check, CheckContext } from '../model.ts';
import { draft } from './draft.ts';
import { imageMatcher } from './kustomize/image-reference.ts';
import { otherImageFields } from './kustomize/image-slots.ts';
import type { ImagesStep } from './kustomize/steps.ts';
import { stepsByEntry } from './kustomize/steps-of.ts';
import { traceOf } from './kustomize/trace.ts';
import { placeOf } from './place.ts';
import { renderedIndex } from './rendered-index.ts';

const leftAlone = (context: CheckContext, step: ImagesStep) => {
  const matches = imageMatcher(step.entry);
  const index = renderedIndex(context);
  return traceOf(context).objects.flatMap((object) => {
    const rendered = index.of(object);
    if (rendered === undefined || matches === undefined || object.kind === 'CustomResourceDefinition') return [];
    if (!step.objects.some((seen) => seen.value === object.value)) return [];
    return otherImageFields(object.value, object.images).flatMap(({ pointer, value }) => {
      if (!matches(value) || valueAt(rendered, pointer) !== value) return [];
      return draft('image-not-rewritten', {
        message: `${refText(objectRef(rendered))} keeps ${value}: kustomize does not rewrite ${pointer}, although images names ${step.entry.name}`,
        object: objectRef(rendered),
        field: pointer,
        location: placeOf(step.file, step.node.text, { pointer: step.pointer }),
        detail: step.entry.name,
      });
    });
  });
};

export const imageNotRewritten: Check = (context) =>
  stepsByEntry(context, 'images').flatMap(([step]) => (step === undefined ? [] : leftAlone(context, step)));
