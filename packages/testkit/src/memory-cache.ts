// How does a test look into, damage or break a cache?
import type { CachePort } from '@fairway/contracts';

export interface MemoryCache extends CachePort {
  /** Everything that was put, by key; a test may change it. */
  readonly entries: Map<string, Uint8Array>;
  /** All bytes as one text, to search for what must not be there. */
  text(): string;
  /** How often each operation was called. */
  readonly calls: { get: number; getMany: number; put: number };
}

export interface MemoryCacheOptions {
  /** Operations that throw. */
  readonly broken?: readonly ('read' | 'write' | 'key')[];
}

/** A cache that keeps its entries in memory. */
export const memoryCache = ({ broken = [] }: MemoryCacheOptions = {}): MemoryCache => {
  const entries = new Map<string, Uint8Array>();
  const calls = { get: 0, getMany: 0, put: 0 };
  const breaks = (what: 'read' | 'write' | 'key'): void => {
    if (broken.includes(what)) throw new Error(`the cache cannot ${what}`);
  };
  return {
    entries,
    calls,
    text: () => [...entries].map(([key, bytes]) => `${key} ${Buffer.from(bytes).toString('utf8')}`).join('\n'),
    get: async (key) => {
      calls.get += 1;
      breaks('read');
      return entries.get(key);
    },
    getMany: async (keys) => {
      calls.getMany += 1;
      breaks('read');
      const found = new Map<string, Uint8Array>();
      for (const key of keys) {
        const bytes = entries.get(key);
        if (bytes !== undefined) found.set(key, bytes);
      }
      return found;
    },
    put: async (key, bytes) => {
      calls.put += 1;
      breaks('write');
      entries.set(key, Uint8Array.from(bytes));
    },
    hashKey: async () => {
      breaks('key');
      return new Uint8Array(32).fill(7);
    },
  };
};
