// What may be said of a Secret that changed? That it did, and the names of its keys.
import type { ChangeOp } from '@fairway/contracts';
import { isRecord, pointerSegments } from '../json-pointer.ts';
import type { ManifestObject } from '../model.ts';
import { hideRedactions } from '../redact-secrets.ts';
import { deepEqual } from './deep-equal.ts';

const HIDDEN = '<redacted>';
const FIELDS = ['data', 'stringData'] as const;

export function isSecretObject(object: ManifestObject): boolean {
  return object.kind === 'Secret' && object.apiVersion === 'v1';
}

function hideAll(value: unknown): unknown {
  if (isRecord(value)) return Object.fromEntries(Object.keys(value).map((key) => [key, HIDDEN]));
  return value === null ? value : HIDDEN;
}

/** Ops of a Secret: keys, never values; labels and the like stay readable. */
export function secretOps(ops: readonly ChangeOp[]): readonly ChangeOp[] {
  return ops.map((op) => {
    const [field] = pointerSegments(op.path);
    const secret = field === 'data' || field === 'stringData' || field === 'sops';
    const hide = (value: unknown) => (secret ? hideAll(value) : hideRedactions(value));
    return { path: op.path, ...('before' in op ? { before: hide(op.before) } : {}), ...('after' in op ? { after: hide(op.after) } : {}) };
  });
}

function keysOf(object: ManifestObject | undefined): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const field of FIELDS) {
    const map = object?.[field];
    if (isRecord(map)) for (const [key, value] of Object.entries(map)) found.set(key, value);
  }
  return found;
}

function listed(label: string, keys: readonly string[]): string[] {
  if (keys.length === 0) return [];
  const shown = keys.toSorted().slice(0, 20);
  return [`${label} ${shown.join(', ')}${keys.length > shown.length ? ` and ${keys.length - shown.length} more` : ''}`];
}

/** The one line that stands where other objects have a patch. */
export function secretPatch({ before, after }: { readonly before?: ManifestObject; readonly after?: ManifestObject }): string {
  const [old, now] = [keysOf(before), keysOf(after)];
  const added = [...now.keys()].filter((key) => !old.has(key));
  const removed = [...old.keys()].filter((key) => !now.has(key));
  const changed = [...now.keys()].filter((key) => old.has(key) && !deepEqual(old.get(key), now.get(key)));
  const parts = [...listed('changed', changed), ...listed('added', added), ...listed('removed', removed)];
  return `# Secret values are not shown${parts.length === 0 ? '' : `; keys: ${parts.join('; ')}`}\n`;
}
