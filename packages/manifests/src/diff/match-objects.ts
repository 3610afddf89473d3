// Which object of the old rendering is which object of the new one?
import { baseOfGeneratedName, hasGeneratedNames } from '../generated-name.ts';
import { apiGroup, objectName, objectRef, refKey } from '../identity.ts';
import type { ManifestObject } from '../model.ts';
import { contentKey, similarity } from './similarity.ts';

/** The same object in two renderings. `renamed`: recognised by its content alone. */
export interface ObjectPair {
  readonly before: ManifestObject;
  readonly after: ManifestObject;
  readonly renamed: boolean;
}

export interface ObjectMatch {
  readonly pairs: readonly ObjectPair[];
  readonly removed: readonly ManifestObject[];
  readonly added: readonly ManifestObject[];
}

/** Their name is the identity of what they hold: a new name is a loss, so they are never called renamed. */
const NEVER_RENAMED: ReadonlySet<string> = new Set([
  '/Namespace',
  '/PersistentVolume',
  '/PersistentVolumeClaim',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apps/StatefulSet',
]);
const SIMILAR_ENOUGH = 0.8;
/** Each unmatched object of a kind is compared with each on the other side; beyond this number only the same content is looked for. */
const MAX_COMPARED = 60;

type Group = (object: ManifestObject) => string | undefined;

function grouped(objects: readonly ManifestObject[], by: Group): Map<string, ManifestObject[]> {
  const groups = new Map<string, ManifestObject[]>();
  for (const object of objects) {
    const key = by(object);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [object]);
    else group.push(object);
  }
  return groups;
}

interface Rest {
  readonly pairs: ObjectPair[];
  readonly removed: Set<ManifestObject>;
  readonly added: Set<ManifestObject>;
}

function pair(rest: Rest, before: ManifestObject, after: ManifestObject, renamed: boolean): void {
  rest.pairs.push({ before, after, renamed });
  rest.removed.delete(before);
  rest.added.delete(after);
}

/** Pairs what has the same key; of several with one key the first with the first. */
function pairByKey(rest: Rest, by: Group, renamed = false): void {
  const after = grouped([...rest.added], by);
  for (const [key, olds] of grouped([...rest.removed], by)) {
    const news = after.get(key) ?? [];
    for (const [at, old] of olds.entries()) {
      const now = news[at];
      if (now !== undefined) pair(rest, old, now, renamed);
    }
  }
}

function generatedKey(object: ManifestObject): string | undefined {
  if (!hasGeneratedNames(object.apiVersion, object.kind)) return undefined;
  const base = baseOfGeneratedName(objectName(object));
  return base === undefined ? undefined : refKey({ ...objectRef(object), name: base });
}

function kindKey(object: ManifestObject): string | undefined {
  const key = `${apiGroup(object.apiVersion)}/${object.kind}`;
  return NEVER_RENAMED.has(key) ? undefined : key;
}

/** Same kind and content; `also` says what else must have stayed. */
function sameContent(also: Group): Group {
  return (object) => {
    const kind = kindKey(object);
    const content = kind === undefined ? undefined : contentKey(object);
    return content === undefined ? undefined : `${kind}\u0000${also(object)}\u0000${content}`;
  };
}

interface Candidate {
  readonly before: ManifestObject;
  readonly after: ManifestObject;
  readonly score: number;
}

/** A name or a namespace that stayed decides between objects of the same content. */
function scored(before: ManifestObject, after: ManifestObject): Candidate {
  const kept = Number(objectName(before) === objectName(after)) + Number(before.metadata.namespace === after.metadata.namespace);
  const likeness = similarity(before, after);
  return { before, after, score: likeness < SIMILAR_ENOUGH ? 0 : likeness + kept / 1000 };
}

/** Best pairs first, each object once; equal scores in the order of the renderings. */
function pairByContent(rest: Rest): void {
  const after = grouped([...rest.added], kindKey);
  for (const [kind, olds] of grouped([...rest.removed], kindKey)) {
    const news = after.get(kind) ?? [];
    const candidates = olds
      .slice(0, MAX_COMPARED)
      .flatMap((old) => news.slice(0, MAX_COMPARED).map((now) => scored(old, now)))
      .filter(({ score }) => score > 0)
      .toSorted((a, b) => b.score - a.score);
    for (const { before, after: now } of candidates) if (rest.removed.has(before) && rest.added.has(now)) pair(rest, before, now, true);
  }
}

/** Matches by identity, then by the generated name's base, then by content: the same, then alike. Each list keeps the order of the renderings. */
export function matchObjects(before: readonly ManifestObject[], after: readonly ManifestObject[]): ObjectMatch {
  const rest: Rest = { pairs: [], removed: new Set(before), added: new Set(after) };
  pairByKey(rest, (object) => refKey(objectRef(object)));
  pairByKey(rest, generatedKey);
  pairByKey(rest, sameContent(objectName), true);
  pairByKey(
    rest,
    sameContent(({ metadata }) => metadata.namespace),
    true,
  );
  pairByContent(rest);
  return { pairs: rest.pairs, removed: [...rest.removed], added: [...rest.added] };
}
