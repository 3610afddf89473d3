// Which kustomizations are apps when nobody says so, and why are the others none?
import type { Skipped } from '@fairway/contracts';
import { namesFor } from './app-name.ts';
import type { Candidate, Sighting } from './candidate.ts';
import { rootlessCircles } from './circles.ts';
import type { EnvironmentFinder } from './environment-segment.ts';
import type { KustomizationAt, Layout } from './layout.ts';
import { isBaseSegment, isTemplateSegment } from './path-words.ts';
import { isWithin, segmentsOf, showDirectory } from './tree-path.ts';

export interface SightContext {
  readonly layout: Layout;
  /** Names of environments of fairway.yaml. */
  readonly declared: ReadonlySet<string>;
  readonly environmentAt: EnvironmentFinder;
  /** Environment of what has none. */
  readonly none: string;
  /** Directories elsewhere that an app.yaml renders, and who does. */
  readonly spokenFor: ReadonlyMap<string, string>;
  /** Directories that are apps already. */
  readonly apps: ReadonlySet<string>;
}

/** Looks at every kustomization. Each one comes back as a candidate or as skipped with a reason. */
export function sightKustomizations(context: SightContext): Sighting {
  const candidates: Candidate[] = [];
  const skipped: Skipped[] = [];
  const built: KustomizationAt[] = [];
  for (const kustomization of context.layout.kustomizations.values()) {
    if (context.apps.has(kustomization.directory)) continue;
    const reason = reasonAgainst(kustomization, context);
    if (reason === undefined) candidates.push(candidateOf(kustomization, context));
    else if (reason === 'built') built.push(kustomization);
    else skipped.push({ path: kustomization.directory, reason });
  }
  const circular = new Set(
    rootlessCircles(
      built.map(({ directory }) => directory),
      context.layout.builtOnBy,
    ),
  );
  const circles = built.filter(({ directory }) => circular.has(directory));
  const all = [...candidates, ...circles.map((kustomization) => candidateOf(kustomization, context))];
  const bases = built.filter(({ directory }) => !circular.has(directory));
  const reasons = bases.map(({ directory }) => ({
    path: directory,
    reason: `base of ${nameUsers(context.layout.builtOnBy.get(directory) ?? [])}`,
  }));
  return { candidates: all, skipped: [...skipped, ...reasons], notes: [...circles.map(circleNote), ...notesOn(all, context)] };
}

const COMPONENT = 'Component: it takes part in what includes it';
const EMPTY = 'empty kustomization: it names nothing to render';

/** Does the reason hold whoever asks, so that no pattern of fairway.yaml makes the directory an app? */
export function isContentReason(reason: string): boolean {
  return reason === COMPONENT || reason === EMPTY || reason.startsWith(INSIDE_CHART) || reason.endsWith(FOREIGN);
}

const INSIDE_CHART = 'inside the templates of chart';
const FOREIGN = 'is no kustomization but an object of another API';

/** Why the content of a kustomization makes it no app, wherever it stands. */
export function contentReason({ directory, facts, files }: KustomizationAt, layout: Layout): string | undefined {
  const chart = layout.chartOf(directory === '' ? '' : `${directory}/x`);
  if (chart !== undefined && ['templates', 'crds'].some((name) => isWithin(directory, chart === '' ? name : `${chart}/${name}`))) {
    return `${INSIDE_CHART} ${showDirectory(chart)}`;
  }
  if (facts.state === 'foreign') return `${files[0]} ${FOREIGN}`;
  if (facts.component) return COMPONENT;
  return facts.empty ? EMPTY : undefined;
}

function reasonAgainst(kustomization: KustomizationAt, context: SightContext): string | undefined {
  const { directory, facts } = kustomization;
  const reason = contentReason(kustomization, context.layout);
  if (reason !== undefined) return reason;
  const speaker = context.spokenFor.get(directory);
  if (speaker !== undefined) return `rendered by ${speaker}`;
  const segments = segmentsOf(directory);
  const isBuiltOn = (context.layout.builtOnBy.get(directory) ?? []).length > 0;
  if (facts.template || (!isBuiltOn && segments.some(isTemplateSegment))) return 'template: it is made to be copied and filled in';
  if (!isBuiltOn) return undefined;
  const stands = context.environmentAt(directory) !== undefined && !segments.some(isBaseSegment) && !segments.some(isTemplateSegment);
  return stands ? undefined : 'built';
}

function candidateOf({ directory, files }: KustomizationAt, context: SightContext): Candidate {
  const segments = segmentsOf(directory);
  const environment = context.environmentAt(directory);
  const position = environment === undefined ? {} : { environmentIndex: environment.index };
  return {
    env: environment?.name ?? context.none,
    root: directory,
    renderer: 'kustomize',
    names: namesFor(segments, { ...position, renderer: 'kustomize' }),
    kind: 'app',
    file: files[0] ?? directory,
    inferred: true,
  };
}

/** "a", "a and b", "a and 3 others" */
export function nameUsers(users: readonly string[]): string {
  const [first = '', second] = users.map(showDirectory).toSorted();
  if (second === undefined) return first;
  return users.length === 2 ? `${first} and ${second}` : `${first} and ${users.length - 1} others`;
}

function circleNote({ directory }: KustomizationAt): string {
  return `${showDirectory(directory)}: these kustomizations build on one another in a circle`;
}

function notesOn(candidates: readonly Candidate[], { layout, environmentAt }: SightContext): string[] {
  const environments = new Map(candidates.map(({ root, env }) => [root, env]));
  return candidates.flatMap(({ root, env }) => {
    const files = layout.kustomizations.get(root)?.files ?? [];
    const others = environmentAt(root)?.others ?? [];
    const users = (layout.builtOnBy.get(root) ?? []).filter((user) => environments.get(user) === env);
    return [
      ...(files.length > 1 ? [`${showDirectory(root)}: ambiguous, it has several kustomization files (${files.join(', ')})`] : []),
      ...(others.length > 0 ? [`${root}: environment ambiguous, took '${env}', could be '${others.join("', '")}'`] : []),
      ...(users.length > 0 ? [`${root}: also part of ${nameUsers(users)} in the same environment, so that its objects are in both`] : []),
    ];
  });
}
