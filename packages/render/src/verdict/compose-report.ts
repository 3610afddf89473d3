// How do comparisons and findings become the report?
import type { AppResult, Change, Finding, Report, ReportError } from '@fairway/contracts';
import type { ReconciledBy } from '@fairway/environments';
import type { AppComparison } from '../diff/compare-apps.ts';
import type { RenderRequest } from '../model.ts';
import type { AppJob } from '../plan/app-job.ts';
import type { Sides } from '../plan/open-sides.ts';
import { environmentsOf, sideOf, skippedOf, toolsOf } from './head-of-report.ts';
import { verdictOf } from './verdict.ts';

/** One app with all that is said of it. */
export interface JudgedApp {
  readonly comparison: AppComparison;
  readonly touchedBy: readonly string[];
  /** Objects on the head side, hooks among them. */
  readonly objects: number;
  readonly hooks: number;
}

export interface ReportInputs {
  readonly request: RenderRequest;
  readonly sides: Sides;
  readonly apps: readonly JudgedApp[];
  readonly jobs: readonly AppJob[];
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** Objects that differ only because the program or its settings differ between the sides. */
  readonly toolOnly: number;
}

const jobOf = ({ comparison: { pair } }: JudgedApp): AppJob => {
  const job = pair.head ?? pair.base;
  if (job === undefined) throw new Error(`${pair.id} is on no side`);
  return job;
};

const reconcilerOf = ({ object, at, parent, dependsOn }: ReconciledBy): NonNullable<AppResult['reconciler']> => ({
  object,
  at: { ...at },
  ...(parent === undefined ? {} : { parent }),
  dependsOn: [...dependsOn],
});

const appResult = (judged: JudgedApp, ignored: ReadonlyMap<string, string>): AppResult => {
  const { comparison, touchedBy, objects } = judged;
  const { app } = jobOf(judged);
  const pardon = ignored.get(app.id);
  const reason = [comparison.reason, pardon === undefined ? undefined : `ignored by the configuration: ${pardon}`].filter(
    (part) => part !== undefined,
  );
  return {
    id: app.id,
    env: app.env,
    app: app.name,
    kind: app.kind,
    root: app.root,
    renderer: app.renderer.kind,
    status: comparison.status,
    ...(reason.length === 0 ? {} : { reason: reason.join(' · ') }),
    ...(touchedBy.length === 0 ? {} : { touchedBy: [...touchedBy] }),
    objects,
    ...(app.reconciledBy === undefined ? {} : { reconciler: reconcilerOf(app.reconciledBy) }),
  };
};

const changeKey = ({ app, object, kind }: Change): string =>
  [app, object.kind, object.namespace ?? '', object.name, object.apiVersion, kind].join('\0');

const sortBy = <T>(items: readonly T[], key: (item: T) => string): T[] =>
  items
    .map((item) => ({ item, key: key(item) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);

const errorKey = ({ app, at, code, message }: ReportError): string =>
  [app ?? '', at?.file ?? '', String(at?.line ?? 0).padStart(8, '0'), code, message].join('\0');

const errorsOf = ({ apps, sides }: ReportInputs): ReportError[] => {
  const base = sides.baseProblems.map(({ message, at, hint }) => ({
    code: 'config-invalid',
    message: `on the base: ${message}`,
    hint: hint ?? '',
    at: { ...at },
  }));
  const all = new Map([...base, ...apps.flatMap(({ comparison }) => comparison.errors)].map((error) => [errorKey(error), error]));
  return sortBy([...all.values()], errorKey);
};

const count = <T>(items: readonly T[], test: (item: T) => boolean): number => items.filter(test).length;

const statsOf = ({ apps, findings, sides, toolOnly }: ReportInputs, changes: readonly Change[]): Record<string, number> => {
  const status = (wanted: string): number => count(apps, ({ comparison }) => comparison.status === wanted);
  const kind = (wanted: string): number => count(changes, (change) => change.kind === wanted);
  return {
    apps: apps.length,
    appsAdded: status('added'),
    appsChanged: status('changed'),
    appsFailed: status('failed'),
    appsRemoved: status('removed'),
    appsSkipped: status('skipped'),
    appsUnchanged: status('unchanged'),
    blocking: count(findings, ({ blocking }) => blocking),
    changed: count(apps, ({ comparison }) => ['added', 'changed', 'removed'].includes(comparison.status)),
    findings: count(findings, (finding) => finding.status !== 'fixed'),
    findingsFixed: count(findings, (finding) => finding.status === 'fixed'),
    findingsNew: count(findings, (finding) => finding.status === 'new'),
    hooks: apps.reduce((sum, { hooks }) => sum + hooks, 0),
    notLookedAt: sides.head.discovery.notLookedAt.length,
    objects: apps.reduce((sum, { objects }) => sum + objects, 0),
    objectsAdded: kind('added'),
    objectsChanged: kind('changed'),
    objectsRemoved: kind('removed'),
    objectsRenamed: kind('renamed'),
    skipped: sides.head.discovery.skipped.length,
    toolOnlyChanges: toolOnly,
    withheld: count(apps, ({ comparison }) => comparison.withheld),
  };
};

const notesOf = ({ sides, apps, notes }: ReportInputs): string[] => {
  const nothing =
    apps.length === 0 ? ['no app was found here, so that the verdict is incomplete: nothing was rendered and nothing was judged'] : [];
  const left = sides.head.discovery.notLookedAt.length;
  const gap =
    left === 0 ? [] : [`${left} reconciler object${left === 1 ? ' is' : 's are'} not looked at, so that the verdict is incomplete`];
  return [...new Set([...sides.head.discovery.notes, ...gap, ...nothing, ...notes])];
};

/** Everything sorted; nothing in it depends on machine, time or order of work. */
export const composeReport = (inputs: ReportInputs): Report => {
  const { request, sides, apps, findings } = inputs;
  const { head, base } = sides;
  const changes = sortBy(
    apps.flatMap(({ comparison }) => comparison.changes),
    changeKey,
  );
  const ignored = new Map(head.discovery.ignored.map(({ app, reason }) => [app, reason]));
  const used = new Set(apps.map((judged) => jobOf(judged).app.env));
  const gaps = apps.length === 0 || head.discovery.notLookedAt.length > 0 || sides.baseProblems.length > 0;
  const comparisons = apps.map(({ comparison }) => comparison);
  return {
    schemaVersion: 1,
    verb: 'render',
    verdict: verdictOf({ comparisons, findings, ignored: new Set(ignored.keys()), gaps }),
    head: sideOf(request.head, request.headRef),
    ...(request.base === undefined ? {} : { base: sideOf(request.base, request.baseRef) }),
    environments: environmentsOf(head.discovery, base?.discovery, used),
    apps: sortBy(
      apps.map((judged) => appResult(judged, ignored)),
      ({ env, app }) => `${env}\0${app}`,
    ),
    skipped: skippedOf(head.discovery),
    findings: [...findings],
    waived: [],
    changes,
    errors: errorsOf(inputs),
    notes: notesOf(inputs),
    stats: statsOf(inputs, changes),
    tools: toolsOf(inputs.jobs),
  };
};
