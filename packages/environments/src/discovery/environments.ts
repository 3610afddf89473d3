// Which environments are there, and how does each render?
import type { ClusterProfile, ConfigProblem, EnvironmentConfig, FairwayConfig } from '@fairway/contracts';
import { readClusterProfile } from '../config/cluster-profile.ts';
import { type ConfigYaml, readConfigYaml } from '../config/config-yaml.ts';
import { isMapping } from '../config/parse-config.ts';
import { quote } from '../config/show-value.ts';
import { didYouMean } from '../config/suggest.ts';
import type { Environment } from '../model.ts';
import { DEFAULT_KUBE_VERSION, renderSettings } from '../render-settings.ts';
import { compare } from './layout.ts';
import { stageOf, stagesIn, wordsOf } from './stage-of.ts';
import { baseName, directoryOf } from './tree-path.ts';

export interface EnvironmentsContext {
  readonly config: FairwayConfig | undefined;
  /** Places in fairway.yaml. */
  readonly yaml: ConfigYaml | undefined;
  /** Text of a file of the tree; undefined when it is absent or cannot be read. */
  readonly textOf: (path: string) => string | undefined;
  /** Paths of all files, to say what might have been meant. */
  readonly paths: Iterable<string>;
  readonly none: string;
}

export interface Environments {
  readonly environments: readonly Environment[];
  readonly problems: readonly ConfigProblem[];
  readonly notes: readonly string[];
}

/** Environments of fairway.yaml in its order, then those that apps were found in: dev, test, prod, others, none last. */
export function environmentsOf(used: ReadonlySet<string>, context: EnvironmentsContext): Environments {
  const declared = Object.keys(context.config?.environments ?? {});
  const found = [...used]
    .filter((name) => !declared.includes(name))
    .toSorted((a, b) => rank(a, context.none) - rank(b, context.none) || compare(a, b));
  const results = [...declared, ...found].map((name) => environmentOf(name, context));
  const environments = results.map(({ environment }) => environment);
  return {
    environments,
    problems: results.flatMap(({ problems }) => problems),
    notes: [...results.flatMap(({ notes }) => notes), ...undeclaredNote(found, declared, context), ...defaultsNote(environments, context)],
  };
}

const ORDER = ['dev', 'test', 'prod'];

function rank(name: string, none: string): number {
  if (name === none) return ORDER.length + 1;
  const index = ORDER.indexOf(stageOf(name) ?? '');
  return index === -1 ? ORDER.length : index;
}

interface Result {
  readonly environment: Environment;
  readonly problems: readonly ConfigProblem[];
  readonly notes: readonly string[];
}

function environmentOf(name: string, context: EnvironmentsContext): Result {
  const { config, none } = context;
  const own = config?.environments !== undefined && Object.hasOwn(config.environments, name) ? config.environments[name] : undefined;
  const { directory, profile, problems } =
    own?.cluster === undefined ? guessedProfile(name, context) : declaredProfile(name, own.cluster, context);
  const cluster = directory === undefined ? undefined : (profile?.name ?? baseName(directory));
  const environment: Environment = {
    name,
    stage: own?.stage ?? (name === none ? undefined : stageOf(name)),
    kind: own?.kind ?? (name === none ? 'standalone' : 'permanent'),
    cluster,
    profile,
    promoteFrom: (own?.promoteFrom ?? []).map((entry) => (typeof entry === 'string' ? entry : entry.from)),
    render: renderSettings({ profile, overrides: config?.render, own: own?.render }),
  };
  return {
    environment,
    problems,
    notes: [...stageNotes(name, own, none), ...(own?.cluster === undefined && directory !== undefined ? [guessNote(name, directory)] : [])],
  };
}

interface FoundProfile {
  readonly directory: string | undefined;
  readonly profile: ClusterProfile['cluster'] | undefined;
  readonly problems: readonly ConfigProblem[];
}

function declaredProfile(name: string, cluster: string, { textOf, yaml, paths }: EnvironmentsContext): FoundProfile {
  const directory = cluster.replace(/\/+$/, '');
  const file = `${directory}/profile.yaml`;
  const text = textOf(file);
  if (text === undefined) {
    const profiles = [...paths].filter((path) => path.endsWith('/profile.yaml')).map(directoryOf);
    const hint = [didYouMean(directory, profiles), 'write the profile, or remove cluster to render with safe defaults'].filter(
      (part) => part !== '',
    );
    const at = yaml?.at(['environments', name, 'cluster']) ?? { file: 'fairway.yaml' };
    return { directory, profile: undefined, problems: [{ message: `the cluster of ${name} has no ${file}`, hint: hint.join(' '), at }] };
  }
  const reading = readClusterProfile(text, file);
  return reading.ok
    ? { directory, profile: reading.value.cluster, problems: [] }
    : { directory, profile: undefined, problems: reading.problems };
}

/** Without fairway.yaml a profile that bears the name of the environment is taken, if it is one of ours. */
function guessedProfile(name: string, { config, textOf }: EnvironmentsContext): FoundProfile {
  const directory = `clusters/${name}`;
  const file = `${directory}/profile.yaml`;
  const text = config?.environments === undefined ? textOf(file) : undefined;
  const content = text === undefined ? undefined : readConfigYaml(text, file).value;
  if (text === undefined || !isMapping(content) || !isMapping(content.cluster))
    return { directory: undefined, profile: undefined, problems: [] };
  const reading = readClusterProfile(text, file);
  return reading.ok
    ? { directory, profile: reading.value.cluster, problems: [] }
    : { directory: undefined, profile: undefined, problems: [] };
}

function guessNote(name: string, directory: string): string {
  return `environment '${name}': cluster inferred, ${directory}/profile.yaml bears its name`;
}

const TURNING = new Set(['pre', 'post', 'non', 'no', 'not']);

function stageNotes(name: string, own: EnvironmentConfig | undefined, none: string): string[] {
  if (own?.stage !== undefined || name === none) return [];
  const stages = stagesIn(name);
  if (stages.length === 0) return [`environment ${quote(name)}: no stage, no word of its name says one`];
  const strict = stages.at(-1) ?? '';
  if (stages.length > 1) return [`environment ${quote(name)}: stage ambiguous (${stages.join(', ')}), took ${strict}`];
  return wordsOf(name).some((word) => TURNING.has(word)) ? [`environment ${quote(name)}: stage ambiguous, took ${strict} by its word`] : [];
}

function undeclaredNote(found: readonly string[], declared: readonly string[], { none }: EnvironmentsContext): string[] {
  const names = found.filter((name) => name !== none);
  if (names.length === 0 || declared.length === 0) return [];
  return [`found in the tree and not in fairway.yaml: environment ${names.map(quote).join(', ')}`];
}

function defaultsNote(environments: readonly Environment[], { config }: EnvironmentsContext): string[] {
  const bare = environments.filter(({ name, profile }) => {
    const own = config?.environments !== undefined && Object.hasOwn(config.environments, name) ? config.environments[name] : undefined;
    return profile?.kubernetes === undefined && own?.render?.kubernetes === undefined && config?.render?.kubernetes === undefined;
  });
  if (bare.length === 0) return [];
  const names = bare.length === environments.length ? '' : ` for ${bare.map(({ name }) => name).join(', ')}`;
  return [
    `safe defaults${names}: Kubernetes ${DEFAULT_KUBE_VERSION}, helm 4, load restrictor root-only where nothing else is said; a cluster profile says more`,
  ];
}
