// What do rendered objects say once Flux has replaced the variables in them?
import { isRecord, type ManifestObject, objectRef, parseManifests, refKey, refText } from '@fairway/manifests';
import { type SubstituteOptions, substitute, type Variables } from './envsubst.ts';
import { fluxYaml } from './substitute-yaml.ts';

/** Label or annotation of objects that are left alone, with the value `disabled`. */
const SWITCH = 'kustomize.toolkit.fluxcd.io/substitute';
const NAME = /^[_A-Za-z][_A-Za-z0-9]*$/;

export type SubstitutedObjects =
  | { readonly ok: true; readonly objects: readonly ManifestObject[] }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** Does Flux take such a name? If not, nothing is applied. */
export function isVariableName(name: string): boolean {
  return NAME.test(name);
}

/** Is there anything in it that substitution would change? Variables and doubled dollar signs stand in one text or key each. */
function mayChange(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${') || value.includes('$$');
  if (Array.isArray(value)) return value.some(mayChange);
  return isRecord(value) && Object.entries(value).some(([key, entry]) => mayChange(key) || mayChange(entry));
}

function isSwitchedOff({ metadata: { labels, annotations } }: ManifestObject): boolean {
  return [labels, annotations].some((map) => map !== undefined && Object.hasOwn(map, SWITCH) && map[SWITCH] === 'disabled');
}

interface Failure {
  readonly ok: false;
  readonly message: string;
  readonly hint: string;
}

function failure(object: ManifestObject, message: string, hint: string): Failure {
  return { ok: false, message: `${refText(objectRef(object))}: ${message}`, hint };
}

function one(object: ManifestObject, variables: Variables, options: SubstituteOptions): ManifestObject | Failure {
  const result = substitute(fluxYaml(object), variables, options);
  if (!result.ok) {
    const hint =
      result.variable === undefined
        ? `write $\${ where no variable is meant, or switch substitution off for the object: ${SWITCH}: disabled`
        : `set ${result.variable} in postBuild of the Flux Kustomization, give it a default (\${${result.variable}:=…}), or write $\${ where no variable is meant`;
    return failure(object, result.message, hint);
  }
  const { objects, problems } = parseManifests(result.text);
  const [problem] = problems;
  const hint = 'quote the value, or correct the variables';
  if (problem !== undefined) return failure(object, `it is no object once variables are replaced: ${problem.message}`, hint);
  const [only, ...others] = objects;
  if (only === undefined || others.length > 0) return failure(object, 'it is not one object once variables are replaced', hint);
  return only;
}

const identity = (object: ManifestObject): string => `${object.apiVersion} ${refKey(objectRef(object))}`;

/**
 * Replaces variables in each object as kustomize-controller does: in its YAML text, which is then read again, so that an unquoted value may
 * become a number. `variables` are all, without line ends. The first object that cannot be done ends it.
 */
export function substituteObjects(
  objects: readonly ManifestObject[],
  variables: Variables,
  options: SubstituteOptions,
): SubstitutedObjects {
  const wrong = Object.keys(variables).find((name) => !isVariableName(name));
  if (wrong !== undefined) {
    return { ok: false, message: `${wrong} is no name for a variable`, hint: 'use letters, digits and underscores, no digit first' };
  }
  const count = new Map<string, number>();
  for (const object of objects) count.set(identity(object), (count.get(identity(object)) ?? 0) + 1);
  const done: ManifestObject[] = [];
  for (const object of objects) {
    const changed = isSwitchedOff(object) || !mayChange(object) ? object : one(object, variables, options);
    if (!('kind' in changed)) return changed;
    const [before, after] = [identity(object), identity(changed)];
    if (before !== after) {
      count.set(before, (count.get(before) ?? 1) - 1);
      count.set(after, (count.get(after) ?? 0) + 1);
      if ((count.get(after) ?? 0) > 1)
        return failure(
          object,
          `with variables replaced it is ${refText(objectRef(changed))}, which is there already`,
          'give them different names',
        );
    }
    done.push(changed);
  }
  return { ok: true, objects: done };
}
