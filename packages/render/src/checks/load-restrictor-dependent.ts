// Does the rendering depend on how far the reconciler lets kustomize read?
import type { Check } from '../model.ts';
import { draft } from './draft.ts';
import { fileReferences } from './kustomize/file-references.ts';
import { placeOf } from './place.ts';
import { isInside, resolvePath } from './repository-path.ts';

export const loadRestrictorDependent: Check = ({ closure }) =>
  closure.kustomizations.flatMap((node) =>
    fileReferences(node).flatMap(({ pointer, path }) => {
      const file = resolvePath(node.directory, path);
      if (file === undefined || !closure.files.has(file) || isInside(file, node.directory)) return [];
      return [
        draft('load-restrictor-dependent', {
          message: `${node.file} reads ${path}, which lies outside of its directory`,
          location: placeOf(node.file, node.text, { pointer }),
          detail: `${node.file} ${path}`,
        }),
      ];
    }),
  );
