// Which of the objects that are found matter to an expansion, and where does a person edit them?
import type { Skipped, SourceLocation } from '@fairway/contracts';
import { type Discovery, type Environment, makesApps } from '@fairway/environments';
import { apiGroup, type ManifestObject, objectName } from '@fairway/manifests';
import { toLocation } from '../closure/place.ts';
import type { AppRecord } from './app-record.ts';
import type { KnownObjects } from './known-objects.ts';

/** Sets and projects, what makes Secrets in the cluster, and the instance that the Flux operator runs. */
const OTHER_GROUPS: ReadonlySet<string> = new Set(['argoproj.io', 'external-secrets.io', 'bitnami.com', 'fluxcd.controlplane.io']);
/** Their arguments decide how Flux renders. */
const CONTROLLERS: ReadonlySet<string> = new Set(['kustomize-controller', 'helm-controller']);

/** Objects that say what is applied, and kinds that they take values from. */
export const isOfInterest = ({ apiVersion, kind, metadata }: ManifestObject): boolean => {
  const group = apiGroup(apiVersion);
  if (group === '') return kind === 'ConfigMap' || kind === 'Secret';
  if (group === 'apps') return kind === 'Deployment' && CONTROLLERS.has(metadata.name);
  return group.endsWith('.fluxcd.io') || OTHER_GROUPS.has(group);
};

const reconcilerOf = ({ apiVersion }: ManifestObject): 'argocd' | 'flux' => (apiGroup(apiVersion) === 'argoproj.io' ? 'argocd' : 'flux');

/** Does the cluster run the other reconciler? */
export const isForeign = (environment: Environment | undefined, object: ManifestObject): boolean =>
  environment?.profile?.reconciler !== undefined && environment.profile.reconciler.kind !== reconcilerOf(object);

/** Where a person edits a rendered object: in the file of the app's inputs that holds one of this kind and name. */
export const placesIn = ({ reconcilers }: Discovery): ((object: ManifestObject, record: AppRecord) => SourceLocation) => {
  const written = Map.groupBy(reconcilers, ({ kind, name }) => `${kind}/${name}`);
  return (object, { closure, app }) => {
    const found = written.get(`${object.kind}/${objectName(object)}`)?.find(({ at }) => closure?.files.has(at.file) === true);
    return toLocation(found?.at ?? app.declaredAt);
  };
};

/** Objects that the reconciler of their cluster does not act on. */
export const skippedObjects = (
  known: ReadonlyMap<string, KnownObjects>,
  environments: ReadonlyMap<string, Environment>,
): readonly Skipped[] =>
  [...known].flatMap(([env, objects]) => {
    const environment = environments.get(env);
    const idle = [...objects.values()].filter(({ object }) => isForeign(environment, object) && makesApps(object));
    const kind = environment?.profile?.reconciler?.kind === 'flux' ? 'Flux' : 'Argo CD';
    return idle.map(({ object, at }) => ({
      path: at.file,
      reason: `${object.kind} ${objectName(object)}: the cluster of ${env} runs ${kind}, which does not act on it`,
    }));
  });
