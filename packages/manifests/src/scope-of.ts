// Does a kind live in a namespace or in the cluster?
import generated from './generated/scopes.json' with { type: 'json' };
import { apiGroup } from './identity.ts';
import { definedKind } from './list-types.ts';
import type { ManifestObject } from './model.ts';

const SCOPES: Readonly<Record<string, string>> = generated.scopes;

/** Where the objects of a kind live. */
export type Scope = 'namespaced' | 'cluster';

function builtinScope(apiVersion: string, kind: string): string | undefined {
  const id = `${apiGroup(apiVersion)}/${kind}`;
  return Object.hasOwn(SCOPES, id) ? SCOPES[id] : undefined;
}

/** Is the kind part of Kubernetes itself, in any version that we know? */
export function isBuiltinKind(apiVersion: string, kind: string): boolean {
  return builtinScope(apiVersion, kind) !== undefined;
}

/** Scope of a kind, by the API of Kubernetes or by a CustomResourceDefinition among `crds` (which may hold any objects); undefined: not known. */
export function scopeOf(apiVersion: string, kind: string, crds: readonly ManifestObject[] = []): Scope | undefined {
  const builtin = builtinScope(apiVersion, kind);
  if (builtin !== undefined) return builtin === 'cluster' ? 'cluster' : 'namespaced';
  const group = apiGroup(apiVersion);
  for (const crd of crds) {
    const defined = definedKind(crd);
    if (defined?.group !== group || defined.kind !== kind) continue;
    if (defined.scope === 'Cluster') return 'cluster';
    if (defined.scope === 'Namespaced') return 'namespaced';
  }
  return undefined;
}
