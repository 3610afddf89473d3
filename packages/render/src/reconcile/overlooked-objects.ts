// Which objects had to stand back, because the environment has another one of that name?
import { makesApps, type ReconcilerObject } from '@fairway/environments';
import { objectName } from '@fairway/manifests';
import type { AppRecord } from './app-record.ts';
import type { KnownObject, KnownObjects, Overlooked } from './known-objects.ts';

const whereIs = ({ app, at }: KnownObject, ids: ReadonlyMap<string, string>): string =>
  (app === undefined ? undefined : ids.get(app)) ?? at.file;

const hint = (env: string): string =>
  `an environment (here '${env}') has one object of a name: if these are two clusters, give each an environment of its own in fairway.yaml`;

/** What is still told elsewhere: by the rendering that reads the file, or as an object that two apps render differently. */
const isTold = (
  { app, at, rank, for: instead }: Overlooked,
  { ids, read }: { ids: ReadonlyMap<string, string>; read: ReadonlySet<string> },
) => (app === undefined ? read.has(at.file) || rank > 0 : !ids.has(app) || rank === instead.rank);

/** Two clusters in one environment may hold the same object: the second one must not go without a word. `ids` are those of the apps that stay. */
export const overlookedObjects = (
  known: ReadonlyMap<string, KnownObjects>,
  { records, ids }: { readonly records: readonly AppRecord[]; readonly ids: ReadonlyMap<string, string> },
): readonly ReconcilerObject[] => {
  const read = new Set(records.flatMap(({ closure }) => [...(closure?.files.keys() ?? [])]));
  return [...known].flatMap(([env, objects]) =>
    objects
      .overlooked()
      .filter((one) => !isTold(one, { ids, read }) && (one.app === undefined || makesApps(one.object)))
      .map(({ object, at, for: instead }) => ({
        kind: object.kind,
        name: objectName(object),
        at: { ...at },
        reason: `${whereIs(instead, ids)} says something else of it, and counts: ${hint(env)}`,
      })),
  );
};
