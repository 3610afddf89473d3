// Do archives come from vendor/ first, then from the cache, and never where a byte of them was changed?
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LockedSource } from '@fairway/contracts';
import { memoryTree, temporaryRepository } from '@fairway/testkit';
import { describe, expect, it, test } from 'vitest';
import { chartBytes } from '../../test/tar-bytes.ts';
import { temporary } from '../../test/tool-server.ts';
import { openCommit, openWorkTree } from '../index.ts';
import { createArchivePort } from './archive-port.ts';
import { createArchiveShelf } from './archive-shelf.ts';
import { createArchiveStore } from './archive-store.ts';
import { sha256Of } from './checked-download.ts';
import { vendoredArchives, vendorFileName, writeVendor } from './vendor-directory.ts';

const archive = chartBytes('web', '1.0.0');
const digest = sha256Of(archive);
const locked = (changes: Partial<LockedSource> = {}): LockedSource =>
  ({
    kind: 'chart',
    repository: 'https://charts.example',
    chart: 'web',
    version: '',
    resolved: '1.0.0',
    digest,
    ...changes,
  }) as LockedSource;
const name = vendorFileName(locked());
const nothing = async (): Promise<undefined> => undefined;

describe('store', () => {
  it('keeps, finds, checks', async () => {
    await using directory = await temporary();
    const store = createArchiveStore(join(directory.path, 'archives'));
    expect([await store.has(digest), await store.get(digest)]).toEqual([false, undefined]);
    await Promise.all([store.put(digest, archive), store.put(digest, archive)]);
    expect(await store.get(digest)).toEqual(archive);
    expect(readdirSync(join(directory.path, 'archives', 'sha256'))).toEqual([digest.slice(7)]);
  });
  it('what was changed is no archive, an error to read, and replaced', async () => {
    await using directory = await temporary();
    const store = createArchiveStore(directory.path);
    await store.put(digest, archive);
    writeFileSync(join(directory.path, 'sha256', digest.slice(7)), 'tampered');
    expect(await store.has(digest)).toBe(false);
    await expect(store.get(digest)).rejects.toMatchObject({ code: 'tool-untrusted', hint: expect.stringContaining('fairway fetch') });
    await store.put(digest, archive);
    expect(await store.has(digest)).toBe(true);
  });
  it('takes nothing under a wrong digest, and no path for one', async () => {
    await using directory = await temporary();
    const store = createArchiveStore(directory.path);
    await expect(store.put(digest, Buffer.from('x'))).rejects.toMatchObject({ code: 'tool-untrusted' });
    await expect(store.get('sha256:../../etc/passwd')).rejects.toMatchObject({ code: 'input-invalid' });
    expect(readdirSync(directory.path)).toEqual([]);
  });
  it('a disk that refuses', async () => {
    await using directory = await temporary();
    writeFileSync(join(directory.path, 'file'), '');
    await expect(createArchiveStore(join(directory.path, 'file', 'x')).put(digest, archive)).rejects.toMatchObject({ code: 'disk-failed' });
  });
});

describe('port', () => {
  const storeWith = async (directory: string) => {
    const store = createArchiveStore(directory);
    await store.put(digest, archive);
    return store;
  };
  it('unpacks what is vendored, else what is cached, each once', async () => {
    await using directory = await temporary();
    let asked = 0;
    const vendored = async () => {
      asked += 1;
      return archive;
    };
    const port = createArchivePort({ vendored, store: createArchiveStore(directory.path) });
    const [first, second] = await Promise.all([port.files(digest), port.files(digest)]);
    expect([...(first?.keys() ?? [])]).toEqual(['web/Chart.yaml']);
    expect([second === first, asked]).toEqual([true, 1]);
    expect((await createArchivePort({ store: await storeWith(directory.path) }).files(digest))?.size).toBe(1);
  });
  it('nowhere: undefined, and found once it is there', async () => {
    await using directory = await temporary();
    const store = createArchiveStore(directory.path);
    const port = createArchivePort({ vendored: nothing, store });
    expect(await port.files(digest)).toBeUndefined();
    await store.put(digest, archive);
    expect((await port.files(digest))?.size).toBe(1);
    expect(await createArchivePort({}).files(digest)).toBeUndefined();
  });
  it('vendored and changed: an error, though the cache has the right one', async () => {
    await using directory = await temporary();
    const port = createArchivePort({
      vendored: async () => Buffer.from('version https://git-lfs.github.com/spec/v1\n'),
      store: await storeWith(directory.path),
    });
    await expect(port.files(digest)).rejects.toMatchObject({
      code: 'tool-untrusted',
      message: expect.stringContaining('vendor/'),
      hint: expect.stringContaining('Git LFS'),
    });
  });
  it('limits hold here too', async () => {
    await expect(
      createArchivePort({ vendored: async () => archive, limits: { files: 10, unpackedBytes: 5 } }).files(digest),
    ).rejects.toMatchObject({ code: 'tool-untrusted' });
  });
});

