// Does the rendering run exactly the images that app.yaml declares, in the version that its release fields say?
import {
  type ImageUse,
  imagesOf,
  type ManifestObject,
  objectRef,
  parseImageReference,
  pointerSegments,
  refText,
  valueAt,
} from '@fairway/manifests';
import type { Check, CheckContext } from '../model.ts';
import { draft, several } from './draft.ts';
import { documentsOf } from './kustomize/documents.ts';
import { placeOf } from './place.ts';
import { resolvePath } from './repository-path.ts';

interface Used extends ImageUse {
  readonly object: ManifestObject;
}

const usedImages = (context: CheckContext): readonly Used[] =>
  context.objects.flatMap((object) => imagesOf(object).map((use) => ({ ...use, object })));

const nameOf = (image: string): string => parseImageReference(image)?.name ?? image;

export const imageUndeclared: Check = (context) => {
  const declared = context.app.config?.images;
  if (declared === undefined) return [];
  const repositories = new Set(declared.map((image) => nameOf(image.repository)));
  return usedImages(context)
    .filter((use) => !repositories.has(nameOf(use.image)))
    .map(({ object, pointer, image }) =>
      draft('image-undeclared', {
        message: `${refText(objectRef(object))} runs ${image}, which app.yaml does not declare`,
        object: objectRef(object),
        field: pointer,
      }),
    );
};

const missing = (context: CheckContext, used: readonly Used[]) => {
  const names = new Set(used.map((use) => nameOf(use.image)));
  return (context.app.config?.images ?? [])
    .filter((image) => !names.has(nameOf(image.repository)))
    .map((image) =>
      draft('image-not-final', {
        message: `app.yaml declares ${image.repository}, but nothing that is rendered runs it; here run: ${several([...names].sort())}`,
        location: context.app.declaredAt,
        detail: image.repository,
      }),
    );
};

const DIGEST = /sha256:[0-9a-f]{64}/;

/** What a release field pins of an image: a digest anywhere, or the tag of `newTag`. Other fields pin charts and bases. */
const pinOf = (pointer: string, value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const digest = DIGEST.exec(value)?.[0];
  const image = pointerSegments(pointer).some((segment) => /^(images?|newTag|digest)$/i.test(segment));
  if (!image) return undefined;
  return digest ?? (pointer.endsWith('/newTag') ? `:${value}` : undefined);
};

const isRun = (pin: string, used: readonly Used[]): boolean =>
  used.some(({ image }) => (pin.startsWith(':') ? image.endsWith(pin) || image.includes(`${pin}@`) : image.endsWith(`@${pin}`)));

const overruled = (context: CheckContext, used: readonly Used[]) =>
  (context.app.config?.release?.fields ?? []).flatMap(({ file, path }) => {
    const at = resolvePath(context.app.root, file);
    const source = at === undefined ? undefined : context.read(at);
    const [document] = (source === undefined ? undefined : documentsOf(source)) ?? [];
    const pin = pinOf(path, valueAt(document, path));
    if (at === undefined || pin === undefined || isRun(pin, used)) return [];
    return [
      draft('image-not-final', {
        message: `${at} releases ${pin.replace(/^:/, '')}, but nothing that is rendered runs it`,
        location: placeOf(at, source, { pointer: path }),
        detail: `${file} ${path}`,
      }),
    ];
  });

export const imageNotFinal: Check = (context) => {
  if (context.app.config?.images === undefined) return [];
  const used = usedImages(context);
  return [...missing(context, used), ...overruled(context, used)];
};
