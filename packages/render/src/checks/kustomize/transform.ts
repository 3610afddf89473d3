// What do the fields of one kustomization do to the objects that it sees, one after the other?
import type { KustomizationNode } from '../../model.ts';
import { fields, items, text, textPairs, texts } from '../json-access.ts';
import { resolvePath } from '../repository-path.ts';
import { documentsOf } from './documents.ts';
import { type ImageEntry, imageEntry, imageMatcher, rewriteImage } from './image-reference.ts';
import type { ImageWrite } from './image-slots.ts';
import { inNamespace, type ObjectState, renamed } from './object-state.ts';
import { applyPatch } from './patch.ts';
import { applyReplacements } from './replace.ts';
import { selector } from './selector.ts';
import type { Step } from './steps.ts';

/** What a transformation may look at, and where it says what it saw. */
export interface Surroundings {
  readonly read: (path: string) => string | undefined;
  readonly open: boolean;
  readonly record: (step: Step) => void;
}

type Objects = readonly ObjectState[];
type Transformation = (node: KustomizationNode, objects: Objects, around: Surroundings) => Objects;

const patchDocuments = (node: KustomizationNode, entry: { readonly patch?: unknown; readonly path?: unknown }, around: Surroundings) => {
  const path = text(entry.path);
  const file = path === undefined ? undefined : resolvePath(node.directory, path);
  const source = text(entry.patch) ?? (file === undefined ? undefined : around.read(file));
  return source === undefined ? undefined : documentsOf(source);
};

/** `patchesStrategicMerge`: each item is a patch, or the path of one. */
const legacyMerges: Transformation = (node, objects, around) =>
  texts(node.content.patchesStrategicMerge).reduce((state, item, index) => {
    const inline = item.includes('\n') || item.startsWith('{') ? { patch: item } : { path: item };
    const entry = { file: node.file, pointer: `/patchesStrategicMerge/${index}`, mayRename: false };
    return applyPatch(state, patchDocuments(node, inline, around), { entry, selects: undefined });
  }, objects);

const patchesOf =
  (field: 'patches' | 'patchesJson6902'): Transformation =>
  (node, objects, around) =>
    items(node.content[field]).reduce<Objects>((state, item, index) => {
      const entry = fields(item);
      const options = fields(entry.options);
      const place = { file: node.file, pointer: `/${field}/${index}` };
      const selects = entry.target === undefined ? undefined : selector(entry.target).forPatch;
      if (selects !== undefined) {
        const matched = state.filter(selects).length;
        around.record({ step: 'patch', node, ...place, open: around.open, target: entry.target, matched, objects: state });
      }
      const mayRename = options.allowNameChange === true || options.allowKindChange === true;
      return applyPatch(state, patchDocuments(node, entry, around), { entry: { ...place, mayRename }, selects });
    }, objects);

const namespaceField: Transformation = (node, objects, around) => {
  const namespace = text(node.content.namespace);
  if (namespace === undefined) return objects;
  around.record({ step: 'namespace', node, file: node.file, pointer: '/namespace', open: around.open, namespace, objects });
  return objects.map((object) => inNamespace(object, namespace));
};

const nameFields: Transformation = (node, objects) => {
  const prefix = text(node.content.namePrefix) ?? '';
  const suffix = text(node.content.nameSuffix) ?? '';
  return prefix === '' && suffix === '' ? objects : objects.map((object) => renamed(object, prefix, suffix));
};

const withLabels = (objects: Objects, labels: Readonly<Record<string, string>>): Objects =>
  objects.map((object) => ({ ...object, labels: { ...object.labels, ...labels } }));

const labelFields: Transformation = (node, objects, around) => {
  const entries = items(node.content.labels).map((item, index) => ({
    labels: textPairs(fields(item).pairs),
    selectors: fields(item).includeSelectors === true,
    pointer: `/labels/${index}`,
  }));
  const common = { labels: textPairs(node.content.commonLabels), selectors: true, pointer: '/commonLabels' };
  return [...entries, common].reduce((state, { labels, selectors, pointer }) => {
    if (Object.keys(labels).length === 0) return state;
    if (selectors) around.record({ step: 'selector-labels', node, file: node.file, pointer, open: around.open, labels, objects: state });
    return withLabels(state, labels);
  }, objects);
};

const annotationFields: Transformation = (node, objects) => {
  const annotations = textPairs(node.content.commonAnnotations);
  if (Object.keys(annotations).length === 0) return objects;
  return objects.map((object) => ({ ...object, annotations: { ...object.annotations, ...annotations } }));
};

/** Lists that both of kustomize's image filters know: an entry is applied to them twice, which doubles a `tagSuffix` (kustomize issue 4814). */
const FILTERED_TWICE = /^\/spec(\/template\/spec)?\/(containers|initContainers)$/;

const rewritten = (
  object: ObjectState,
  entry: ImageEntry,
  by: { readonly file: string; readonly pointer: string; readonly matches: (image: string) => boolean },
): ObjectState => ({
  ...object,
  images: object.images.map((slot) => {
    if (!by.matches(slot.value)) return slot;
    const once = rewriteImage(slot.value, entry);
    const after = FILTERED_TWICE.test(slot.list ?? '') && by.matches(once) ? rewriteImage(once, entry) : once;
    const write: ImageWrite = { by: 'images', file: by.file, pointer: by.pointer, before: slot.value, after };
    return { ...slot, value: after, writes: [...slot.writes, write] };
  }),
});

const imageFields =
  (field: 'images' | 'imageTags'): Transformation =>
  (node, objects, around) =>
    items(node.content[field]).reduce<Objects>((state, item, index) => {
      const entry = imageEntry(item);
      const matches = entry && imageMatcher(entry);
      if (entry === undefined || matches === undefined) return state.map((object) => ({ ...object, imagesCertain: false }));
      const place = { file: node.file, pointer: `/${field}/${index}` };
      const matched = state.reduce((count, object) => count + object.images.filter((slot) => matches(slot.value)).length, 0);
      around.record({ step: 'images', node, ...place, open: around.open, entry, matched, objects: state });
      return state.map((object) => rewritten(object, entry, { ...place, matches }));
    }, objects);

const ORDER: readonly Transformation[] = [
  legacyMerges,
  patchesOf('patches'),
  namespaceField,
  nameFields,
  labelFields,
  annotationFields,
  patchesOf('patchesJson6902'),
  imageFields('images'),
  imageFields('imageTags'),
  applyReplacements,
];

/** Applies the transforming fields of a kustomization in kustomize's own order (kusttarget_configplugin.go). */
export const transform: Transformation = (node, objects, around) => ORDER.reduce((state, step) => step(node, state, around), objects);
