// Full and read-only file systems are real ones: small tmpfs mounts in a mount namespace of their own, which needs `unshare` and root.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let mount = '';
beforeEach(() => {
  mount = realpathSync(mkdtempSync(join(tmpdir(), 'fairway-mount-')));
});
afterEach(() => rmSync(mount, { recursive: true, force: true }));

const source = (name: string): string => JSON.stringify(new URL(`./${name}`, import.meta.url).href);
const prelude = `
  import { execFileSync } from 'node:child_process';
  import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
  import { createCache } from ${source('cache.ts')};
  import { createOutput } from ${source('output.ts')};
  import { createScratch } from ${source('scratch.ts')};
  const marker = JSON.stringify({ schemaVersion: 1, apps: [], tools: [] });
  const tree = (size) => new Map([['a.yaml', 'x'.repeat(size)], ['b.yaml', 'x'.repeat(size)], ['index.json', marker]]);
  const failure = (promise) => promise.then(() => 'no error', (error) => error.code + ': ' + error.message.replaceAll(dir, 'DIR'));
  const listing = (path) => readdirSync(path, { recursive: true }).sort();
  const show = (value) => console.log(JSON.stringify(value));
`;

/** Runs a script with \`dir\` on a tmpfs of 1 MiB and gives what it shows, value by value. */
const onSmallDisk = (script: string): unknown[] => {
  const program = `${prelude} const dir = ${JSON.stringify(mount)}; ${script}`;
  const shell = 'mount -t tmpfs -o size=1m tmpfs "$1" && exec "$2" --input-type=module-typescript -e "$3"';
  const { stdout, stderr, status } = spawnSync('unshare', ['--mount', 'sh', '-c', shell, 'sh', mount, process.execPath, program], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
};

it('a tree that does not fit leaves the old one, and nothing beside it', () => {
  const shown = onSmallDisk(`
    const out = dir + '/out';
    await createOutput().replaceTree(out, tree(1000));
    show(await failure(createOutput().replaceTree(out, tree(600_000))));
    show(listing(dir));
    show(readFileSync(out + '/a.yaml', 'utf8').length);`);
  expect(shown).toEqual([
    'disk-failed: DIR/out could not be written: the disk is full',
    ['out', 'out/a.yaml', 'out/b.yaml', 'out/index.json'],
    1000,
  ]);
});

it('a file that does not fit leaves the old one', () => {
  const shown = onSmallDisk(`
    await createOutput().writeFile(dir + '/report.json', 'old');
    show(await failure(createOutput().writeFile(dir + '/report.json', 'x'.repeat(2_000_000))));
    show(listing(dir));
    show(readFileSync(dir + '/report.json', 'utf8'));`);
  expect(shown).toEqual(['disk-failed: DIR/report.json could not be written: the disk is full', ['report.json'], 'old']);
});

it('a cache on a full disk says so once, fails nothing and still reads', () => {
  const shown = onSmallDisk(`
    const notes = [];
    const cache = createCache(dir + '/cache', { scope: 'trusted', maxBytes: 1e9, onNote: (note) => notes.push(note) });
    await cache.put('small', Buffer.from('kept'));
    for (let index = 0; index < 20; index++) await cache.put('large ' + index, Buffer.alloc(200_000));
    show(notes);
    show(Buffer.from(await cache.get('small')).toString());
    show(listing(dir).filter((name) => name.includes('.tmp')));`);
  expect(shown).toEqual([['The cache is not written any more: the disk is full. Results are not affected.'], 'kept', []]);
});

it('a scratch directory on a full disk is a named failure', () => {
  const [shown] = onSmallDisk(`
    const scratch = createScratch(dir);
    show(await failure(scratch.write(await scratch.directory('x') + '/file', 'x'.repeat(2_000_000))));`);
  expect(shown).toMatch(/^disk-failed: DIR\/.*\/x-1\/file could not be written: the disk is full$/);
});

it('a read-only file system: the cache is read and switched off, output is a named failure', () => {
  const shown = onSmallDisk(`
    await createCache(dir + '/cache', { scope: 'trusted', maxBytes: 1e9 }).put('key', Buffer.from('kept'));
    execFileSync('mount', ['-o', 'remount,ro', dir]);
    const notes = [];
    const cache = createCache(dir + '/cache', { scope: 'trusted', maxBytes: 1e9, onNote: (note) => notes.push(note) });
    show(Buffer.from(await cache.get('key')).toString());
    await cache.put('other', Buffer.from('x'));
    await cache.prune();
    show(notes);
    show(await failure(createOutput().replaceTree(dir + '/out', tree(10))));
    show(await failure(createOutput().writeFile(dir + '/file', 'x')));
    show(await failure(createScratch(dir).directory('x')));
    const fresh = createCache(dir + '/new', { scope: 'trusted', maxBytes: 1e9 });
    show((await fresh.hashKey()).length);`);
  const readOnly = (path: string): string => `disk-failed: ${path} could not be written: the file system is read-only`;
  expect(shown).toEqual([
    'kept',
    ['The cache is not written any more: the file system is read-only. Results are not affected.'],
    readOnly('DIR/out'),
    readOnly('DIR/file'),
    readOnly('DIR'),
    32,
  ]);
});
