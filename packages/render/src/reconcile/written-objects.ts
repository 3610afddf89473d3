// What do the files say that hold Flux and Argo CD objects?
import type { SourceLocation, SourceTree } from '@fairway/contracts';
import { isBlobOf, type WrittenReconciler } from '@fairway/environments';
import { type ManifestObject, objectName, parseManifests } from '@fairway/manifests';
import type { ClosureMemo } from '../closure/closure-memo.ts';
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

export interface WrittenObjectsOptions {
  readonly written: readonly WrittenReconciler[];
  /** Shared by both sides of a comparison: what git has under one id is read once. */
  readonly memo: Pick<ClosureMemo, 'written'>;
}

/** A template or a broken file holds no objects yet. */
const objectsIn = (bytes: Uint8Array): readonly ManifestObject[] | undefined => {
  const { objects, problems } = parseManifests(new TextDecoder().decode(bytes));
  return problems.length > 0 ? undefined : objects;
};

const blobIn = (tree: SourceTree, file: string): string | undefined => tree.entries.get(file)?.blob;

/** Objects of each file, by path; undefined for a file that has none, or cannot be read. */
const objectsByFile = async (tree: SourceTree, files: readonly string[], { written }: WrittenObjectsOptions['memo']) => {
  const isKnown = (file: string): boolean => written.has(blobIn(tree, file) ?? '');
  const contents = await tree.read(
    files.filter((file) => !isKnown(file)),
    { maxBytes: MAX_BYTES },
  );
  return (file: string): readonly ManifestObject[] | undefined => {
    const blob = blobIn(tree, file);
    if (blob !== undefined && written.has(blob)) return written.get(blob);
    const content = contents.get(file);
    const objects = content?.kind === 'file' ? objectsIn(content.bytes) : undefined;
    if (blob !== undefined && content?.kind === 'file' && isBlobOf(blob, content.bytes)) written.set(blob, objects);
    return objects;
  };
};

/** Objects of the files that hold a reconciler object or a source, all kinds, with their places. A file that cannot be read gives nothing. */
export const writtenObjects = async (tree: SourceTree, { written, memo }: WrittenObjectsOptions): Promise<readonly WrittenObject[]> => {
  const files = Map.groupBy(written, ({ at }) => at.file);
  const objectsOf = await objectsByFile(tree, [...files.keys()], memo);
  return [...files].flatMap(([file, facts]): readonly WrittenObject[] => {
    const [first] = facts;
    if (first === undefined) return [];
    return (objectsOf(file) ?? []).map((object) => {
      const fact = facts.find(({ kind, name }) => kind === object.kind && name === objectName(object));
      return { object, at: toLocation(fact?.at ?? { file, line: 1 }), env: first.env, loose: first.loose };
    });
  });
};
