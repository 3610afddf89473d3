// Did the rendering give any object at all?
import type { Check } from '../model.ts';
import { draft } from './draft.ts';

export const emptyOutput: Check = ({ app, objects }) =>
  objects.length > 0 ? [] : [draft('empty-output', { message: `${app.id} renders to nothing`, location: app.declaredAt })];
