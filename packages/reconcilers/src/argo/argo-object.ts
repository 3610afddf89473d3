// Is an Argo CD object written as its API wants it, and which object is it?
import { isRecord, objectRef, refText } from '@fairway/manifests';
import { z } from 'zod';
import { type FluxReading, problemOf, readFluxObject } from '../flux/flux-object.ts';
import type { Expansion, SightedObject } from '../model.ts';

/** API group of Applications, ApplicationSets and AppProjects. */
export const ARGO_GROUP = 'argoproj.io';
/** Namespace of an Argo CD object that names none: where Argo CD is installed by default. */
export const ARGO_NAMESPACE = 'argocd';

/** A value, or why there is none. */
export type Outcome<T> = { readonly kind: 'made'; readonly value: T } | Stop;
/** Why an Application is not rendered. */
export type Stop = Extract<Expansion, { readonly kind: 'failed' | 'not-looked-at' }>;

export function made<T>(value: T): Outcome<T> {
  return { kind: 'made', value };
}

/** One problem, told at the object. `message` goes on after its name. */
export function failed(sighted: SightedObject, message: string, hint: string): Stop {
  return { kind: 'failed', problems: [problemOf(sighted, message, { hint })] };
}

/** A path that would leave the repository. */
export function escapes(sighted: SightedObject, message: string): Stop {
  const hint = 'Name a path below the root of the repository.';
  return { kind: 'failed', problems: [problemOf(sighted, message, { hint, code: 'path-escapes' })] };
}

/** `Application argocd/web`: how messages name an object. */
export function argoName({ object }: SightedObject): string {
  return refText(objectRef(object));
}

/** Reads an object of version v1alpha1; all wrong fields are told. */
export function readArgoObject<S extends z.ZodType>(sighted: SightedObject, schema: S): FluxReading<z.output<S>> {
  return readFluxObject(sighted, { schema, versions: ['v1alpha1'] });
}

/** An absent field, a null one and one with its zero value are the same to Argo CD. */
export function orElse<S extends z.ZodType>(schema: S, otherwise: z.output<S>): z.ZodType<z.output<S>> {
  return schema.nullish().transform((value) => value ?? otherwise);
}

/** Any mapping, kept as it is. Keys keep their meaning whatever they are called. */
export const Mapping = z.custom<Readonly<Record<string, unknown>>>(isRecord, 'a mapping');
