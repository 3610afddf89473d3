// What will change where, in one sentence?
import type { AppResult, AppStatus, Report } from '@fairway/contracts';
import { NO_ENVIRONMENT } from './labels.ts';
import { counted, grouped, listed } from './prose.ts';

const MOVED: readonly AppStatus[] = ['added', 'changed', 'removed'];
const NAMED = 3;

/** Does this app change? */
export const isMoved = (app: AppResult): boolean => MOVED.includes(app.status);

const hasEnvironment = (app: AppResult): boolean => app.env !== NO_ENVIRONMENT;

const movedObjects = (report: Report): string => {
  const kinds = (['added', 'changed', 'removed', 'renamed'] as const)
    .map((kind) => ({ kind, count: report.changes.filter((change) => change.kind === kind).length }))
    .filter(({ count }) => count > 0);
  const [only] = kinds;
  if (only === undefined) return '';
  const all = counted(report.changes.length, 'object');
  const parts = kinds.map(({ kind, count }) => `${grouped(count)} ${kind}`);
  return kinds.length === 1 ? ` ${all} ${only.kind}.` : ` ${all}: ${listed(parts)}.`;
};

interface MovedEnvironment {
  readonly env: string;
  readonly apps: string;
}

/** What is the same in each environment is said once. */
const environmentsText = (told: readonly MovedEnvironment[]): string => {
  const [first] = told;
  const same = first !== undefined && told.length > 1 && told.every(({ apps }) => apps === first.apps);
  if (same)
    return `${listed(
      told.map(({ env }) => env),
      6,
    )} (${first.apps} in each)`;
  return listed(
    told.map(({ env, apps }) => `${env} (${apps})`),
    6,
  );
};

const movedSentence = (report: Report): string => {
  const moved = report.apps.filter(isMoved);
  const byEnv = Map.groupBy(moved.filter(hasEnvironment), (app) => app.env);
  const order = [...new Set([...report.environments.map((env) => env.name), ...byEnv.keys()])];
  const told = order.flatMap((env) => {
    const apps = byEnv.get(env);
    return apps === undefined
      ? []
      : [{ env, apps: apps.length > NAMED ? counted(apps.length, 'app') : listed(apps.map((app) => app.app)) }];
  });
  const loose = moved.filter((app) => !hasEnvironment(app));
  const names = loose.length > NAMED ? '' : listed(loose.map((app) => app.app));
  const without = `${counted(loose.length, 'app')} without an environment`;
  const objects = movedObjects(report);
  if (told.length === 0) return `${without} will change${names === '' ? '' : `: ${names}`}.${objects}`;
  const rest = loose.length === 0 ? '' : `; so will ${without}${names === '' ? '' : ` (${names})`}`;
  return `${counted(told.length, 'environment')} will change: ${environmentsText(told)}${rest}.${objects}`;
};

const sizeOf = (apps: readonly AppResult[]): string => {
  const placed = apps.filter(hasEnvironment);
  const without = `${counted(apps.length - placed.length, 'app')} without an environment`;
  if (placed.length === 0 && apps.length > 0) return without;
  const within = `${counted(placed.length, 'app')} in ${counted(new Set(placed.map((app) => app.env)).size, 'environment')}`;
  return placed.length === apps.length ? within : `${within} and ${without}`;
};

/** One sentence, or two: what will change where, and how many objects. */
export const headlineOf = (report: Report): string => {
  const built = report.apps.filter((app) => app.status !== 'failed' && app.status !== 'skipped');
  const objects = built.reduce((sum, app) => sum + app.objects, 0);
  if (report.apps.length === 0) return 'No app was found here.';
  if (report.base === undefined)
    return `${sizeOf(built)} rendered, ${counted(objects, 'object')}. Nothing was compared: no base was given.`;
  if (report.apps.some(isMoved)) return movedSentence(report);
  return built.length === 0
    ? 'No app could be compared.'
    : `Nothing changes: ${sizeOf(built)}, ${counted(objects, 'object')}, all as before.`;
};

/** Discovery says of a directory how many manifests in it belong to nothing. */
const UNCLAIMED = /^(one|\d{1,9}) plain manifests?\b/;

const unclaimedOf = (reason: string): number => {
  const count = UNCLAIMED.exec(reason)?.[1];
  return count === undefined ? 0 : count === 'one' ? 1 : Number(count);
};

/** What to do where no app was found, and what lies there that could be one; empty where apps were found. */
export const noAppAdvice = (report: Report): readonly string[] => {
  if (report.apps.length > 0) return [];
  const counts = report.skipped.map((entry) => unclaimedOf(entry.reason)).filter((count) => count > 0);
  const manifests = counts.reduce((sum, count) => sum + count, 0);
  const lie = manifests === 1 ? 'lies' : 'lie';
  const there = `${counted(manifests, 'manifest')} ${lie} here in ${counted(counts.length, 'directory', 'directories')}, claimed by no app.`;
  const passed = `${counted(report.skipped.length, 'path')} ${report.skipped.length === 1 ? 'was' : 'were'} passed over, for the reason under Skipped.`;
  const found = manifests > 0 ? `${there} ` : report.skipped.length > 0 ? `${passed} ` : '';
  return [
    `${found}Declare where apps are as patterns under \`apps\` in fairway.yaml, for example \`environments/{env}/apps/{app}\`; \`fairway init --dry-run\` shows what can be told from the tree.`,
  ];
};
