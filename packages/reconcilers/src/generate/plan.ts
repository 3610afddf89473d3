// Which team reconciles which apps in an environment, and what stands in the way?
import type { ConfigProblem } from '@fairway/contracts';
import { type App, type Environment, NO_ENVIRONMENT } from '@fairway/environments';
import { appFacts } from './app-facts.ts';
import type { EnvironmentPlan, GenerateInput, ReconciledApp, Tenant } from './model.ts';
import type { GenerateSettings } from './settings.ts';

export interface Planned {
  readonly plans: readonly EnvironmentPlan[];
  readonly problems: readonly ConfigProblem[];
  readonly notes: readonly string[];
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** Argo CD puts the name of an Application into a label. */
const MAX_NAME = 63;
/** Names of files and projects that are ours. */
const RESERVED = new Set(['platform', 'kustomization']);

/** Plans every environment. With problems the plans are of no use. */
export async function planEnvironments(input: GenerateInput, settings: GenerateSettings): Promise<Planned> {
  const { environments, apps } = input.discovery;
  const { wanted, notes } = wantedApps(apps);
  const flux = new Set(environments.flatMap(({ name, profile }) => (profile?.reconciler?.kind === 'flux' ? [name] : [])));
  const problems = [...environmentProblems(environments, wanted), ...wanted.flatMap((app) => appProblems(app, flux))];
  if (problems.length > 0) return { plans: [], problems, notes };
  const facts = await Promise.all(wanted.map((app) => appFacts(app, input.read)));
  const ready = facts.flatMap(({ reconciled }) => reconciled ?? []);
  const plans = environments
    .filter(({ name }) => name !== NO_ENVIRONMENT)
    .map((environment) => planOf(environment, ready, settings))
    .filter(({ tenants, walls }) => tenants.length > 0 || walls.length > 0);
  return {
    plans,
    problems: [...facts.flatMap((fact) => fact.problems), ...sameNames(ready, environments)],
    notes: [...notes, ...plans.flatMap(openNotes)],
  };
}

function wantedApps(apps: readonly App[]): { readonly wanted: readonly App[]; readonly notes: readonly string[] } {
  const reason = ({ env, kind, config, id }: App): string | undefined => {
    if (config?.reconciled === false) return '';
    if (env === NO_ENVIRONMENT) return `${id} is in no environment, so no reconciler object is made for it`;
    if (config === undefined) return `${id} has no app.yaml, so no reconciler object is made for it`;
    if (kind === 'platform')
      return `${id} is a platform app: it needs rights that are its own, so its reconciler object is written by a person`;
    return undefined;
  };
  const left = apps.map((app) => ({ app, reason: reason(app) }));
  return {
    wanted: left.flatMap(({ app, reason: why }) => (why === undefined ? [app] : [])),
    notes: left.flatMap(({ reason: why }) => (why === undefined || why === '' ? [] : [why])),
  };
}

function environmentProblems(environments: readonly Environment[], apps: readonly App[]): ConfigProblem[] {
  const used = new Set(apps.map(({ env }) => env));
  return environments
    .filter(({ name }) => used.has(name) && !LABEL.test(name))
    .map(({ name }) => ({
      message: `the environment '${name}' cannot be part of the name of a Kubernetes object`,
      hint: 'name it with lower-case letters, digits and dashes',
      at: { file: 'fairway.yaml' },
    }));
}

function appProblems(
  { id, env, name, kind, config, namespaces, renderer, declaredAt, root }: App,
  flux: ReadonlySet<string>,
): ConfigProblem[] {
  const problem = (message: string, hint: string): ConfigProblem => ({
    message: `${id}: ${message}`,
    hint,
    at: { file: declaredAt.file, line: 1 },
  });
  const owner = config?.owner;
  const own = `${root === '' ? '' : `${root}/`}app.yaml`;
  const rules: readonly (ConfigProblem | undefined)[] = [
    config?.name === undefined
      ? problem('app.yaml does not say its name', `write 'name: ${name}': the ApplicationSet reads it`)
      : undefined,
    owner === undefined
      ? problem('app.yaml does not say who owns it', "write 'owner: <team>': each team has a project of its own")
      : undefined,
    owner !== undefined && !LABEL.test(owner)
      ? problem(
          `the owner '${owner}' cannot be part of the name of a Kubernetes object`,
          'name it with lower-case letters, digits and dashes',
        )
      : undefined,
    owner !== undefined && kind === 'app' && RESERVED.has(owner)
      ? problem(`the owner '${owner}' is taken by what is generated itself`, 'name the team otherwise')
      : undefined,
    name === 'kustomization' || name.startsWith('lks-reconcilers')
      ? problem(`the name '${name}' is taken by what is generated itself`, 'name the app otherwise')
      : undefined,
    namespaces.length === 0
      ? problem('app.yaml names no namespace', "write 'namespaces: [<team>-<env>]': nothing is applied elsewhere")
      : undefined,
    config?.renderer === undefined
      ? problem('app.yaml does not say how it is rendered', `write 'renderer: { kind: ${renderer.kind} }': the ApplicationSet reads it`)
      : undefined,
    `${owner ?? ''}-${env}-kustomize`.length > MAX_NAME || `${name}-${env}`.length > MAX_NAME
      ? problem(`its name or its owner's together with '${env}' is longer than ${MAX_NAME} letters`, 'shorten one of them')
      : undefined,
    declaredAt.file !== own || /[*?[\]{}\\]/.test(own)
      ? problem(`the path '${declaredAt.file}' cannot stand in an ApplicationSet`, 'use letters, digits, dots, dashes and slashes')
      : undefined,
    config?.renderer?.kind === 'helm' && config.renderer.chart.startsWith('oci://') && config.renderer.digest === undefined
      ? problem('its chart of a registry is not pinned', "write 'digest: sha256:…' beside it: a tag may change without a commit")
      : undefined,
    kind === 'namespace' && renderer.kind !== 'kustomize'
      ? problem('a namespace is reconciled as a kustomization', "write a kustomization.yaml, or 'reconciled: false'")
      : undefined,
    flux.has(env) && renderer.kind === 'directory' && !renderer.recurse
      ? problem('Flux takes a plain directory with all that is below', "write 'recurse: true', or a kustomization.yaml")
      : undefined,
  ];
  return rules.filter((one) => one !== undefined);
}

function planOf(environment: Environment, all: readonly ReconciledApp[], settings: GenerateSettings): EnvironmentPlan {
  const here = all.filter(({ app }) => app.env === environment.name);
  const walls = here.filter(({ app }) => app.kind === 'namespace');
  const owners = Map.groupBy(
    here.filter(({ app }) => app.kind === 'app'),
    ({ app }) => app.config?.owner ?? '',
  );
  const tenants = [...owners].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([owner, apps]) => tenantOf(owner, apps, walls));
  return { environment, settings, directory: settings.path.replace('{env}', environment.name), tenants, walls };
}

