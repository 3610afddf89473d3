// What does a change do to the running system, said for this one object?
import type { Change, Effect } from '@fairway/contracts';
import { fieldPath } from './field-path.ts';
import { EFFECT_ORDER, EFFECT_TEXT } from './labels.ts';

/** Fields that API validation refuses to update, by kind; `*` holds for each kind that has the field (Kubernetes API validation). */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  '*': ['/spec/selector', '/spec/volumeClaimTemplates', '/spec/serviceName', '/spec/podManagementPolicy', '/roleRef', '/spec/clusterIP'],
  Job: ['/spec/template', '/spec/completions', '/spec/completionMode'],
  PersistentVolumeClaim: ['/spec/storageClassName', '/spec/accessModes', '/spec/volumeName', '/spec/volumeMode', '/spec/dataSource'],
  StorageClass: ['/provisioner', '/parameters', '/reclaimPolicy', '/volumeBindingMode'],
  ConfigMap: ['/data', '/binaryData', '/immutable'],
  Secret: ['/data', '/immutable', '/type'],
};

const immutableField = (change: Change): string => {
  const fields = [...(IMMUTABLE[change.object.kind] ?? []), ...(IMMUTABLE['*'] ?? [])];
  const hit = fields.find((field) => change.ops.some((op) => op.path === field || op.path.startsWith(`${field}/`)));
  return hit === undefined ? '' : ` ${fieldPath(hit)}`;
};

/** One effect in words; an immutable field is named where the changed fields tell which it is. */
export const effectText = (effect: Effect, change: Change): string =>
  effect === 'immutable-field' ? `${EFFECT_TEXT[effect]}${immutableField(change)}` : EFFECT_TEXT[effect];

/** A cluster knows no rename: another name is another object. */
export const RENAME_TEXT = 'deletes the old object and creates the new one';

/** All effects of a change in words, the gravest first; last what a rename comes to. */
export const effectTexts = (change: Change): readonly string[] => [
  ...EFFECT_ORDER.filter((effect) => change.effects.includes(effect)).map((effect) => effectText(effect, change)),
  ...(change.kind === 'renamed' ? [RENAME_TEXT] : []),
];

const TITLE_FIELDS: readonly string[] = ['/metadata/name', '/metadata/namespace'];

/** The changed fields that tell more than `changeName` does: a renamed object has its names in the title already. */
export const tellingOps = (change: Change): Change['ops'] =>
  change.kind === 'renamed' && change.from !== undefined ? change.ops.filter((op) => !TITLE_FIELDS.includes(op.path)) : change.ops;
