// Where is it written which directory, chart or values file an app uses?
import type { SourceLocation } from '@fairway/contracts';
import type { App } from '@fairway/environments';
import { valueAt } from '@fairway/manifests';
import type { Naming } from './path-problem.ts';
import { parentPath } from './path-text.ts';
import { placeIn, toLocation } from './place.ts';
import type { TreeView } from './tree-view.ts';

/** Place of a field of the app's app.yaml; where the app was found, if it has none, or does not write that field. */
async function placeOf(view: TreeView, app: App, pointer: string): Promise<SourceLocation> {
  const declared = toLocation(app.declaredAt);
  if (app.inferred || app.config === undefined) return declared;
  await view.load([declared.file], 'with-text');
  const text = view.text(declared.file);
  return text === undefined ? declared : placeIn(declared.file, text).at(pointer);
}

/** `field` is a pointer into app.yaml, such as /renderer/chart. */
export async function appNaming(
  view: TreeView,
  app: App,
  what: string,
  names: { readonly path: string; readonly field: string },
): Promise<Naming> {
  const at = await placeOf(view, app, names.field);
  const written = app.config === undefined ? undefined : valueAt(app.config, names.field);
  if (typeof written !== 'string') return { what, path: names.path, base: '', at };
  return { what, path: names.path, written, base: parentPath(app.declaredAt.file), at };
}
