// What is wrong with the reconciler objects themselves: sets, projects, and what their apps may not apply?
import { type FindingDraft, objectRef, refText, scopeOf } from '@fairway/manifests';
import { findProject, projectFindings, projectResourceFindings, projectWildcards, type World } from '@fairway/reconcilers';
import { isReady } from '../plan/app-job.ts';
import type { RenderingStore } from '../run/rendering-store.ts';
import type { MadeRecord } from './app-record.ts';
import type { Outcome } from './expand-objects.ts';
import type { KnownObject } from './known-objects.ts';
import { SAMPLE_RANK } from './samples.ts';
import type { SideWorlds } from './side-worlds.ts';

type Found = Map<string, readonly FindingDraft[]>;

const ARGO = 'argoproj.io';

const add = (found: Found, key: string | undefined, drafts: readonly FindingDraft[]): void => {
  if (key !== undefined && drafts.length > 0) found.set(key, [...(found.get(key) ?? []), ...drafts]);
};

const ofApplication = (record: MadeRecord, world: World, store: RenderingStore): readonly FindingDraft[] => {
  const { object, at } = record.made.known;
  const sighted = { object, at };
  const project = findProject(sighted, world);
  const own = projectFindings(sighted, project, { clusters: world.clusters });
  const objects = isReady(record.job) ? (store.objects(record.job) ?? []) : [];
  if (project === undefined) return own;
  const scope = (apiVersion: string, kind: string) => scopeOf(apiVersion, kind, objects);
  return [...own, ...projectResourceFindings(sighted, project, { objects, scopeOf: scope })];
};

/** The app that a finding on an object is told with: the one that holds it, else the first that the object makes. */
const homeOf = (env: string, known: KnownObject, made: readonly MadeRecord[]): string | undefined =>
  known.app ?? made.find((record) => record.app.env === env && (record.made.known.madeBy ?? record.made.known.key) === known.key)?.key;

export interface ObjectFindingsContext {
  readonly worlds: SideWorlds;
  readonly outcomes: readonly Outcome[];
  readonly store: RenderingStore;
}

/** What a sample says may be something else in the cluster. */
const ofSamples = ({ app, made }: MadeRecord, { known }: SideWorlds): readonly FindingDraft[] =>
  made.uses.flatMap((key) => {
    const found = known.get(app.env)?.find(key);
    if (found?.rank !== SAMPLE_RANK) return [];
    const object = objectRef(made.known.object);
    return [
      {
        ruleId: 'fidelity',
        severity: 'info',
        message: `${refText(object)} takes values from ${key.kind} ${key.name}, for which the sample ${found.at.file} stands`,
        hint: 'Keep the sample like what the cluster has: only that is applied.',
        object,
        location: { ...found.at },
        data: { effect: 'substitution' },
        detail: `sample ${key.kind} ${key.name}`,
      },
    ];
  });

/** Findings by provisional key of the app. */
export const objectFindings = (
  made: readonly MadeRecord[],
  { worlds, outcomes, store }: ObjectFindingsContext,
): ReadonlyMap<string, readonly FindingDraft[]> => {
  const found: Found = new Map();
  const applications = made.filter(({ made: { known: own } }) => own.object.kind === 'Application');
  for (const record of made) add(found, record.key, ofSamples(record, worlds));
  for (const record of applications)
    add(found, record.key, ofApplication(record, worlds.worldFor(record.app.env, record.made.known), store));
  for (const [env, objects] of worlds.known) {
    for (const project of objects.all(ARGO, 'AppProject')) {
      const user = applications.find(
        ({ app, made: { known } }) => app.env === env && findProject(known, worlds.worldFor(env, known))?.object === project.object,
      );
      add(found, project.app ?? user?.key, projectWildcards({ object: project.object, at: project.at }));
    }
  }
  for (const { env, known: set, result } of outcomes) if (result.kind === 'objects') add(found, homeOf(env, set, made), result.findings);
  return found;
};
