// What did earlier runs learn from files that git still has under the same id? So that a run reads only what is new.
import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { SourceTree } from '@fairway/contracts';
import type { DiscoveryMemo } from '@fairway/environments';
import { isRecord, type ManifestObject, redactSecrets } from '@fairway/manifests';
import toolkit from '../../package.json' with { type: 'json' };
import type { BlobFact, ClosureMemo } from '../closure/closure-memo.ts';
import type { ParsedKustomization } from '../closure/parse-kustomization.ts';
import type { RenderFacts } from './entry.ts';
import type { RenderCache } from './render-cache.ts';

/** Counts up with every change of what is learned from a file. */
const LEARNED_SCHEMA = `learned-2 ${toolkit.version}`;
/** Longer texts are few, and an entry is read whole. In UTF-16 units, as the one below. */
const MAX_TEXT = 64 * 1024;
/** All texts of an entry together: beyond this, files are read from where they are. */
const MAX_TEXTS = 24 * 1024 * 1024;
/** Fewer files than this are read faster than an entry is written. */
const FEW = 16;
/** Share of new files from which on an entry is written again. */
const ENOUGH = 0.02;
/** Keys of renderings, the newest: those of older states are not asked for any more. */
const MAX_QUIET = 20_000;

type FileFacts = DiscoveryMemo['facts'] extends Map<string, infer Facts> ? Facts : never;

/** Both memos of a run, which fill as it goes on. */
export interface Memos {
  readonly discovery: DiscoveryMemo;
  readonly closure: ClosureMemo;
}

/** What is kept. Never anything in which a value of a Secret might stand. */
interface Learned {
  readonly blobs: readonly (readonly [id: string, fact: BlobFact])[];
  /** By role and git object id. */
  readonly facts: readonly (readonly [key: string, facts: FileFacts])[];
  /** By SHA-256 of the bytes. */
  readonly kustomizations: readonly (readonly [hash: string, text: string, parsed: ParsedKustomization])[];
  readonly written: readonly (readonly [id: string, objects: readonly ManifestObject[] | null])[];
  /** Small files that expansions read, as text. */
  readonly contents: readonly (readonly [id: string, text: string])[];
  readonly quiet: readonly string[];
  /** By key: what the renderings of the last states are like. */
  readonly renderings: readonly (readonly [key: string, facts: RenderFacts])[];
}

/** One entry per repository: runs of several do not push out one another. */
const keyFor = ({ remotes = [], root = '' }: SourceTree): string => hash('sha256', JSON.stringify([LEARNED_SCHEMA, remotes, root]));

const SECRET = /secret/i;

/** Comes back from JSON as it is. */
const isPlain = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return isRecord(value) && Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
};

const blobsOf = (trees: readonly SourceTree[]): ReadonlySet<string> =>
  new Set(trees.flatMap(({ entries }) => [...entries.values()].flatMap(({ blob }) => blob ?? [])));

const learnedFrom = ({ discovery, closure }: Memos, ids: ReadonlySet<string>, renderings: Learned['renderings']): Learned => {
  const blobs = [...closure.blobs].filter(([id]) => ids.has(id));
  const textOf = new Map(blobs.map(([id, { hash: digest }]) => [id, closure.texts.get(digest)]));
  let room = MAX_TEXTS;
  const isOpen = (text: string | undefined): text is string => text !== undefined && text.length <= MAX_TEXT && !SECRET.test(text);
  const fits = (text: string): boolean => {
    room -= text.length;
    return room >= 0;
  };
  const mayKeep = (key: string, facts: FileFacts): boolean => {
    const id = key.slice(key.indexOf(':') + 1);
    if (!ids.has(id)) return false;
    return facts.kustomization === undefined ? facts.text === undefined || isOpen(facts.text) : isOpen(textOf.get(id));
  };
  const hidden = (objects: readonly ManifestObject[]): boolean => !isDeepStrictEqual(redactSecrets(objects, new Uint8Array(32)), objects);
  const texts = new Map(blobs.map(([, { hash: digest }]) => [digest, closure.texts.get(digest)]));
  return {
    blobs,
    facts: [...discovery.facts].filter(([key, facts]) => mayKeep(key, facts)),
    kustomizations: [...texts].flatMap(([digest, text]) => {
      const parsed = closure.kustomizations.get(digest);
      return parsed !== undefined && isOpen(text) && isPlain(parsed) && fits(text) ? [[digest, text, parsed] as const] : [];
    }),
    written: [...closure.written].flatMap(([id, objects]) => {
      if (!ids.has(id) || (objects !== undefined && (hidden(objects) || !isPlain(objects)))) return [];
      return [[id, objects ?? null] as const];
    }),
    contents: [...closure.contents].flatMap(([id, bytes]) => {
      const text = ids.has(id) && bytes.length <= MAX_TEXT ? Buffer.from(bytes).toString('utf8') : undefined;
      return isOpen(text) && Buffer.from(text).equals(bytes) && fits(text) ? [[id, text] as const] : [];
    }),
    quiet: [...closure.quiet].slice(-MAX_QUIET),
    renderings,
  };
};

