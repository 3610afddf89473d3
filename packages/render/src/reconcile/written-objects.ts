// What do the files say that hold Flux and Argo CD objects?
import type { SourceLocation, SourceTree } from '@fairway/contracts';
import type { WrittenReconciler } from '@fairway/environments';
import { type ManifestObject, objectName, parseManifests } from '@fairway/manifests';
import { toLocation } from '../closure/place.ts';

/** An object as it stands in a file. */
export interface WrittenObject {
  readonly object: ManifestObject;
  readonly at: SourceLocation;
  readonly env: string;
  /** No kustomization names the file and no chart holds it. */
  readonly loose: boolean;
}

const MAX_BYTES = 8 * 1024 * 1024;

/** Objects of the files that hold a reconciler object or a source, all kinds, with their places. A file that cannot be read gives nothing. */
export const writtenObjects = async (tree: SourceTree, written: readonly WrittenReconciler[]): Promise<readonly WrittenObject[]> => {
  const files = Map.groupBy(written, ({ at }) => at.file);
  const contents = await tree.read(files.keys(), { maxBytes: MAX_BYTES });
  return [...files].flatMap(([file, facts]): readonly WrittenObject[] => {
    const content = contents.get(file);
    const [first] = facts;
    if (content?.kind !== 'file' || first === undefined) return [];
    const { objects, problems } = parseManifests(new TextDecoder().decode(content.bytes));
    // A template or a broken file is no object yet.
    if (problems.length > 0) return [];
    return objects.map((object) => {
      const fact = facts.find(({ kind, name }) => kind === object.kind && name === objectName(object));
      return { object, at: toLocation(fact?.at ?? { file, line: 1 }), env: first.env, loose: first.loose };
    });
  });
};