function tenantOf(owner: string, apps: readonly ReconciledApp[], walls: readonly ReconciledApp[]): Tenant {
  const namespaces = [...new Set(apps.flatMap(({ app }) => app.namespaces))].toSorted();
  return { owner, apps, namespaces, walls: walls.filter(({ app }) => app.namespaces.some((one) => namespaces.includes(one))) };
}

/** Namespaces that nothing makes: the apps in them wait until a person does. */
function openNotes({ environment, tenants, walls }: EnvironmentPlan): string[] {
  const made = new Set(walls.flatMap(({ app }) => app.namespaces));
  const open = tenants.flatMap(({ namespaces }) => namespaces.filter((one) => !made.has(one)));
  const shared = Map.groupBy(
    tenants.flatMap(({ owner, namespaces }) => namespaces.map((namespace) => ({ owner, namespace }))),
    ({ namespace }) => namespace,
  );
  return [
    ...[...new Set(open)].map((namespace) => `no app of kind namespace makes ${namespace} in ${environment.name}`),
    ...[...shared]
      .filter(([, owners]) => owners.length > 1)
      .map(
        ([namespace, owners]) => `${namespace} is open to ${owners.map(({ owner }) => owner).join(' and ')}: no wall stands between them`,
      ),
  ];
}

/** Two environments may share a cluster, and `a-b` in `c` and `a` in `b-c` have one name. */
function sameNames(apps: readonly ReconciledApp[], environments: readonly Environment[]): ConfigProblem[] {
  const clusterOf = new Map(environments.map(({ name, cluster }) => [name, cluster ?? name]));
  const groups = Map.groupBy(apps, ({ app, name }) => `${clusterOf.get(app.env) ?? app.env}/${name}`);
  return [...groups.values()].flatMap(([first, second]) => {
    if (first === undefined || second === undefined) return [];
    const message = `${first.app.id} and ${second.app.id} would both be reconciled as '${second.name}' on one cluster`;
    return [{ message, hint: 'rename one of them', at: { file: second.app.declaredAt.file, line: 1 } }];
  });
}
