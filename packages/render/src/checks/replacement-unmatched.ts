// Does every target of a replacement meet an object?
import type { Check } from '../model.ts';
import { draft } from './draft.ts';
import { dig } from './json-access.ts';
import { entriesWhere, unmatchedId } from './kustomize/steps-of.ts';
import { placeOf } from './place.ts';

export const replacementUnmatched: Check = (context) =>
  entriesWhere(context, 'replacement', (step) => step.selected === step.rejected).map((step) => {
    const select = JSON.stringify(dig(step.target, 'select') ?? {});
    const why = step.selected === 0 ? 'selects no object' : `selects ${step.selected} objects, and \`reject\` takes out all of them`;
    const source = step.file === step.node.file ? step.node.text : context.read(step.file);
    return draft(unmatchedId(context, step, 'replacement-unmatched'), {
      message: `the replacement target ${select} ${why}`,
      location: placeOf(step.file, source, { pointer: step.pointer }),
      detail: `${step.file} ${JSON.stringify(step.target)}`,
    });
  });
