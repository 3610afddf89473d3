// Which objects do the replacements of a kustomization write to?
import type { KustomizationNode } from '../../model.ts';
import { fields, items, text, texts } from '../json-access.ts';
import { resolvePath } from '../repository-path.ts';
import { documentsOf } from './documents.ts';
import type { ObjectState } from './object-state.ts';
import { selector } from './selector.ts';
import type { Step } from './steps.ts';

interface Replacement {
  readonly file: string;
  readonly pointer: string;
  readonly targets: readonly unknown[];
}

interface Surroundings {
  readonly read: (path: string) => string | undefined;
  readonly open: boolean;
  readonly record: (step: Step) => void;
}

/** A file of `replacements[].path` holds one replacement or a list of them. */
const fromFile = (node: KustomizationNode, path: string, around: Surroundings): readonly Replacement[] => {
  const file = resolvePath(node.directory, path);
  const source = file === undefined ? undefined : around.read(file);
  const [document] = (source === undefined ? undefined : documentsOf(source)) ?? [];
  if (file === undefined || document === undefined) return [];
  if (!Array.isArray(document)) return [{ file, pointer: '', targets: items(fields(document).targets) }];
  return document.map((entry, index) => ({ file, pointer: `/${index}`, targets: items(fields(entry).targets) }));
};

const replacementsOf = (node: KustomizationNode, around: Surroundings): readonly Replacement[] =>
  items(node.content.replacements).flatMap((entry, index) => {
    const path = text(fields(entry).path);
    if (path !== undefined) return fromFile(node, path, around);
    return [{ file: node.file, pointer: `/replacements/${index}`, targets: items(fields(entry).targets) }];
  });

/** What a written field path takes away from what is known of an object. */
const touched = (object: ObjectState, paths: readonly string[]): ObjectState => {
  const written = paths.length === 0 ? ['metadata.name'] : paths;
  return {
    ...object,
    identityCertain: object.identityCertain && !written.some((path) => /^(metadata\.name(space)?|kind|apiVersion)$/.test(path)),
    labelsCertain: object.labelsCertain && !written.some((path) => /^metadata\.(labels|annotations)/.test(path)),
    imagesCertain: object.imagesCertain && !written.some((path) => path.includes('image') || path.includes('reference')),
  };
};

/** Records each target of each replacement and marks what it writes. */
export const applyReplacements = (
  node: KustomizationNode,
  objects: readonly ObjectState[],
  around: Surroundings,
): readonly ObjectState[] => {
  let state = objects;
  for (const { file, pointer, targets } of replacementsOf(node, around)) {
    for (const [index, item] of targets.entries()) {
      const target = fields(item);
      const select = selector(target.select);
      const rejects = items(target.reject).map(selector);
      const isRejected = (object: ObjectState): boolean => rejects.some((reject) => reject.surely(object));
      const selected = state.filter(select.forReplacement);
      const rejected = selected.filter(isRejected).length;
      around.record({
        step: 'replacement',
        node,
        file,
        pointer: `${pointer}/targets/${index}`,
        open: around.open,
        target: item,
        selected: selected.length,
        rejected,
        objects: state,
      });
      state = state.map((object) =>
        select.forReplacement(object) && !isRejected(object) ? touched(object, texts(target.fieldPaths)) : object,
      );
    }
  }
  return state;
};
