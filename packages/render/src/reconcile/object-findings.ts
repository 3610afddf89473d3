// What is wrong with the reconciler objects themselves: sets, projects, and what their apps may not apply?
import { type FindingDraft, isRecord, scopeOf } from '@fairway/manifests';
import { projectFindings, projectResourceFindings, projectWildcards } from '@fairway/reconcilers';
import { isReady } from '../plan/app-job.ts';
import type { RenderingStore } from '../run/rendering-store.ts';
import type { MadeRecord } from './app-record.ts';
import type { Outcome } from './expand-objects.ts';
import type { KnownObject, KnownObjects } from './known-objects.ts';

type Found = Map<string, readonly FindingDraft[]>;

const ARGO = 'argoproj.io';

const add = (found: Found, key: string | undefined, drafts: readonly FindingDraft[]): void => {
  if (key !== undefined && drafts.length > 0) found.set(key, [...(found.get(key) ?? []), ...drafts]);
};

const projectOf = ({ object }: KnownObject, known: KnownObjects): KnownObject | undefined => {
  const name =
    isRecord(object.spec) && typeof object.spec.project === 'string' && object.spec.project !== '' ? object.spec.project : 'default';
  const namespace = object.metadata.namespace ?? 'argocd';
  const projects = known.all(ARGO, 'AppProject').filter((project) => project.object.metadata.name === name);
  return projects.find((project) => (project.object.metadata.namespace ?? 'argocd') === namespace);
};

const ofApplication = (record: MadeRecord, known: KnownObjects, store: RenderingStore): readonly FindingDraft[] => {
  const { known: application } = record.made;
  const project = projectOf(application, known);
  const sighted = { object: application.object, at: application.at };
  const own = projectFindings(sighted, project);
  const objects = isReady(record.job) ? (store.objects(record.job) ?? []) : [];
  if (project === undefined) return own;
  const scope = (apiVersion: string, kind: string) => scopeOf(apiVersion, kind, objects);
  return [...own, ...projectResourceFindings(sighted, project, { objects, scopeOf: scope })];
};

/** The app that a finding on an object is told with: the one that holds it, else the first that the object makes. */
const homeOf = (env: string, known: KnownObject, made: readonly MadeRecord[]): string | undefined =>
  known.app ?? made.find((record) => record.app.env === env && (record.made.known.madeBy ?? record.made.known.key) === known.key)?.key;

export interface ObjectFindingsContext {
  readonly known: ReadonlyMap<string, KnownObjects>;
  readonly outcomes: readonly Outcome[];
  readonly store: RenderingStore;
}

/** Findings by provisional key of the app. */
export const objectFindings = (
  made: readonly MadeRecord[],
  { known, outcomes, store }: ObjectFindingsContext,
): ReadonlyMap<string, readonly FindingDraft[]> => {
  const found: Found = new Map();
  const applications = made.filter(({ made: { known: own } }) => own.object.kind === 'Application');
  for (const record of applications) {
    const objects = known.get(record.app.env);
    if (objects !== undefined) add(found, record.key, ofApplication(record, objects, store));
  }
  for (const [env, objects] of known) {
    for (const project of objects.all(ARGO, 'AppProject')) {
      const user = applications.find((record) => record.app.env === env && projectOf(record.made.known, objects) === project);
      add(found, project.app ?? user?.key, projectWildcards({ object: project.object, at: project.at }));
    }
  }
  for (const { env, known: set, result } of outcomes) if (result.kind === 'objects') add(found, homeOf(env, set, made), result.findings);
  return found;
};
