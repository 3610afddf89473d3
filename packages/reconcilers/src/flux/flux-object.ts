// Is a Flux object written as its API wants it, and what does it say?
import type { ErrorCode } from '@fairway/contracts';
import { apiGroup, isRecord, objectRef, refText } from '@fairway/manifests';
import { z } from 'zod';
import type { ExpansionProblem, ObjectKey, SightedObject } from '../model.ts';

export type Problems = readonly [ExpansionProblem, ...ExpansionProblem[]];
export type FluxReading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: Problems };

/** `Kustomization apps/web`: how messages name an object. */
export function nameOf({ object }: SightedObject): string {
  return refText(objectRef(object));
}

/** Namespace of a Flux object; without one it is applied to `default`. */
export function namespaceOf({ object }: SightedObject): string {
  const { namespace } = object.metadata;
  return namespace === undefined || namespace === '' ? 'default' : namespace;
}

export function keyOf(sighted: SightedObject): ObjectKey {
  const { object } = sighted;
  return { group: apiGroup(object.apiVersion), kind: object.kind, namespace: namespaceOf(sighted), name: object.metadata.name };
}

/** For people: `GitRepository flux-system/apps`. */
export function keyText({ kind, namespace, name }: ObjectKey): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** A problem of the object, at the object. `message` goes on after its name. */
export function problemOf(
  sighted: SightedObject,
  message: string,
  { hint, code = 'file-unreadable' }: { readonly hint: string; readonly code?: ErrorCode },
): ExpansionProblem {
  return { code, message: `${nameOf(sighted)}: ${message}`, hint, at: sighted.at };
}

/** An absent field and a null one are the same to the API server. */
export function optional<S extends z.ZodType>(schema: S): z.ZodType<z.output<S> | undefined> {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** A mapping of texts, such as labels. Keys keep their meaning whatever they are called. */
export const TextMap = z.custom<Readonly<Record<string, string>>>().superRefine((value: unknown, context) => {
  if (!isRecord(value)) context.addIssue({ code: 'custom', message: 'a mapping' });
  else
    for (const [key, entry] of Object.entries(value))
      if (typeof entry !== 'string') context.addIssue({ code: 'custom', path: [key], message: 'text (quote it)' });
});

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function found(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined;
    here = Reflect.get(here, part);
  }
  return here;
}

function expected(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small' && issue.origin === 'string') return 'text that is not empty';
  return issue.message;
}

function fieldText(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('');
}

type Parsed<S extends z.ZodType> = z.ZodSafeParseResult<z.output<S>>;

/** A source is read for each object that takes it: what one value says is found out once. */
const known = new WeakMap<object, WeakMap<object, unknown>>();

function parsed<S extends z.ZodType>(schema: S, object: object): Parsed<S> {
  const readings = (known.get(schema) ?? new WeakMap<object, unknown>()) as WeakMap<object, Parsed<S>>;
  known.set(schema, readings);
  const reading = readings.get(object) ?? schema.safeParse(object);
  readings.set(object, reading);
  return reading;
}

/**
 * Reads an object whose API versions all read alike. Unknown fields are passed over, as the API server prunes them; every wrong field is told.
 * `schema` stands for the whole object.
 */
export function readFluxObject<S extends z.ZodType>(
  sighted: SightedObject,
  { schema, versions }: { readonly schema: S; readonly versions: readonly string[] },
): FluxReading<z.output<S>> {
  const { apiVersion } = sighted.object;
  const group = apiGroup(apiVersion);
  if (!versions.includes(apiVersion.slice(group.length + 1))) {
    const hint = `known versions: ${versions.map((version) => `${group}/${version}`).join(', ')}`;
    return { ok: false, problems: [problemOf(sighted, `apiVersion ${apiVersion} is not known`, { hint })] };
  }
  const result = parsed(schema, sighted.object);
  if (result.success) return { ok: true, value: result.data };
  const [first, ...rest] = result.error.issues.map((issue) =>
    problemOf(sighted, `${fieldText(issue.path)} must be ${expected(issue)}, found ${found(at(sighted.object, issue.path))}`, {
      hint: `correct ${fieldText(issue.path)}`,
    }),
  );
  const none = problemOf(sighted, 'it is not written as its API wants it', { hint: 'compare it with the documentation of Flux' });
  return { ok: false, problems: [first ?? none, ...rest] };
}
