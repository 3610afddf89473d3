import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CacheOptions, createCache } from './cache.ts';

let directory = '';
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-cache-')));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (found: Uint8Array | undefined): string | undefined => (found === undefined ? undefined : new TextDecoder().decode(found));
const cache = (options: Partial<CacheOptions> = {}) => createCache(directory, { scope: 'trusted', maxBytes: 1_000_000, ...options });
const files = (scope = 'trusted'): string[] =>
  readdirSync(join(directory, scope, 'entries'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

it('gives back what was put, in this process and the next', async () => {
  await cache().put('a key of any form / ../..', bytes('one'));
  await cache().put('f'.repeat(64), bytes(''));
  const next = cache();
  expect(text(await next.get('a key of any form / ../..'))).toBe('one');
  expect(await next.get('none')).toBeUndefined();
  expect([...(await next.getMany(['none', 'f'.repeat(64)])).keys()]).toEqual(['f'.repeat(64)]);
});

it('makes nothing before it is used for the first time', () => {
  createCache(join(directory, 'new'), { scope: 'trusted', maxBytes: 1 });
  expect(readdirSync(directory)).toEqual([]);
});

describe('a damaged entry is absent and goes away', () => {
  it.each([
    ['cut', (content: Buffer) => content.subarray(0, -1)],
    ['cut to nothing', () => Buffer.alloc(0)],
    ['cut in its head', (content: Buffer) => content.subarray(0, 20)],
    ['one bit flipped', (content: Buffer) => Buffer.from(content.map((byte, at) => (at === content.length - 1 ? byte ^ 1 : byte)))],
    ['longer', (content: Buffer) => Buffer.concat([content, Buffer.from('x')])],
    ['of another format', (content: Buffer) => Buffer.concat([Buffer.from('FAIRWAY2'), content.subarray(8)])],
  ])('%s', async (_, damage) => {
    await cache().put('key', bytes('content'));
    const [path = ''] = files();
    writeFileSync(path, damage(readFileSync(path)));
    expect(await cache().get('key')).toBeUndefined();
    expect(existsSync(path)).toBe(false);
    await cache().put('key', bytes('again'));
    expect(text(await cache().get('key'))).toBe('again');
  });

  it('taken from another key', async () => {
    await cache().put('a', bytes('of a'));
    const [a = ''] = files();
    await cache().put('b', bytes('of b'));
    const b = files().find((path) => path !== a) ?? '';
    writeFileSync(b, readFileSync(a));
    expect(await cache().get('b')).toBeUndefined();
  });

  it('made under another secret', async () => {
    await cache().put('key', bytes('content'));
    writeFileSync(join(directory, 'trusted/hash-key'), 'x'.repeat(32));
    expect(await cache().get('key')).toBeUndefined();
  });
});

describe('the secret', () => {
  it('is made once, for the owner alone', async () => {
    const key = await cache().hashKey();
    expect(key).toHaveLength(32);
    expect(await cache().hashKey()).toEqual(key);
    expect(statSync(join(directory, 'trusted/hash-key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, 'trusted')).filter((name) => name.startsWith('.key'))).toEqual([]);
  });

  it('is replaced when it is damaged', async () => {
    await cache().hashKey();
    writeFileSync(join(directory, 'trusted/hash-key'), 'short');
    const key = await cache().hashKey();
    expect(key).toHaveLength(32);
    expect(await cache().hashKey()).toEqual(key);
  });

  it('is one for many processes that ask at the same moment', () => {
    // Each process asks for the secrets of many caches, all at agreed times.
    const script = `import { createCache } from ${JSON.stringify(new URL('./cache.ts', import.meta.url).href)};
      const start = Number(process.argv[1]);
      const keys = [];
      for (let round = 0; round < 40; round++) {
        while (Date.now() < start + round * 10);
        const cache = createCache(${JSON.stringify(directory)} + '/' + round, { scope: 'trusted', maxBytes: 1 });
        keys.push(Buffer.from(await cache.hashKey()).toString('hex'));
      }
      console.log(keys.join(' '));`;
    const shell = Array.from({ length: 3 }, () => '"$0" --input-type=module-typescript -e "$1" "$2" &').join(' ');
    const start = String(Date.now() + 1500);
    const { stdout } = spawnSync('/bin/sh', ['-c', `${shell} wait`, process.execPath, script, start], {
      encoding: 'utf8',
      cwd: import.meta.dirname,
    });
    const answers = stdout.trim().split('\n');
    expect(answers).toHaveLength(3);
    expect(new Set(answers).size).toBe(1);
  });
});

describe('scopes', () => {
  it('untrusted reads both and writes its own; trusted never reads untrusted', async () => {
    await cache().put('shared', bytes('trusted'));
    const fork = cache({ scope: 'untrusted' });
    await fork.put('forged', bytes('evil'));
    await fork.put('shared', bytes('evil'));
    expect(text(await fork.get('shared'))).toBe('trusted');
    expect(text(await fork.get('forged'))).toBe('evil');
    expect(await cache().get('forged')).toBeUndefined();
    expect(text(await cache().get('shared'))).toBe('trusted');
    expect(await fork.hashKey()).toEqual(await cache().hashKey());
  });

  it('untrusted has a secret of its own where there is no other', async () => {
    const key = await cache({ scope: 'untrusted' }).hashKey();
    expect(existsSync(join(directory, 'trusted'))).toBe(false);
    expect(await cache().hashKey()).not.toEqual(key);
  });
});

describe('size', () => {
  const age = (path: string, days: number): void => utimesSync(path, Date.now() / 1000 - days * 86_400, Date.now() / 1000 - days * 86_400);

  it('prune removes what was not used for the longest time', async () => {
    const own = cache({ maxBytes: 3500 });
    for (const name of ['old', 'used', 'new']) {
      await own.put(name, new Uint8Array(1000));
      age(files().find((path) => Date.now() - statSync(path).mtimeMs < 80_000_000) ?? '', name === 'new' ? 1 : 3);
    }
    await own.get('used');
    expect(await cache({ maxBytes: 2500 }).prune()).toMatchObject({ removed: 1, kept: 2, removedBytes: 1040, keptBytes: 2080 });
    const left = cache();
    expect([await left.get('old'), (await left.get('used'))?.length, (await left.get('new'))?.length]).toEqual([undefined, 1000, 1000]);
  });

  it('is kept while writing', async () => {
    const own = cache({ maxBytes: 20_000 });
    for (let index = 0; index < 100; index++) await own.put(`key ${index}`, new Uint8Array(1000));
    expect(files().length).toBeLessThan(26);
    expect((await own.get('key 99'))?.length).toBe(1000);
  });

  it('prune removes what a crashed run left half-written, and nothing that is being written', async () => {
    const own = cache();
    await own.put('a', bytes('1'));
    const shard = join(files()[0] ?? '', '..');
    for (const name of ['.tmp-old', '.tmp-new']) writeFileSync(join(shard, name), 'x');
    age(join(shard, '.tmp-old'), 1);
    await own.prune();
    expect(readdirSync(shard).filter((name) => name.startsWith('.tmp'))).toEqual(['.tmp-new']);
  });

  it('prune of a cache that is not there does nothing', async () => {
    expect(await cache().prune()).toEqual({ removed: 0, removedBytes: 0, kept: 0, keptBytes: 0 });
  });
});

it('a directory that cannot be written gives one note and no failure', async () => {
  const notes: string[] = [];
  writeFileSync(join(directory, 'trusted'), 'a file where a directory should be');
  const own = cache({ onNote: (message) => notes.push(message) });
  await own.put('a', bytes('1'));
  await own.put('b', bytes('1'));
  expect(await own.get('a')).toBeUndefined();
  expect(await own.hashKey()).toHaveLength(32);
  expect(await own.hashKey()).toEqual(await own.hashKey());
  expect(notes).toHaveLength(1);
});

it('two processes write the same keys at once and both read whole entries', () => {
  const script = `import { createCache } from ${JSON.stringify(new URL('./cache.ts', import.meta.url).href)};
    const cache = createCache(${JSON.stringify(directory)}, { scope: 'trusted', maxBytes: 30_000 });
    let wrong = 0;
    for (let round = 0; round < 60; round++) for (let key = 0; key < 10; key++) {
      await cache.put('key ' + key, new Uint8Array(2000).fill(key));
      const found = await cache.get('key ' + key);
      if (found !== undefined && (found.length !== 2000 || found.some((byte) => byte !== key))) wrong++;
      if (key === 5) await cache.prune();
    }
    console.log(wrong);`;
  const line = '"$0" --input-type=module-typescript -e "$1"';
  const { stdout, stderr } = spawnSync('/bin/sh', ['-c', `${line} & ${line} & wait`, process.execPath, script], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  });
  expect(stderr).toBe('');
  expect(stdout).toBe('0\n0\n');
});

it('gives 1,000 entries in a moment', async () => {
  const own = cache({ maxBytes: 1_000_000_000 });
  const keys = Array.from({ length: 1000 }, (_, index) => `key ${index}`);
  for (const key of keys) await own.put(key, new Uint8Array(8000));
  const started = performance.now();
  const found = await cache({ maxBytes: 1_000_000_000 }).getMany(keys);
  const milliseconds = performance.now() - started;
  expect(found.size).toBe(1000);
  // Takes about 60 ms alone on two cores; other tests run beside it.
  expect(milliseconds).toBeLessThan(1000);
});
