// Which objects does a target of a patch or replacement select?
// Rules: sigs.k8s.io/kustomize/api types/selector.go, resmap/reswrangler.go (Select) and filters/replacement (5.8.1).
import { fields, text } from '../json-access.ts';
import { groupVersion, type Identity } from './identity.ts';
import { labelSelector } from './label-selector.ts';
import { identities, type ObjectState } from './object-state.ts';
import { type Match, wholeMatch } from './pattern.ts';

/** Says whether an object may be selected. Errs on the side of yes where an object or the selector cannot be followed. */
export interface Selector {
  /** As `patches` selects: by the first and the present name and namespace, in any combination. */
  readonly forPatch: (object: ObjectState) => boolean;
  /** As `replacements` selects: by any one identity that the object has or had. */
  readonly forReplacement: (object: ObjectState) => boolean;
  /** Does this surely select the object? For `reject`. */
  readonly surely: (object: ObjectState) => boolean;
}

const PARTS = ['group', 'version', 'kind', 'name', 'namespace'] as const;

interface Matchers {
  readonly type: (object: ObjectState, kind: string) => boolean;
  readonly name: Match;
  readonly namespace: Match;
  readonly labels: (object: ObjectState, unsure: boolean) => boolean;
}

const namespacesOf = (identity: Identity): readonly string[] => (identity.namespace === 'default' ? ['default', ''] : [identity.namespace]);

const labelsMatch = (selector: Readonly<Record<string, unknown>>): Matchers['labels'] | undefined => {
  const labels = labelSelector(text(selector.labelSelector) ?? '');
  const annotations = labelSelector(text(selector.annotationSelector) ?? '');
  if (labels === undefined || annotations === undefined) return undefined;
  const plain = selector.labelSelector === undefined && selector.annotationSelector === undefined;
  return (object, unsure) => plain || (object.labelsCertain ? labels(object.labels) && annotations(object.annotations) : unsure);
};

const compile = (selector: Readonly<Record<string, unknown>>): Matchers | undefined => {
  const [group, version, kind, name, namespace] = PARTS.map((part) => wholeMatch(text(selector[part])));
  const labels = labelsMatch(selector);
  if (!group || !version || !kind || !name || !namespace || !labels) return undefined;
  const type = (object: ObjectState, kindOf: string): boolean => {
    const of = groupVersion(object.apiVersion);
    return group(of.group) && version(of.version) && kind(kindOf);
  };
  return { type, name, namespace, labels };
};

const ANYTHING: Selector = { forPatch: () => true, forReplacement: () => true, surely: () => false };

/** Compiles the selector of a target. */
export const selector = (target: unknown): Selector => {
  const found = compile(fields(target));
  if (found === undefined) return ANYTHING;
  const anyOf = (object: ObjectState): boolean =>
    identities(object).some(
      (identity) => found.type(object, identity.kind) && found.name(identity.name) && namespacesOf(identity).some(found.namespace),
    );
  return {
    forPatch: (object) => {
      if (!object.identityCertain) return true;
      const known = identities(object);
      const ends = [known[0], known.at(-1)].filter((identity) => identity !== undefined);
      return (
        found.type(object, object.kind) &&
        ends.some((identity) => found.name(identity.name)) &&
        ends.some((identity) => found.namespace(identity.namespace)) &&
        found.labels(object, true)
      );
    },
    forReplacement: (object) => !object.identityCertain || (anyOf(object) && found.labels(object, true)),
    surely: (object) => object.identityCertain && anyOf(object) && found.labels(object, false),
  };
};
