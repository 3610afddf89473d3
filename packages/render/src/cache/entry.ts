// How is a rendering written to the cache, and when is an entry believed?
import { hash } from 'node:crypto';
import { Location, ObjectRef, Severity } from '@fairway/contracts';
import { type FindingDraft, isRecord, type ManifestObject } from '@fairway/manifests';
import { z } from 'zod';

const Draft = z.strictObject({
  ruleId: z.string(),
  severity: Severity,
  message: z.string(),
  hint: z.string(),
  object: ObjectRef.optional(),
  field: z.string().optional(),
  location: Location.optional(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  detail: z.string().optional(),
});

const Facts = z.strictObject({
  objects: z.int().nonnegative(),
  hooks: z.int().nonnegative(),
  secrets: z.boolean(),
  body: z.string(),
  custom: z.array(z.string()),
  crds: z.array(z.strictObject({ kind: z.string(), digest: z.string() })),
  checkedWith: z.string(),
  drafts: z.array(Draft),
  determinism: z.array(Draft).optional(),
});

/** The small entry of a rendering: all that a run needs to know as long as nothing changed. */
export interface RenderFacts {
  /** Number of objects. */
  readonly objects: number;
  /** Number of Helm hooks and tests among them. */
  readonly hooks: number;
  /** Some object is a Secret, so that the cached objects are not what was rendered. */
  readonly secrets: boolean;
  /** SHA-256 of the body: equal bodies hold equal objects. */
  readonly body: string;
  /** `group/Kind` of the objects that are not built in, sorted: their checks depend on CustomResourceDefinitions of other apps. */
  readonly custom: readonly string[];
  /** Kinds that CustomResourceDefinitions among the objects define. */
  readonly crds: readonly { readonly kind: string; readonly digest: string }[];
  /** Which foreign definitions the checks saw, see `definitionsFor`. */
  readonly checkedWith: string;
  readonly drafts: readonly FindingDraft[];
  /** What differed between two runs; empty: nothing did; undefined: never run twice. */
  readonly determinism?: readonly FindingDraft[];
}

const sha256 = (text: string): string => hash('sha256', text);

/** First line: SHA-256 over key and payload, so that neither damage nor an entry under another key is believed. */
const seal = (key: string, payload: string): string => `${sha256(`${key}\n${payload}`)}\n${payload}`;

const open = (key: string, bytes: Uint8Array | undefined): unknown => {
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const line = text.indexOf('\n');
  const payload = text.slice(line + 1);
  if (line < 0 || text.slice(0, line) !== sha256(`${key}\n${payload}`)) return undefined;
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
};

/** JSON drops what is undefined; zod types it as possible. */
const draftOf = (draft: z.infer<typeof Draft>): FindingDraft => {
  const { object, field, location, data, detail, ...rest } = draft;
  return {
    ...rest,
    ...(object === undefined ? {} : { object }),
    ...(field === undefined ? {} : { field }),
    ...(location === undefined ? {} : { location }),
    ...(data === undefined ? {} : { data }),
    ...(detail === undefined ? {} : { detail }),
  };
};

/** The form in which a draft comes back from the cache, keys in the same order, so that a warm run gives the bytes of a cold one. */
const asCached = (draft: FindingDraft): FindingDraft => draftOf(Draft.parse(draft));

/** Facts as they come back from the cache. Throws for a draft that the cache could not hold, which is a bug. */
export const factsAsCached = (facts: RenderFacts): RenderFacts => {
  const { determinism, drafts, ...rest } = facts;
  return { ...rest, drafts: drafts.map(asCached), ...(determinism === undefined ? {} : { determinism: determinism.map(asCached) }) };
};

/** Text of the small entry. */
export const encodeFacts = (key: string, facts: RenderFacts): string => seal(key, JSON.stringify(facts));

/** Undefined: absent, damaged, or of another version. */
export const decodeFacts = (key: string, bytes: Uint8Array | undefined): RenderFacts | undefined => {
  const parsed = Facts.safeParse(open(key, bytes));
  if (!parsed.success) return undefined;
  const { determinism, drafts, ...rest } = parsed.data;
  return { ...rest, drafts: drafts.map(draftOf), ...(determinism === undefined ? {} : { determinism: determinism.map(draftOf) }) };
};

const isObject = (value: unknown): value is ManifestObject =>
  isRecord(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string' && isRecord(value.metadata);

/** JSON of the objects, Secret values already redacted. Two renderings with equal text hold the same objects. */
export const bodyText = (objects: readonly ManifestObject[]): string => JSON.stringify(objects);

/** Checksum of a body, as `RenderFacts.body`. */
export const bodyChecksum = (text: string): string => sha256(text);

/** Objects, and for each the template that helm names for it; no templates where none is known. */
export interface Body {
  readonly objects: readonly ManifestObject[];
  readonly sources: readonly (string | null)[];
}

/** Text of the body entry. `text` is that of the objects, so that they are not written twice. */
export const encodeBody = (key: string, text: string, sources: readonly (string | null)[]): string =>
  seal(key, `{"sources":${JSON.stringify(sources)},"objects":${text}}`);

/** Text of an entry of plain data. */
export const encodeData = (key: string, data: unknown): string => seal(key, JSON.stringify(data));

/** Undefined: absent or damaged. Who asks looks at its form. */
export const decodeData = (key: string, bytes: Uint8Array | undefined): unknown => open(key, bytes);

const isSource = (value: unknown): value is string | null => value === null || typeof value === 'string';

/** Undefined: absent or damaged. */
export const decodeBody = (key: string, bytes: Uint8Array | undefined): Body | undefined => {
  const value = open(key, bytes);
  if (!isRecord(value)) return undefined;
  const { objects, sources } = value;
  if (!Array.isArray(objects) || !objects.every(isObject) || !Array.isArray(sources) || !sources.every(isSource)) return undefined;
  return { objects, sources };
};
