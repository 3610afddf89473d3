// What is the helm release of a HelmRelease called?
import { createHash } from 'node:crypto';
import type { ExpansionProblem, SightedObject } from '../model.ts';
import { namespaceOf, problemOf } from './flux-object.ts';
import type { HelmReleaseSpec } from './helm-release-spec.ts';

const MAX_LENGTH = 53;
const HASH_LENGTH = 12;
const DNS_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A name that helm takes: beyond 53 characters its first 40, a hyphen, and 12 digits of the SHA-256 of all of it. */
export function shortReleaseName(name: string): string {
  if (name.length <= MAX_LENGTH) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  return `${name.slice(0, MAX_LENGTH - HASH_LENGTH - 1)}-${hash}`;
}

export function isDnsName(name: string): boolean {
  return name.length <= 253 && DNS_NAME.test(name);
}

const orUndefined = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** Where the release is installed. */
export function releaseNamespace(sighted: SightedObject, { targetNamespace }: HelmReleaseSpec): string {
  return orUndefined(targetNamespace) ?? namespaceOf(sighted);
}

/** `spec.releaseName`, else `[targetNamespace-]name`, in the length that helm takes. */
export function releaseName({ object }: SightedObject, { releaseName: given, targetNamespace }: HelmReleaseSpec): string {
  const target = orUndefined(targetNamespace);
  const { name } = object.metadata;
  return shortReleaseName(orUndefined(given) ?? (target === undefined ? name : `${target}-${name}`));
}

/** Names that the API server or helm refuses; they also become paths here. */
export function nameProblems(sighted: SightedObject, spec: HelmReleaseSpec): readonly ExpansionProblem[] {
  const problems: ExpansionProblem[] = [];
  const refuse = (field: string, value: string, hint: string): void => {
    problems.push(problemOf(sighted, `${field} ${JSON.stringify(value)} is no name that Kubernetes and helm take`, { hint }));
  };
  const letters = 'use small letters, digits and hyphens, a letter or digit at both ends';
  const { releaseName: given = '', targetNamespace = '' } = spec;
  if (!isDnsName(sighted.object.metadata.name)) refuse('metadata.name', sighted.object.metadata.name, letters);
  if (!isDnsName(namespaceOf(sighted))) refuse('metadata.namespace', namespaceOf(sighted), letters);
  if (targetNamespace !== '' && !isDnsName(targetNamespace)) refuse('spec.targetNamespace', targetNamespace, letters);
  if (given !== '' && !isDnsName(given)) refuse('spec.releaseName', given, letters);
  else if (given.length > MAX_LENGTH) {
    const message = `spec.releaseName has ${given.length} characters, and ${MAX_LENGTH} are allowed`;
    problems.push(problemOf(sighted, message, { hint: 'shorten it' }));
  }
  return problems;
}
