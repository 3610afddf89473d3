// Which fields does a transformer configuration declare to be images?
import type { CheckContext } from '../../model.ts';
import { fields, items, text, texts } from '../json-access.ts';
import { resolvePath } from '../repository-path.ts';
import { documentsOf } from './documents.ts';

/** Field paths of `images` in all files of `configurations`, such as `spec/image`. The kinds they are limited to are left out: that errs on the side of "is rewritten". */
export const configuredImagePaths = (context: CheckContext): readonly string[] => {
  const files = context.closure.kustomizations.flatMap((node) =>
    texts(node.content.configurations).flatMap((path) => resolvePath(node.directory, path) ?? []),
  );
  const paths = files.flatMap((file) => {
    const source = context.read(file);
    const documents = (source === undefined ? undefined : documentsOf(source)) ?? [];
    return documents.flatMap((document) => items(fields(document).images).flatMap((spec) => text(fields(spec).path) ?? []));
  });
  return [...new Set(paths)];
};
