// What does render want from its cache? Facts and bodies, and never an error: a cache that fails is a cache that has nothing.
import { randomBytes } from 'node:crypto';
import type { CachePort } from '@fairway/contracts';
import { type Body, decodeBody, decodeData, decodeFacts, encodeBody, encodeData, encodeFacts, type RenderFacts } from './entry.ts';

/** A body on its way into the cache: the text of its objects, and their templates. */
export interface BodyText {
  readonly text: string;
  readonly sources: readonly (string | null)[];
}

export interface RenderCache {
  facts(keys: readonly string[]): Promise<ReadonlyMap<string, RenderFacts>>;
  bodies(keys: readonly string[]): Promise<ReadonlyMap<string, Body>>;
  putFacts(entries: ReadonlyMap<string, RenderFacts>): Promise<void>;
  putBodies(entries: ReadonlyMap<string, BodyText>): Promise<void>;
  /** What earlier runs learned from files, as they left it; undefined: nothing. */
  learned(key: string): Promise<unknown>;
  putLearned(key: string, learned: unknown): Promise<void>;
  /** Key for the hashes that stand for Secret values. */
  readonly hashKey: Uint8Array;
}

/** Entries written at a time: enough to keep the disk busy, few enough not to run out of file descriptors. */
const WRITES = 32;

type Warn = (message: string) => void;

const onceOnly = (warn: Warn): Warn => {
  let said = false;
  return (message) => {
    if (!said) warn(message);
    said = true;
  };
};

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const readAll = async <T>(
  keys: readonly string[],
  from: { readonly port: CachePort; readonly decode: (key: string, bytes: Uint8Array | undefined) => T | undefined; readonly warn: Warn },
): Promise<ReadonlyMap<string, T>> => {
  const found = new Map<string, T>();
  if (keys.length === 0) return found;
  try {
    for (const [key, bytes] of await from.port.getMany(keys)) {
      const entry = from.decode(key, bytes);
      if (entry !== undefined) found.set(key, entry);
    }
  } catch (error) {
    from.warn(`the render cache cannot be read, everything is rendered again: ${reason(error)}`);
  }
  return found;
};

const writeAll = async (entries: readonly (readonly [string, string])[], port: CachePort, warn: Warn): Promise<void> => {
  try {
    for (let index = 0; index < entries.length; index += WRITES) {
      const slice = entries.slice(index, index + WRITES);
      await Promise.all(slice.map(([key, text]) => port.put(key, Buffer.from(text))));
    }
  } catch (error) {
    warn(`the render cache cannot be written: ${reason(error)}`);
  }
};

/** Keys of the two entries must not meet: a body and its facts have keys of their own already. */
const withCache = (port: CachePort, hashKey: Uint8Array, warn: Warn): RenderCache => ({
  hashKey,
  facts: (keys) => readAll(keys, { port, decode: decodeFacts, warn }),
  bodies: (keys) => readAll(keys, { port, decode: decodeBody, warn }),
  putFacts: (entries) =>
    writeAll(
      [...entries].map(([key, facts]) => [key, encodeFacts(key, facts)]),
      port,
      warn,
    ),
  putBodies: (entries) =>
    writeAll(
      [...entries].map(([key, { text, sources }]) => [key, encodeBody(key, text, sources)]),
      port,
      warn,
    ),
  learned: async (key) => (await readAll([key], { port, decode: decodeData, warn })).get(key),
  putLearned: (key, learned) => writeAll([[key, encodeData(key, learned)]], port, warn),
});

/** Without a store nothing outlives the run, so that the key may be thrown away with it. */
const withoutCache = (): RenderCache => ({
  hashKey: randomBytes(32),
  facts: async () => new Map(),
  bodies: async () => new Map(),
  putFacts: async () => {},
  putBodies: async () => {},
  learned: async () => undefined,
  putLearned: async () => {},
});

/** `warn` is told once, in one sentence, when the cache fails. */
export const openRenderCache = async (port: CachePort | undefined, warn: Warn): Promise<RenderCache> => {
  if (port === undefined) return withoutCache();
  const once = onceOnly(warn);
  try {
    return withCache(port, await port.hashKey(), once);
  } catch (error) {
    once(`the render cache cannot be used: ${reason(error)}`);
    return withoutCache();
  }
};
