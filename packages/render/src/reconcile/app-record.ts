// What is known of an app while objects are still being expanded?
import type { SourceLocation, SourceTree } from '@fairway/contracts';
import type { App, AppRenderer } from '@fairway/environments';
import { apiGroup, type FindingDraft, objectRef } from '@fairway/manifests';
import type { ExpandedPart, ExpansionProblem, ObjectKey } from '@fairway/reconcilers';
import type { InputClosure } from '../model.ts';
import type { AppJob, Obstacle } from '../plan/app-job.ts';
import type { KnownObject } from './known-objects.ts';

/** An app before it has its final name. */
export interface AppRecord {
  /** Provisional id of the app, unique on the side. */
  readonly key: string;
  readonly app: App;
  /** Names to try, shortest first. */
  readonly names: readonly string[];
  /** The reconciler object that makes it; undefined: found by configuration or inference. */
  readonly made?: MadeBy;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly obstacle?: Obstacle;
  tree?: SourceTree;
  closure?: InputClosure;
  job?: AppJob;
}

export interface MadeBy {
  readonly known: KnownObject;
  readonly findings: readonly FindingDraft[];
  readonly dependsOn: readonly ObjectKey[];
  readonly uses: readonly ObjectKey[];
}

/** An app that a reconciler object makes. */
export type MadeRecord = AppRecord & { readonly made: MadeBy };

export const isMade = (record: AppRecord): record is MadeRecord => record.made !== undefined;

const encoder = new TextEncoder();

const filesOf = ({ files }: ExpandedPart): ReadonlyMap<string, Uint8Array> =>
  new Map([...files].map(([path, content]) => [path, typeof content === 'string' ? encoder.encode(content) : content]));

const clean = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[._-]+|[._-]+$/g, '') || 'app';

/** The name of the object, then with its namespace, then with its kind. */
const namesOf = ({ object: { kind, metadata } }: KnownObject, suffix: string): readonly string[] => {
  const name = clean(metadata.name);
  const namespace = metadata.namespace === undefined || metadata.namespace === '' ? '' : `${clean(metadata.namespace)}-`;
  return [...new Set([name, `${namespace}${name}`, `${kind.toLowerCase()}-${namespace}${name}`])].map((text) => `${text}${suffix}`);
};

const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const rootOf = (renderer: AppRenderer, at: SourceLocation, isMounted: (path: string) => boolean): string => {
  const path = renderer.kind === 'helm' ? '' : renderer.path;
  return renderer.kind === 'helm' || isMounted(path) ? directoryOf(at.file) : path;
};

/** Where renderer and root are not known, the app still has a place: the object. */
const PLACEHOLDERS: Readonly<Record<string, AppRenderer>> = {
  Kustomization: { kind: 'kustomize', path: '' },
  HelmRelease: { kind: 'helm', chart: '', valueFiles: [], releaseName: '', skipCrds: false },
};

export interface RecordContext {
  readonly env: string;
  readonly isMounted: (path: string) => boolean;
}

const appOf = (known: KnownObject, renderer: AppRenderer, how: RecordContext & { readonly key: string; readonly root: string }): App => ({
  id: how.key,
  env: how.env,
  name: known.object.metadata.name,
  kind: 'app',
  root: how.root,
  renderer,
  scope: 'cluster',
  namespaces: [],
  config: undefined,
  declaredAt: known.at,
  inferred: true,
  reconciledBy: { object: objectRef(known.object), at: known.at, parent: undefined, dependsOn: [] },
});

/** One record for each part. */
export const recordsOf = (
  known: KnownObject,
  made: Omit<MadeBy, 'known'> & { readonly parts: readonly ExpandedPart[] },
  context: RecordContext,
): readonly AppRecord[] =>
  made.parts.map((part, index) => {
    const suffix = made.parts.length === 1 ? '' : `-source-${index + 1}`;
    const key = `${context.env} ${known.key}${suffix}`;
    const root = rootOf(part.renderer, known.at, context.isMounted);
    const app = { ...appOf(known, part.renderer, { ...context, key, root }), ...(part.after.length === 0 ? {} : { after: part.after }) };
    return { key, app, names: namesOf(known, suffix), made: { ...made, known }, files: filesOf(part) };
  });

const obstacle = (problems: readonly ExpansionProblem[]): Obstacle => ({
  status: 'failed',
  reason: problems[0]?.message ?? '',
  errors: problems.map(({ code, message, hint, at }) => ({ code, message, hint, at: { ...at } })),
});

/** The app that an object would make if it could be expanded. */
export const failedRecord = (known: KnownObject, problems: readonly ExpansionProblem[], context: RecordContext): AppRecord => {
  const key = `${context.env} ${known.key}`;
  const { kind } = known.object;
  const renderer = PLACEHOLDERS[kind] ?? { kind: 'directory', path: '', recurse: false };
  return {
    key,
    app: appOf(known, renderer, { ...context, key, root: directoryOf(known.at.file) }),
    names: namesOf(known, ''),
    made: { known, findings: [], dependsOn: [], uses: [] },
    files: new Map(),
    obstacle: obstacle(problems),
  };
};

/** Group and kind of what makes apps. */
/** Does it read a source that lives elsewhere? */
export const readsMounted = ({ renderer }: App, isMounted: (path: string) => boolean): boolean =>
  renderer.kind === 'helm' ? [renderer.chart, ...renderer.valueFiles].some(isMounted) : isMounted(renderer.path);

export const isExpandable = ({ object: { apiVersion, kind } }: Pick<KnownObject, 'object'>): boolean =>
  EXPANDABLE.has(`${apiGroup(apiVersion)}/${kind}`);

const EXPANDABLE: ReadonlySet<string> = new Set([
  'kustomize.toolkit.fluxcd.io/Kustomization',
  'helm.toolkit.fluxcd.io/HelmRelease',
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
]);
