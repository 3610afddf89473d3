// Which apps do app.yaml files declare, and which directories elsewhere do they render?
import { namesFor } from './app-name.ts';
import type { AppFile, Candidate } from './candidate.ts';
import type { EnvironmentFinder } from './environment-segment.ts';
import type { Layout } from './layout.ts';
import { nameUsers } from './sight-kustomizations.ts';
import { resolvePath, segmentsOf } from './tree-path.ts';

export interface AppFileContext {
  readonly layout: Layout;
  readonly environmentAt: EnvironmentFinder;
  readonly none: string;
}

/** The app of an app.yaml that no pattern takes: its environment and, unless it says so, its name come from the path. */
export function appFileCandidate(appFile: AppFile, { layout, environmentAt, none }: AppFileContext): Candidate {
  const segments = segmentsOf(appFile.directory);
  const environment = environmentAt(appFile.directory);
  const renderer = rendererKind(appFile, layout);
  const position = environment === undefined ? {} : { environmentIndex: environment.index };
  const { name, kind } = appFile.reading.value;
  return {
    env: environment?.name ?? none,
    root: appFile.directory,
    renderer,
    names: name === undefined ? namesFor(segments, { ...position, renderer }) : [name],
    kind: kind ?? 'app',
    file: appFile.path,
    appFile,
    inferred: false,
  };
}

/** What an app.yaml renders: as it says, else what lies beside it. */
export function rendererKind({ directory, reading }: AppFile, layout: Layout): Candidate['renderer'] {
  const { renderer } = reading.value;
  if (renderer !== undefined) return renderer.kind;
  if (layout.kustomizations.has(directory)) return 'kustomize';
  return layout.charts.has(directory) ? 'helm' : 'directory';
}

/** Directories outside their own that app.yaml files render: charts and kustomizations that are nobody's app of their own. */
export function spokenFor(appFiles: Iterable<AppFile>): ReadonlyMap<string, string> {
  const pairs = [...appFiles].flatMap((appFile) => {
    const target = targetOf(appFile);
    return target === undefined || target === appFile.directory ? [] : [{ target, path: appFile.path }];
  });
  const grouped = Map.groupBy(pairs, ({ target }) => target);
  return new Map([...grouped].map(([target, users]) => [target, nameUsers(users.map(({ path }) => path))]));
}

function targetOf({ directory, reading }: AppFile): string | undefined {
  const { renderer } = reading.value;
  if (renderer?.kind === 'helm') return renderer.chart.startsWith('oci://') ? undefined : resolvePath(directory, renderer.chart);
  return renderer?.kind === 'kustomize' && renderer.path !== undefined ? resolvePath(directory, renderer.path) : undefined;
}
