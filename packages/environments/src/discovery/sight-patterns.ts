// Which apps do the patterns of fairway.yaml declare, and why is everything else none?
import type { Skipped } from '@fairway/contracts';
import { didYouMean } from '../config/suggest.ts';
import type { PatternMatch, UnknownEnvironment } from './app-pattern.ts';
import type { AppFile, Candidate, Sighting } from './candidate.ts';
import { rendererKind } from './sight-app-files.ts';
import { type ChartValues, chartCandidates, valuesByChart } from './sight-charts.ts';
import { contentReason, nameUsers, type SightContext } from './sight-kustomizations.ts';
import { directoryOf, showDirectory } from './tree-path.ts';

/** Reason for a kustomization or chart where fairway.yaml says which directories are apps. */
export const NO_PATTERN = 'no pattern of fairway.yaml takes it';

export interface PatternContext extends SightContext {
  /** Directories that a pattern takes, or would take, in path order. */
  readonly matches: ReadonlyMap<string, PatternMatch | UnknownEnvironment>;
  readonly appFiles: ReadonlyMap<string, AppFile>;
  /** Directories whose app.yaml is wrong: already a problem. */
  readonly wrong: ReadonlySet<string>;
  /** Manifests by directory that no kustomization or chart takes. */
  readonly loose: ReadonlyMap<string, readonly string[]>;
}

/** Looks at every directory that a pattern takes, then says of all other kustomizations, charts and app.yaml files why they are none. */
export function sightPatterns(context: PatternContext): Sighting {
  const values = valuesByChart(context.layout, context.declared);
  const yaml = new Set([...context.layout.facts.files.keys()].map(directoryOf));
  const found = [...context.matches].flatMap(([directory, match]) => {
    if ('unknown' in match || context.wrong.has(directory)) return [];
    return [{ directory, ...sight(directory, match, { context, values, yaml }) }];
  });
  const candidates = found.flatMap(({ candidates: own }) => own);
  const looked = new Set([...found.map(({ directory }) => directory), ...context.wrong]);
  return {
    candidates,
    skipped: [...found.flatMap(({ skipped }) => skipped), ...leftOver(context, looked)],
    notes: candidates.flatMap(({ root, renderer }) =>
      renderer === 'kustomize' && context.layout.charts.has(root)
        ? [`${root}: ambiguous, it is a kustomization and a chart; taken as kustomization`]
        : [],
    ),
  };
}

interface Found {
  readonly candidates: readonly Candidate[];
  readonly skipped: readonly Skipped[];
}

interface Beside {
  readonly context: PatternContext;
  readonly values: ReadonlyMap<string, ChartValues>;
  /** Directories with a YAML file directly in them. */
  readonly yaml: ReadonlySet<string>;
}

function sight(directory: string, match: PatternMatch, { context, values, yaml }: Beside): Found {
  const { layout } = context;
  const env = match.env ?? context.environmentAt(directory)?.name ?? context.none;
  const base = { env, root: directory, names: [match.name], kind: match.kind, inferred: false } as const;
  const one = (candidate: Candidate): Found => ({ candidates: [candidate], skipped: [] });
  const none = (reason: string): Found => ({ candidates: [], skipped: [{ path: directory, reason }] });
  const appFile = context.appFiles.get(directory);
  if (appFile !== undefined) return one(declaredBy(appFile, base, layout));
  const kustomization = layout.kustomizations.get(directory);
  if (kustomization !== undefined) {
    const reason = contentReason(kustomization, layout);
    return reason === undefined ? one({ ...base, renderer: 'kustomize', file: kustomization.files[0] ?? directory }) : none(reason);
  }
  const chart = layout.charts.get(directory);
  if (chart?.facts.library) return none('library chart: other charts use it');
  if (chart !== undefined) return { candidates: chartApps(directory, match, { base, context, values, yaml }), skipped: [] };
  if (context.loose.has(directory)) return one({ ...base, renderer: 'directory', file: context.loose.get(directory)?.[0] ?? directory });
  return yaml.has(directory)
    ? none('nothing to render in it: no kustomization, chart, manifest or app.yaml')
    : { candidates: [], skipped: [] };
}

type Base = Pick<Candidate, 'env' | 'root' | 'names' | 'kind' | 'inferred'>;

function declaredBy(appFile: AppFile, base: Base, layout: PatternContext['layout']): Candidate {
  const { name, kind } = appFile.reading.value;
  return {
    ...base,
    names: name === undefined ? base.names : [name],
    kind: kind ?? base.kind,
    renderer: rendererKind(appFile, layout),
    file: appFile.path,
    appFile,
  };
}

/** A pattern without {env} gives a chart one app per values file; one with {env} takes the values of that environment, if there are any. */
function chartApps(
  directory: string,
  match: PatternMatch,
  { base, context, values }: Beside & { readonly base: Base },
): readonly Candidate[] {
  const chart = context.layout.charts.get(directory);
  const own = values.get(directory);
  if (chart === undefined) return [];
  if (match.env === undefined && own !== undefined && own.environments.size > 0) {
    return chartCandidates(chart, own, context).map((candidate) => ({ ...candidate, names: base.names, kind: base.kind, inferred: false }));
  }
  const valueFile = own?.environments.get(base.env)?.[0];
  return [{ ...base, renderer: 'helm', file: chart.file, ...(valueFile === undefined ? {} : { valueFile }) }];
}

function leftOver(context: PatternContext, looked: ReadonlySet<string>): Skipped[] {
  const { layout } = context;
  const skipped: Skipped[] = [];
  for (const kustomization of layout.kustomizations.values()) {
    const { directory } = kustomization;
    if (looked.has(directory)) continue;
    const users = layout.builtOnBy.get(directory) ?? [];
    const builtOn = users.length > 0 ? `base of ${nameUsers(users)}` : undefined;
    skipped.push({
      path: directory,
      reason: contentReason(kustomization, layout) ?? spoken(directory, context) ?? builtOn ?? untaken(directory, context),
    });
  }
  for (const { directory, facts } of layout.charts.values()) {
    if (looked.has(directory)) continue;
    const users = layout.chartUsers.get(directory) ?? [];
    const parent = directory === '' ? undefined : layout.chartOf(directory);
    const reason = users.length > 0 ? `chart of ${nameUsers(users)}` : facts.library ? 'library chart: other charts use it' : undefined;
    const sub = parent === undefined ? undefined : `subchart of ${showDirectory(parent)}`;
    skipped.push({ path: directory, reason: spoken(directory, context) ?? reason ?? sub ?? untaken(directory, context) });
  }
  const lonely = [...context.appFiles.keys()].filter((directory) => !looked.has(directory) && !layout.kustomizations.has(directory));
  return [...skipped, ...lonely.map((directory) => ({ path: directory, reason: untaken(directory, context) }))];
}

function spoken(directory: string, { spokenFor }: PatternContext): string | undefined {
  const speaker = spokenFor.get(directory);
  return speaker === undefined ? undefined : `rendered by ${speaker}`;
}

function untaken(directory: string, { matches, declared }: PatternContext): string {
  const match = matches.get(directory);
  if (match === undefined || !('unknown' in match)) return NO_PATTERN;
  return [`'${match.unknown}' is no environment of fairway.yaml`, didYouMean(match.unknown, declared)]
    .filter((part) => part !== '')
    .join(': ');
}
