// What does the report say about sides, environments, programs and what was left out?
import type { EnvironmentSummary, Side as ReportSide, Skipped, SourceTree, ToolUse } from '@fairway/contracts';
import type { Discovery, Environment } from '@fairway/environments';
import { type AppJob, isReady } from '../plan/app-job.ts';

/** A side as the report names it. */
export const sideOf = (tree: SourceTree, ref: string | undefined): ReportSide => ({
  ...(tree.commit === undefined ? {} : { commit: tree.commit }),
  ...(tree.dirty ? { dirty: true } : {}),
  ...(ref === undefined ? {} : { ref }),
});

const STAGES = ['dev', 'test', 'prod'];

const rank = ({ stage }: Environment): number => (stage === undefined ? STAGES.length : STAGES.indexOf(stage));

const summary = ({ name, stage, cluster }: Environment): EnvironmentSummary => ({
  name,
  ...(stage === undefined ? {} : { stage }),
  ...(cluster === undefined ? {} : { cluster }),
});

/** Environments that have an app in the report, by stage and name. What the head says of one wins. */
export const environmentsOf = (head: Discovery, base: Discovery | undefined, used: ReadonlySet<string>): EnvironmentSummary[] => {
  const all = new Map([...(base?.environments ?? []), ...head.environments].map((environment) => [environment.name, environment]));
  return [...all.values()]
    .filter(({ name }) => used.has(name))
    .toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
    .map(summary);
};

/** Directories that are no app, and reconciler objects that are not expanded. */
export const skippedOf = ({ skipped, notLookedAt }: Discovery): Skipped[] => {
  const objects = notLookedAt.map(({ kind, name, at, reason }) => ({
    path: at.file,
    reason: `not looked at: ${kind} ${name}${kind === 'file' ? '' : `: ${reason ?? 'nothing here renders it, and as it stands it is no object'}`}`,
  }));
  const all = new Map([...skipped, ...objects].map(({ path, reason }) => [`${path}\0${reason}`, { path, reason }]));
  return [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
};

/** Every program that took part, or whose output came from the cache. */
export const toolsOf = (jobs: Iterable<AppJob>): ToolUse[] => {
  const tools = new Map<string, ToolUse>();
  for (const job of jobs) {
    if (!isReady(job)) continue;
    for (const { name, version, sha256 } of job.tools) tools.set(`${name}\0${version}\0${sha256}`, { name, version, sha256 });
  }
  return [...tools].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, tool]) => tool);
};
