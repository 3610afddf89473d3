// Does only the one program come out of an archive, whatever else is in it?
import { link, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { create, Parser } from 'tar';
import { describe, expect, test } from 'vitest';
import { tarGz, temporary } from '../../test/tool-server.ts';
import { zip } from '../../test/zip.ts';
import { unpackProgram } from './unpack.ts';
import type { UnpackRequest } from './unpack-request.ts';

const unpack = async (directory: string, archive: Uint8Array, request: Partial<UnpackRequest> = {}) => {
  await writeFile(join(directory, 'archive'), archive, { mode: 0o600 });
  const target = join(directory, 'out');
  await unpackProgram({ archive: join(directory, 'archive'), kind: 'tar.gz', member: 'bin/pilot', target, ...request });
  return target;
};

/** Nothing but the archive itself is left behind. */
const expectNothingLeft = async (directory: string) => expect(await readdir(directory)).toEqual(['archive']);

const program = '#!/bin/sh\necho 1.2.3\n';

describe('tar.gz', () => {
  test('the member alone, executable', async () => {
    await using directory = await temporary();
    const target = await unpack(directory.path, await tarGz({ LICENSE: 'text', 'bin/pilot': program, 'bin/other': 'x' }));
    expect(await readFile(target, 'utf8')).toBe(program);
    expect((await stat(target)).mode & 0o777).toBe(0o755);
    expect((await readdir(directory.path)).sort()).toEqual(['archive', 'out']);
  });

  /** An archive made of links and paths that `tarGz` would not make. */
  const crafted = async (paths: readonly string[], prepare: (inside: string) => Promise<void>): Promise<Uint8Array> => {
    await using directory = await temporary();
    const inside = join(directory.path, 'inside');
    await mkdir(join(inside, 'bin'), { recursive: true });
    await prepare(inside);
    await create({ gzip: true, cwd: inside, file: join(directory.path, 'made.tgz'), preservePaths: true }, [...paths]);
    return readFile(join(directory.path, 'made.tgz'));
  };

  const membersOf = async (archive: Uint8Array): Promise<readonly string[]> => {
    const names: string[] = [];
    const parser = new Parser({
      onReadEntry: (entry) => {
        names.push(entry.path);
        entry.resume();
      },
    });
    parser.end(gunzipSync(archive));
    return names;
  };

  test('a member that leaves the directory is never written', async () => {
    await using directory = await temporary();
    const archive = await crafted(['../evil', 'bin/pilot'], async (inside) => {
      await writeFile(join(inside, '..', 'evil'), 'evil');
      await writeFile(join(inside, 'bin', 'pilot'), program);
    });
    expect(await membersOf(archive)).toEqual(['../evil', 'bin/pilot']);
    await mkdir(join(directory.path, 'in'));
    await unpack(join(directory.path, 'in'), archive);
    expect(await readdir(directory.path)).toEqual(['in']);
    expect((await readdir(join(directory.path, 'in'))).sort()).toEqual(['archive', 'out']);
  });

  test.each([
    ['a symlink', async (inside: string) => symlink('/bin/sh', join(inside, 'bin', 'pilot')), 'as SymbolicLink'],
    [
      'a hard link',
      async (inside: string) => {
        await writeFile(join(inside, 'bin', 'first'), program);
        await link(join(inside, 'bin', 'first'), join(inside, 'bin', 'pilot'));
      },
      'as Link',
    ],
    ['a directory', async (inside: string) => void (await mkdir(join(inside, 'bin', 'pilot'))), 'has no member bin/pilot'],
  ])('%s in place of the program is refused', async (_name, prepare, message) => {
    await using directory = await temporary();
    const archive = await crafted(['bin'], prepare);
    await expect(unpack(directory.path, archive)).rejects.toMatchObject({
      code: 'tool-untrusted',
      message: expect.stringContaining(message),
    });
    await expectNothingLeft(directory.path);
  });

  test('a member told twice is refused', async () => {
    await using directory = await temporary();
    const archive = await crafted(['bin/pilot', 'bin/pilot'], (inside) => writeFile(join(inside, 'bin', 'pilot'), program));
    await expect(unpack(directory.path, archive)).rejects.toThrow('more than one member');
    await expectNothingLeft(directory.path);
  });

  test('another member is no member', async () => {
    await using directory = await temporary();
    await expect(unpack(directory.path, await tarGz({ pilot: program, 'x/bin/pilot': program }))).rejects.toThrow(
      'has no member bin/pilot',
    );
    await expectNothingLeft(directory.path);
  });

  test('an archive that blows up stops at the limit, also in what is not wanted', async () => {
    await using directory = await temporary();
    const archive = await tarGz({ big: new Uint8Array(4_000_000), 'bin/pilot': program });
    expect(archive.length).toBeLessThan(20_000);
    await expect(unpack(directory.path, archive, { maxBytes: 1_000_000 })).rejects.toThrow('unpacks to more than 1000000 bytes');
    await expectNothingLeft(directory.path);
  });

  test.each([
    ['cut', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 40)],
    ['not gzip', () => Buffer.from('<html>sign in</html>')],
    ['empty', () => new Uint8Array()],
    ['flipped', (bytes: Uint8Array) => bytes.map((byte, index) => (index > 40 && index < 60 ? byte ^ 0xff : byte))],
  ])('%s', async (_name, damage) => {
    await using directory = await temporary();
    const archive = damage(await tarGz({ 'bin/pilot': `${program}${Array.from({ length: 500 }, (_, i) => `# ${i * 7919}\n`).join('')}` }));
    await expect(unpack(directory.path, archive)).rejects.toMatchObject({ code: 'tool-untrusted' });
    await expectNothingLeft(directory.path);
  });
});

describe('zip', () => {
  const request = { kind: 'zip', member: 'bin/pilot' } as const;
  test('the member alone, executable', async () => {
    await using directory = await temporary();
    const target = await unpack(
      directory.path,
      zip([
        { name: 'LICENSE', content: 'text' },
        { name: 'bin/pilot', content: program },
      ]),
      request,
    );
    expect(await readFile(target, 'utf8')).toBe(program);
    expect((await stat(target)).mode & 0o777).toBe(0o755);
    expect((await readdir(directory.path)).sort()).toEqual(['archive', 'out']);
  });
  test.each([
    ['a symlink', [{ name: 'bin/pilot', content: '/bin/sh', mode: 0o120777 }], 'as a link'],
    ['absent', [{ name: 'pilot', content: program }], 'has no member'],
    [
      'told twice',
      [
        { name: 'bin/pilot', content: program },
        { name: 'bin/pilot', content: 'x' },
      ],
      'more than one member',
    ],
    [
      'a path that leaves',
      [
        { name: '../evil', content: 'x' },
        { name: 'bin/pilot', content: program },
      ],
      'cannot be unpacked',
    ],
  ])('%s is refused', async (_name, entries, message) => {
    await using directory = await temporary();
    await expect(unpack(directory.path, zip(entries), request)).rejects.toMatchObject({
      code: 'tool-untrusted',
      message: expect.stringContaining(message),
    });
    await expectNothingLeft(directory.path);
  });
  test('an archive that blows up stops at the limit', async () => {
    await using directory = await temporary();
    const archive = zip([{ name: 'bin/pilot', content: new Uint8Array(4_000_000) }]);
    await expect(unpack(directory.path, archive, { ...request, maxBytes: 1_000_000 })).rejects.toThrow('unpacks to more than');
    await expectNothingLeft(directory.path);
  });
  test('no zip at all', async () => {
    await using directory = await temporary();
    await expect(unpack(directory.path, Buffer.from('<html>'), request)).rejects.toMatchObject({ code: 'tool-untrusted' });
    await expectNothingLeft(directory.path);
  });
});

test('a bare program', async () => {
  await using directory = await temporary();
  const target = await unpack(directory.path, Buffer.from(program), { kind: 'none' });
  expect((await stat(target)).mode & 0o777).toBe(0o755);
});
