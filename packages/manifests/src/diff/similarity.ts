// How much of an object is found again under another name?
import { objectName } from '../identity.ts';
import { isRecord } from '../json-pointer.ts';
import type { ManifestObject } from '../model.ts';

/** Objects with less content than this say too little to be recognised by it. */
const MIN_LEAVES = 3;
/** Larger objects are compared by their first leaves only: the work must stay bounded. */
const MAX_LEAVES = 2000;

interface Leaves {
  /** With a sign for the object's own name → the same as written. */
  readonly leaves: ReadonlyMap<string, string>;
  readonly written: ReadonlySet<string>;
}

const known = new WeakMap<ManifestObject, Leaves>();

function collect(value: unknown, path: string, own: string, leaves: Map<string, string>): void {
  if (leaves.size >= MAX_LEAVES) return;
  if (Array.isArray(value)) for (const [at, item] of value.entries()) collect(item, `${path}/${at}`, own, leaves);
  else if (isRecord(value)) for (const [key, entry] of Object.entries(value)) collect(entry, `${path}/${key}`, own, leaves);
  else {
    const written = typeof value === 'string' ? value : JSON.stringify(value);
    leaves.set(`${path}=${typeof value === 'string' ? value.replaceAll(own, '\u0000') : written}`, `${path}=${written}`);
  }
}

/** Leaves of everything but name and namespace; the object's own name inside a text stands as a sign, so that `app: web` follows a rename. */
function leavesOf(object: ManifestObject): Leaves {
  const found = known.get(object);
  if (found !== undefined) return found;
  const leaves = new Map<string, string>();
  const { apiVersion: _version, kind: _kind, metadata, ...content } = object;
  const { name: _name, namespace: _namespace, ...rest } = metadata;
  const own = objectName(object);
  collect(content, '', own, leaves);
  collect(rest, '/metadata', own, leaves);
  const all = { leaves, written: new Set(leaves.values()) };
  known.set(object, all);
  return all;
}

/** Text that is equal for objects of the same content under other names; undefined for objects that say too little, or too much to be kept. */
export function contentKey(object: ManifestObject): string | undefined {
  const { leaves } = leavesOf(object);
  return leaves.size < MIN_LEAVES || leaves.size >= MAX_LEAVES ? undefined : [...leaves.keys()].sort().join('\u0001');
}

/**
 * From 0 (nothing in common) to 1 (same content): common leaves over all leaves of the larger object. 0 for objects that say too little.
 * A label that followed the new name is common, and so is one that stayed, as `namePrefix` of a kustomization leaves it.
 */
export function similarity(a: ManifestObject, b: ManifestObject): number {
  const [left, right] = [leavesOf(a), leavesOf(b)];
  const larger = Math.max(left.leaves.size, right.leaves.size);
  if (larger < MIN_LEAVES || Math.min(left.leaves.size, right.leaves.size) < larger / 2) return 0;
  let common = 0;
  for (const [leaf, written] of left.leaves) if (right.leaves.has(leaf) || right.written.has(written)) common += 1;
  return common / larger;
}
