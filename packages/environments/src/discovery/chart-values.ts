// Which values files of a chart belong to which environment?
import { isContainer, isGeneric } from './path-words.ts';
import { stageOf, wordsOf } from './stage-of.ts';

/** What a values file beside a chart is for. */
export type ValuesFile = { readonly kind: 'environment'; readonly env: string } | { readonly kind: 'other' } | { readonly kind: 'none' };

const HOLD_ENVIRONMENTS = new Set(['environments', 'environment', 'envs', 'env']);
/** Words of files that go with an environment's values and are none of their own. */
const NO_ENVIRONMENT = new Set(['secret', 'secrets', 'enc', 'sops', 'example', 'sample', 'template', 'default', 'defaults']);
const MAX_DEPTH = 2;

/**
 * Reads the path of a YAML file relative to its chart: values-dev.yaml, values.prod.yaml, dev.values.yaml, values/dev.yaml,
 * envs/dev/values.yaml, dev/values.yaml. `other`: a values file that names no environment.
 */
export function valuesFile(relative: string, declared: ReadonlySet<string>): ValuesFile {
  const segments = relative.split('/');
  const directories = segments.slice(0, -1);
  const stem = (segments.at(-1) ?? '').replace(/\.ya?ml$/, '');
  if (directories.length > MAX_DEPTH || relative === 'values.yaml') return { kind: 'none' };
  const named = nameIn(stem, directories);
  if (named === undefined) return { kind: 'none' };
  const sure = declared.has(named.env) || (named.held && !isGeneric(named.env));
  const isEnvironment = (sure || stageOf(named.env) !== undefined) && !wordsOf(named.env).some((word) => NO_ENVIRONMENT.has(word));
  return isEnvironment ? { kind: 'environment', env: named.env } : { kind: 'other' };
}

interface NamedValues {
  readonly env: string;
  /** Stands in a directory that holds environments and nothing else. */
  readonly held: boolean;
}

function nameIn(stem: string, directories: readonly string[]): NamedValues | undefined {
  const parent = directories.at(-1);
  const held = parent !== undefined && HOLD_ENVIRONMENTS.has(parent.toLowerCase());
  const inName = /^values[-_.](.+)$/.exec(stem)?.[1] ?? /^(.+)[-_.]values$/.exec(stem)?.[1];
  if (inName !== undefined && directories.every(isHolder)) return { env: inName, held };
  if (stem === 'values' && parent !== undefined && !isHolder(parent) && directories.slice(0, -1).every(isHolder)) {
    return { env: parent, held: HOLD_ENVIRONMENTS.has((directories.at(-2) ?? '').toLowerCase()) };
  }
  return directories.length === 1 && directories.every(isHolder) ? { env: stem, held } : undefined;
}

function isHolder(segment: string): boolean {
  return isContainer(segment) || segment.toLowerCase() === 'values';
}
