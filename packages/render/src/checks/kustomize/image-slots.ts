// Which fields of an object hold an image that kustomize would rewrite?
// Rules: sigs.k8s.io/kustomize/api filters/imagetag/legacy.go and internal/konfig/builtinpluginconsts/images.go (5.8.1).
import { escapeSegment } from '@fairway/manifests';
import { dig, fields, isFields, items, text } from '../json-access.ts';

/** One field that holds an image. */
export interface ImageSlot {
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
  /** Pointer of the list of containers, and the name of the container in it; both absent elsewhere. */
  readonly list?: string;
  readonly item?: string;
  readonly value: string;
  /** What changed it on the way, oldest first. */
  readonly writes: readonly ImageWrite[];
}

export interface ImageWrite {
  readonly by: 'images' | 'patch';
  /** File and pointer of the entry that did it. */
  readonly file: string;
  readonly pointer: string;
  readonly before: string;
  readonly after: string;
}

const CONTAINER_LISTS: readonly string[] = ['containers', 'initContainers'];
const VOLUME_LISTS = [
  ['spec', 'volumes'],
  ['spec', 'template', 'spec', 'volumes'],
] as const;

/** Visits every mapping and list below a value, with its pointer. */
export const walk = (value: unknown, visit: (node: unknown, pointer: string) => void, pointer = ''): void => {
  if (typeof value !== 'object' || value === null) return;
  visit(value, pointer);
  if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, visit, `${pointer}/${index}`);
  else for (const [key, item] of Object.entries(value)) walk(item, visit, `${pointer}/${escapeSegment(key)}`);
};

/** Images of a list of containers that stands at pointer `list`. */
export const containerSlots = (containers: unknown, list: string): readonly ImageSlot[] =>
  items(containers).flatMap((container, index) => {
    const value = text(fields(container).image);
    const item = text(fields(container).name);
    if (value === undefined) return [];
    return [{ pointer: `${list}/${index}/image`, list, ...(item === undefined ? {} : { item }), value, writes: [] }];
  });

const volumeSlots = (object: unknown): readonly ImageSlot[] =>
  VOLUME_LISTS.flatMap((path) =>
    items(dig(object, ...path)).flatMap((volume, index) => {
      const value = text(dig(volume, 'image', 'reference'));
      return value === undefined ? [] : [{ pointer: `/${path.join('/')}/${index}/image/reference`, value, writes: [] }];
    }),
  );

/** Fields by a path of a transformer configuration: `spec/image`, `spec/parts[]/image`; lists are passed through with or without `[]`. */
const configuredSlots = (value: unknown, path: readonly string[], pointer = ''): readonly ImageSlot[] => {
  if (Array.isArray(value)) return value.flatMap((item, index) => configuredSlots(item, path, `${pointer}/${index}`));
  const [head, ...rest] = path;
  if (head === undefined) return typeof value === 'string' ? [{ pointer, value, writes: [] }] : [];
  const key = head.replace(/\[\]$/, '');
  return isFields(value) && Object.hasOwn(value, key) ? configuredSlots(value[key], rest, `${pointer}/${escapeSegment(key)}`) : [];
};

/** All images of an object that kustomize rewrites. `configured` are field paths that a transformer configuration adds for this object. */
export const imageSlots = (object: unknown, configured: readonly string[] = []): readonly ImageSlot[] => {
  if (dig(object, 'kind') === 'CustomResourceDefinition') return [];
  const found = new Map<string, ImageSlot>();
  walk(object, (node, pointer) => {
    for (const key of CONTAINER_LISTS)
      for (const slot of containerSlots(dig(node, key), `${pointer}/${key}`)) found.set(slot.pointer, slot);
  });
  const more = [...volumeSlots(object), ...configured.flatMap((path) => configuredSlots(object, path.split('/')))];
  for (const slot of more) if (!found.has(slot.pointer)) found.set(slot.pointer, slot);
  return [...found.values()];
};

/** Fields called `image` that hold text and are none of the above: custom resources mostly. */
export const otherImageFields = (
  object: unknown,
  slots: readonly ImageSlot[],
): readonly { readonly pointer: string; readonly value: string }[] => {
  const known = new Set(slots.map((slot) => slot.pointer));
  const found: { readonly pointer: string; readonly value: string }[] = [];
  walk(object, (node, pointer) => {
    const value = text(dig(node, 'image'));
    if (value !== undefined && !known.has(`${pointer}/image`)) found.push({ pointer: `${pointer}/image`, value });
  });
  return found;
};