describe('vendored archives of a tree', () => {
  it.each([
    ['by the digits of their name', { [`vendor/${name}`]: archive }, true],
    ['whatever stands before them', { [`vendor/x-${digest.slice(7, 19)}.tgz`]: archive }, true],
    ['not deeper', { [`vendor/deep/${name}`]: archive }, false],
    ['not elsewhere', { [`other/${name}`]: archive }, false],
    ['not through a link', { [`vendor/${name}`]: { symlink: '/etc/passwd' } }, false],
    ['not by another name', { 'vendor/web.tgz': archive }, false],
  ] as const)('%s', async (_name, files, found) => {
    expect((await vendoredArchives(memoryTree(files))(digest)) !== undefined).toBe(found);
  });
  it('of a commit, when the work tree has others', async () => {
    using repository = temporaryRepository({ 'a.txt': '' });
    await writeVendor(repository.directory, [{ locked: locked(), read: async () => archive }]);
    const commit = repository.commit('vendored');
    repository.write({ [`vendor/${name}`]: null });
    const tree = await openCommit(repository.directory, commit);
    expect(await createArchivePort({ vendored: vendoredArchives(tree) }).files(digest)).toBeDefined();
    await tree.close();
    expect(await vendoredArchives(await openWorkTree(repository.directory, { git: true }))(digest)).toBeUndefined();
  });
});

test('a shelf says where an archive is, and does not count what was changed', async () => {
  await using directory = await temporary();
  const store = createArchiveStore(directory.path);
  const shelf = createArchiveShelf(nothing, store);
  expect(await shelf.where(digest)).toBeUndefined();
  await shelf.put(digest, archive);
  expect([await shelf.where(digest), await shelf.has(digest)]).toEqual(['cache', true]);
  expect(await createArchiveShelf(async () => archive, store).where(digest)).toBe('vendor');
  const changed = createArchiveShelf(async () => Buffer.from('x'), store);
  expect([await changed.where(digest), await changed.get(digest)]).toEqual(['cache', archive]);
});

describe('writing vendor/', () => {
  const other = chartBytes('api', '1.0.0');
  const both = [
    { locked: locked(), read: async () => archive },
    { locked: locked({ chart: 'api', digest: sha256Of(other) }), read: async () => other },
  ];
  it('writes what is missing, mends what was changed, removes what is unused, leaves the rest', async () => {
    await using directory = await temporary();
    const vendor = join(directory.path, 'vendor');
    const first = await writeVendor(directory.path, both);
    expect(first).toEqual({ written: readdirSync(vendor).toSorted(), kept: [], removed: [] });
    writeFileSync(join(vendor, name), 'tampered');
    writeFileSync(join(vendor, 'modules.txt'), 'of another tool');
    mkdirSync(join(vendor, 'github.com'));
    const second = await writeVendor(directory.path, both.slice(0, 1));
    expect(second).toEqual({ written: [name], kept: [], removed: [vendorFileName(both[1]?.locked ?? locked())] });
    expect(readdirSync(vendor).toSorted()).toEqual(['github.com', 'modules.txt', name].toSorted());
    expect(await writeVendor(directory.path, both.slice(0, 1))).toEqual({ written: [], kept: [name], removed: [] });
  });
  it('nothing to write makes no directory', async () => {
    await using directory = await temporary();
    await writeVendor(directory.path, []);
    expect(readdirSync(directory.path)).toEqual([]);
  });
  it('a link is not followed', async () => {
    await using directory = await temporary();
    await using elsewhere = await temporary();
    symlinkSync(elsewhere.path, join(directory.path, 'vendor'));
    await expect(writeVendor(directory.path, both)).rejects.toMatchObject({ code: 'path-escapes' });
    expect(readdirSync(elsewhere.path)).toEqual([]);
  });
  it('bytes that are not what is locked are not written, and nothing is removed', async () => {
    await using directory = await temporary();
    await writeVendor(directory.path, both);
    await expect(
      writeVendor(directory.path, [{ locked: locked({ digest: `sha256:${'0'.repeat(64)}` }), read: async () => archive }]),
    ).rejects.toMatchObject({ code: 'tool-untrusted' });
    expect(readdirSync(join(directory.path, 'vendor'))).toHaveLength(2);
  });
});

test.each([
  [locked({ chart: '../../etc/Web Server' }), 'etc-web-server'],
  [locked({ chart: '…' }), 'chart'],
  [{ kind: 'git', url: 'https://git.example/team/App.git/', reference: '', resolved: 'x', digest } as const, 'app'],
  [{ kind: 'git', url: 'git@git.example:app', reference: '', resolved: 'x', digest } as const, 'app'],
  [{ kind: 'oci', url: 'oci://ghcr.io/team/app', reference: '', resolved: 'x', digest } as const, 'app'],
])('a file name holds no path: %#', (source, expected) => {
  expect(vendorFileName(source)).toBe(`${expected}-${digest.slice(7, 19)}.tgz`);
});
