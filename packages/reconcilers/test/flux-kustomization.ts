// What do the tests of a Flux Kustomization have in common: a small repository, the object, and what it asks for?
import { expandKustomization } from '../src/flux/kustomization.ts';
import type { DataLookup } from '../src/model.ts';
import { type MemoryWorld, memoryWorld, sight } from './flux-world.ts';

export const KUSTOMIZATION = 'resources: [a.yaml]\n';
export const FILES = {
  'apps/web/kustomization.yaml': KUSTOMIZATION,
  'apps/web/a.yaml': 'kind: ConfigMap\n',
  'apps/db/kustomization.yaml': KUSTOMIZATION,
};

export function flux(spec: string, { version = 'v1', head = '' } = {}): string {
  const lines = spec.trim().split('\n');
  const source = /^sourceRef:/m.test(spec) ? [] : ['sourceRef: {kind: GitRepository, name: flux-system}'];
  const body = [...source, ...lines].map((line) => `  ${line}`).join('\n');
  return `apiVersion: kustomize.toolkit.fluxcd.io/${version}\nkind: Kustomization\nmetadata: {name: web, namespace: flux-system${head}}\nspec:\n${body}\n`;
}

export function expand(text: string, world: Partial<MemoryWorld> = {}) {
  const [sighted] = sight(text, 'clusters/prod/web.yaml');
  if (sighted === undefined) throw new Error('no object');
  return expandKustomization(sighted, memoryWorld({ files: FILES, ...world }));
}

export const found = (data: Readonly<Record<string, string>>, secret = false): DataLookup => ({
  kind: 'found',
  data,
  secret,
  at: { file: 'vars.yaml', line: 4 },
});
export const hidden: DataLookup = { kind: 'hidden', reason: 'it is encrypted', at: { file: 'vars.yaml' } };

export const source = (kind: string, spec: string, name = 'src'): string =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: flux-system}\nspec: ${spec}\n---\n`;
