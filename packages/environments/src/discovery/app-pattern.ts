// Which directories do the patterns of fairway.yaml take?
import type { AppKind, AppPattern } from '@fairway/contracts';
import { segmentsOf } from './tree-path.ts';

/** A directory that a pattern takes. */
export interface PatternMatch {
  readonly pattern: AppPattern;
  /** What {env} stands for; undefined for a pattern without it. */
  readonly env: string | undefined;
  /** What {app} stands for, or the name of the pattern. */
  readonly name: string;
  readonly kind: AppKind;
}

/** A directory that would match, but for an environment that fairway.yaml does not have. */
export interface UnknownEnvironment {
  readonly unknown: string;
}

/** Finds the first pattern that takes a directory. `environments`: names that {env} may stand for; undefined: any. */
export function patternMatcher(
  patterns: readonly AppPattern[],
  environments: ReadonlySet<string> | undefined,
): (directory: string) => PatternMatch | UnknownEnvironment | undefined {
  const byLength = Map.groupBy(
    patterns.map((pattern) => ({ pattern, segments: pattern.path === '.' ? [] : pattern.path.split('/') })),
    ({ segments }) => segments.length,
  );
  return (directory) => {
    const actual = segmentsOf(directory);
    let unknown: string | undefined;
    for (const { pattern, segments } of byLength.get(actual.length) ?? []) {
      if (!segments.every((segment, index) => segment === '{env}' || segment === '{app}' || segment === actual[index])) continue;
      const env = standsFor('{env}', segments, actual);
      if (env === undefined || environments === undefined || environments.has(env)) {
        return { pattern, env, name: standsFor('{app}', segments, actual) ?? pattern.name ?? '', kind: pattern.kind };
      }
      unknown ??= env;
    }
    return unknown === undefined ? undefined : { unknown };
  };
}

function standsFor(placeholder: string, pattern: readonly string[], actual: readonly string[]): string | undefined {
  const index = pattern.indexOf(placeholder);
  return index === -1 ? undefined : actual[index];
}

/** Every directory of a set of paths, the root included. */
export function directoriesOf(paths: Iterable<string>): ReadonlySet<string> {
  const directories = new Set<string>(['']);
  for (const path of paths) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const directory = path.slice(0, slash);
      if (directories.has(directory)) break;
      directories.add(directory);
    }
  }
  return directories;
}
