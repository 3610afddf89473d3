// How does the template of a generator go together with that of the set, and a rendered patch with an Application?
import { isRecord } from '@fairway/manifests';

type Mapping = Readonly<Record<string, unknown>>;

function isZero(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return true;
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}

/** Free-form values are one piece to Argo CD. */
const ATOMIC = new Set(['valuesObject']);

/** What the generator's template says stays; the set's template fills what is absent or zero. Lists are not joined. */
export function fillTemplate(own: unknown, base: unknown, field = ''): unknown {
  if (isRecord(own) && isRecord(base) && !ATOMIC.has(field)) {
    const keys = [...Object.keys(own), ...Object.keys(base).filter((key) => !Object.hasOwn(own, key))];
    return Object.fromEntries(keys.map((key) => [key, fillTemplate(own[key], base[key], key)] as const));
  }
  return isZero(own) ? base : own;
}

/** Lists that a strategic merge patch joins instead of replacing; an Application has no other. */
const JOINED = '/metadata/finalizers';

/** In the order of the patch. What only the object has comes before the first entry of the patch that stood behind it, else at the end. */
function joined(before: unknown, patch: readonly unknown[]): readonly unknown[] {
  const kept: readonly unknown[] = Array.isArray(before) ? before : [];
  const own = [...new Set(kept)].filter((item) => !patch.includes(item));
  const result: unknown[] = [];
  for (const item of new Set(patch)) {
    const place = kept.indexOf(item);
    while (own.length > 0 && kept.indexOf(own[0]) < place) result.push(own.shift());
    result.push(item);
  }
  return [...result, ...own];
}

function patchEntry(before: unknown, patch: unknown, path: string): unknown {
  if (Array.isArray(patch)) return path === JOINED ? joined(before, patch) : patch;
  return isRecord(patch) ? strategicMerge(isRecord(before) ? before : {}, patch, path) : patch;
}

/**
 * The strategic merge patch of an Application: mappings merge, null deletes, lists are replaced but for the finalizers; `$patch: replace`
 * and `$patch: delete` are known.
 */
export function strategicMerge(before: Mapping, patch: Mapping, path = ''): Mapping {
  const { $patch: directive, ...rest } = patch;
  if (directive === 'delete') return {};
  const out = new Map<string, unknown>(directive === 'replace' ? [] : Object.entries(before));
  for (const [key, value] of Object.entries(rest)) {
    if (value === null) out.delete(key);
    else if (!key.startsWith('$')) out.set(key, patchEntry(out.get(key), value, `${path}/${key}`));
  }
  return Object.fromEntries(out);
}
