// What does Flux make of a kustomization once the fields of its own object are added?
import { isRecord } from '@fairway/manifests';
import { knownFields } from './generate-fields.ts';
import type { StartingPoint } from './generate-kustomization.ts';

/** What a Flux Kustomization adds. Empty texts and lists add nothing. */
export interface KustomizationEdits {
  readonly targetNamespace: string;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  readonly patches: readonly FluxPatch[];
  readonly images: readonly FluxImage[];
  /** Those that are to be added: missing ones that may be missing are gone. */
  readonly components: readonly string[];
  readonly buildMetadata: readonly string[];
}

export interface FluxPatch {
  readonly patch: string;
  readonly target?: Readonly<Record<string, string>> | undefined;
}

export interface FluxImage {
  readonly name: string;
  readonly newName: string;
  readonly newTag: string;
  readonly digest: string;
}

type Fields = Readonly<Record<string, unknown>>;

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function without(entries: Fields): Fields {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== ''));
}

/** Tag and digest go together: setting one clears the other. */
function overImage(image: Fields, { newName, newTag, digest }: FluxImage): Fields {
  const named = newName === '' ? image : { ...image, newName };
  return newTag === '' && digest === '' ? named : without({ ...named, newTag, digest });
}

function withImages(images: readonly unknown[], added: readonly FluxImage[]): readonly unknown[] {
  const list = [...images];
  for (const image of added) {
    const at = list.findIndex((entry) => isRecord(entry) && (entry.name ?? '') === image.name);
    const there = list[at];
    if (isRecord(there)) list[at] = overImage(there, image);
    else list.push(without({ ...image }));
  }
  return list;
}

function withList(fields: Fields, key: string, added: readonly unknown[]): Fields {
  return added.length === 0 ? fields : { ...fields, [key]: [...listOf(fields[key]), ...added] };
}

/** The kustomization that Flux builds; undefined: what is there means the same to kustomize. */
export function editKustomization({ generated, kustomization }: StartingPoint, edits: KustomizationEdits): Fields | undefined {
  const { fields: known, changed } = knownFields(kustomization);
  const head = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
  const patches = edits.patches.map(({ patch, target }) => (target === undefined ? { patch } : { patch, target }));
  const named = without({ namespace: edits.targetNamespace, namePrefix: edits.namePrefix, nameSuffix: edits.nameSuffix });
  // Flux marks every object with its origin where there are no resources, lest kustomize takes the kustomization for empty.
  const bare = !generated && listOf(known.resources).length === 0;
  const metadata = edits.buildMetadata.length > 0 ? edits.buildMetadata : bare ? ['originAnnotations'] : [];
  const touched = generated || changed || metadata.length > 0 || Object.keys(named).length > 0;
  if (!touched && edits.patches.length + edits.images.length + edits.components.length === 0) return undefined;
  const listed = withList(withList({ ...head, ...known, ...named }, 'patches', patches), 'components', edits.components);
  const images = edits.images.length === 0 ? listed : { ...listed, images: withImages(listOf(listed.images), edits.images) };
  return metadata.length === 0 ? images : { ...images, buildMetadata: [...metadata] };
}
