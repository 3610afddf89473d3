// Which environments does a change reach, by which files, and was that expected?
import type { AppStatus } from '@fairway/contracts';
import type { FindingDraft } from '@fairway/manifests';
import { ruleDraft } from './rules.ts';

/** One app that the change reaches. */
export interface TouchedApp {
  readonly id: string;
  readonly env: string;
  readonly name: string;
  readonly status: AppStatus;
  /** Changed input files, sorted. */
  readonly touchedBy: readonly string[];
}

export interface BlastFinding {
  readonly draft: FindingDraft;
  readonly env?: string;
  readonly app?: string;
  /** Whether the change was expected to stay out of here. */
  readonly blocking: boolean;
}

/** Renderings that are identical are not touched, whatever changed in their inputs. */
const isTouched = ({ status }: TouchedApp): boolean => status === 'added' || status === 'changed' || status === 'removed';

const because = (files: readonly string[]): string => {
  const [first] = files;
  if (first === undefined) return '';
  return files.length === 1 ? `, because of ${first}` : `, because of ${first} and ${files.length - 1} more`;
};

const unexpected = (app: TouchedApp): BlastFinding => {
  const [file] = app.touchedBy;
  return {
    env: app.env,
    app: app.name,
    blocking: true,
    draft: ruleDraft('unexpected-environment', {
      message: `${app.id} is ${app.status}, and ${app.env} is not expected to be touched${because(app.touchedBy)}`,
      ...(file === undefined ? {} : { location: { file } }),
    }),
  };
};

/** Findings for every app outside of the expected environments that is added, changed or removed. */
export const unexpectedEnvironments = (apps: readonly TouchedApp[], expected: ReadonlySet<string> | undefined): readonly BlastFinding[] =>
  expected === undefined ? [] : apps.filter((app) => isTouched(app) && !expected.has(app.env)).map(unexpected);

const environmentsByFile = (apps: readonly TouchedApp[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const { env, touchedBy } of apps) for (const file of touchedBy) found.set(file, (found.get(file) ?? new Set()).add(env));
  return found;
};

const named = (files: readonly string[]): string =>
  files.length <= 3 ? files.join(', ') : `${files.slice(0, 3).join(', ')} and ${files.length - 3} more files`;

const shared = (environments: readonly string[], files: readonly string[]): FindingDraft => {
  const [file] = files;
  const change = file === undefined ? 'this change alters' : `${named(files)} ${files.length === 1 ? 'alters' : 'alter'}`;
  return ruleDraft('multi-environment-change', {
    message: `${change} what ${environments.join(', ')} render`,
    ...(file === undefined ? {} : { location: { file } }),
    detail: `${environments.join(',')} ${file ?? ''}`,
  });
};

const groupFiles = (touched: readonly TouchedApp[]): ReadonlyMap<string, readonly string[]> => {
  const groups = new Map<string, string[]>();
  for (const [file, environments] of [...environmentsByFile(touched)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (environments.size < 2) continue;
    const key = [...environments].toSorted().join('\n');
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return groups;
};

/**
 * One finding for each set of environments that the same files reach, naming the files; and one without a file where several environments
 * change by files of their own. It blocks only where environments were expected and this goes beyond them.
 */
export const multiEnvironmentChanges = (
  apps: readonly TouchedApp[],
  expected: ReadonlySet<string> | undefined,
): readonly BlastFinding[] => {
  const touched = apps.filter(isTouched);
  const all = [...new Set(touched.map(({ env }) => env))].toSorted();
  if (all.length < 2) return [];
  const groups = new Map(groupFiles(touched));
  if (!groups.has(all.join('\n'))) groups.set(all.join('\n'), []);
  return [...groups].map(([key, files]) => {
    const environments = key.split('\n');
    const blocking = expected !== undefined && environments.some((name) => !expected.has(name));
    return { draft: shared(environments, files), blocking };
  });
};
