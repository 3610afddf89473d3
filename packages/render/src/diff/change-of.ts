// How does the report tell one changed object?
import type { Change } from '@fairway/contracts';
import { type ObjectChange, objectRef, refKey } from '@fairway/manifests';
import { effectsOf } from '../effects/effects.ts';

/** `ops` and `patch` come without Secret values. A generated name that changed shows what the object was called before. */
export const changeOf = (app: string, change: ObjectChange): Change => {
  const { kind, before, after, ops, patch, truncated } = change;
  const object = after ?? before;
  if (object === undefined) throw new Error(`a change of ${app} has neither side`);
  const [was, is] = [before === undefined ? undefined : objectRef(before), objectRef(object)];
  const from = was !== undefined && after !== undefined && refKey(was) !== refKey(is) ? { from: was } : {};
  return {
    app,
    object: is,
    kind,
    ...from,
    effects: [...effectsOf(change)],
    ops: [...ops],
    patch,
    ...(truncated === undefined ? {} : { truncated }),
  };
};
