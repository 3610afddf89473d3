// What do we render for a repository of Flux objects, by the object that makes the app?
import type { ManifestObject } from '@fairway/manifests';
import type { TemporaryRepository } from '@fairway/testkit';
import { realRun } from '../real-run.ts';

export interface OurRenderings {
  /** By `Kind namespace/name`. */
  readonly objects: ReadonlyMap<string, readonly ManifestObject[]>;
  /** By the same: why it was not rendered. */
  readonly failed: ReadonlyMap<string, string>;
  /** What was not looked at, and errors of the run. */
  readonly notes: readonly string[];
}

/** Renders the work tree, with the values of its Secrets. */
export const ourRenderings = async (repository: TemporaryRepository, environments: readonly string[] = []): Promise<OurRenderings> => {
  using run = realRun(repository);
  const { report, rendered } = await run.render(undefined, { needObjects: true, includeSecrets: true, environments });
  const objects = new Map<string, readonly ManifestObject[]>();
  const failed = new Map<string, string>();
  for (const { id, reconciler, status } of report.apps) {
    if (reconciler === undefined) continue;
    const { kind, namespace, name } = reconciler.object;
    const key = `${kind} ${namespace ?? ''}/${name}`;
    if (status === 'failed') failed.set(key, report.errors.find(({ app }) => app === id)?.message ?? 'failed');
    else objects.set(key, rendered.find((one) => one.id === id)?.objects ?? []);
  }
  const notes = [...report.errors.map(({ message }) => message), ...report.skipped.map(({ path, reason }) => `${path}: ${reason}`)];
  return { objects, failed, notes };
};
