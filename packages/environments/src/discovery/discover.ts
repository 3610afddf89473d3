// Which environments and apps does this tree have, by fairway.yaml and app.yaml, or by looking at it?
import type { ConfigProblem, Skipped, SourceTree } from '@fairway/contracts';
import { NO_ENVIRONMENT } from '../config/fairway-config.ts';
import type { App, Discovery, Environment } from '../model.ts';
import { readAppFiles } from './app-files.ts';
import { idKey, uniqueNames } from './app-name.ts';
import { directoriesOf, type PatternMatch, patternMatcher, type UnknownEnvironment } from './app-pattern.ts';
import type { Candidate, Sighting } from './candidate.ts';
import { clusterDirectories } from './cluster-directories.ts';
import { createDiscoveryMemo, type DiscoveryMemo, known, remember } from './discovery-memo.ts';
import { environmentFinder } from './environment-segment.ts';
import { environmentsOf } from './environments.ts';
import { ignoring } from './ignored.ts';
import { compare, type Layout, layoutOf } from './layout.ts';
import { reconcilerObjects, skippedLinks, unreadNotes, writtenReconcilers } from './not-looked-at.ts';
import { readTreeConfig, type TreeConfig } from './read-config.ts';
import { resolveApp } from './resolve-app.ts';
import { appFileCandidate, spokenFor } from './sight-app-files.ts';
import { sightCharts } from './sight-charts.ts';
import { sightKustomizations } from './sight-kustomizations.ts';
import { looseManifests, sightManifests } from './sight-manifests.ts';
import { sightPatterns } from './sight-patterns.ts';
import { type TreeFacts, treeFacts } from './tree-facts.ts';
import { directoryOf, isWithin, resolvePath } from './tree-path.ts';

export interface DiscoverOptions {
  /** Only apps, skipped directories and objects at or below this directory are reported. Default: the whole repository. */
  readonly below?: string;
  /** Shared between several trees, so that equal files are read once, and equal answers are one value. */
  readonly memo?: DiscoveryMemo;
  /** Look at the tree as if it had no fairway.yaml. */
  readonly ignoreConfig?: boolean;
}

/**
 * Says what is in a tree. Wrong configuration comes back in `problems`, never as an exception; when fairway.yaml itself is wrong, nothing
 * else is said. The same tree gives the same answer, whatever the order of its entries.
 */
export async function discover(tree: SourceTree, options: DiscoverOptions = {}): Promise<Discovery> {
  const memo = options.memo ?? createDiscoveryMemo();
  const facts = await treeFacts(tree, memo.facts);
  const seen = { paths: tree.entries, facts, how: [options.below ?? '', options.ignoreConfig === true] } as const;
  return known(memo, seen) ?? remember(memo, seen, say(tree, facts, options));
}

function say(tree: SourceTree, facts: TreeFacts, options: DiscoverOptions): Discovery {
  const configured = options.ignoreConfig === true ? NO_CONFIG : readTreeConfig(facts, tree.entries);
  if (configured.problems.length > 0) return { ...NOTHING, problems: configured.problems };
  return assemble(layoutOf(tree.entries, facts), configured, resolvePath('', options.below ?? '') ?? '');
}

const NO_CONFIG: TreeConfig = { config: undefined, yaml: undefined, problems: [] };
const NOTHING: Discovery = {
  config: undefined,
  environments: [],
  apps: [],
  skipped: [],
  ignored: [],
  notLookedAt: [],
  reconcilers: [],
  notes: [],
  problems: [],
};

function assemble(layout: Layout, configured: TreeConfig, below: string): Discovery {
  const { config, yaml } = configured;
  const { sighting, problems: appProblems, loose } = sight(layout, configured);
  const candidates = sighting.candidates.toSorted(
    (a, b) => compare(a.root, b.root) || compare(a.env, b.env) || compare(a.renderer, b.renderer),
  );
  const environmentAt = environmentFinder(environmentNames(layout, config));
  const written = writtenReconcilers(layout, (file) => environmentAt(directoryOf(file))?.name ?? NO_ENVIRONMENT);
  const environments = environmentsOf(new Set([...candidates, ...written].map(({ env }) => env)), {
    config,
    yaml,
    textOf: (path) => layout.facts.files.get(path)?.text,
    paths: layout.facts.files.keys(),
    none: NO_ENVIRONMENT,
  });
  const { apps, problems: resolveProblems } = resolveAll(candidates, layout, environments.environments);
  const takers = apps.flatMap(({ renderer }) => (renderer.kind === 'directory' ? [renderer] : []));
  const skipped = inOrder([...sighting.skipped, ...sightManifests(loose, takers), ...skippedLinks(layout)]);
  const objects = reconcilerObjects(layout);
  const ignored = ignoring(config?.ignore ?? [], apps, [...skipped.map(({ path }) => path), ...objects.map(({ at }) => at.file)]);
  return {
    config,
    environments: environments.environments,
    apps: apps.filter(({ root }) => isWithin(root, below)),
    skipped: skipped.filter(({ path }) => isWithin(path, below)),
    ignored: ignored.apps,
    notLookedAt: objects.filter(({ at }) => isWithin(at.file, below) && ignored.reasonFor(at.file) === undefined),
    reconcilers: written.filter(({ at }) => ignored.reasonFor(at.file) === undefined),
    notes: [...sourceNote(configured, apps), ...environments.notes, ...sighting.notes, ...unreadNotes(layout), ...ignored.notes],
    problems: [...environments.problems, ...appProblems, ...resolveProblems, ...sameIds(apps, candidates)],
  };
}