const isLearned = (value: unknown): value is Learned =>
  isRecord(value) &&
  [value.blobs, value.facts, value.kustomizations, value.written, value.contents, value.quiet, value.renderings].every((list) =>
    Array.isArray(list),
  );

const fill = ({ discovery, closure }: Memos, learned: Learned): void => {
  for (const [id, fact] of learned.blobs) closure.blobs.set(id, fact);
  for (const [key, facts] of learned.facts) discovery.facts.set(key, facts);
  for (const [digest, text, parsed] of learned.kustomizations) {
    closure.texts.set(digest, text);
    closure.kustomizations.set(digest, parsed);
  }
  for (const [id, text] of learned.contents) closure.contents.set(id, Buffer.from(text));
  for (const key of learned.quiet) closure.quiet.add(key);
  for (const [id, objects] of learned.written) closure.written.set(id, objects ?? undefined);
};

/** What a run knows of renderings whose files surely stayed as they were. */
export interface KnownRenderings {
  readonly facts: ReadonlyMap<string, RenderFacts>;
  /** Keys of their bodies. */
  readonly steady: ReadonlySet<string>;
}

export interface LearnedFiles {
  /** Keeps what the run learned from these trees, where that is worth the time. */
  readonly keep: (trees: readonly SourceTree[], known: KnownRenderings) => Promise<void>;
  /** What renderings were like, by key. */
  readonly renderings: ReadonlyMap<string, RenderFacts>;
}

/** Fills the memos with what is known of the files of a repository. Equal bytes always say the same, so that no answer depends on it. */
export const openLearned = async (tree: SourceTree, memos: Memos, cache: RenderCache): Promise<LearnedFiles> => {
  const key = keyFor(tree);
  const found = await cache.learned(key);
  const learned = isLearned(found) ? found : undefined;
  if (learned !== undefined) fill(memos, learned);
  const before = new Set([...(learned?.blobs ?? []), ...(learned?.facts ?? [])].map(([name]) => name));
  const known = new Map(learned?.renderings);
  const quiet = new Set(learned?.quiet);
  return {
    renderings: known,
    keep: async (trees, { facts: renderings, steady }) => {
      const ids = blobsOf(trees);
      const plain = [...memos.discovery.facts].filter(([, { kustomization, text }]) => kustomization === undefined && text === undefined);
      const now = [...memos.closure.blobs, ...plain].map(([name]) => name);
      const changed = [...renderings].filter(([name, facts]) => known.get(name) !== facts);
      const fresh = now.filter((name) => !before.has(name)).length + changed.length;
      if (fresh < FEW || fresh < (now.length + renderings.size) * ENOUGH) return;
      // What was rendered while its files changed says nothing of what git has under their ids.
      for (const name of memos.closure.quiet) if (!quiet.has(name) && !steady.has(name)) memos.closure.quiet.delete(name);
      await cache.putLearned(key, learnedFrom(memos, ids, [...renderings]));
    },
  };
};
