// Which part of a name did kustomize generate from the content?
import { apiGroup } from './identity.ts';

/** kustomize's hash: ten hex digits with 0,1,3,a,e written as g,h,k,m,t (`kyaml/hasher`, `encode`). */
const SUFFIX = /-[2456789bcdfghkmt]{10}$/;

/** Kinds whose names kustomize completes with a hash. */
export function hasGeneratedNames(apiVersion: string, kind: string): boolean {
  return apiGroup(apiVersion) === '' && (kind === 'ConfigMap' || kind === 'Secret');
}

/** The name without its hash; undefined when it has none. */
export function baseOfGeneratedName(name: string): string | undefined {
  return SUFFIX.test(name) ? name.replace(SUFFIX, '') : undefined;
}

/** Name that stays the same while the content changes: the hash of a ConfigMap's or Secret's name is left out. */
export function lastingName(ref: { readonly apiVersion: string; readonly kind: string; readonly name: string }): string {
  return hasGeneratedNames(ref.apiVersion, ref.kind) ? (baseOfGeneratedName(ref.name) ?? ref.name) : ref.name;
}
