// Does an Application keep to the AppProject that it belongs to, and does the project restrict anything?
import { type FindingDraft, objectRef } from '@fairway/manifests';
import type { ClusterFacts, SightedObject, World } from '../model.ts';
import { Application } from './app-source-spec.ts';
import { destinationOf, projectKeyOf } from './application.ts';
import { argoName, readArgoObject } from './argo-object.ts';
import { type DestinationPattern, destinationPermitted, isDenied, patternFits, sourcePermitted } from './project-glob.ts';
import { type ProjectSpec, readProject } from './project-spec.ts';

export interface ProjectOptions {
  /** Clusters that are known: a destination by name has an address too, and the other way round. */
  readonly clusters?: readonly ClusterFacts[];
}

/** The cluster that Argo CD runs in, as it knows it without being told. */
const OWN_CLUSTER = { name: 'in-cluster', server: 'https://kubernetes.default.svc' };

type Draft = Pick<FindingDraft, 'ruleId' | 'severity' | 'message' | 'hint'> & { readonly field: string; readonly detail?: string };

function finding({ object, at }: SightedObject, draft: Draft): FindingDraft {
  return { ...draft, object: objectRef(object), location: at };
}

/** Problems of an object as findings: here nothing is rendered that could fail. */
function unreadable(
  sighted: SightedObject,
  messages: readonly { readonly message: string; readonly hint: string }[],
): readonly FindingDraft[] {
  return messages.map(({ message, hint }) =>
    finding(sighted, { ruleId: 'project-unreadable', severity: 'medium', message, hint, field: '/spec', detail: message }),
  );
}

/**
 * The AppProject of an Application among the objects known so far: in the namespace of the Application, else the only one of that name, since
 * an Application may live in another namespace than Argo CD.
 */
export function findProject(application: SightedObject, world: Pick<World, 'find' | 'all'>): SightedObject | undefined {
  const read = readArgoObject(application, Application);
  if (!read.ok) return undefined;
  const key = projectKeyOf(application, read.value);
  const found = world.find(key);
  if (found !== undefined) return found;
  const [only, ...others] = world.all(key.group, key.kind).filter(({ object }) => object.metadata.name === key.name);
  return others.length === 0 ? only : undefined;
}

/** Every place that an Application takes files from. */
function repositoriesOf({ spec }: Application): readonly { readonly repoURL: string; readonly field: string }[] {
  const { source, sources, sourceHydrator } = spec;
  if (sourceHydrator !== undefined && sourceHydrator !== null) {
    const { drySource, syncSource } = sourceHydrator;
    const dry = { repoURL: drySource.repoURL, field: '/spec/sourceHydrator/drySource/repoURL' };
    if (syncSource.repoURL === '') return [dry];
    return [dry, { repoURL: syncSource.repoURL, field: '/spec/sourceHydrator/syncSource/repoURL' }];
  }
  if (sources.length > 0) return sources.map(({ repoURL }, index) => ({ repoURL, field: `/spec/sources/${index}/repoURL` }));
  return source === undefined || source === null ? [] : [{ repoURL: source.repoURL, field: '/spec/source/repoURL' }];
}

function sourceFindings(
  sighted: SightedObject,
  application: Application,
  project: { readonly name: string; readonly spec: ProjectSpec },
): readonly FindingDraft[] {
  return repositoriesOf(application)
    .filter(({ repoURL }) => !sourcePermitted(project.spec.sourceRepos, repoURL))
    .map(({ repoURL, field }) =>
      finding(sighted, {
        ruleId: 'project-source-denied',
        severity: 'high',
        message: `${argoName(sighted)}: AppProject ${project.name} does not allow the source ${repoURL}, so Argo CD refuses to sync it`,
        hint: `Add the address to sourceRepos of AppProject ${project.name}, or take the files from a repository that is listed.`,
        field,
        detail: repoURL,
      }),
    );
}

/** Address and name of one cluster, as far as they are known. */
function clusterOf(
  destination: { readonly server?: string; readonly name?: string },
  clusters: readonly ClusterFacts[],
): { readonly server: string; readonly name: string } {
  const { server = '', name = '' } = destination;
  const known = [...clusters, OWN_CLUSTER].find((cluster) => (server === '' ? cluster.name === name : cluster.server === server));
  return { server: server || (known?.server ?? ''), name: name || (known?.name ?? '') };
}

