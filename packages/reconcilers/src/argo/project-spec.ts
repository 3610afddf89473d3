// What does an AppProject allow?
import { z } from 'zod';
import type { FluxReading } from '../flux/flux-object.ts';
import type { SightedObject } from '../model.ts';
import { orElse, readArgoObject } from './argo-object.ts';

const text = orElse(z.string(), '');
const Kind = z.object({ group: text, kind: text });
const NamedKind = z.object({ group: text, kind: text, name: text });
const kinds = z.array(Kind).nullish();
const namedKinds = z.array(NamedKind).nullish();

const AppProject = z.object({
  spec: orElse(
    z.object({
      sourceRepos: orElse(z.array(z.string()), []),
      destinations: orElse(z.array(z.object({ server: text, name: text, namespace: text })), []),
      clusterResourceWhitelist: namedKinds,
      clusterResourceBlacklist: namedKinds,
      namespaceResourceWhitelist: kinds,
      namespaceResourceBlacklist: kinds,
      permitOnlyProjectScopedClusters: orElse(z.boolean(), false),
    }),
    { sourceRepos: [], destinations: [], permitOnlyProjectScopedClusters: false },
  ),
});

/** spec of an AppProject, as far as it restricts Applications. */
export type ProjectSpec = z.infer<typeof AppProject>['spec'];

/** Reads an AppProject; all wrong fields are told. */
export function readProject(sighted: SightedObject): FluxReading<ProjectSpec> {
  const read = readArgoObject(sighted, AppProject);
  return read.ok ? { ok: true, value: read.value.spec } : read;
}
