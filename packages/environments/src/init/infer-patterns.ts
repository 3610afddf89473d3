// Which patterns of fairway.yaml give exactly the apps that were found?
import type { AppPattern } from '@fairway/contracts';
import { patternMatcher } from '../discovery/app-pattern.ts';
import { type EnvironmentFinder, environmentFinder } from '../discovery/environment-segment.ts';
import { isContentReason } from '../discovery/sight-kustomizations.ts';
import { segmentsOf } from '../discovery/tree-path.ts';
import type { App, Discovery } from '../model.ts';

export interface InferredPatterns {
  readonly patterns: readonly AppPattern[];
  /** Apps that no pattern can give, by id. */
  readonly unwritten: readonly string[];
}

/**
 * Chooses the most general patterns that take nothing but what was found: with {env} and {app}, with {app}, with {env} and a name, and for
 * the rest the directory itself. Each pattern is tried on every directory that is known, so that it reads back as the same apps.
 */
export function inferPatterns(discovery: Discovery, none: string): InferredPatterns {
  const known = knownDirectories(discovery, none);
  const patterns: AppPattern[] = [];
  let open = discovery.apps;
  for (const form of [withEnvAndApp, withApp, withEnv, exactly]) {
    const proposals = Map.groupBy(open, (app) => JSON.stringify(form(app, known) ?? null));
    for (const [, apps] of proposals) {
      const [first] = apps;
      const pattern = first === undefined ? undefined : form(first, known);
      if (pattern === undefined || !isWorthIt(pattern, apps)) continue;
      if (givesWhatIsKnown(pattern, known)) patterns.push(pattern);
    }
    const taken = new Set(patterns.flatMap((pattern) => rootsOf(pattern, known)));
    open = open.filter(({ root }) => !taken.has(root));
  }
  return { patterns, unwritten: open.map(({ id }) => id) };
}

/** A placeholder is a guess about what will come: it needs two examples, of apps for {app}, of environments for {env}. */
function isWorthIt({ path }: AppPattern, apps: readonly App[]): boolean {
  if (path.includes('{app}')) return new Set(apps.map(({ name }) => name)).size > 1;
  return !path.includes('{env}') || new Set(apps.map(({ env }) => env)).size > 1;
}

interface Known {
  readonly none: string;
  readonly environments: ReadonlySet<string>;
  readonly environmentAt: EnvironmentFinder;
  readonly apps: ReadonlyMap<string, readonly App[]>;
  /** Directories that are no app → their reasons. */
  readonly others: ReadonlyMap<string, readonly string[]>;
}

function knownDirectories({ apps, skipped, environments }: Discovery, none: string): Known {
  const names = new Set(environments.map(({ name }) => name).filter((name) => name !== none));
  const others = Map.groupBy(skipped, ({ path }) => path);
  return {
    none,
    environments: names,
    environmentAt: environmentFinder(names),
    apps: Map.groupBy(apps, ({ root }) => root),
    others: new Map([...others].map(([path, list]) => [path, list.map(({ reason }) => reason)])),
  };
}

type Form = (app: App, known: Known) => AppPattern | undefined;

const withEnvAndApp: Form = (app, known) => {
  const path = generalise(app, known, { env: true, name: true });
  return path === undefined ? undefined : { path, kind: app.kind };
};

const withApp: Form = (app, known) => {
  const path = generalise(app, known, { env: false, name: true });
  return path === undefined ? undefined : { path, kind: app.kind };
};

const withEnv: Form = (app, known) => {
  const path = generalise(app, known, { env: true, name: false });
  return path === undefined ? undefined : { path, kind: app.kind, name: app.name };
};

const exactly: Form = (app) => {
  if (/[{}*\\]/.test(app.root)) return undefined;
  return { path: app.root === '' ? '.' : app.root, kind: app.kind, name: app.name };
};

interface What {
  readonly env: boolean;
  readonly name: boolean;
}

function generalise(app: App, { environmentAt }: Known, what: What): string | undefined {
  const segments = segmentsOf(app.root);
  if (segments.some((segment) => /[{}*\\]/.test(segment))) return undefined;
  const environment = environmentAt(app.root);
  const envIndex = environment?.name === app.env ? environment.index : -1;
  const nameIndex = segments.findLastIndex((segment, index) => segment === app.name && index !== envIndex);
  if ((what.env && envIndex === -1) || (what.name && nameIndex === -1)) return undefined;
  return segments
    .map((segment, index) => (what.env && index === envIndex ? '{env}' : what.name && index === nameIndex ? '{app}' : segment))
    .join('/');
}

function rootsOf(pattern: AppPattern, known: Known): readonly string[] {
  const matches = patternMatcher([pattern], known.environments);
  return [...known.apps.keys()].filter((root) => {
    const match = matches(root);
    return match !== undefined && !('unknown' in match);
  });
}

/** Would the pattern give each directory that it takes the apps which were found there, and none where there is none? */
function givesWhatIsKnown(pattern: AppPattern, known: Known): boolean {
  const matches = patternMatcher([pattern], known.environments);
  const fits = (root: string): boolean => {
    const match = matches(root);
    if (match === undefined || 'unknown' in match) return true;
    const expected = known.apps.get(root) ?? [];
    const byValues = expected.some(({ renderer, config }) => renderer.kind === 'helm' && config === undefined);
    if (byValues && match.env !== undefined) return false;
    const env = match.env ?? known.environmentAt(root)?.name ?? known.none;
    return expected.every(
      (app) =>
        (byValues || app.env === env) && (app.config?.name ?? match.name) === app.name && (app.config?.kind ?? match.kind) === app.kind,
    );
  };
  const isNone = (path: string, reasons: readonly string[]): boolean => {
    const match = matches(path);
    return known.apps.has(path) || match === undefined || 'unknown' in match || reasons.every(isContentReason);
  };
  return [...known.apps.keys()].every(fits) && [...known.others].every(([path, reasons]) => isNone(path, reasons));
}
