// What changes between two renderings of one app?
import type { ChangeOp } from '@fairway/contracts';
import { objectRef, refKey } from '../identity.ts';
import { isRecord } from '../json-pointer.ts';
import { builtinListTypes, type ListTypes, type ObjectType, withCustomTypes } from '../list-types.ts';
import type { ManifestObject } from '../model.ts';
import { hideRedactions, redactSecrets } from '../redact-secrets.ts';
import { stableYaml } from '../stable-yaml.ts';
import { alignLists } from './align-lists.ts';
import { deepEqual } from './deep-equal.ts';
import { diffValues } from './diff-values.ts';
import { matchObjects, type ObjectPair } from './match-objects.ts';
import { isSecretObject, secretOps, secretPatch } from './secret-change.ts';
import { unifiedPatch } from './unified-patch.ts';

/**
 * One object that is not the same on both sides. `changed` covers a new generated name. `renamed` means: the old name is deleted and the
 * new one created. `before` and `after` are the objects as given; `ops` and `patch` hold no value of a Secret.
 */
export interface ObjectChange {
  readonly kind: 'added' | 'changed' | 'removed' | 'renamed';
  readonly before?: ManifestObject;
  readonly after?: ManifestObject;
  /** Differences by place; empty for an added or removed object. */
  readonly ops: readonly ChangeOp[];
  /** Hunks of a unified diff of `stableYaml`, without file headers; one note line for a Secret. */
  readonly patch: string;
  readonly truncated?: boolean;
}

export interface DiffOptions {
  /** Default: the lists of the built-in kinds. */
  readonly listTypes?: ListTypes;
  /** Objects among which CustomResourceDefinitions are looked for. */
  readonly crds?: readonly ManifestObject[];
}

/** Secrets stand as hashes while two versions are compared, so that no value can slip into a difference. The key is never shown. */
const COMPARE_KEY = new Uint8Array(32);

function covered(object: ManifestObject): ManifestObject {
  return redactSecrets([object], COMPARE_KEY)[0] ?? object;
}

function shown(object: ManifestObject): Readonly<Record<string, unknown>> {
  return hideRedactions(covered(object));
}

function oneSided(kind: 'added' | 'removed', object: ManifestObject): ObjectChange {
  const side = kind === 'added' ? { after: object } : { before: object };
  if (isSecretObject(object)) return { kind, ...side, ops: [], patch: secretPatch(side) };
  const text = stableYaml(shown(object));
  const { patch, truncated } = kind === 'added' ? unifiedPatch('', text) : unifiedPatch(text, '');
  return { kind, ...side, ops: [], patch, ...(truncated ? { truncated } : {}) };
}

function hiddenOps(ops: readonly ChangeOp[]): readonly ChangeOp[] {
  return ops.map((op) => ({
    path: op.path,
    ...('before' in op ? { before: hideRedactions(op.before) } : {}),
    ...('after' in op ? { after: hideRedactions(op.after) } : {}),
  }));
}

function twoSided({ before, after, renamed }: ObjectPair, type: ObjectType | undefined): ObjectChange | undefined {
  if (deepEqual(before, after)) return undefined;
  const [old, now] = [covered(before), covered(after)];
  const { ops, truncated } = diffValues(old, now, type);
  if (ops.length === 0) return undefined;
  const kind = renamed ? 'renamed' : 'changed';
  if (isSecretObject(before)) return { kind, before, after, ops: secretOps(ops), patch: secretPatch({ before, after }) };
  const text = unifiedPatch(stableYaml(hideRedactions(old)), stableYaml(hideRedactions(alignLists(old, now, type))));
  const cut = truncated || text.truncated;
  return { kind, before, after, ops: hiddenOps(ops), patch: text.patch, ...(cut ? { truncated: true } : {}) };
}

function sortKey({ before, after }: ObjectChange): string {
  const object = after ?? before;
  return object === undefined ? '' : refKey(objectRef(object));
}

/**
 * Compares two renderings object by object. Whitespace, key order and the order of lists that the API declares as map or set are no
 * change. Secrets show only that they changed. The result is sorted by identity.
 */
export function diffManifests(
  before: readonly ManifestObject[],
  after: readonly ManifestObject[],
  options: DiffOptions = {},
): readonly ObjectChange[] {
  const { listTypes = builtinListTypes, crds = [] } = options;
  const types = withCustomTypes(listTypes, crds);
  const match = matchObjects(before, after);
  const changes = [
    ...match.removed.map((object) => oneSided('removed', object)),
    ...match.added.map((object) => oneSided('added', object)),
    ...match.pairs.flatMap((pair) => twoSided(pair, types.typeOf(pair.after.apiVersion, pair.after.kind)) ?? []),
  ];
  return changes
    .map((change) => ({ change, key: sortKey(change) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ change }) => change);
}

/** Do two objects say the same, by the rules of `diffManifests`? */
export function sameObject(before: ManifestObject, after: ManifestObject, options: DiffOptions = {}): boolean {
  const { listTypes = builtinListTypes, crds = [] } = options;
  if (deepEqual(before, after)) return true;
  return (
    isRecord(after) && diffValues(before, after, withCustomTypes(listTypes, crds).typeOf(after.apiVersion, after.kind)).ops.length === 0
  );
}
