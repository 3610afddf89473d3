// How does kustomize read an image reference, and what does an `images` entry make of it?
// Rules: sigs.k8s.io/kustomize/api internal/image/image.go and filters/imagetag/updater.go (5.8.1).
import { fields, text } from '../json-access.ts';
import { imageNameMatch, type Match } from './pattern.ts';

export interface ImageParts {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** One entry of `images`, as written. */
export interface ImageEntry {
  readonly name: string;
  readonly newName: string | undefined;
  readonly newTag: string | undefined;
  readonly tagSuffix: string | undefined;
  readonly digest: string | undefined;
}

/** Splits `[[host[:port]/]path/]name[:tag][@digest]`. Parts that are not there are ''. */
export const splitImage = (image: string): ImageParts => {
  const from = Math.max(image.indexOf('/'), 0);
  const at = image.indexOf('@', from);
  const colon = image.indexOf(':', from);
  if (at < 0 && colon < 0) return { name: image, tag: '', digest: '' };
  if (at >= 0 && (colon < 0 || at < colon)) return { name: image.slice(0, at), tag: '', digest: image.slice(at + 1) };
  if (at < 0) return { name: image.slice(0, colon), tag: image.slice(colon + 1), digest: '' };
  return { name: image.slice(0, colon), tag: image.slice(colon + 1, at), digest: image.slice(at + 1) };
};

export const joinImage = (parts: ImageParts): string =>
  `${parts.name}${parts.tag === '' ? '' : `:${parts.tag}`}${parts.digest === '' ? '' : `@${parts.digest}`}`;

/** Reads an entry of `images`; undefined where it has no name. */
export const imageEntry = (value: unknown): ImageEntry | undefined => {
  const entry = fields(value);
  const name = text(entry.name);
  if (name === undefined) return undefined;
  return { name, newName: text(entry.newName), newTag: text(entry.newTag), tagSuffix: text(entry.tagSuffix), digest: text(entry.digest) };
};

/** Says which images an entry is for; its name is a regular expression to kustomize. Undefined where that is not valid. */
export const imageMatcher = (entry: ImageEntry): Match | undefined => imageNameMatch(entry.name);

const versionOf = (entry: ImageEntry, old: ImageParts): Omit<ImageParts, 'name'> => {
  if (entry.newTag !== undefined) return { tag: entry.newTag, digest: entry.digest ?? '' };
  if (entry.digest !== undefined) return { tag: '', digest: entry.digest };
  if (entry.tagSuffix !== undefined) return { tag: `${old.tag}${entry.tagSuffix}`, digest: '' };
  return { tag: old.tag, digest: old.digest };
};

/** The image that an entry makes of one that it matches. */
export const rewriteImage = (image: string, entry: ImageEntry): string => {
  const old = splitImage(image);
  return joinImage({ name: entry.newName ?? old.name, ...versionOf(entry, old) });
};
