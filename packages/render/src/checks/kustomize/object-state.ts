// What is known of one object at one point of a kustomize build?
import { dig, type Fields, fields, text, textPairs } from '../json-access.ts';
import { type Identity, identityOf, kustomizeKnowsClusterScoped } from './identity.ts';
import { type ImageSlot, imageSlots } from './image-slots.ts';

/** Where an object comes from: document of a file, or the generator entry of a kustomization. */
export interface ObjectOrigin {
  readonly file: string;
  /** Position in the file, from 0. */
  readonly document: number;
  /** JSON pointer of the generator entry, where a generator made the object. */
  readonly generator?: string;
}

/** An object on its way through a build. What cannot be followed is marked uncertain: such a thing counts as "could be anything". */
export interface ObjectState {
  readonly origin: ObjectOrigin;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Identities that it had before, oldest first. */
  readonly past: readonly Identity[];
  readonly identityCertain: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labelsCertain: boolean;
  readonly images: readonly ImageSlot[];
  readonly imagesCertain: boolean;
  /** The content gets a hash at the end of its name when the build ends. */
  readonly hashed: boolean;
  /** As read from its file. */
  readonly value: Fields;
}

/** The first state of an object that was read. Undefined where it is no Kubernetes object. `imagePaths`: fields that a transformer configuration adds. */
export const readState = (value: unknown, origin: ObjectOrigin, imagePaths: readonly string[] = []): ObjectState | undefined => {
  const apiVersion = text(dig(value, 'apiVersion'));
  const kind = text(dig(value, 'kind'));
  const name = text(dig(value, 'metadata', 'name'));
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  return {
    origin,
    apiVersion,
    kind,
    name,
    namespace: text(dig(value, 'metadata', 'namespace')),
    past: [],
    identityCertain: true,
    labels: textPairs(dig(value, 'metadata', 'labels')),
    annotations: textPairs(dig(value, 'metadata', 'annotations')),
    labelsCertain: true,
    images: imageSlots(value, imagePaths),
    imagesCertain: true,
    hashed: false,
    value: fields(value),
  };
};

/** The identity that an object has now. */
export const currentIdentity = (object: ObjectState): Identity => identityOf(object.apiVersion, object.kind, object);

/** Every identity that it has or had, the oldest first. */
export const identities = (object: ObjectState): readonly Identity[] => [...object.past, currentIdentity(object)];

/** The object under a new name or namespace; it can still be found under the old one. */
export const moved = (object: ObjectState, to: { readonly name?: string; readonly namespace?: string }): ObjectState => ({
  ...object,
  ...to,
  past: [...object.past, currentIdentity(object)],
});

/** What the `namespace:` field does. A Namespace object is renamed. */
export const inNamespace = (object: ObjectState, namespace: string): ObjectState => {
  if (object.apiVersion === 'v1' && object.kind === 'Namespace') return moved(object, { name: namespace });
  return kustomizeKnowsClusterScoped(object.apiVersion, object.kind) ? object : moved(object, { namespace });
};

const KEEP_THEIR_NAME: readonly string[] = ['CustomResourceDefinition', 'APIService', 'Namespace'];

/** What `namePrefix` and `nameSuffix` do. */
export const renamed = (object: ObjectState, prefix: string, suffix: string): ObjectState =>
  KEEP_THEIR_NAME.includes(object.kind) ? object : moved(object, { name: `${prefix}${object.name}${suffix}` });

/** The object when something has touched it that cannot be followed. */
export const uncertain = (object: ObjectState): ObjectState => ({
  ...object,
  identityCertain: false,
  labelsCertain: false,
  imagesCertain: false,
});
