// Does every patch with a target meet an object?
import type { Check } from '../model.ts';
import { draft, several } from './draft.ts';
import { fields, text } from './json-access.ts';
import type { PatchStep } from './kustomize/steps.ts';
import { entriesWhere, unmatchedId } from './kustomize/steps-of.ts';
import { placeOf } from './place.ts';
import { ruleOf } from './registry.ts';

/** What is there that the author may have meant: the same kind under other names, or the same name in another kind. */
const nearby = (step: PatchStep): string => {
  const target = fields(step.target);
  const sameKind = step.objects.filter((object) => object.kind === target.kind);
  const sameName = step.objects.filter((object) => object.name === target.name);
  const names = [...new Set((sameKind.length > 0 ? sameKind : sameName).map((object) => `${object.kind} ${object.name}`))].sort();
  if (names.length === 0) return '';
  const namespaces = text(target.namespace) === undefined ? [] : [...new Set(sameKind.map((object) => object.namespace ?? 'none'))].sort();
  return ` Here are: ${several(names)}${namespaces.length === 0 ? '' : ` (namespace: ${several(namespaces)})`}.`;
};

export const patchUnmatched: Check = (context) =>
  entriesWhere(context, 'patch', (step) => step.matched === 0).map((step) => {
    const target = JSON.stringify(step.target);
    return draft(unmatchedId(context, step, 'patch-unmatched'), {
      message: `the target ${target} of ${step.pointer.slice(1).replace('/', '[')}] selects no object`,
      hint: `${ruleOf('patch-unmatched').hint}${nearby(step)}`,
      location: placeOf(step.file, step.node.text, { pointer: step.pointer }),
      detail: `${step.file} ${target}`,
    });
  });