/** Segments that are environments whatever their words: those of fairway.yaml, else directories of clusters. */
function environmentNames(layout: Layout, config: TreeConfig['config']): ReadonlySet<string> {
  return config?.environments === undefined ? clusterDirectories(layout) : new Set(Object.keys(config.environments));
}

interface Sights {
  readonly sighting: Sighting;
  readonly problems: readonly ConfigProblem[];
  readonly loose: ReadonlyMap<string, readonly string[]>;
}

function sight(layout: Layout, { config }: TreeConfig): Sights {
  const declared = environmentNames(layout, config);
  const loose = looseManifests(layout);
  const base = { layout, declared, environmentAt: environmentFinder(declared), none: NO_ENVIRONMENT };
  if (config?.apps !== undefined) {
    const matcher = patternMatcher(config.apps, config.environments === undefined ? undefined : declared);
    const matches = matchesIn(layout, matcher);
    const appFiles = readAppFiles(layout, new Set([...matches].flatMap(([path, match]) => ('unknown' in match ? [] : [path]))));
    const context = {
      ...base,
      matches,
      appFiles: appFiles.files,
      wrong: appFiles.wrong,
      loose,
      spokenFor: spokenFor(appFiles.files.values()),
      apps: NO_APPS,
    };
    const sighting = sightPatterns(context);
    return {
      sighting: { ...sighting, notes: [...sighting.notes, ...idlePatterns(config.apps, matches)] },
      problems: appFiles.problems,
      loose,
    };
  }
  const appFiles = readAppFiles(layout, NO_APPS);
  const context = { ...base, spokenFor: spokenFor(appFiles.files.values()), apps: new Set([...appFiles.files.keys(), ...appFiles.wrong]) };
  const declaredApps = [...appFiles.files.values()].map((appFile) => appFileCandidate(appFile, base));
  const kustomizations = sightKustomizations(context);
  const charts = sightCharts(context);
  const sighting = {
    candidates: [...declaredApps, ...kustomizations.candidates, ...charts.candidates],
    skipped: [...kustomizations.skipped, ...charts.skipped],
    notes: [...kustomizations.notes, ...charts.notes, ...doubleNotes(kustomizations.candidates, charts.candidates)],
  };
  return { sighting, problems: appFiles.problems, loose };
}

const NO_APPS: ReadonlySet<string> = new Set();

function matchesIn(layout: Layout, matcher: ReturnType<typeof patternMatcher>): ReadonlyMap<string, PatternMatch | UnknownEnvironment> {
  const directories = [...directoriesOf(layout.entries.keys())].toSorted(compare);
  return new Map(
    directories.flatMap((directory) => {
      const match = matcher(directory);
      return match === undefined ? [] : [[directory, match] as const];
    }),
  );
}

function idlePatterns(
  patterns: readonly { readonly path: string }[],
  matches: ReadonlyMap<string, PatternMatch | UnknownEnvironment>,
): string[] {
  const used = new Set([...matches.values()].flatMap((match) => ('unknown' in match ? [] : [match.pattern.path])));
  return patterns.filter(({ path }) => !used.has(path)).map(({ path }) => `the pattern ${path} of fairway.yaml matches nothing`);
}

function doubleNotes(kustomizations: readonly Candidate[], charts: readonly Candidate[]): string[] {
  const both = new Set(charts.map(({ root }) => root).filter((root) => kustomizations.some((one) => one.root === root)));
  return [...both].map((root) => `${root}: ambiguous, it is a kustomization and a chart; both are taken`);
}

interface Resolved {
  readonly apps: readonly App[];
  readonly problems: readonly ConfigProblem[];
}

function resolveAll(candidates: readonly Candidate[], layout: Layout, environments: readonly Environment[]): Resolved {
  const names = uniqueNames(candidates);
  const order = new Map(environments.map(({ name }, index) => [name, index]));
  const flux = new Set(environments.flatMap(({ name, profile }) => (profile?.reconciler?.kind === 'flux' ? [name] : [])));
  const resolved = candidates.map((candidate) =>
    resolveApp(candidate, names.get(candidate) ?? '', { layout, flux: flux.has(candidate.env) }),
  );
  const apps = resolved.flatMap(({ app }) => app ?? []);
  return {
    apps: apps.toSorted((a, b) => (order.get(a.env) ?? 0) - (order.get(b.env) ?? 0) || compare(a.name, b.name) || compare(a.root, b.root)),
    problems: resolved.flatMap(({ problems }) => problems),
  };
}

function sameIds(apps: readonly App[], candidates: readonly Candidate[]): ConfigProblem[] {
  const groups = [...Map.groupBy(apps, ({ env, name }) => idKey(env, name)).values()];
  return groups.flatMap(([first, ...others]) =>
    others.map((other) => {
      const appFile = candidates.find(({ file }) => file === other.declaredAt.file)?.appFile;
      const at = appFile?.reading.value.name === undefined ? { file: other.declaredAt.file, line: 1 } : appFile.reading.yaml.at(['name']);
      const ids = first?.id === other.id ? other.id : `${first?.id} (here ${other.id})`;
      return {
        message: `two apps have the id ${ids}: ${first?.declaredAt.file} and ${other.declaredAt.file}`,
        hint: 'give one of them another name in its app.yaml',
        at,
      };
    }),
  );
}

function inOrder(skipped: readonly Skipped[]): readonly Skipped[] {
  return skipped.toSorted((a, b) => compare(a.path, b.path) || compare(a.reason, b.reason));
}

function sourceNote({ config }: TreeConfig, apps: readonly App[]): string[] {
  if (config?.apps !== undefined) return [];
  const what = config?.environments === undefined ? 'environments and apps are' : 'apps are';
  return apps.some(({ inferred }) => inferred) ? [`${what} inferred from the tree; fairway init writes them down`] : [];
}