/** Could the part that is not known be what a pattern asks for? */
function undecided(patterns: readonly DestinationPattern[], destination: DestinationPattern): boolean {
  if (destination.name !== '' && destination.server !== '') return false;
  return patterns.some((pattern) => {
    const part = destination.name === '' ? pattern.name : pattern.server;
    return part !== '' && (isDenied(part) || patternFits(pattern.namespace, destination.namespace));
  });
}

function destinationFindings(
  sighted: SightedObject,
  project: { readonly name: string; readonly spec: ProjectSpec },
  clusters: readonly ClusterFacts[],
): readonly FindingDraft[] {
  const target = destinationOf(sighted);
  if (target.kind !== 'made') return target.kind === 'failed' ? unreadable(sighted, target.problems) : [];
  const destination = { ...clusterOf(target.value, clusters), namespace: target.value.namespace ?? '' };
  const { destinations } = project.spec;
  if (destinationPermitted(destinations, destination) || undecided(destinations, destination)) return [];
  const cluster = destination.server || destination.name || 'no cluster';
  const namespace = destination.namespace === '' ? 'no namespace' : `namespace ${destination.namespace}`;
  return [
    finding(sighted, {
      ruleId: 'project-destination-denied',
      severity: 'high',
      message: `${argoName(sighted)}: AppProject ${project.name} does not allow the destination ${cluster}, ${namespace}`,
      hint: `Add it to destinations of AppProject ${project.name}, or correct spec.destination.`,
      field: '/spec/destination',
    }),
  ];
}

/** What an AppProject that allows anything gives away, one finding for each list. */
export function projectWildcards(project: SightedObject): readonly FindingDraft[] {
  const read = readProject(project);
  if (!read.ok) return unreadable(project, read.problems);
  const { sourceRepos, destinations, clusterResourceWhitelist } = read.value;
  const wide = (text: string) => text === '*' || text === '**';
  const draft = (severity: 'low' | 'medium', field: string, what: string, hint: string) =>
    finding(project, {
      ruleId: 'project-wildcard',
      severity,
      message: `${argoName(project)} allows ${what}`,
      hint,
      field: `/spec/${field}`,
    });
  return [
    ...(sourceRepos.some(wide)
      ? [draft('medium', 'sourceRepos', 'sources from any repository', 'List the repositories of the team.')]
      : []),
    ...(destinations.some(({ server, name, namespace }) => (wide(server) || wide(name)) && wide(namespace))
      ? [draft('medium', 'destinations', 'any namespace of any cluster as destination', 'List the clusters and namespaces of the team.')]
      : destinations.some(({ namespace }) => wide(namespace))
        ? [draft('low', 'destinations', 'any namespace of a cluster as destination', 'List the namespaces of the team.')]
        : []),
    ...((clusterResourceWhitelist ?? []).some(({ group, kind, name }) => wide(group) && wide(kind) && (name === '' || wide(name)))
      ? [draft('medium', 'clusterResourceWhitelist', 'cluster-scoped objects of any kind', 'List the kinds that the team needs.')]
      : []),
  ];
}

/**
 * What an Application does that its AppProject forbids. `project` is the object that `projectKeyOf` names; undefined: the repository has
 * none. An Application that cannot be read has no findings: its expansion fails and says why.
 */
export function projectFindings(
  application: SightedObject,
  project: SightedObject | undefined,
  { clusters = [] }: ProjectOptions = {},
): readonly FindingDraft[] {
  const read = readArgoObject(application, Application);
  if (!read.ok) return [];
  const { name } = projectKeyOf(application, read.value);
  const usesDefault = finding(application, {
    ruleId: 'project-default',
    severity: 'low',
    message: `${argoName(application)} belongs to the AppProject default, which restricts nothing unless somebody changed it`,
    hint: 'Name an AppProject of the team in spec.project.',
    field: '/spec/project',
  });
  const first = name === 'default' ? [usesDefault] : [];
  if (project === undefined) {
    if (name === 'default') return first;
    return [
      finding(application, {
        ruleId: 'project-missing',
        severity: 'medium',
        message: `${argoName(application)} belongs to AppProject ${name}, which is not in this repository: its restrictions are not checked`,
        hint: 'Add the AppProject to the repository, or correct spec.project.',
        field: '/spec/project',
        detail: name,
      }),
    ];
  }
  const spec = readProject(project);
  if (!spec.ok) return [...first, ...unreadable(project, spec.problems)];
  const known = { name, spec: spec.value };
  return [...first, ...sourceFindings(application, read.value, known), ...destinationFindings(application, known, clusters)];
}
