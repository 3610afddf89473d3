// Which findings can a rendering have?
import type { Severity } from '@fairway/contracts';

export interface FindingRule {
  readonly id: string;
  readonly severity: Severity;
  /** What it says, in one sentence without the names of the case. */
  readonly title: string;
  /** What to do about it. */
  readonly hint: string;
}

const rule = (id: string, severity: Severity, texts: { readonly title: string; readonly hint: string }): FindingRule => ({
  id,
  severity,
  ...texts,
});

/** Every finding id of this package, sorted. docs/findings.md explains each one. */
export const findingIds: readonly FindingRule[] = [
  rule('chart-schema-closed', 'medium', {
    title: 'The closed schema of a chart refuses values that its dependencies need',
    hint: 'Add the missing keys to `properties` at the root of values.schema.json, or open the root with `additionalProperties: true`.',
  }),
  rule('cluster-scoped-namespace', 'high', {
    title: 'A cluster-scoped object has a namespace',
    hint: 'Move the object to a kustomization or chart of its own without `namespace:`, and remove metadata.namespace.',
  }),
  rule('component-entry-unmatched', 'info', {
    title: 'An entry of a component that several apps share meets nothing in this app',
    hint: 'Nothing to do if other apps need it; else correct the entry, or use a smaller component here.',
  }),
  rule('deprecated-field', 'low', {
    title: 'A kustomization uses a deprecated field',
    hint: 'Replace the field as shown; `kustomize edit fix` does most of it.',
  }),
  rule('digest-dropped', 'high', {
    title: 'An images entry drops the digest of an image',
    hint: 'Write tag and digest into one field: `newTag: "<tag>@sha256:<digest>"`.',
  }),
  rule('duplicate-key', 'medium', {
    title: 'An input file has the same key twice in one mapping',
    hint: 'Keep one of the two: kustomizations and values files let the last one win and kustomize patches the first one, without a word; resources are refused.',
  }),
  rule('duplicate-object', 'high', {
    title: 'The same object is rendered more than once',
    hint: 'Keep one of the two; the reconciler applies the last one, or refuses both.',
  }),
  rule('empty-output', 'high', {
    title: 'The rendering holds no object',
    hint: 'Check resources, conditions and values. If nothing is meant to run here, remove the app: a reconciler that prunes deletes everything.',
  }),
  rule('fidelity', 'info', {
    title: 'The reconciler may apply something else than what is rendered here',
    hint: 'Replace it by a value, or know that this part is decided inside the cluster.',
  }),
  rule('flux-substitution', 'info', {
    title: 'A rendered object holds a variable in the form that Flux replaces when post-build substitution is on',
    hint: 'Double the dollar sign of text that must stay, or label the object kustomize.toolkit.fluxcd.io/substitute: disabled.',
  }),
  rule('foreign-namespace', 'medium', {
    title: 'An object stands in a namespace that the app does not declare',
    hint: 'Correct the namespace, or add it to `namespaces` of app.yaml.',
  }),
  rule('helm-hook', 'info', {
    title: 'A Helm hook or test is part of the rendering',
    hint: 'Flux runs hooks with its releases; Argo CD maps some of them, and ignores all when the app has any Argo CD hook.',
  }),
  rule('ignored-input', 'high', {
    title: 'The rendering reads a file that .gitignore excludes',
    hint: 'Take the file out of .gitignore and commit it, or remove the reference: the reconciler will not find it.',
  }),
  rule('image-not-final', 'high', {
    title: 'A declared image or released version is not what the rendering runs',
    hint: 'Let the release file be the last that sets the image: remove the patch or value that wins over it.',
  }),
  rule('image-not-rewritten', 'medium', {
    title: 'An images entry names an image in a field that kustomize does not rewrite',
    hint: 'Add the field to `images:` of a transformer configuration (`configurations:`), or set it by a patch.',
  }),
  rule('image-overridden', 'high', {
    title: 'A patch that runs later overrides what an images entry set',
    hint: 'Remove the image from the patch, or move the images entry to the kustomization that holds the patch.',
  }),
  rule('image-undeclared', 'medium', {
    title: 'The rendering runs an image that app.yaml does not declare',
    hint: 'Add it to `images` of app.yaml, with the repository it comes from.',
  }),
  rule('images-unmatched', 'high', {
    title: 'An images entry matches no image',
    hint: 'Write the name exactly as it stands in the resources (after renames by bases), without tag or digest.',
  }),
  rule('lfs-pointer', 'medium', {
    title: 'The rendering reads a file that is a Git LFS pointer',
    hint: 'Fetch the content with `git lfs pull`, or keep files that are rendered out of LFS.',
  }),
  rule('load-restrictor-dependent', 'medium', {
    title: 'A kustomization reads a file outside of its own directory',
    hint: 'Move the file below the kustomization, or turn its directory into a base or component: Argo CD refuses it by default, Flux does not.',
  }),
  rule('name-prefix-unfollowed', 'high', {
    title: 'A reference still names an object by what it was called before a prefix, suffix, hash or namespace was added',
    hint: 'Add the field to `nameReference:` of a transformer configuration (`configurations:`), or write the final name.',
  }),
  rule('namespace-missing', 'low', {
    title: 'An app of several namespaces renders an object without one',
    hint: 'Write metadata.namespace: where the object lands depends on the reconciler.',
  }),
  rule('namespace-override', 'medium', {
    title: 'The `namespace:` field moves objects out of the namespaces they were written for',
    hint: 'Use one kustomization for each namespace, and put the others beside it.',
  }),
  rule('network-policy-selector-rewritten', 'high', {
    title: 'Labels of a kustomization are written into the peers of a NetworkPolicy',
    hint: 'Use `labels` with `includeSelectors: false` (and `includeTemplates: true`), or keep the NetworkPolicy in a kustomization without them.',
  }),
  rule('non-deterministic-template', 'high', {
    title: 'A template uses a function that gives another result each time',
    hint: 'Take the value from values or from an existing Secret; what is generated at rendering changes at every reconciliation.',
  }),
  rule('patch-unmatched', 'high', {
    title: 'The target of a patch selects no object',
    hint: 'Correct the target, or remove the patch: kustomize skips it in silence. Patches run before namespace, prefix and suffix of the same kustomization.',
  }),
  rule('plaintext-secret', 'high', {
    title: 'A Secret is rendered with readable values',
    hint: 'Use an ExternalSecret, a SealedSecret or SOPS, and change the values: what is in Git is known.',
  }),
  rule('remote-base', 'medium', {
    title: 'A rendering refers to something outside of the repository',
    hint: 'Copy it into the repository at a fixed revision: rendering never fetches, and what is behind an address can change.',
  }),
  rule('replacement-unmatched', 'high', {
    title: 'The target of a replacement selects no object',
    hint: 'Correct `select` (and `reject`), or remove the target: kustomize skips it in silence.',
  }),
  rule('tag-suffix-doubled', 'high', {
    title: 'kustomize adds a tagSuffix twice',
    hint: 'Write the whole tag with `newTag`: in Pods, Deployments and the like `tagSuffix` is applied twice (kustomize issue 4814).',
  }),
];

const RULES = new Map(findingIds.map((entry) => [entry.id, entry]));

/** The rule of an id. Throws for an id that is not registered, which is a bug. */
export const ruleOf = (id: string): FindingRule => {
  const found = RULES.get(id);
  if (found === undefined) throw new Error(`finding ${id} is not registered`);
  return found;
};
