// How does mergo merge one mapping into another?
import { GoTemplateFault, type Meter } from '../meter.ts';
import { type GoMap, type GoValue, isGo } from '../values.ts';
import { isEmpty } from './equal.ts';

export interface MergeOptions {
  /** What the source has, wins; otherwise it only fills what is absent or empty. */
  readonly override: boolean;
  readonly meter: Meter;
}

function put(into: GoMap, key: string, value: GoValue): void {
  if (into.element === 'string' && typeof value !== 'string')
    throw new GoTemplateFault(`${key} is no text, and the mapping holds texts only`);
  into.entries.set(key, value);
}

function mergeEntry(
  into: GoMap,
  key: string,
  { value, override, meter, depth }: MergeOptions & { readonly value: GoValue; readonly depth: number },
): void {
  const before = into.entries.get(key);
  if (value === undefined || value === null) {
    if (override) put(into, key, null);
    return;
  }
  if (isGo(value, 'map') && isGo(before, 'map')) {
    if (before.entries.size > 0) mergeMaps(before, value, { override, meter }, depth + 1);
    else put(into, key, value);
    return;
  }
  if (override || isEmpty(before)) put(into, key, value);
}

/** Merges `from` into `into`, which is changed, mappings in it too. Lists are replaced, never joined. */
export function mergeMaps(into: GoMap, from: GoMap, options: MergeOptions, depth = 0): GoMap {
  options.meter.depth(depth);
  for (const [key, value] of [...from.entries]) mergeEntry(into, key, { ...options, value, depth });
  return into;
}
