// What is wrong with a rendering?
import type { FindingDraft } from '@fairway/manifests';
import type { Check, CheckContext } from '../model.ts';
import { chartSchemaClosed } from './chart-schema-closed.ts';
import { chartTemplates } from './chart-templates.ts';
import { clusterScopedNamespace } from './cluster-scoped-namespace.ts';
import { imageNotFinal, imageUndeclared } from './declared-images.ts';
import { deprecatedField } from './deprecated-field.ts';
import { duplicateKey } from './duplicate-key.ts';
import { duplicateObject } from './duplicate-object.ts';
import { emptyOutput } from './empty-output.ts';
import { fluxSubstitution } from './flux-substitution.ts';
import { foreignNamespace, namespaceMissing } from './foreign-namespace.ts';
import { helmHook } from './helm-hook.ts';
import { imageNotRewritten } from './image-not-rewritten.ts';
import { digestDropped, imageOverridden, tagSuffixDoubled } from './image-writes.ts';
import { imagesUnmatched } from './images-unmatched.ts';
import { ignoredInput, lfsPointer, remoteBase } from './input-files.ts';
import { loadRestrictorDependent } from './load-restrictor-dependent.ts';
import { namePrefixUnfollowed } from './name-prefix-unfollowed.ts';
import { namespaceOverride } from './namespace-override.ts';
import { networkPolicySelectorRewritten } from './network-policy-selector-rewritten.ts';
import { patchUnmatched } from './patch-unmatched.ts';
import { encryptedSecret, plaintextSecret } from './plaintext-secret.ts';
import { replacementUnmatched } from './replacement-unmatched.ts';

export { type FindingRule, findingIds } from './registry.ts';

/** Checks that look at the inputs alone; they hold for an app that could not be rendered, too. */
const INPUT_CHECKS: readonly Check[] = [
  chartSchemaClosed,
  chartTemplates,
  deprecatedField,
  duplicateKey,
  ignoredInput,
  lfsPointer,
  loadRestrictorDependent,
  remoteBase,
];

/** Checks that compare what was written with what was rendered. */
const OBJECT_CHECKS: readonly Check[] = [
  clusterScopedNamespace,
  digestDropped,
  duplicateObject,
  emptyOutput,
  encryptedSecret,
  fluxSubstitution,
  foreignNamespace,
  helmHook,
  imageNotFinal,
  imageNotRewritten,
  imageOverridden,
  imageUndeclared,
  imagesUnmatched,
  namePrefixUnfollowed,
  namespaceMissing,
  namespaceOverride,
  networkPolicySelectorRewritten,
  patchUnmatched,
  plaintextSecret,
  replacementUnmatched,
  tagSuffixDoubled,
];

const sortKey = (finding: FindingDraft): string => {
  const { ruleId, object, field, location, detail, message } = finding;
  const line = String(location?.line ?? 0).padStart(8, '0');
  const named = object === undefined ? '' : `${object.kind}/${object.namespace ?? ''}/${object.name}`;
  return [ruleId, location?.file ?? '', line, named, field ?? '', detail ?? '', message].join('\0');
};

const run = (checks: readonly Check[], context: CheckContext): readonly FindingDraft[] =>
  checks
    .flatMap((check) => check(context))
    .map((finding) => ({ key: sortKey(finding), finding }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ finding }) => finding);

/** All findings of one rendering, in a fixed order. Findings are results: nothing is thrown for a bad rendering. */
export const checkRendering = (context: CheckContext): readonly FindingDraft[] => run([...INPUT_CHECKS, ...OBJECT_CHECKS], context);

/** The findings that need no rendering, for an app whose rendering failed. `objects` of the context is not looked at. */
export const checkInputs = (context: CheckContext): readonly FindingDraft[] => run(INPUT_CHECKS, context);
